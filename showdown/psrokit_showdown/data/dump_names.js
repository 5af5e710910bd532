// Prints the proper names of everything in a pokemon-showdown package by identifier as JSON, one name a line.
// Usage: node dump_names.js PACKAGE_FOLDER   (python -m psrokit_showdown.data PACKAGE_FOLDER does this, writes names.json)
"use strict";
const path = require("path");
const { Dex } = require(path.join(path.resolve(process.argv[2]), "dist/sim"));

function official(entries) {
  return entries.filter((entry) => entry.exists && !["CAP", "Custom"].includes(entry.isNonstandard));
}

function named(entries) {
  const names = official(entries).flatMap((entry) => [entry.name, ...(entry.cosmeticFormes || [])]);
  return Object.fromEntries(names.map((name) => [Dex.toID(name), name]).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function lines(record) {
  return Object.entries(record).map(([key, value]) => `    ${JSON.stringify(key)}: ${JSON.stringify(value)}`).join(",\n");
}

const tables = {
  species: named(Dex.species.all()),
  moves: named(Dex.moves.all()),
  items: named(Dex.items.all()),
  abilities: named(Dex.abilities.all()),
};
const parts = Object.entries(tables).map(([name, record]) => `  ${JSON.stringify(name)}: {\n${lines(record)}\n  }`);
process.stdout.write(`{\n${parts.join(",\n")}\n}\n`);
