"use strict";
/**
 * What a plain player does, who looks at types, power and stats: the move of greatest expected damage, and in place of
 * a fainted Pokemon the one that deals most for what it takes. Searches try this first.
 */
const STAGES = [1, 1.5, 2, 2.5, 3, 3.5, 4];
const STAB = 1.5;
const MEAN_ROLL = 0.925;
const MEAN_HITS = 3;
const LOST_WITH_ITSELF = 0.25;

function plainChoice(side, legal) {
	const [own, foe] = [side.active[0], side.foe.active[0]];
	const worth = (number) => (number <= 4 ? dealt(own, foe, number - 1) : edge(side.pokemon[number - 5], foe));
	const moves = legal.filter((number) => number <= 4);
	const open = moves.length ? moves : legal;
	return open.reduce((best, number) => (worth(number) > worth(best) ? number : best), open[0] ?? 0);
}

function edge(pokemon, foe) {
	return mostDealt(pokemon, foe) / Math.max(1, foe.hp) - mostDealt(foe, pokemon) / Math.max(1, pokemon.hp);
}

function mostDealt(pokemon, target) {
	if (!pokemon.hp || !target.hp) return 0;
	return Math.max(...pokemon.moveSlots.map((slot, place) => (slot.pp > 0 ? dealt(pokemon, target, place) : 0)));
}

/** Expected damage of the move in a place, in HP a turn, no more than the target has. */
function dealt(pokemon, target, place) {
	const { dex } = pokemon.battle;
	const slot = pokemon.moveSlots[place];
	const move = slot && dex.moves.get(slot.id);
	if (!move || move.category === "Status" || !target.hp) return 0;
	const type = move.id === "hiddenpower" ? pokemon.hpType : move.id === "terablast" ? pokemon.terastallized ?? move.type : move.type;
	const types = target.getTypes();
	if (!dex.getImmunity(type, types) || (type === "Ground" && target.hasAbility("levitate"))) return 0;
	const chance = move.accuracy === true ? 1 : move.accuracy / 100;
	const hit = move.damage ? fixed(move, pokemon) : formula(move, pokemon, target, type, types);
	const turns = move.flags.charge || move.flags.recharge ? 2 : 1;
	return ((Math.min(hit, target.hp) * chance) / turns) * (move.selfdestruct ? LOST_WITH_ITSELF : 1);
}

function fixed(move, pokemon) {
	return move.damage === "level" ? pokemon.level : move.damage;
}

function formula(move, pokemon, target, type, types) {
	const special = move.category === "Special";
	const attack = boosted(pokemon, special ? "spa" : "atk") * (!special && pokemon.status === "brn" ? 0.5 : 1);
	const defence = boosted(target, special ? "spd" : "def");
	const power = (move.basePower || (move.basePowerCallback ? 60 : 0)) * hits(move);
	const base = (((2 * pokemon.level) / 5 + 2) * power * attack) / Math.max(1, defence) / 50 + 2;
	const effective = 2 ** pokemon.battle.dex.getEffectiveness(type, types);
	return power ? base * effective * MEAN_ROLL * (pokemon.getTypes().includes(type) ? STAB : 1) : 0;
}

function hits({ multihit }) {
	return Array.isArray(multihit) ? MEAN_HITS : multihit ?? 1;
}

function boosted(pokemon, stat) {
	const stage = pokemon.boosts[stat];
	return pokemon.storedStats[stat] * (stage < 0 ? 1 / STAGES[-stage] : STAGES[stage]);
}

module.exports = { plainChoice };
