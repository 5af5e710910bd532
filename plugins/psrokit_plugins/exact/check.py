"""Before a run: can the game be solved exactly by those parts of the experiment that want to?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol, runtime_checkable

from psrokit.api import Game, InputError
from psrokit_plugins.exact.game import ExactGame


@runtime_checkable
class Solver(Protocol):
    """A component that works only on games that can be solved exactly."""

    def solvable(self, game: Game) -> ExactGame:
        """`game` itself. Raises InputError with a remedy if it cannot be solved exactly."""


def reasons(game: Game, parts: Iterable[object]) -> Iterator[str]:
    """Why these parts of an experiment cannot work on `game`; nothing if they can."""
    for part in parts:
        if isinstance(part, Solver):
            try:
                part.solvable(game).exact()
            except InputError as error:
                yield str(error)
