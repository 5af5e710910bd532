// What the scripts share that print tables of a pokemon-showdown package, whose folder is their argument.
"use strict";
const path = require("path");
const folder = path.resolve(process.argv[2]);
const { Dex } = require(path.join(folder, "dist/sim"));
const GENS = [1, 2, 3, 4, 9];
const id = (name) => Dex.toID(name);

function known(entries, gen) {
  const usual = (entry) => !entry.isNonstandard || entry.isNonstandard === "Unobtainable";
  return entries.filter((entry) => entry.exists && entry.gen <= gen && usual(entry));
}

function sorted(record) {
  return Object.fromEntries(Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1)));
}

// For each entry of a list its rows: one stands under the first generation it holds for, until a later one replaces it.
function rows(list, row) {
  const found = {};
  for (const gen of GENS) {
    for (const entry of known(list(Dex.mod(`gen${gen}`)), gen)) {
      const versions = (found[id(entry.name)] ??= {}); // the id of a typed Hidden Power is that of the plain one
      const now = row(entry, gen);
      if (JSON.stringify(Object.values(versions).at(-1)) !== JSON.stringify(now)) versions[gen] = now;
    }
  }
  return sorted(found);
}

// JSON with one entry of a table a line, so that changes show, and each list in one line.
function print(tables, lists = {}) {
  const line = ([key, value]) => `    ${JSON.stringify(key)}: ${JSON.stringify(value)}`;
  const table = (record) => `{\n${Object.entries(record).map(line).join(",\n")}\n  }`;
  const parts = [
    ...Object.entries(tables).map(([name, record]) => `  ${JSON.stringify(name)}: ${table(record)}`),
    ...Object.entries(lists).map(([name, list]) => `  ${JSON.stringify(name)}: ${JSON.stringify(list)}`),
  ];
  process.stdout.write(`{\n${parts.join(",\n")}\n}\n`);
}

module.exports = { Dex, GENS, folder, id, known, print, rows, sorted };
