"use strict";
/**
 * An event looks for callbacks in every effect around its target - status, volatiles, ability, item, rules ... - under
 * up to five names each, and nearly always finds none. In generation 1 only statuses, volatiles and the format's rules
 * have any, so a table of which effect listens to which event says where to look at all. What is found there, its order
 * and how it is called stay the package's own.
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

/** event -> the roles in which an effect listens to it */
class Roles extends Map {
	static known = new WeakMap();

	static of(effect) {
		let roles = Roles.known.get(effect);
		if (roles === undefined) Roles.known.set(effect, (roles = new Roles().read(effect)));
		return roles;
	}

	read(effect) {
		for (const name in effect) {
			if (effect[name] === undefined) continue;
			for (const [prefix, role] of PREFIXES) {
				if (name.startsWith(prefix)) this.add(name.slice(prefix.length), role);
			}
		}
		return this;
	}

	add(event, role) {
		this.set(event, this.get(event) | role);
	}
}

/** Everybody who can listen in one battle. */
class Listeners {
	constructor({ dex, field, format }) {
		this.conditions = dex.conditions;
		this.known = new Map();
		this.rules = new Roles().read(format);
		for (const id in field.pseudoWeather) this.rules.read(dex.conditions.getByID(id));
	}

	/** The roles in which something on `pokemon` listens to `event`. */
	roles(pokemon, event) {
		let roles = pokemon.status ? this.rolesOf(pokemon.status).get(event) : 0;
		for (const id in pokemon.volatiles) roles |= this.rolesOf(id).get(event);
		return roles;
	}

	rolesOf(id) {
		let roles = this.known.get(id);
		if (roles === undefined) this.known.set(id, (roles = Roles.of(this.conditions.getByID(id))));
		return roles;
	}

	/** Whether nobody listens to `event` on `target` (a Pokemon) caused by `source` (a Pokemon or null). */
	none(event, target, source) {
		if (this.rules.get(event) & ON) return false;
		const prefixed = !UNPREFIXED.has(event);
		if (target.isActive || source?.isActive) {
			if (this.roles(target, event) & ON) return false;
			const ally = target.side.active[0];
			const foe = target.side.foe.active[0];
			if (prefixed && ally?.hp && this.roles(ally, event) & (ALLY | ANY)) return false;
			if (prefixed && foe?.hp && this.roles(foe, event) & (FOE | ANY)) return false;
		}
		return !(prefixed && source && this.roles(source, event) & SOURCE);
	}
}

function applies(battle) {
	const bodies = battle.sides.flatMap((side) => side.pokemon);
	return (
		battle.gen === 1 && battle.gameType === "singles" && !battle.debugMode && !battle.events &&
		!battle.field.weather && !battle.field.terrain &&
		bodies.every((one) => [one.getAbility(), one.getItem(), one.baseSpecies].every((effect) => !Roles.of(effect).size))
	);
}

function searchLess(Battle, Pokemon) {
	const { start, runEvent, findEventHandlers } = Battle.prototype;

	Battle.prototype.start = function () {
		this[shortcut] = applies(this) ? new Listeners(this) : null;
		return start.call(this);
	};

	Battle.prototype.runEvent = function (event, target, source, sourceEffect, relayed, onEffect, fastExit) {
		const listeners = this[shortcut];
		if (!listeners || onEffect || this.eventDepth >= 8 || !isUnheard(this, listeners, event, target, source)) {
			return runEvent.call(this, event, target, source, sourceEffect, relayed, onEffect, fastExit);
		}
		if (relayed === undefined || relayed === null) return true;
		const modified = typeof relayed === "number" && relayed === Math.abs(Math.floor(relayed));
		return modified ? this.modify(relayed, 1) : relayed;
	};

	function isUnheard(battle, listeners, event, target, source) {
		if (target === battle) return !(listeners.rules.get(event) & ON);
		return target instanceof Pokemon && listeners.none(event, target, source instanceof Pokemon ? source : null);
	}

	Battle.prototype.findEventHandlers = function (target, event, source) {
		const listeners = this[shortcut];
		if (!listeners || !(target instanceof Pokemon)) return findEventHandlers.call(this, target, event, source);
		const prefixed = !UNPREFIXED.has(event);
		const found = [];
		const search = (pokemon, prefix, role) => {
			if (!(listeners.roles(pokemon, event) & role)) return;
			found.push(...this.findPokemonEventHandlers(pokemon, `${prefix}${event}`));
		};
		if (target.isActive || source?.isActive) {
			search(target, "on", ON);
			for (const ally of prefixed ? target.alliesAndSelf() : []) {
				search(ally, "onAlly", ALLY);
				search(ally, "onAny", ANY);
			}
			for (const foe of prefixed ? target.foes() : []) {
				search(foe, "onFoe", FOE);
				search(foe, "onAny", ANY);
			}
		}
		if (prefixed && source) search(source, "onSource", SOURCE);
		if (listeners.rules.get(event) & ON) {
			found.push(...this.findFieldEventHandlers(this.field, `on${event}`), ...this.findBattleEventHandlers(`on${event}`));
		}
		return found;
	};
}

function skipSilentEffects(Battle) {
	const { singleEvent } = Battle.prototype;
	const names = new Map();

	Battle.prototype.singleEvent = function (event, effect, state, target, source, sourceEffect, relayed, callback) {
		let name = names.get(event);
		if (name === undefined) names.set(event, (name = `on${event}`));
		const silent = !callback && effect[name] === undefined;
		if (silent && this.eventDepth < 8 && this.log.length - this.sentLogPos <= 1000) {
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
function searchCallbacksLess(classes) {
	searchLess(classes.Battle, classes.Pokemon);
	skipSilentEffects(classes.Battle);
	endShortcuts(classes);
	return (battle) => Boolean(battle[shortcut]);
}

module.exports = { searchCallbacksLess };
