"use strict";
/**
 * Requests repeat themselves: of the team and the moves in one, little differs from the last. A memory per seat passes
 * on only what does, as deltas: 0 for "as before", [fields] for "as before but for these fields", otherwise the whole.
 *
 * Form: the request without `side`; `order` (which Pokemon, numbered as the team was brought, stands at which place)
 * if somebody moved; `changed` ([number, delta] pairs) if a team entry changed; deltas for the moves of `active`, each
 * against the same place of the same Pokemon's last list.
 */
class RequestMemory {
	constructor(side) {
		this.side = side;
		this.numbers = new Map(side.pokemon.map((pokemon, number) => [pokemon, number]));
		this.places = [];
		this.order = [];
		this.entries = [];
		this.moves = side.pokemon.map(() => []);
	}

	compact(request) {
		const { side, ...own } = request;
		if (this.moved()) own.order = this.order;
		const changed = this.changedEntries(side.pokemon);
		if (changed.length) own.changed = changed;
		if (own.active) own.active = own.active.map((active, place) => this.compactActive(active, this.order[place]));
		return own;
	}

	moved() {
		const { pokemon } = this.side;
		if (pokemon.every((one, place) => one === this.places[place])) return false;
		this.places = [...pokemon];
		this.order = pokemon.map((one) => this.numbers.get(one));
		return true;
	}

	changedEntries(team) {
		const changed = [];
		for (const [place, entry] of team.entries()) {
			const number = this.order[place];
			const change = delta(this.entries[number], entry);
			if (change !== 0) changed.push([number, change]);
			this.entries[number] = entry;
		}
		return changed;
	}

	compactActive(active, number) {
		const last = this.moves[number];
		this.moves[number] = active.moves;
		return { ...active, moves: active.moves.map((move, place) => delta(last[place], move)) };
	}
}

function delta(last, now) {
	if (last === now) return 0;
	const keys = Object.keys(now);
	if (last === undefined || keys.length !== Object.keys(last).length) return now;
	const fields = {};
	let same = true;
	for (const key of keys) {
		if (now[key] === undefined || last[key] === undefined) return now; // JSON leaves such fields out
		if (alike(last[key], now[key])) continue;
		fields[key] = now[key];
		same = false;
	}
	return same ? 0 : [fields];
}

function alike(one, other) {
	if (one === other) return true;
	if (!one || !other || typeof one !== "object" || typeof other !== "object") return false;
	const keys = Object.keys(one);
	return keys.length === Object.keys(other).length && keys.every((key) => alike(one[key], other[key]));
}

module.exports = { RequestMemory };
