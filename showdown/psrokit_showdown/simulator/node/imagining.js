"use strict";
/**
 * A battle as one seat knows it: begun with its own team and a guess at the other, then brought to what was seen.
 *
 * The seat is always the first side. What nobody can see (turns of sleep, confusion and weather left, a Substitute's
 * HP) is drawn or estimated. An effect that is not listed here cannot be carried over: `Unimaginable` is thrown.
 */
const { volatileOf, IGNORED } = require("./imagined_effects.js");

const SIDES = ["p1", "p2"];
const BOOSTS = ["atk", "def", "spa", "spd", "spe", "accuracy", "evasion"];
const LAYERED = new Set(["spikes", "toxicspikes"]);
const LONGEST_SLEEP = { 2: 7, 3: 5, 4: 5 }; // later ones: 4, counted as the package's own `time` is
const FIELD_TURNS = 5;
const FALLEN = /^fallen[1-5]$/; // Supreme Overlord's count

class Unimaginable extends Error {}

/**
 * format: its id. known: what `known_battle` of searching/known.py says. teams: both, packed, with those on the field
 * first. Returns the battle with its requests made.
 */
function imagine({ Battle, Teams }, format, seed, known, teams) {
	const battle = new Battle({ formatid: format, seed });
	for (const [number, packed] of teams.entries()) {
		battle.setPlayer(SIDES[number], { name: SIDES[number], team: Teams.unpack(packed) });
	}
	if (battle.requestState === "teampreview") for (const side of battle.sides) battle.choose(side.id, "default");
	forgetBeginning(battle);
	for (const [number, side] of battle.sides.entries()) setTeam(battle, side, known.sides[number]);
	for (const [number, side] of battle.sides.entries()) setField(battle, side, known.sides[number]);
	setWeather(battle, known);
	for (const [number, side] of battle.sides.entries()) setActive(battle, side.active[0], known.sides[number].active);
	ask(battle, known);
	return battle;
}

/** What Pokemon did as they came in at the first turn. */
function forgetBeginning(battle) {
	battle.queue.clear();
	battle.clearRequest();
	battle.faintQueue = [];
	const { field } = battle;
	for (const id in field.pseudoWeather) {
		if (!battle.ruleTable.has(id)) delete field.pseudoWeather[id];
	}
	[field.weather, field.terrain] = ["", ""];
	field.weatherState = battle.initEffectState({ id: "" });
	field.terrainState = battle.initEffectState({ id: "" });
	for (const side of battle.sides) {
		side.sideConditions = {};
		side.slotConditions = side.slotConditions.map(() => ({}));
		for (const pokemon of side.pokemon) pokemon.clearVolatile();
	}
}

function setTeam(battle, side, known) {
	for (const [place, one] of known.pokemon.entries()) setPokemon(battle, side.pokemon[place], one);
	const fainted = side.pokemon.filter((pokemon) => !pokemon.hp).length;
	side.pokemonLeft = side.pokemon.length - fainted;
	side.totalFainted = fainted;
	if (known.tera_used) for (const pokemon of side.pokemon) pokemon.canTerastallize = null;
}

function setPokemon(battle, pokemon, known) {
	const state = (id) => battle.initEffectState({ id, target: pokemon });
	pokemon.item = battle.toID(pokemon.set.item);
	pokemon.itemState = state(pokemon.item);
	pokemon.ability = pokemon.baseAbility;
	pokemon.abilityState = state(pokemon.ability);
	if (known.stats) {
		pokemon.baseStoredStats = { ...known.stats };
		pokemon.storedStats = { ...known.stats };
		pokemon.maxhp = pokemon.baseMaxhp = known.maxhp;
	}
	pokemon.hp = known.stats ? known.hp : Math.ceil((pokemon.maxhp * known.share) / 100);
	pokemon.fainted = !pokemon.hp;
	for (const slot of pokemon.baseMoveSlots) {
		if (slot.id in known.pp) slot.pp = known.pp[slot.id];
		else if (slot.id in known.used) slot.pp = Math.max(0, slot.maxpp - known.used[slot.id]);
	}
	setStatus(battle, pokemon, known, state);
	if (known.tera && pokemon.hp) {
		pokemon.teraType = battle.dex.types.get(known.tera).name;
		battle.actions.terastallize(pokemon);
	}
}

