"use strict";
/**
 * What a battle is compared by: one whole number per field, in a fixed order, after every decision.
 *
 * Fields are [name, read] pairs; `read` gets what `look` gathered. Codes: moves by number (166 nomove, 167 cannotmove,
 * 168 fight, 169 recharge), statuses and types by place in the lists below, Pokemon by their place in the team as it was
 * brought, -1 for none. Everything that decides how a battle goes on is here, and all that a player is shown.
 */
const MOVE_CODES = { nomove: 166, cannotmove: 167, fight: 168, recharge: 169 };
const STATUSES = ["", "brn", "frz", "par", "psn", "slp", "tox", "fnt"];
const TYPES = [
	"Normal", "Fighting", "Flying", "Poison", "Ground", "Rock", "Bug", "Ghost",
	"Fire", "Water", "Grass", "Electric", "Psychic", "Ice", "Dragon",
];
const NO_TYPE = TYPES.length;
const STATS = { atk: "atk", def: "def", spc: "spa", spe: "spe" };
const BOOSTS = { ...STATS, accuracy: "accuracy", evasion: "evasion" };
const REQUESTS = { move: 1, switch: 2 };
const KNOWN_VOLATILES = new Set([
	"bide", "disable", "confusion", "substitute", "lockedmove", "rage", "twoturnmove", "invulnerability",
	"partialtrappinglock", "partiallytrapped", "fakepartiallytrapped", "residualdmg", "flinch", "leechseed", "mist",
	"focusenergy", "reflect", "lightscreen", "mustrecharge", "minimize", "defensecurl",
]);
const FLAGS = ["invulnerability", "flinch", "leechseed", "mist", "focusenergy", "reflect", "lightscreen", "mustrecharge"];
const NOTHING = Object.freeze({});
/** The number of a choice: 1 to 4 for the moves, 5 to 10 for the places of the team. */
const FIRST_SWITCH = 4;

function moveCode(dex, id) {
	if (!id) return 0;
	return MOVE_CODES[id] ?? dex.moves.get(id).num;
}

/** A move object; the one that a thawed Pokemon without a selected move uses is a Fissure of power 102. */
function moveObjectCode(dex, move) {
	if (!move) return 0;
	return move.id === "fissure" && move.basePower === 102 ? MOVE_CODES.nomove : moveCode(dex, move.id);
}

function codeIn(list, name) {
	const code = list.indexOf(name);
	if (code < 0) throw new Error(`"${name}" is none of ${list}`);
	return code;
}

/** The numbers of the choices that a request allows. */
function legalChoices(side) {
	const request = side.activeRequest;
	if (!side.requestState) return [];
	const places = side.pokemon.map((_, place) => place);
	const reserves = places.filter((place) => place > 0 && !side.pokemon[place].fainted).map((place) => place + 1 + FIRST_SWITCH);
	if (request.forceSwitch) return reserves;
	const [active] = request.active;
	const moves = active.moves.flatMap((move, slot) => (move.disabled || (move.pp ?? 1) <= 0 ? [] : [slot + 1]));
	return active.trapped ? moves : moves.concat(reserves);
}

function lookAtSide(battle, side, team) {
	const active = side.active[0];
	for (const id in active.volatiles) {
		if (!KNOWN_VOLATILES.has(id)) throw new Error(`nobody compares the volatile "${id}"`);
	}
	if (active.boosts.spa !== active.boosts.spd || active.modifiedStats.spa !== active.modifiedStats.spd) {
		throw new Error("Special is two different numbers");
	}
	const asked = battle.ended ? "" : side.requestState;
	return {
		side, team, active, asked,
		legal: asked ? legalChoices(side) : [],
		request: (asked && side.activeRequest.active?.[0]) || NOTHING,
		volatiles: active.volatiles,
	};
}

/** `teams`: the Pokemon of both sides in the order in which they were brought. */
function look(battle, teams) {
	return { battle, dex: battle.dex, sides: battle.sides.map((side, seat) => lookAtSide(battle, side, teams[seat])) };
}

