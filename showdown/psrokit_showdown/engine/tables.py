"""The data of species and moves as constant arrays, filled from the simulator's own (`psrokit_showdown.data`).

Compiled code takes them as constants. Arrays of moves have an entry for every code of `layout` (0 is no move).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import numpy as np

from psrokit_showdown.data import Move, gen1_effectiveness, gen1_moves, gen1_species
from psrokit_showdown.data.codes import STATUSES, TYPES
from psrokit_showdown.engine.kernel import SquareTable, Table
from psrokit_showdown.engine.layout import (
    ACCURACY,
    ATTACK,
    DEFENCE,
    EVASION,
    GONE,
    HEALTHY,
    MOVE_CODES,
    NO_MOVE,
    NO_TYPE,
    SPECIAL,
    SPEED_STAT,
)

STATUS_CODES = {name: code for code, name in enumerate(STATUSES) if code not in (HEALTHY, GONE)}
STAT_CODES = {
    "atk": ATTACK,
    "def": DEFENCE,
    "spa": SPECIAL,
    "spd": SPECIAL,
    "spe": SPEED_STAT,
    "accuracy": ACCURACY,
    "evasion": EVASION,
}
NO_STAT = -1
VOLATILE_NAMES = (
    "", "confusion", "leechseed", "disable", "mist", "focusenergy", "reflect", "lightscreen", "substitute", "bide",
    "partiallytrapped", "minimize", "defensecurl", "flinch", "mustrecharge", "rage", "lockedmove",
    "partialtrappinglock",
)  # fmt: skip
(
    _, CONFUSES, SEEDS, DISABLES, MISTS, FOCUSES, REFLECTS, SCREENS, MAKES_SUBSTITUTE, BIDES, TRAPS, _, _, FLINCHES,
    RECHARGES, RAGES, THRASHES, KEEPS_TRAPPING,
) = range(len(VOLATILE_NAMES))  # fmt: skip
LEVEL_DAMAGE = -1
"""The entry of FIXED_DAMAGE where the user's level is the damage."""
TYPELESS_POWER, TYPELESS_ACCURACY = 102, 80
"""The move without a name: 100 * 81 / 256 percent, of 255."""
CHARGE_MOVES = ("dig", "fly", "razorwind", "skullbash", "skyattack", "solarbeam")
KEEP_LAST_DAMAGE = (
    "confuseray", "conversion", "counter", "focusenergy", "glare", "haze", "leechseed", "lightscreen", "mimic", "mist",
    "poisongas", "poisonpowder", "recover", "reflect", "rest", "softboiled", "splash", "stunspore", "substitute",
    "supersonic", "teleport", "thunderwave", "toxic", "transform",
)  # fmt: skip


def _number(move: str) -> int:
    return gen1_moves()[move].num


(BIDE_MOVE, CONVERSION, COUNTER, DIG, DISABLE, DREAM_EATER, FISSURE, FLY) = map(
    _number, ("bide", "conversion", "counter", "dig", "disable", "dreameater", "fissure", "fly")
)
(HAZE, HIGH_JUMP_KICK, JUMP_KICK, LEECH_SEED_MOVE, LIGHT_SCREEN_MOVE, METRONOME, MIMIC, MIRROR_MOVE) = map(
    _number, ("haze", "highjumpkick", "jumpkick", "leechseed", "lightscreen", "metronome", "mimic", "mirrormove")
)
(PSYWAVE, RAGE_MOVE, RECOVER, REFLECT_MOVE, REST, SOFT_BOILED) = map(
    _number, ("psywave", "rage", "recover", "reflect", "rest", "softboiled")
)
(STRUGGLE, SUBSTITUTE_MOVE, SUPER_FANG, SWIFT, TRANSFORM) = map(
    _number, ("struggle", "substitute", "superfang", "swift", "transform")
)


def _frozen(array: np.ndarray) -> np.ndarray:
    array.setflags(write=False)
    return array


def _of_moves(value: Callable[[Move], int], no_move: int = 0) -> Table:
    """One entry per move code; `no_move` is that of the move without a name."""
    array = np.zeros(MOVE_CODES, np.int64)
    for move in gen1_moves().values():
        array[move.num] = value(move)
    array[NO_MOVE] = no_move
    return cast("Table", _frozen(array))


def _secondary(value: Callable[[Move], int]) -> Table:
    return _of_moves(lambda move: value(move) if move.secondary else 0)


def _listed(names: tuple[str, ...]) -> Table:
    return _of_moves(lambda move: int(move.id in names))


