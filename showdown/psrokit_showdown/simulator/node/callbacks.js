"use strict";
/**
 * An event looks for callbacks in every effect around its target - status, volatiles, ability, item, rules ... - under
 * up to five names each, and nearly always finds none. In generation 1 only statuses, volatiles and the format's rules
 * have any. So a table of which effect listens to which event can say "nobody" at once; when somebody listens, the
 * package's own search, order and calls apply.
 */
const ON = 1, ALLY = 2, ANY = 4, FOE = 8, SOURCE = 16;
const PREFIXES = [["on", ON], ["onAlly", ALLY], ["onAny", ANY], ["onFoe", FOE], ["onSource", SOURCE]];
/** Events that the package does not look for under prefixed names. */
const UNPREFIXED = new Set(["BeforeTurn", "Update", "Weather", "WeatherChange", "TerrainChange"]);
/** Whatever puts a callback elsewhere than on a status or a volatile ends the shortcut for its battle. */
const ENDS_SHORTCUT = {
	Battle: ["onEvent"],
	Field: ["addPseudoWeather", "removePseudoWeather", "setWeather", "setTerrain"],
	Side: ["addSideCondition", "addSlotCondition"],
	Pokemon: ["setItem", "setAbility"],
};
const shortcut = Symbol("psrokit: who listens in this battle");

/** What one effect listens to: `roles` (event -> in which roles) and `names` (of its callbacks). */
class Listener {
	static known = new WeakMap();

	static of(effect) {
		let listener = Listener.known.get(effect);
		if (listener === undefined) Listener.known.set(effect, (listener = new Listener(effect)));
		return listener;
	}

	constructor(effect) {
		this.roles = new Map();
		this.names = new Set();
		for (const name in effect) if (effect[name] !== undefined) this.add(name);
	}

	add(name) {
		for (const [prefix, role] of PREFIXES) {
			if (!name.startsWith(prefix)) continue;
			const event = name.slice(prefix.length);
			this.roles.set(event, this.roles.get(event) | role);
			this.names.add(name);
		}
	}
}

/** Everybody who can listen in one battle. */
class Listeners {
	constructor(battle) {
		const { dex, field, format } = battle;
		this.conditions = dex.conditions;
		this.known = new Map();
		const rules = Object.keys(field.pseudoWeather).map((id) => dex.conditions.getByID(id));
		const names = [format, ...rules].flatMap((rule) => [...Listener.of(rule).names]);
		this.rules = new Listener(Object.fromEntries(names.map((name) => [name, true])));
	}

	/** The roles in which something on `pokemon` listens to `event`. */
	roles(pokemon, event) {
		let roles = pokemon.status ? this.of(pokemon.status).roles.get(event) : 0;
		for (const id in pokemon.volatiles) roles |= this.of(id).roles.get(event);
		return roles;
	}

	hasName(pokemon, name) {
		if (pokemon.status && this.of(pokemon.status).names.has(name)) return true;
		for (const id in pokemon.volatiles) if (this.of(id).names.has(name)) return true;
		return false;
	}

	of(id) {
		let listener = this.known.get(id);
		if (listener === undefined) this.known.set(id, (listener = Listener.of(this.conditions.getByID(id))));
		return listener;
	}

	/** Whether nobody listens to `event` on `target` (a Pokemon) caused by `source` (a Pokemon or not). */
	none(event, target, source) {
		if (this.rules.roles.get(event) & ON) return false;
		const causer = source?.isActive === undefined ? null : source;
		const prefixed = !UNPREFIXED.has(event);
		if (target.isActive || causer?.isActive) {
			if (this.roles(target, event) & ON) return false;
			const ally = target.side.active[0];
			const foe = target.side.foe.active[0];
			if (prefixed && ally?.hp && this.roles(ally, event) & (ALLY | ANY)) return false;
			if (prefixed && foe?.hp && this.roles(foe, event) & (FOE | ANY)) return false;
		}
		return !(prefixed && causer && this.roles(causer, event) & SOURCE);
	}
}

function applies(battle) {
	const bodies = battle.sides.flatMap((side) => side.pokemon);
	const silent = (effect) => Listener.of(effect).names.size === 0;
	return (
		battle.gen === 1 && battle.gameType === "singles" && !battle.debugMode && !battle.events &&
		!battle.field.weather && !battle.field.terrain &&
		bodies.every((pokemon) => [pokemon.getAbility(), pokemon.getItem(), pokemon.baseSpecies].every(silent))
	);
}

function shortenSearches(Battle, Pokemon) {
	const { start, runEvent, findPokemonEventHandlers, findFieldEventHandlers } = Battle.prototype;

	Battle.prototype.start = function () {
		this[shortcut] = applies(this) ? new Listeners(this) : null;
		return start.call(this);
	};

	Battle.prototype.runEvent = function (event, target, source, sourceEffect, relayed, onEffect, fastExit) {
		const listeners = this[shortcut];
		const nobody = listeners && !onEffect && this.eventDepth < 8 && (
			target instanceof Pokemon ? listeners.none(event, target, source) : target === this && !(listeners.rules.roles.get(event) & ON)
		);
		if (!nobody) return runEvent.call(this, event, target, source, sourceEffect, relayed, onEffect, fastExit);
		if (relayed === undefined || relayed === null) return true;
		const modified = typeof relayed === "number" && relayed === Math.abs(Math.floor(relayed));
		return modified ? this.modify(relayed, 1) : relayed;
	};

	Battle.prototype.findPokemonEventHandlers = function (pokemon, name, key) {
		if (!key && this[shortcut] && !this[shortcut].hasName(pokemon, name)) return [];
		return findPokemonEventHandlers.call(this, pokemon, name, key);
	};

	Battle.prototype.findFieldEventHandlers = function (field, name, key, holder) {
		if (!key && this[shortcut] && !this[shortcut].rules.names.has(name)) return [];
		return findFieldEventHandlers.call(this, field, name, key, holder);
	};
}

function shortenSingleEvents(Battle) {
	const { singleEvent } = Battle.prototype;
	const names = new Map();

	Battle.prototype.singleEvent = function (event, effect, state, target, source, sourceEffect, relayed, callback) {
		let name = names.get(event);
		if (name === undefined) names.set(event, (name = `on${event}`));
		const nothing = !callback && effect[name] === undefined;
		if (nothing && this.eventDepth < 8 && this.log.length - this.sentLogPos <= 1000) {
			return relayed === undefined ? true : relayed;
		}
		return singleEvent.call(this, event, effect, state, target, source, sourceEffect, relayed, callback);
	};
}

function endShortcuts(classes) {
	for (const [name, methods] of Object.entries(ENDS_SHORTCUT)) {
		const { prototype } = classes[name];
		for (const method of methods) {
			const original = prototype[method];
			prototype[method] = function (...given) {
				(this.battle ?? this)[shortcut] = null;
				return original.apply(this, given);
			};
		}
	}
}

/** Returns a function that says whether the shortcut applies to a battle. */
function findCallbacksFaster(classes) {
	shortenSearches(classes.Battle, classes.Pokemon);
	shortenSingleEvents(classes.Battle);
	endShortcuts(classes);
	return (battle) => Boolean(battle[shortcut]);
}

module.exports = { findCallbacksFaster };
