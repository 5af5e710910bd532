// Prints the gen 1 tables of a pokemon-showdown package as JSON, one entry a line.
// Usage: node dump.js PACKAGE_FOLDER     (python -m psrokit_showdown.data PACKAGE_FOLDER does this and writes gen1.json)
"use strict";
const path = require("path");
const { Dex, folder, print } = require("./tables.js");
const randomSets = require(path.join(folder, "dist/data/random-battles/gen1/data.json"));
const dex = Dex.mod("gen1");
const EFFECTIVENESS = { 1: 20, 2: 5, 3: 0 };

function defined(record) {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined && value !== null));
}

function likelyMoves(id) {
  const set = randomSets[id] || {};
  const lists = [set.essentialMoves, set.moves, set.exclusiveMoves, set.comboMoves];
  return [...new Set(lists.flatMap((list) => list || []))];
}

function species(entry) {
  const { hp, atk, def, spa, spe } = entry.baseStats;
  return { num: entry.num, name: entry.name, types: entry.types, base: [hp, atk, def, spa, spe], likely: likelyMoves(entry.id) };
}

function secondary(effect) {
  return effect && defined({
    chance: effect.chance, status: effect.status, volatile: effect.volatileStatus, boosts: effect.boosts,
  });
}

function move(entry) {
  return defined({
    num: entry.num,
    name: entry.name,
    type: entry.type,
    category: entry.category,
    power: entry.basePower,
    accuracy: entry.accuracy === true ? 0 : entry.accuracy,
    pp: entry.pp,
    priority: entry.priority || undefined,
    high_crit: entry.critRatio > 1 || undefined,
    on_self: entry.target === "self" || undefined,
    ignores_immunity: entry.ignoreImmunity === true || undefined,
    damage: entry.damage || undefined,
    ohko: entry.ohko ? true : undefined,
    hits: entry.multihit && [entry.multihit].flat(),
    drain: entry.drain,
    recoil: entry.recoil,
    explodes: entry.selfdestruct ? true : undefined,
    status: entry.status,
    volatile: entry.volatileStatus,
    own_volatile: entry.self && entry.self.volatileStatus,
    boosts: entry.boosts,
    secondary: secondary(entry.secondary),
  });
}

function effectiveness() {
  const types = dex.types.all().filter((type) => !type.isNonstandard);
  const against = (attacker) => types.map((type) => EFFECTIVENESS[type.damageTaken[attacker]] ?? 10);
  return Object.fromEntries(types.map((type) => [type.name, against(type.name)]));
}

function table(entries, row) {
  return Object.fromEntries(entries.sort((a, b) => a.num - b.num).map((entry) => [entry.id, row(entry)]));
}

print({
  effectiveness: effectiveness(),
  species: table(dex.species.all().filter((s) => s.num >= 1 && s.num <= 151 && s.gen === 1), species),
  moves: table(dex.moves.all().filter((m) => m.num >= 1 && m.num <= 165 && m.gen === 1), move),
});
