// Prints species, moves, items and abilities of gens 1-4 and 9 of a pokemon-showdown package as JSON, one entry a line.
// A row stands under the first generation it holds for, and holds until a later one replaces it.
// Usage: node dump_dex.js PACKAGE_FOLDER     (python -m psrokit_showdown.data PACKAGE_FOLDER does this, writes dex.json)
"use strict";
const path = require("path");
const { Dex } = require(path.join(path.resolve(process.argv[2]), "dist/sim"));
const GENS = [1, 2, 3, 4, 9];
const id = (name) => Dex.toID(name);

function known(entries, gen) {
  const usual = (entry) => !entry.isNonstandard || entry.isNonstandard === "Unobtainable";
  return entries.filter((entry) => entry.exists && entry.gen <= gen && usual(entry));
}

function species(entry, gen) {
  const { hp, atk, def, spa, spd, spe } = entry.baseStats;
  const abilities = gen < 3 ? [] : Object.values(entry.abilities).map(id);
  return [id(entry.baseSpecies), entry.types.map(id), [atk, def, spa, spd, spe, hp], abilities];
}

function move(entry) {
  const accuracy = entry.accuracy === true ? 100 : entry.accuracy;
  return [id(entry.type) || "threequestionmarks", id(entry.category), entry.basePower, accuracy, entry.priority, entry.pp];
}

function rows(list, row) {
  const found = {};
  for (const gen of GENS) {
    for (const entry of known(list(Dex.mod(`gen${gen}`)), gen)) {
      const versions = (found[id(entry.name)] ??= {}); // the id of a typed Hidden Power is that of the plain one
      const latest = Object.values(versions).at(-1);
      const now = row(entry, gen);
      if (JSON.stringify(latest) !== JSON.stringify(now)) versions[gen] = now;
    }
  }
  return Object.fromEntries(Object.entries(found).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function cosmetic() {
  const all = GENS.flatMap((gen) => known(Dex.mod(`gen${gen}`).species.all(), gen));
  return Object.fromEntries(all.flatMap((entry) => (entry.cosmeticFormes || []).map((name) => [id(name), entry.id])).sort());
}

function names(list) {
  return [...new Set(GENS.flatMap((gen) => known(list(Dex.mod(`gen${gen}`)), gen).map((entry) => entry.id)))].sort();
}

function lines(record) {
  return Object.entries(record).map(([key, value]) => `    ${JSON.stringify(key)}: ${JSON.stringify(value)}`).join(",\n");
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
const parts = Object.entries(tables).map(([name, record]) => `  ${JSON.stringify(name)}: {\n${lines(record)}\n  }`);
parts.push(...Object.entries(lists).map(([name, list]) => `  ${JSON.stringify(name)}: ${JSON.stringify(list)}`));
process.stdout.write(`{\n${parts.join(",\n")}\n}\n`);