function battleFields() {
	const seed = (part) => ({ battle }) => battle.prng.rng.seed[part];
	return [
		["turn", ({ battle }) => battle.turn],
		["ended", ({ battle }) => Number(battle.ended)],
		["winner", ({ battle }) => (battle.ended ? battle.sides.findIndex((side) => side.name === battle.winner) : -1)],
		...[0, 1, 2, 3].map((part) => [`prng.${part}`, seed(part)]),
		["last_damage", ({ battle }) => battle.lastDamage],
	];
}

function sideFields() {
	const option = (slot, read) => ({ request, dex }) => (request.moves?.[slot] ? read(request.moves[slot], dex) : 0);
	return [
		["request", ({ asked }) => REQUESTS[asked] ?? 0],
		["legal", ({ legal }) => legal.reduce((mask, choice) => mask | (1 << (choice - 1)), 0)],
		["trapped", ({ request }) => Number(Boolean(request.trapped))],
		["maybe_locked", ({ request }) => Number(Boolean(request.maybeLocked))],
		...[0, 1, 2, 3].flatMap((slot) => [
			[`option.${slot}.move`, option(slot, (move, dex) => moveCode(dex, move.id))],
			[`option.${slot}.pp`, option(slot, (move) => move.pp ?? -1)],
			[`option.${slot}.disabled`, option(slot, (move) => Number(Boolean(move.disabled)))],
		]),
		["left", ({ side }) => side.pokemonLeft],
		...[0, 1, 2, 3, 4, 5].map((place) => [
			`order.${place}`, ({ side, team }) => (place < team.length ? team.indexOf(side.pokemon[place]) : -1),
		]),
		["last_selected_move", ({ side, dex }) => moveCode(dex, side.lastSelectedMove)],
		["last_selected_slot", ({ side }) => side.lastSelectedMoveSlot],
		["last_enemy_selected_move", ({ side, dex }) => moveCode(dex, side.lastEnemySelectedMove)],
		["last_move", ({ side, dex }) => moveObjectCode(dex, side.lastMove)],
		["last_enemy_move", ({ side, dex }) => moveObjectCode(dex, side.lastEnemyMove)],
		["fainted_this_turn", ({ side }) => Number(Boolean(side.faintedThisTurn))],
	];
}

function pokemonFields(index) {
	const of = (read) => ({ team, dex }) => (index < team.length ? read(team[index], dex) : 0);
	const asleep = (pokemon) => pokemon.status === "slp";
	return [
		["hp", of((pokemon) => pokemon.hp)],
		["max_hp", of((pokemon) => pokemon.maxhp)],
		["status", of((pokemon) => codeIn(STATUSES, pokemon.status))],
		["sleep", of((pokemon) => (asleep(pokemon) ? pokemon.statusState.time : 0))],
		["rested", of((pokemon) => Number(asleep(pokemon) && pokemon.statusState.source?.side === pokemon.side))],
		...[0, 1, 2, 3].flatMap((slot) => [
			[`move.${slot}`, of((pokemon, dex) => moveCode(dex, pokemon.baseMoveSlots[slot]?.id))],
			[`pp.${slot}`, of((pokemon) => pokemon.baseMoveSlots[slot]?.pp ?? 0)],
		]),
	].map(([name, read]) => [`pokemon.${index}.${name}`, read]);
}

function activeFields() {
	const type = (place) => ({ active }) => (active.types[place] ? codeIn(TYPES, active.types[place]) : NO_TYPE);
	const slot = (number, read) => ({ active, dex }) => (active.moveSlots[number] ? read(active.moveSlots[number], dex) : 0);
	const perStat = (name, read) => Object.entries(STATS).map(([own, theirs]) => [`${name}.${own}`, ({ active }) => read(active)[theirs]]);
	return [
		["species", ({ active }) => active.species.num],
		["type.0", type(0)],
		["type.1", type(1)],
		["speed", ({ active }) => active.speed],
		["sub_fainted", ({ active }) => Number(Boolean(active.subFainted))],
		["transformed", ({ active }) => Number(active.transformed)],
		["last_move", ({ active, dex }) => moveObjectCode(dex, active.lastMove)],
		...perStat("stored", (active) => active.storedStats),
		...perStat("modified", (active) => active.modifiedStats),
		...Object.entries(BOOSTS).map(([own, theirs]) => [`boost.${own}`, ({ active }) => active.boosts[theirs]]),
		...[0, 1, 2, 3].flatMap((number) => [
			[`slot.${number}.move`, slot(number, (move, dex) => moveCode(dex, move.id))],
			[`slot.${number}.pp`, slot(number, (move) => move.pp)],
			[`slot.${number}.disabled`, slot(number, (move) => Number(Boolean(move.disabled)))],
			[`slot.${number}.virtual`, slot(number, (move) => Number(Boolean(move.virtual)))],
		]),
	];
}

