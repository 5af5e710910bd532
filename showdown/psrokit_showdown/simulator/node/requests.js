"use strict";
/**
 * Requests repeat themselves: most of one is the player's team, of which little changes from one decision to the
 * next. A memory per seat passes on only what differs from what it passed on before.
 *
 * Form: the request without `side`; `order` (which Pokemon, numbered as the team was brought, stands at which place)
 * if somebody moved; `changed` ([number, entry] pairs) if an entry changed.
 */
class RequestMemory {
	constructor(side) {
		this.side = side;
		this.numbers = new Map(side.pokemon.map((pokemon, number) => [pokemon, number]));
		this.places = [];
		this.order = [];
		this.known = [];
	}

	compact(request) {
		const { side, ...own } = request;
		if (this.moved()) own.order = this.order;
		const changed = [];
		for (const [place, entry] of side.pokemon.entries()) {
			const number = this.order[place];
			if (same(entry, this.known[number])) continue;
			this.known[number] = entry;
			changed.push([number, entry]);
		}
		if (changed.length) own.changed = changed;
		return own;
	}

	moved() {
		const { pokemon } = this.side;
		if (pokemon.every((one, place) => one === this.places[place])) return false;
		this.places = [...pokemon];
		this.order = pokemon.map((one) => this.numbers.get(one));
		return true;
	}
}

function same(one, other) {
	if (one === other) return true;
	if (!one || !other || typeof one !== "object" || typeof other !== "object") return false;
	const keys = Object.keys(one);
	return keys.length === Object.keys(other).length && keys.every((key) => same(one[key], other[key]));
}

module.exports = { RequestMemory };
