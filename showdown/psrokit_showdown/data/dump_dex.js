// Prints species, moves, items and abilities of gens 1-4 and 9 of a pokemon-showdown package as JSON, one entry a line.
// Usage: node dump_dex.js PACKAGE_FOLDER     (python -m psrokit_showdown.data PACKAGE_FOLDER does this, writes dex.json)
"use strict";
const { Dex, GENS, id, known, print, rows } = require("./tables.js");

function species(entry, gen) {
  const { hp, atk, def, spa, spd, spe } = entry.baseStats;
  const abilities = gen < 3 ? [] : Object.values(entry.abilities).map(id);
  return [id(entry.baseSpecies), entry.types.map(id), [atk, def, spa, spd, spe, hp], abilities];
}

function move(entry) {
  const accuracy = entry.accuracy === true ? 100 : entry.accuracy;
  return [id(entry.type) || "threequestionmarks", id(entry.category), entry.basePower, accuracy, entry.priority, entry.pp];
}

function cosmetic() {
  const all = GENS.flatMap((gen) => known(Dex.mod(`gen${gen}`).species.all(), gen));
  return Object.fromEntries(all.flatMap((entry) => (entry.cosmeticFormes || []).map((name) => [id(name), entry.id])).sort());
}

function names(list) {
  return [...new Set(GENS.flatMap((gen) => known(list(Dex.mod(`gen${gen}`)), gen).map((entry) => entry.id)))].sort();
}

const tables = {
  species: rows((dex) => dex.species.all().filter((entry) => entry.num > 0), species),
  moves: rows((dex) => dex.moves.all(), move),
  cosmetic: cosmetic(),
};
const lists = {
  items: names((dex) => dex.items.all()),
  abilities: names((dex) => dex.abilities.all()),
  conditions: Object.keys(Dex.data.Conditions).sort(),
  types: [...new Set(GENS.flatMap((gen) => Dex.mod(`gen${gen}`).types.names().map(id)))].sort(),
};
print(tables, lists);
