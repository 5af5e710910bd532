"use strict";
/** Effects on a Pokemon, as a view names them, as the state that the simulator keeps of them. */

/** Those of which who caused them, and for some how long they last, is all there is to know. */
const SIMPLE = new Set([
	"aquaring", "attract", "charge", "curse", "defensecurl", "embargo", "flashfire", "focusenergy", "foresight",
	"gastroacid", "glaiverush", "healblock", "imprison", "ingrain", "leechseed", "magnetrise", "minimize", "miracleeye",
	"mustrecharge", "nightmare", "noretreat", "octolock", "saltcure", "smackdown", "syrupbomb", "tarshot", "taunt",
	"throatchop", "torment", "yawn", "destinybond", "grudge", "trapped",
]);
/** Over before the next decision, or shown in another way. */
const IGNORED = new Set([
	"typechange", "protect", "endure", "detect", "spikyshield", "kingsshield", "banefulbunker", "silktrap",
	"burningbulwark", "roost", "focuspunch", "snatch", "magiccoat", "helpinghand", "followme", "ragepowder", "electrify",
	"beakblast", "shelltrap", "rage", "zpower", "typeadd",
]);
const TRAPPING = new Set([
	"bind", "clamp", "firespin", "infestation", "magmastorm", "sandtomb", "snaptrap", "thundercage", "whirlpool", "wrap",
]);
const CONFUSION = [2, 6];
const TRAP_TURNS = 5;
const ENCORE_TURNS = { 2: 5, 3: 5, 4: 6 };
const DISABLE_TURNS = { 2: 5, 3: 4, 4: 5 };

/** [name of the volatile, its own state], or null for an effect that is not known here. */
function volatileOf(effect, { battle, pokemon, known, age, moved }) {
	const { gen } = battle;
	const left = (turns) => Math.max(1, turns - age);
	if (SIMPLE.has(effect)) {
		const { duration } = battle.dex.conditions.getByID(effect);
		return [effect, duration ? { duration: left(duration) } : {}];
	}
	if (TRAPPING.has(effect)) {
		const sourceEffect = battle.dex.moves.get(effect);
		return ["partiallytrapped", { sourceEffect, duration: left(TRAP_TURNS), boundDivisor: gen >= 6 ? 8 : 16 }];
	}
	if (effect === "substitute") return [effect, { hp: Math.floor(pokemon.maxhp / 4) }];
	if (effect === "confusion") return [effect, { time: Math.max(1, battle.random(...CONFUSION) - known.confusion) }];
	if (effect === "encore" && moved) return [effect, { move: moved.id, duration: left(ENCORE_TURNS[gen] ?? 3) }];
	if (effect === "disable" && pokemon.hasMove(known.disabled)) {
		return [effect, { move: known.disabled, duration: left(DISABLE_TURNS[gen] ?? 4) }];
	}
	if (/^perish[0-3]$/.test(effect)) return ["perishsong", { duration: Math.max(1, Number(effect.at(-1))) }];
	const paradox = /^(protosynthesis|quarkdrive)(atk|def|spa|spd|spe)$/.exec(effect);
	return paradox && [paradox[1], { bestStat: paradox[2] }];
}

module.exports = { volatileOf, IGNORED };
