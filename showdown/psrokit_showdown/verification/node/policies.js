"use strict";
/** Ways to choose at random, each a function (legal choice numbers, how the side stands, random source) -> choice number. */
const { FIRST_SWITCH } = require("./trace.js");

const SWITCHING = 0.1;
const isSwitch = (choice) => choice > FIRST_SWITCH;

/** A generator of numbers in [0, 1) of its own, so that choosing never disturbs the battle's. */
function randomSource(seed) {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

function pick(choices, random) {
	return choices[Math.floor(random() * choices.length)];
}

/** One of `preferred` if there is any, else any. */
function prefer(preferred, legal, random) {
	return pick(preferred.length ? preferred : legal, random);
}

const POLICIES = {
	uniform: (legal, _, random) => pick(legal, random),
	attack: (legal, _, random) => {
		const wanted = random() < SWITCHING ? isSwitch : (choice) => !isSwitch(choice);
		return prefer(legal.filter(wanted), legal, random);
	},
	stay: (legal, _, random) => prefer(legal.filter((choice) => !isSwitch(choice)), legal, random),
	leave: (legal, _, random) => prefer(legal.filter(isSwitch), legal, random),
	escape: (legal, pokemon, random) => {
		const held = pokemon.volatiles.partiallytrapped || pokemon.volatiles.fakepartiallytrapped || pokemon.maybeLocked;
		return POLICIES[held ? "leave" : "attack"](legal, pokemon, random);
	},
};

/** Chooses for both sides by the named policies. */
function chooser(names, seed) {
	for (const name of names) if (!Object.hasOwn(POLICIES, name)) throw new Error(`there is no policy "${name}"`);
	const sources = names.map((_, seat) => randomSource(seed * 2 + seat));
	return (battle, legal) => legal.map((choices, seat) => {
		return choices.length ? POLICIES[names[seat]](choices, battle.sides[seat].active[0], sources[seat]) : 0;
	});
}

/** Makes recorded choices: [for one side, for the other] per decision. */
function repeater(recorded) {
	let step = 0;
	return (_, legal) => {
		const made = recorded[step++];
		if (!made) return null;
		for (const [seat, choice] of made.entries()) {
			const allowed = legal[seat].length ? legal[seat].includes(choice) : choice === 0;
			if (!allowed) throw new Error(`decision ${step}: seat ${seat} may not choose ${choice}, only ${legal[seat]}`);
		}
		return made;
	};
}

module.exports = { chooser, repeater };
