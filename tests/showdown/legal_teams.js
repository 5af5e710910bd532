// Prints random legal teams of a format, packed: any species, moves, items and abilities that its validator lets pass.
// Standard input: {"format", "count", "seed"}. First argument: the package folder.
"use strict";
const path = require("path");
const { Dex, PRNG, TeamValidator, Teams } = require(path.join(path.resolve(process.argv[2]), "dist/sim"));
const SIZE = 6;
const TRIES = 12;

function learnable(dex, species) {
  return [...new Set(dex.species.getFullLearnset(species.id).flatMap((part) => Object.keys(part.learnset || {})))];
}

function drawn(dex, random, species, items) {
  const moves = learnable(dex, species);
  random.shuffle(moves);
  const best = dex.gen < 3 ? 252 : 84;
  const spread = (n) => ({ hp: n, atk: n, def: n, spa: n, spd: n, spe: n });
  return {
    species: species.name,
    name: species.baseSpecies,
    item: dex.gen > 1 && random.random(4) ? random.sample(items).name : "",
    ability: dex.gen > 2 ? random.sample(Object.values(species.abilities)) : "No Ability",
    moves: moves.slice(0, 4),
    nature: dex.gen > 2 ? random.sample(dex.natures.all()).name : "Serious",
    gender: "",
    evs: spread(best),
    ivs: spread(dex.gen < 3 ? 30 : 31),
    level: 100,
    teraType: dex.gen === 9 ? random.sample(dex.types.names()) : undefined,
  };
}

function team(format, random) {
  const dex = Dex.forFormat(format);
  const validator = TeamValidator.get(format);
  const items = dex.items.all().filter((item) => item.exists && !item.isNonstandard && item.gen <= dex.gen);
  const all = dex.species.all().filter((one) => !one.isNonstandard && one.gen <= dex.gen && one.num > 0);
  const members = [];
  while (members.length < SIZE) {
    const species = random.sample(all);
    if (members.some((member) => Dex.species.get(member.species).num === species.num)) continue;
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const set = drawn(dex, random, species, items);
      if (!set.moves.length || validator.validateTeam([...members, set])) continue;
      members.push(set);
      break;
    }
  }
  return Teams.pack(members);
}

const chunks = [];
process.stdin.on("data", (chunk) => chunks.push(chunk)).on("end", () => {
  const { format, count, seed } = JSON.parse(Buffer.concat(chunks).toString());
  const random = new PRNG(seed);
  process.stdout.write(JSON.stringify(Array.from({ length: count }, () => team(format, random))));
});
