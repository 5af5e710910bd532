"""What players know about species and moves beyond the rules' own tables, as constant arrays."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import numpy as np

from psrokit_showdown.data import Move, Species, gen1_moves, gen1_species
from psrokit_showdown.data.codes import TYPES
from psrokit_showdown.engine.kernel import SquareTable, Table
from psrokit_showdown.engine.layout import MOVE_CODES, NO_TYPE
from psrokit_showdown.matchup import CHARGING
from psrokit_showdown.mechanics.damage import HIGHEST_ROLL, LOWEST_ROLL
from psrokit_showdown.scoring.attack import CHARGING_IN_THE_OPEN
from psrokit_showdown.scoring.staying_power import LUCK

_MOST_DAMAGE = 6000
"""No damage before the random factor is greater: 999, half as much again, times four."""


def _frozen(values: object) -> np.ndarray:
    array = np.asarray(values)
    array.setflags(write=False)
    return array


def _of_species(value: Callable[[Species], int]) -> Table:
    return cast("Table", _frozen([0, *map(value, gen1_species().values())]))


def _of_moves(value: Callable[[Move], float]) -> np.ndarray:
    array = np.zeros(MOVE_CODES, type(value(gen1_moves()["tackle"])))
    for move in gen1_moves().values():
        array[move.num] = value(move)
    return _frozen(array)


def _second_type(species: Species) -> int:
    return TYPES.index(species.types[1]) if len(species.types) > 1 else NO_TYPE


def _likely() -> SquareTable:
    """The moves a species usually has, 0 after the last."""
    widest = max(len(species.likely) for species in gen1_species().values()) + 1
    array = np.zeros((len(gen1_species()) + 1, widest), np.int64)
    for species in gen1_species().values():
        known = [gen1_moves()[name].num for name in species.likely if name in gen1_moves()]
        array[species.num, : len(known)] = known
    return cast("SquareTable", _frozen(array))


def _sum_of_rolls(amount: int) -> int:
    rolls = range(LOWEST_ROLL, HIGHEST_ROLL + 1)
    return amount * len(rolls) if amount <= 1 else sum(amount * roll // HIGHEST_ROLL for roll in rolls)


MEAN_OF_ROLLS = _frozen([_sum_of_rolls(amount) / (HIGHEST_ROLL - LOWEST_ROLL + 1) for amount in range(_MOST_DAMAGE)])
"""By damage before the random factor: its mean over all values of that factor."""
BASE = cast("SquareTable", _frozen([(0,) * 5, *(species.base for species in gen1_species().values())]))
"""By species and stat: HP, Attack, Defence, Special, Speed."""
FIRST_TYPE = _of_species(lambda species: TYPES.index(species.types[0]))
SECOND_TYPE = _of_species(_second_type)
LIKELY = _likely()
IS_DREAM_EATER = cast("Table", _of_moves(lambda move: int(move.id == "dreameater")))
CHARGES_FIRST = cast("Table", _of_moves(lambda move: int(move.id in CHARGING)))
CHARGES_OPENLY = cast("Table", _of_moves(lambda move: int(move.id in CHARGING_IN_THE_OPEN)))
WORTH_OF_LUCK = _of_moves(lambda move: float(LUCK.get(move.id, 0.0)))
SECONDARY_CHANCE = cast("Table", _of_moves(lambda move: move.secondary.chance if move.secondary else 0))
HAS_SECONDARY = cast("Table", _of_moves(lambda move: int(move.secondary is not None)))
