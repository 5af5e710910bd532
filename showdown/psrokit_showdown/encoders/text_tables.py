"""The numbers of species and moves as spaces of words and numbers give them, as constant arrays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

import numpy as np

from psrokit_showdown.data import gen1_moves, gen1_species
from psrokit_showdown.data.dex import DexMove, dex_move, dex_species
from psrokit_showdown.engine.kernel import Table
from psrokit_showdown.engine.layout import MOVE_CODES
from psrokit_showdown.engine.view import GENERATION


def _of_moves(value: Callable[[DexMove], Any]) -> Any:
    known = {move.num: value(dex_move(GENERATION, move.id)) for move in gen1_moves().values()}
    array = np.array([known.get(code, np.zeros_like(known[1])) for code in range(MOVE_CODES)])
    array.setflags(write=False)
    return array


def _listed(base: Sequence[int]) -> tuple[int, ...]:
    attack, defence, special_attack, special_defence, speed, hp = base
    return (attack, special_attack, defence, special_defence, speed, hp)


def _base() -> Any:
    rows = [_listed(dex_species(GENERATION, species.id).base) for species in gen1_species().values()]
    array = np.array([np.zeros_like(rows[0]), *rows]) / 255
    array.setflags(write=False)
    return array


BASE_VALUES = _base()
"""By species: base stats / 255, in the order in which they are listed."""
MOVE_VALUES = _of_moves(lambda move: (move.power / 200, move.accuracy, move.priority / 5))
LISTED_PP = cast("Table", _of_moves(lambda move: move.pp * 8 // 5))
BASE_COUNT, MOVE_COUNT = BASE_VALUES.shape[1], MOVE_VALUES.shape[1]
