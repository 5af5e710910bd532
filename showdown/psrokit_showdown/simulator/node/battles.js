"use strict";
/**
 * Many battles, each in a numbered lane.
 *
 * Operations: ["start", lane, format, seed, [[name, team, team seed] twice]], ["choose", lane, choice | null, choice | null],
 * ["forfeit", lane, seat], ["drop", lane], ["validate", format, teams], ["generate", format, [[team seed twice] ...]],
 * and those of battles that are only thought of (forks.js): ["imagine", ...], ["fork", ...], ["advance", ...].
 * Replies: [lane, log, request, request, ended, winner, turn, random state] after an operation that went well,
 * [lane, kind, message] after one that did not (the lane is gone then), ["reasons", one list per team] for "validate",
 * ["teams", [[packed twice] ...]] for "generate", ["refused", message] for either, and what forks.js says.
 */
const { Forks } = require("./forks.js");
const { RequestMemory } = require("./requests.js");

const SIDES = ["p1", "p2"];
/** The only methods of Battles that a message can reach. */
const VERBS = new Set(["start", "choose", "forfeit", "drop", "validate", "generate", "imagine", "fork", "advance"]);

class InvalidChoice extends Error {}

class Lane {
	constructor(simulator, format, seed, seats) {
		if (!simulator.Dex.formats.get(format).exists) throw new Error(`there is no format "${format}"`);
		this.read = 0;
		this.battle = new simulator.Battle({ formatid: format, seed });
		for (const [seat, [name, packed, teamSeed]] of seats.entries()) {
			const team = packed && simulator.Teams.unpack(packed);
			// Without a team the package would make one up, from a seed that nobody knows.
			if (packed && !team?.length) throw new Error(`the team of seat ${seat} cannot be read`);
			this.battle.setPlayer(SIDES[seat], team ? { name, team } : { name, seed: teamSeed });
		}
		this.memories = this.battle.sides.map((side) => new RequestMemory(side));
	}

	/**
	 * A choice that turns out to be unavailable for a reason its player could not know (hidden trapping, gen 2 and
	 * later) changes the request: that seat is asked again and nothing else moves.
	 */
	choose(choices) {
		for (const [seat, choice] of choices.entries()) {
			if (choice === null) continue;
			const side = this.battle.sides[seat];
			const request = side.activeRequest;
			if (request) delete request.update;
			if (this.battle.choose(SIDES[seat], choice)) continue;
			if (!request?.update) throw new InvalidChoice(`seat ${seat}, "${choice}": ${side.choice.error}`);
		}
	}

	forfeit(seat) {
		this.battle.lose(this.battle.sides[seat]);
	}

	newLog() {
		const lines = this.battle.log.slice(this.read).filter((line) => !line.startsWith("|t:|"));
		this.read = this.battle.log.length;
		this.battle.sentLogPos = this.read; // the simulator takes more than 1000 unsent lines for an endless loop
		return lines.join("\n");
	}

	requestOf(seat) {
		const side = this.battle.sides[seat];
		const asked = !this.battle.ended && side.requestState && !side.isChoiceDone();
		return asked ? this.memories[seat].compact(side.activeRequest) : null;
	}

	winner() {
		const seat = this.battle.sides.findIndex((side) => side.name === this.battle.winner);
		return seat < 0 ? null : seat;
	}

	report(lane) {
		const { battle } = this;
		const requests = [this.requestOf(0), this.requestOf(1)];
		const winner = battle.ended ? this.winner() : null;
		return [lane, this.newLog(), ...requests, battle.ended, winner, battle.turn, battle.prng.getSeed()];
	}
}

class Battles {
	constructor(simulator, state) {
		this.simulator = simulator;
		this.forks = new Forks(simulator, state);
		this.lanes = new Map();
		/** Never used themselves: see `copyOf`. */
		this.generators = new Map();
	}

	perform(operations) {
		const replies = [];
		for (const [verb, ...rest] of operations) {
			if (!VERBS.has(verb)) throw new Error(`there is no operation "${verb}"`);
			const reply = this[verb](...rest);
			if (reply) replies.push(reply);
		}
		return replies;
	}

	start(lane, format, seed, seats) {
		return this.attempt(lane, () => this.lanes.set(lane, new Lane(this.simulator, format, seed, seats)));
	}

	choose(lane, ...choices) {
		return this.attempt(lane, () => this.lanes.get(lane).choose(choices));
	}

	forfeit(lane, seat) {
		return this.attempt(lane, () => this.lanes.get(lane).forfeit(seat));
	}

	drop(lane) {
		this.lanes.delete(lane);
	}

	validate(format, teams) {
		const { Dex, Teams, TeamValidator } = this.simulator;
		if (!Dex.formats.get(format).exists) return ["refused", `there is no format "${format}"`];
		const validator = TeamValidator.get(format);
		return ["reasons", teams.map((team) => reasonsAgainst(validator, Teams.unpack(team)))];
	}

	/** The teams of battles, as a battle itself would make them: what a generator remembers lasts for one battle. */
	generate(format, pairs) {
		const { Dex, Teams } = this.simulator;
		if (!Dex.formats.get(format).team) return ["refused", `there is no format "${format}" that makes its own teams`];
		if (!this.generators.has(format)) this.generators.set(format, Teams.getGenerator(format));
		const pristine = this.generators.get(format);
		return ["teams", pairs.map((seeds) => pairFrom(copyOf(pristine), seeds, Teams))];
	}

	imagine(...given) {
		return this.forks.imagine(...given);
	}

	fork(...given) {
		return this.forks.fork(...given);
	}

	advance(...given) {
		return this.forks.advance(...given);
	}

	attempt(lane, step) {
		try {
			step();
			const report = this.lanes.get(lane).report(lane);
			if (report[4]) this.lanes.delete(lane);
			return report;
		} catch (error) {
			this.lanes.delete(lane);
			const kind = error instanceof InvalidChoice ? "invalid_choice" : "battle_error";
			return [lane, kind, error instanceof InvalidChoice ? error.message : firstLines(error)];
		}
	}
}

function reasonsAgainst(validator, team) {
	try {
		return validator.validateTeam(team) ?? [];
	} catch (error) {
		return [`The simulator's validator fails on this team: ${firstLines(error)}`];
	}
}

/** Making a generator anew takes longer than making two teams with it. */
function copyOf(generator) {
	return Object.assign(Object.create(Object.getPrototypeOf(generator)), generator);
}

function pairFrom(generator, seeds, Teams) {
	return seeds.map((seed) => {
		generator.setSeed(seed);
		return Teams.pack(generator.getTeam({ seed }));
	});
}

function firstLines(error) {
	const [message, ...stack] = String(error?.stack ?? error).split("\n");
	return [message, ...stack.slice(0, 1)].map((line) => line.trim()).join(" ");
}

module.exports = { Battles };
