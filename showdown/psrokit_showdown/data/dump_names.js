// Prints the proper names of everything in a pokemon-showdown package by identifier as JSON, one name a line.
// Usage: node dump_names.js PACKAGE_FOLDER   (python -m psrokit_showdown.data PACKAGE_FOLDER does this, writes names.json)
"use strict";
const { Dex, print, sorted } = require("./tables.js");

function official(entries) {
  return entries.filter((entry) => entry.exists && !["CAP", "Custom"].includes(entry.isNonstandard));
}

function named(entries) {
  const names = official(entries).flatMap((entry) => [entry.name, ...(entry.cosmeticFormes || [])]);
  return sorted(Object.fromEntries(names.map((name) => [Dex.toID(name), name])));
}

print({
  species: named(Dex.species.all()),
  moves: named(Dex.moves.all()),
  items: named(Dex.items.all()),
  abilities: named(Dex.abilities.all()),
});