function volatileFields() {
	const of = (id, read) => ({ volatiles, sides, dex }) => (volatiles[id] ? read(volatiles[id], { sides, dex }) : 0);
	const present = () => 1;
	const move = (state, { dex }) => moveCode(dex, state.move);
	const number = (pokemon, { sides }) => {
		const holder = sides.find(({ team }) => team.includes(pokemon));
		return holder ? holder.team.indexOf(pokemon) : -1;
	};
	return [
		["bide", of("bide", present)],
		["bide.time", of("bide", (state) => state.time)],
		["bide.damage", of("bide", (state) => state.damage)],
		["disable.move", of("disable", move)],
		["disable.slot", of("disable", (state) => state.slotIndex)],
		["disable.time", of("disable", (state) => state.time)],
		["confusion.time", of("confusion", (state) => state.time)],
		["substitute.hp", of("substitute", (state) => state.hp)],
		["thrash.move", of("lockedmove", move)],
		["thrash.time", of("lockedmove", (state) => state.time)],
		["thrash.accuracy", of("lockedmove", (state) => state.accuracy)],
		["rage", of("rage", present)],
		["rage.accuracy", of("rage", (state) => state.accuracy)],
		["charge.move", of("twoturnmove", move)],
		["trapping.move", of("partialtrappinglock", move)],
		["trapping.duration", of("partialtrappinglock", (state) => state.duration)],
		["trapping.total", of("partialtrappinglock", (state) => state.totalDuration)],
		["trapping.damage", of("partialtrappinglock", (state) => state.damage)],
		["trapping.locked", of("partialtrappinglock", (state, seen) => number(state.locked, seen))],
		["trapped.duration", of("partiallytrapped", (state) => state.duration)],
		["trapped.maybe_locked", of("partiallytrapped", (state) => Number(Boolean(state.maybeLocked)))],
		["trapped.source", of("partiallytrapped", (state, seen) => number(state.source, seen))],
		["fake_trapped.duration", of("fakepartiallytrapped", (state) => state.duration)],
		["toxic", of("residualdmg", present)],
		["toxic.counter", of("residualdmg", (state) => state.counter)],
		...FLAGS.map((id) => [id, of(id, present)]),
	];
}

const BATTLE = battleFields();
const SIDE = [
	...sideFields(),
	...[0, 1, 2, 3, 4, 5].flatMap(pokemonFields),
	...[...activeFields(), ...volatileFields()].map(([name, read]) => [`active.${name}`, read]),
];
const NAMES = [
	"0.choice", "1.choice",
	...BATTLE.map(([name]) => name),
	...[0, 1].flatMap((seat) => SIDE.map(([name]) => `${seat}.${name}`)),
];

/** The fields of `battle` after `choices` (numbers, 0 for a side that was not asked) were made. */
function trace(battle, teams, choices) {
	const seen = look(battle, teams);
	const values = new Int32Array(NAMES.length);
	let place = 0;
	for (const choice of choices) values[place++] = choice;
	for (const [, read] of BATTLE) values[place++] = whole(read(seen), NAMES[place - 1]);
	for (const side of seen.sides) {
		const own = { ...side, dex: seen.dex, sides: seen.sides };
		for (const [, read] of SIDE) values[place++] = whole(read(own), NAMES[place - 1]);
	}
	return { values, legal: seen.sides.map(({ legal }) => legal) };
}

function whole(value, name) {
	if (!Number.isInteger(value) || value > 0x7fffffff) throw new Error(`${name} is ${value}, which is no 32-bit whole number`);
	return value;
}

module.exports = { FIRST_SWITCH, NAMES, trace };
