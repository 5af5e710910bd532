"use strict";
/**
 * What the battles of this process have shown: how often each move was used and how often it did something, which
 * species fought, and which moves met which effects on their user and their target.
 */
class Coverage {
	constructor() {
		this.used = {};
		this.worked = {};
		this.species = {};
		this.met = {};
	}

	/** Listen to one battle (its own copies of the methods, the package's stay as they are). */
	watch(battle) {
		const { useMoveInner, tryMoveHit } = battle.actions;
		const coverage = this;
		battle.actions.useMoveInner = function (move, pokemon, options) {
			count(coverage.used, typeof move === "string" ? move : move.id);
			return useMoveInner.call(this, move, pokemon, options);
		};
		battle.actions.tryMoveHit = function (target, pokemon, move) {
			for (const name of situations(pokemon)) count(coverage.met, `${move.id} ${name}`);
			const result = tryMoveHit.call(this, target, pokemon, move);
			if (result !== false) count(coverage.worked, move.id);
			return result;
		};
	}

	/** Everybody who has been sent out. */
	fought(battle) {
		for (const side of battle.sides) {
			for (const pokemon of side.pokemon) if (pokemon.previouslySwitchedIn) count(this.species, pokemon.baseSpecies.id);
		}
	}
}

function count(counts, name) {
	counts[name] = (counts[name] ?? 0) + 1;
}

/** `user:brn`, `foe:substitute` ...: who has which effect before a move hits. */
function situations(user) {
	const effects = (who, pokemon) => [pokemon.status, ...Object.keys(pokemon.volatiles)].filter(Boolean).map((name) => `${who}:${name}`);
	return effects("user", user).concat(effects("foe", user.side.foe.active[0]));
}

module.exports = { Coverage };
