"use strict";
/**
 * Requests repeat themselves: most of one is the player's team, of which little changes from one decision to the
 * next. A memory per seat passes on a Pokemon's entry only when it differs from what was passed on before.
 *
 * Form: the request with `order` (which Pokemon, numbered as the team was brought, stands at which place) and
 * `changed` ([number, entry] pairs) instead of `side`.
 */
class RequestMemory {
	constructor(side) {
		this.side = side;
		this.numbers = new Map(side.pokemon.map((pokemon, number) => [pokemon, number]));
		this.known = side.pokemon.map(() => null);
	}

	compact(request) {
		const { side, ...own } = request;
		own.order = this.side.pokemon.map((pokemon) => this.numbers.get(pokemon));
		own.changed = [];
		for (const [place, entry] of side.pokemon.entries()) {
			const number = own.order[place];
			if (same(entry, this.known[number])) continue;
			this.known[number] = entry;
			own.changed.push([number, entry]);
		}
		return own;
	}
}

function same(one, other) {
	if (one === other) return true;
	if (one === null || other === null || typeof one !== "object" || typeof other !== "object") return false;
	const keys = Object.keys(one);
	return keys.length === Object.keys(other).length && keys.every((key) => same(one[key], other[key]));
}

module.exports = { RequestMemory };
