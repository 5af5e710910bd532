"use strict";
/**
 * Every place where generation 1 singles break a tie with a random number. A tie anywhere else means that the list of
 * these places, which the native engine was written from, is not complete: the battle is given up with its name.
 *
 * The package's methods are only listened to; what they do stays as it is.
 */
const QUEUE = "the queue";
/** The generator of random teams, which has a source of its own. */
const TEAMS = "making a team";
const PLACES = new Set([QUEUE, TEAMS, "Update", "BeforeTurn", "Residual", "DisableMove", "SetStatus"]);

function watchTies({ Battle, PRNG, BattleQueue }) {
	let place = "";

	/** While `method` of `owner` runs, and nothing that is watched inside it, ties belong to `name(...arguments)`. */
	function within(owner, method, name) {
		const original = owner.prototype[method];
		owner.prototype[method] = function (...given) {
			const outer = place;
			place = name(given);
			try {
				return original.apply(this, given);
			} finally {
				place = outer;
			}
		};
	}

	for (const method of ["eachEvent", "fieldEvent", "runEvent"]) within(Battle, method, ([event]) => event);
	within(BattleQueue, "sort", () => QUEUE);
	within(Battle, "getTeam", () => TEAMS);

	const { shuffle } = PRNG.prototype;
	PRNG.prototype.shuffle = function (list, ...range) {
		if (!PLACES.has(place)) throw new Error(`an unknown tie: ${place || "outside of any event"}`);
		return shuffle.call(this, list, ...range);
	};
}

/** Write down every draw of `battle` as [who asked, low, high, result]; returns a function that gives and forgets them. */
function listDraws(battle) {
	let draws = [];
	const { random } = battle.prng;
	battle.prng.random = function (from, to) {
		const result = random.call(this, from, to);
		draws.push([callers(), to === undefined ? 0 : from, to ?? from ?? null, result]);
		return result;
	};
	return () => {
		const listed = draws;
		draws = [];
		return listed;
	};
}

function callers() {
	const lines = new Error().stack.split("\n").slice(3);
	const names = lines.map((line) => /at (?:new )?(?:\w+\.)?(\S+) /.exec(line)?.[1]).filter(Boolean);
	return names.filter((name) => !["random", "randomChance", "sample", "shuffle"].includes(name)).slice(0, 3).join(" < ");
}

module.exports = { listDraws, watchTies };
