// Prints what moves do besides damage, and the type charts, of gens 1-4 and 9 of a pokemon-showdown package as JSON.
// A row stands under the first generation it holds for, and holds until a later one replaces it.
// Usage: node dump_effects.js PACKAGE_FOLDER  (python -m psrokit_showdown.data PACKAGE_FOLDER does this)
"use strict";
const path = require("path");
const { Dex } = require(path.join(path.resolve(process.argv[2]), "dist/sim"));
const GENS = [1, 2, 3, 4, 9];
const id = (name) => Dex.toID(name);

function known(entries, gen) {
  const usual = (entry) => !entry.isNonstandard || entry.isNonstandard === "Unobtainable";
  return entries.filter((entry) => entry.exists && entry.gen <= gen && usual(entry));
}

function present(fields) {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== false));
}

function secondary(effect) {
  return present({
    chance: effect.chance ?? 100, status: effect.status && id(effect.status),
    volatile: effect.volatileStatus && id(effect.volatileStatus), boosts: effect.boosts, own_boosts: effect.self?.boosts,
  });
}

function effects(move) {
  const effectsOf = (move.secondaries || []).map(secondary);
  return present({
    status: move.status && id(move.status), volatile: move.volatileStatus && id(move.volatileStatus),
    boosts: move.boosts || undefined, own_boosts: move.self?.boosts || move.selfBoost?.boosts,
    own_volatile: move.self?.volatileStatus && id(move.self.volatileStatus),
    on_self: ["self", "allySide", "allyTeam", "adjacentAllyOrSelf", "allies"].includes(move.target),
    heal: move.heal || undefined, heals: Boolean(move.flags.heal), drain: move.drain, recoil: move.recoil,
    explodes: Boolean(move.selfdestruct), hits: move.multihit && [move.multihit].flat(),
    crit: move.critRatio > 1 ? move.critRatio : undefined,
    secondaries: effectsOf.length ? effectsOf : undefined, side: move.sideCondition && id(move.sideCondition),
    weather: move.weather && id(move.weather), damage: move.damage || undefined, ohko: Boolean(move.ohko),
    recharges: Boolean(move.flags.recharge), charges: Boolean(move.flags.charge), asleep: Boolean(move.sleepUsable),
    pivots: Boolean(move.selfSwitch), forces: Boolean(move.forceSwitch),
  });
}

function rows() {
  const found = {};
  for (const gen of GENS) {
    for (const move of known(Dex.mod(`gen${gen}`).moves.all(), gen)) {
      const versions = (found[id(move.name)] ??= {}); // the id of a typed Hidden Power is that of the plain one
      const now = effects(move);
      if (JSON.stringify(Object.values(versions).at(-1)) !== JSON.stringify(now)) versions[gen] = now;
    }
  }
  return Object.fromEntries(Object.entries(found).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function chart(gen) {
  const dex = Dex.mod(`gen${gen}`);
  const types = known(dex.types.all(), gen).filter((type) => type.id !== "stellar");
  const factor = [1, 2, 0.5, 0]; // by the simulator's code for a defending type
  return Object.fromEntries(types.map((attacker) => [
    attacker.id,
    Object.fromEntries(types.map((type) => [type.id, factor[type.damageTaken[attacker.name]]]).filter(([, by]) => by !== 1)),
  ]));
}

function lines(record) {
  return Object.entries(record).map(([key, value]) => `    ${JSON.stringify(key)}: ${JSON.stringify(value)}`).join(",\n");
}

const tables = { moves: rows(), charts: Object.fromEntries(GENS.map((gen) => [gen, chart(gen)])) };
const parts = Object.entries(tables).map(([name, record]) => `  ${JSON.stringify(name)}: {\n${lines(record)}\n  }`);
process.stdout.write(`{\n${parts.join(",\n")}\n}\n`);