def _type_code(name: str) -> int:
    return TYPES.index(name) if name in TYPES else NO_TYPE


def _boosted_stat(boosts: tuple[tuple[str, int], ...]) -> int:
    return STAT_CODES[boosts[0][0]] if boosts else NO_STAT


def _secondary_threshold(move: Move) -> int:
    """Of 256: the percentage rounded up, one less for confusion."""
    assert move.secondary is not None
    return -(-move.secondary.chance * 256 // 100) - (move.secondary.volatile == "confusion")


def _fixed_damage(move: Move) -> int:
    return LEVEL_DAMAGE if move.damage == "level" else int(move.damage)


POWER = _of_moves(lambda move: move.power, TYPELESS_POWER)
TYPE = _of_moves(lambda move: _type_code(move.type), NO_TYPE)
ACCURACY_OF_255 = _of_moves(lambda move: move.accuracy * 255 // 100, TYPELESS_ACCURACY)  # 0: no check is made
BASE_PP = _of_moves(lambda move: move.pp)
FULL_PP = _of_moves(lambda move: move.max_pp)  # with three PP Ups
PRIORITY = _of_moves(lambda move: move.priority)
IS_STATUS = _of_moves(lambda move: int(move.category == "Status"))
IS_SPECIAL = _of_moves(lambda move: int(move.category == "Special"), 1)
ON_SELF = _of_moves(lambda move: int(move.on_self))
HIGH_CRIT = _of_moves(lambda move: int(move.high_crit))
IGNORES_IMMUNITY = _of_moves(lambda move: int(move.ignores_immunity))
FIXED_DAMAGE = _of_moves(_fixed_damage)
ONE_HIT_KO = _of_moves(lambda move: int(move.ohko))
HITS = _of_moves(lambda move: move.hits[-1] if move.hits else 1)  # 5: two to five
DRAINS = _of_moves(lambda move: int(move.drain[0] > 0))  # always a half
RECOIL_DIVISOR = _of_moves(lambda move: move.recoil[1] // move.recoil[0] if move.recoil[0] else 0)
EXPLODES = _of_moves(lambda move: int(move.explodes))
STATUS_GIVEN = _of_moves(lambda move: STATUS_CODES.get(move.status, 0))
VOLATILE_GIVEN = _of_moves(lambda move: VOLATILE_NAMES.index(move.volatile))
OWN_VOLATILE = _of_moves(lambda move: VOLATILE_NAMES.index(move.own_volatile))
BOOSTED_STAT = _of_moves(lambda move: _boosted_stat(move.boosts), NO_STAT)
BOOST = _of_moves(lambda move: move.boosts[0][1] if move.boosts else 0)
SECONDARY_THRESHOLD = _secondary(_secondary_threshold)
SECONDARY_STATUS = _secondary(lambda move: STATUS_CODES.get(move.secondary.status, 0) if move.secondary else 0)
SECONDARY_VOLATILE = _secondary(lambda move: VOLATILE_NAMES.index(move.secondary.volatile) if move.secondary else 0)
SECONDARY_STAT = _of_moves(lambda move: _boosted_stat(move.secondary.boosts) if move.secondary else NO_STAT, NO_STAT)
CHARGES = _listed(CHARGE_MOVES)
GOES_ON = _of_moves(lambda move: int(move.id == "bide" or move.own_volatile in ("lockedmove", "partialtrappinglock")))
KEEPS_LAST_DAMAGE = _listed(KEEP_LAST_DAMAGE)
HITS_BY_SCORE: Table = (2, 2, 2, 3, 3, 3, 4, 5)
"""How often a move of two to five hits strikes and how long a trap lasts, by an even draw of eight."""
STAGE_PERCENT: Table = (25, 28, 33, 40, 50, 66, 100, 150, 200, 250, 300, 350, 400)
"""Stages -6..6 at 0..12."""


def _effectiveness() -> SquareTable:
    """Tenths by (attacking type, one type of the target); 10 for NO_TYPE."""
    array = np.full((NO_TYPE + 1, NO_TYPE + 1), 10, np.int64)
    for (attacker, defender), tenths in gen1_effectiveness().items():
        array[TYPES.index(attacker), TYPES.index(defender)] = tenths
    return cast("SquareTable", _frozen(array))


EFFECTIVENESS = _effectiveness()
BASE_SPEED = cast("Table", _frozen(np.array([0, *(species.base_speed for species in gen1_species().values())])))
