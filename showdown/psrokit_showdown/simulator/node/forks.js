"use strict";
/**
 * Battles that are only thought of: origins made by `imagine`, and forks of them, which are played on.
 *
 * Choices have numbers: 1 to 4 moves, 5 to 10 switches by place, 11 to 14 moves with a Terastallization. A choice is
 * *named* by a number that stands for its move or for the species that is sent in, the same in all origins; 0 is any other.
 */
const { imagine } = require("./imagining.js");
const { plainChoice } = require("./plain_choice.js");

const [MOVES, TEAM, CHOICES] = [4, 6, 14];
const ASKED = { move: 1, switch: 2 };

class Forks {
	constructor(simulator, state) {
		this.simulator = simulator;
		this.state = state;
		this.names = new Map();
		this.origins = [];
		this.battles = [];
	}

	/** [number of names, a report of every guess], or a text that says why the battle cannot be built. */
	imagine(format, known, own, guesses) {
		try {
			const made = guesses.map(([seed, guess]) => imagine(this.simulator, format, seed, known, [own, guess]));
			this.names = namesIn(made);
			const reports = made.map((battle) => this.report(battle));
			this.origins = made.map((battle) => this.state.serializeBattle(emptied(battle)));
			return ["imagined", [this.names.size + 1, reports]];
		} catch (error) {
			return ["unimaginable", String(error.message)]; // an effect that is not known here, or what the package refuses
		}
	}

	/** A battle for each [origin, seed], which take the place of all earlier ones. */
	fork(pairs) {
		this.battles = pairs.map(([origin, seed]) => {
			const battle = this.state.deserializeBattle(this.origins[origin]);
			battle.log = [];
			battle.resetRNG(seed);
			return battle;
		});
		return ["forked", this.battles.length];
	}

	/** A report for each [battle, choice of the first side, of the second], 0 where a side is not asked. */
	advance(steps) {
		return ["advanced", steps.map(([number, ...choices]) => this.report(this.step(this.battles[number], choices)))];
	}

	step(battle, choices) {
		try {
			for (const [place, side] of battle.sides.entries()) {
				if (!isAsked(side)) continue;
				if (!choices[place] || !battle.choose(side.id, inWords(choices[place]))) battle.choose(side.id, "default");
			}
		} catch {
			battle.broken = true; // the package itself fails in rare battles: they count as they stand
		}
		return emptied(battle);
	}

	/** [asked, legal choices as bits, names of all choices, plain choice] of both sides, standing of both, outcome. */
	report(battle) {
		const over = battle.ended || battle.broken;
		const sides = battle.sides.map((side) => (over ? [0, 0, [], 0] : this.reportSide(side)));
		const standing = battle.sides.map(({ pokemon }) => pokemon.map((one) => [one.hp / one.maxhp, one.status]));
		const winner = battle.sides.findIndex((side) => battle.ended && side.name === battle.winner);
		return [...sides, standing, over ? (battle.ended ? winner : 2) : 3];
	}

	reportSide(side) {
		const legal = isAsked(side) ? legalChoices(side) : [];
		if (!legal.length) return [0, 0, [], 0];
		const bits = legal.reduce((mask, number) => mask | (1 << (number - 1)), 0);
		return [ASKED[side.requestState], bits, this.namesOf(side, legal), plainChoice(side, legal)];
	}

	namesOf(side, legal) {
		const request = side.activeRequest.active?.[0];
		const name = (number) => {
			if (number > MOVES && number <= MOVES + TEAM) return side.pokemon[number - MOVES - 1].set.species;
			const move = request.moves[(number - 1) % (MOVES + TEAM)].id;
			return number > MOVES ? `${move} terastallize` : move;
		};
		const names = new Array(CHOICES).fill(0);
		for (const number of legal) names[number - 1] = this.names.get(name(number)) ?? 0;
		return names;
	}
}

function isAsked(side) {
	return Boolean(side.requestState) && !side.isChoiceDone();
}

function legalChoices(side) {
	const { active, side: team } = side.activeRequest;
	const moves = active ? active[0].moves.slice(0, MOVES).flatMap((move, place) => (move.disabled ? [] : [place + 1])) : [];
	const held = active && side.active[0].trapped;
	if (team.pokemon.some((one) => one.reviving)) return [];
	const bench = side.pokemon.flatMap((one, place) => (place && one.hp && !held ? [place + MOVES + 1] : []));
	const tera = active?.[0].canTerastallize ? moves.map((number) => number + MOVES + TEAM) : [];
	return [...moves, ...bench, ...tera];
}

function inWords(number) {
	if (number <= MOVES) return `move ${number}`;
	return number <= MOVES + TEAM ? `switch ${number - MOVES}` : `move ${number - MOVES - TEAM} terastallize`;
}

function emptied(battle) {
	battle.log = [];
	battle.inputLog = [];
	battle.sentLogPos = 0;
	return battle;
}

function namesIn(battles) {
	const names = new Map();
	const add = (name) => names.has(name) || names.set(name, names.size + 1);
	for (const battle of battles) {
		for (const { set, moveSlots } of battle.sides.flatMap((side) => side.pokemon)) {
			add(set.species);
			for (const { id } of moveSlots) [id, `${id} terastallize`].forEach(add);
		}
	}
	return names;
}

module.exports = { Forks };