function setStatus(battle, pokemon, known, state) {
	pokemon.status = pokemon.hp ? known.status : "fnt";
	pokemon.statusState = state(pokemon.status);
	if (pokemon.status === "slp") {
		const longest = known.rested ? 3 : LONGEST_SLEEP[battle.gen] ?? 4;
		const begun = known.rested ? longest : battle.random(2, longest + 1);
		pokemon.statusState.startTime = begun;
		pokemon.statusState.time = Math.max(1, begun - known.sleep);
		pokemon.statusState.source = known.rested ? pokemon : pokemon.side.foe.active[0];
	}
	if (pokemon.status === "tox") pokemon.statusState.stage = known.toxic;
}

function setField(battle, side, known) {
	const source = side.foe.active[0];
	for (const [id, value] of known.conditions) {
		const condition = battle.dex.conditions.getByID(id);
		if (!condition.exists) throw new Unimaginable(id);
		const state = { id, target: side, source, sourceSlot: source.getSlot() };
		if (LAYERED.has(id)) state.layers = value;
		else if (condition.duration) state.duration = Math.max(1, condition.duration - value);
		side.sideConditions[id] = battle.initEffectState(state);
	}
}

function setWeather(battle, known) {
	const { field, dex } = battle;
	const source = battle.sides[0].active[0];
	if (known.weather) {
		field.weather = known.weather;
		const duration = known.weather_lasts ? 0 : battle.random(1, FIELD_TURNS);
		field.weatherState = battle.initEffectState({ id: known.weather, source, duration });
	}
	for (const [id, age] of known.fields) {
		if (!dex.conditions.getByID(id).exists) throw new Unimaginable(id);
		const state = battle.initEffectState({ id, source, duration: Math.max(1, FIELD_TURNS - age) });
		if (id.endsWith("terrain")) [field.terrain, field.terrainState] = [id, state];
		else field.pseudoWeather[id] = state;
	}
}

function setActive(battle, pokemon, known) {
	if (!pokemon.hp) {
		[pokemon.isActive, pokemon.isStarted] = [false, false];
		return;
	}
	for (const [place, stat] of BOOSTS.entries()) pokemon.boosts[stat] = known.boosts[place];
	if (known.types.length) pokemon.setType(known.types.map((type) => battle.dex.types.get(type).name), true);
	const moved = pokemon.moveSlots.find((slot) => slot.id === known.last_move);
	if (moved) {
		pokemon.lastMove = battle.dex.getActiveMove(moved.id);
		pokemon.lastMoveUsed = pokemon.lastMove;
		moved.used = true;
	}
	pokemon.activeMoveActions = known.last_move ? 1 : 0;
	pokemon.activeTurns = known.last_move ? 1 : 0;
	pokemon.newlySwitched = false;
	if (moved && pokemon.getItem().isChoice) addVolatile(battle, pokemon, "choicelock", { move: moved.id });
	for (const [effect, age] of known.effects) {
		if (IGNORED.has(effect)) continue;
		if (FALLEN.test(effect)) {
			pokemon.abilityState.fallen = Number(effect.at(-1));
			continue;
		}
		const made = volatileOf(effect, { battle, pokemon, known, age, moved });
		if (!made) throw new Unimaginable(effect);
		addVolatile(battle, pokemon, ...made);
	}
}

function addVolatile(battle, pokemon, id, own) {
	const source = pokemon.side.foe.active[0];
	pokemon.volatiles[id] = battle.initEffectState({ id, target: pokemon, source, sourceSlot: source.getSlot(), ...own });
}

/** Both sides are asked as the package itself asks: for moves at the end of a turn, for switches within one. */
function ask(battle, known) {
	battle.updateSpeed();
	battle.turn = Math.max(0, known.turn - 1);
	if (known.decision === "move") {
		battle.midTurn = false;
		battle.endTurn();
		return;
	}
	const own = battle.sides[0].active[0];
	const passing = known.sides[0].active?.last_move;
	own.switchFlag = own.hp && ["batonpass", "shedtail"].includes(passing) ? passing : true;
	for (const { active } of battle.sides) if (!active[0].hp) active[0].switchFlag = true;
	battle.turn = known.turn;
	battle.midTurn = true;
	battle.makeRequest("switch");
}

module.exports = { imagine };
