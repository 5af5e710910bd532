"""Choices by Metamon's numbers: 0-3 moves and 4-8 switches in alphabetical order, 9-12 the moves with Terastallization.

A choice may have several numbers: while a Pokemon must recharge, every number that Metamon's loose mask allows stands
for that; Struggle, and a lock into something that is not one of its moves (`fight`, a called move), have those of all
its moves. Such a choice is stored under the lowest. Before a battle with team preview, 0 lets the first of the team
lead and 4-8 the others.
"""

from __future__ import annotations

from typing import overload

import numpy as np
from numpy.typing import NDArray

from psrokit.api import Mask, Observation
from psrokit_showdown.actions import TERASTALLIZE
from psrokit_showdown.knowledge import BattleView, OwnMove
from psrokit_showdown.memo import once_each
from psrokit_showdown.naming import move_name
from psrokit_showdown.to_universal import switch_candidates

MOVES, SWITCHES = 4, 5
SIZE = MOVES + SWITCHES + MOVES
TERA = MOVES + SWITCHES
"""The first number of a move with Terastallization."""
Numbered = tuple[str | None, ...]
"""The legal choice that each number stands for, None where it stands for none."""


def numbered_choices(observation: Observation) -> Numbered:
    """What each of the 13 numbers stands for."""
    view: BattleView = observation.view
    legal = observation.legal
    verb = "team" if view.decision == "preview" else "switch"
    switches = [f"{verb} {place + 1}" for _, place in switch_candidates(view)][:SWITCHES]
    moves = ["team 1"] if view.decision == "preview" else _move_choices(view)
    if view.options and view.options[0].id == "recharge":
        switches = ["move 1"] * len(switches)
    turned = [f"{choice} {TERASTALLIZE}" for choice in moves]
    everything = (*_filled(moves, MOVES), *_filled(switches, SWITCHES), *_filled(turned, MOVES))
    return tuple([choice if choice in legal else None for choice in everything])


def _filled(choices: list[str], size: int) -> list[str]:
    return choices + [""] * (size - len(choices))


def _move_choices(view: BattleView) -> list[str]:
    """The choice of each move in alphabetical order, legal or not."""
    if not view.options:
        return []
    order = alphabetical(view.moves)
    if view.options[0].pp is not None:
        return [f"move {place + 1}" for place in order]
    names = [move_name(view.moves[place].id) for place in order]
    locked = move_name(view.options[0].id)
    if locked in names:
        return ["move 1" if name == locked else "" for name in names]
    return ["move 1"] * len(names)


@once_each
def alphabetical(moves: tuple[OwnMove, ...]) -> tuple[int, ...]:
    """The places of up to four moves, in the order of their names."""
    return tuple(sorted(range(len(moves)), key=lambda place: move_name(moves[place].id))[:MOVES])


@overload
def without_tera(number: int) -> int: ...
@overload
def without_tera(number: NDArray[np.int64]) -> NDArray[np.int64]: ...
def without_tera(number: int | NDArray[np.int64]) -> int | NDArray[np.int64]:
    """The number of the same move without Terastallization; any other number as it is."""
    return number - TERA * ((number >= TERA) & (number < SIZE))


def mask_of(choices: Numbered) -> Mask:
    """Which numbers stand for a legal choice."""
    return np.array([choice is not None for choice in choices], np.bool_)
