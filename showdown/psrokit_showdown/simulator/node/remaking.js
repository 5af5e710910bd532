"use strict";
/**
 * What the simulator makes anew each turn though nothing of it has changed, in generation 1 singles: the request
 * entries of Pokemon on the bench, and copies of all moves only to ask whether they disable themselves.
 */
const entries = Symbol("psrokit: request entries of this side, by place");
const lending = Symbol("psrokit: moves are only looked at");

/**
 * A Pokemon that stands where it stood at the last request, and not in front, has not been in battle since then: there
 * is a request between any two switches of a side. Nothing in generation 1 reaches the bench.
 */
function remakeFewerEntries(Side, hasShortcut) {
	const { getRequestData } = Side.prototype;

	Side.prototype.getRequestData = function (forAlly) {
		if (forAlly || !hasShortcut(this.battle)) return getRequestData.call(this, forAlly);
		const last = this[entries] ?? { pokemon: [], made: [] };
		const made = this.pokemon.map((pokemon, place) => {
			const same = place >= this.active.length && last.pokemon[place] === pokemon;
			return same ? last.made[place] : pokemon.getSwitchRequestData();
		});
		this[entries] = { pokemon: [...this.pokemon], made };
		return { name: this.name, id: this.id, pokemon: made };
	};
}

/** The end of a turn only reads the moves it gets; those in the data are frozen, so lending them is safe. */
function lendMovesAtTurnEnd(Battle, dexPrototype, hasShortcut) {
	const { endTurn } = Battle.prototype;
	const { getActiveMove } = dexPrototype;

	Battle.prototype.endTurn = function () {
		this.dex[lending] = hasShortcut(this);
		try {
			return endTurn.call(this);
		} finally {
			this.dex[lending] = false;
		}
	};

	dexPrototype.getActiveMove = function (move) {
		if (this[lending] && typeof move === "string") {
			const original = this.moves.get(move);
			if (original.onDisableMove === undefined) return original;
		}
		return getActiveMove.call(this, move);
	};
}

function remakeLess({ Battle, Side }, dexPrototype, hasShortcut) {
	remakeFewerEntries(Side, hasShortcut);
	lendMovesAtTurnEnd(Battle, dexPrototype, hasShortcut);
}

module.exports = { remakeLess };
