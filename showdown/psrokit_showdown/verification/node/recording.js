"use strict";
/** One battle of the unmodified simulator, from a specification to a record of every decision. */
const { chooser, repeater } = require("./policies.js");
const { FIRST_SWITCH, NAMES, trace } = require("./trace.js");
const { listDraws } = require("./ties.js");

const SIDES = ["p1", "p2"];

/**
 * `specification`: {format, seed, names, teams, team_seeds, pp, policies, chooser, choices, log, draws}. `teams` are packed,
 * "" where the format makes them from `team_seeds`. `pp` sets the PP that the moves of both teams begin with, or is null.
 * `choices` repeats recorded choices instead of letting `policies` choose from the seed `chooser`. `log` asks for the
 * protocol lines and requests, `draws` for the random draws of every decision.
 */
function record(simulator, specification, coverage) {
	const battle = begin(simulator, specification);
	const teams = battle.sides.map((side) => brought(side));
	const record = { teams: specification.teams.map((given, seat) => given || pack(simulator, teams[seat])) };
	const { choices, policies, chooser: seed } = specification;
	const choose = choices ? repeater(choices) : chooser(policies, seed);
	const draws = specification.draws ? listDraws(battle) : null;
	const rows = [];
	const details = [];
	let made = [0, 0];
	coverage.watch(battle);
	for (;;) {
		const { values, legal } = trace(battle, teams, made);
		rows.push(values);
		details.push({ ...(specification.log && told(battle)), ...(draws && { draws: draws() }) });
		forget(battle);
		if (battle.ended) break;
		made = choose(battle, legal);
		if (!made) break;
		make(battle, made);
	}
	coverage.fought(battle);
	if (specification.log || draws) record.details = details;
	return { ...record, end: end(battle), trace: packed(rows) };
}

/** Only for teams that the simulator made: its packing forgets about stat experience that is 0 throughout. */
function pack(simulator, team) {
	return simulator.Teams.pack(team.map((pokemon) => pokemon.set));
}

function begin(simulator, { format, seed, names, teams, team_seeds, pp }) {
	if (!simulator.Dex.formats.get(format).exists) throw new Error(`there is no format "${format}"`);
	const battle = new simulator.Battle({ formatid: format, seed });
	for (const [seat, packed] of teams.entries()) {
		const team = packed && simulator.Teams.unpack(packed);
		battle.setPlayer(SIDES[seat], team ? { name: names[seat], team } : { name: names[seat], seed: team_seeds[seat] });
	}
	if (pp) limit(battle, pp);
	return battle;
}

/** Set what PP everybody's moves have, and ask again: the first requests were made before. */
function limit(battle, pp) {
	for (const [seat, side] of battle.sides.entries()) {
		for (const [index, pokemon] of brought(side).entries()) {
			for (const [slot, move] of pokemon.baseMoveSlots.entries()) move.pp = pp[seat][index][slot];
		}
	}
	battle.makeRequest("move");
}

/** A side's Pokemon in the order in which they were brought; before the first switch that is the order they stand in. */
function brought(side) {
	return [...side.pokemon];
}

function make(battle, choices) {
	for (const [seat, choice] of choices.entries()) {
		if (!choice) continue;
		const words = choice > FIRST_SWITCH ? `switch ${choice - FIRST_SWITCH}` : `move ${choice}`;
		if (!battle.choose(SIDES[seat], words)) throw new Error(`seat ${seat} could not "${words}": ${battle.sides[seat].choice.error}`);
	}
}

function told(battle) {
	const requests = battle.sides.map((side) => (!battle.ended && side.requestState ? structuredClone(side.activeRequest) : null));
	return { log: battle.log.filter((line) => !line.startsWith("|t:|")), requests };
}

/** Lines that nobody will read are dropped: the simulator takes more than 1000 unsent ones for an endless loop. */
function forget(battle) {
	battle.lastLines = battle.log.splice(0);
	battle.sentLogPos = 0;
}

/** How the battle ended, as its last lines tell it. */
function end(battle) {
	if (!battle.ended) return "unfinished";
	if (battle.winner) return battle.winner === battle.sides[0].name ? "win 0" : "win 1";
	const lines = battle.lastLines.filter((line) => line.startsWith("|-message|") || line.startsWith("|message|"));
	if (lines.some((line) => line.includes("1000"))) return "turn limit";
	return battle.sides.every((side) => !side.pokemonLeft) ? "both out" : "endless";
}

function packed(rows) {
	const all = new Int32Array(rows.length * NAMES.length);
	for (const [number, row] of rows.entries()) all.set(row, number * NAMES.length);
	return Buffer.from(all.buffer).toString("base64");
}

module.exports = { record };
