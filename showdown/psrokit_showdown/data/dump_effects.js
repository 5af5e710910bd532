// Prints what moves do besides damage, and the type charts, of gens 1-4 and 9 of a pokemon-showdown package as JSON.
// Usage: node dump_effects.js PACKAGE_FOLDER  (python -m psrokit_showdown.data PACKAGE_FOLDER does this)
"use strict";
const { Dex, GENS, id, known, print, rows } = require("./tables.js");

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

function chart(gen) {
  const dex = Dex.mod(`gen${gen}`);
  const types = known(dex.types.all(), gen).filter((type) => type.id !== "stellar");
  const factor = [1, 2, 0.5, 0]; // by the simulator's code for a defending type
  return Object.fromEntries(types.map((attacker) => [
    attacker.id,
    Object.fromEntries(types.map((type) => [type.id, factor[type.damageTaken[attacker.name]]]).filter(([, by]) => by !== 1)),
  ]));
}

print({
  moves: rows((dex) => dex.moves.all(), effects),
  charts: Object.fromEntries(GENS.map((gen) => [gen, chart(gen)])),
});
