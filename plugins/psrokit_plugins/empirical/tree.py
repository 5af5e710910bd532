"""The tree of a game as far as it has been played: who was asked what, what followed, and how often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product
from math import inf
from typing import NamedTuple

from psrokit.api import Action, Seat

_VISITS_OF_CHANCE = 1000
"""How often a move that chance was seen to answer is tried for each time that any other move is."""
_SURE = 5
"""Visits with all that follows after which chance, if never seen there, is taken to have no part in it."""


class Question(NamedTuple):
    """Who is asked, the information state as text, and what may be answered."""

    seat: Seat
    key: str
    legal: tuple[Action, ...]


@dataclass(slots=True, eq=False)
class End:
    """An end of the game: each seat's return."""

    returns: tuple[float, ...]
    visits: int = 0
    level: float = inf

    @property
    def known(self) -> bool:
        """Nothing follows."""
        return True


@dataclass(slots=True, eq=False)
class Branch:
    """What was seen to follow a move, by what tells it apart; several things where chance decides."""

    visits: int = 0
    outcomes: dict[tuple[object, ...], Node | End] = field(default_factory=dict)

    def settled(self, level: float) -> bool:
        """Whether it and all that was seen to follow it has been tried as often as `level` asks for."""
        wanted = level if len(self.outcomes) == 1 else level * _VISITS_OF_CHANCE
        return self.visits >= wanted and all(outcome.level > level for outcome in self.outcomes.values())


@dataclass(slots=True, eq=False)
class Node:
    """All that the seats have been asked and have answered so far, each other's secrets included: a joint history.

    moves: one answer to each question, in all combinations; branches[i] follows moves[i]. unsettled: the numbers of the
    branches that are not settled at `level`, never empty. totals: each seat's returns, added over all visits.
    known: all that follows was seen, and chance has no part in it.
    """

    questions: tuple[Question, ...]
    totals: list[float]
    moves: list[tuple[Action, ...]] = field(init=False)
    branches: list[Branch] = field(init=False)
    unsettled: list[int] = field(init=False)
    level: float = 1
    visits: int = 0
    known: bool = False

    def __post_init__(self) -> None:
        self.moves = list(product(*(question.legal for question in self.questions)))
        self.branches = [Branch() for _ in self.moves]
        self.unsettled = list(range(len(self.moves)))

    def learn(self, number: int, returns: Sequence[float]) -> None:
        """Play went on with a branch and ended so. Once all are settled, all are to be tried twice as often."""
        self.totals = [total + its for total, its in zip(self.totals, returns, strict=True)]
        if number in self.unsettled and self.branches[number].settled(self.level):
            self.unsettled.remove(number)
            while not self.unsettled:
                self.level *= 2
                self.unsettled = [i for i, branch in enumerate(self.branches) if not branch.settled(self.level)]

    def seen_whole(self) -> None:
        """All that follows was visited once more."""
        self.known = self.visits >= _SURE and all(
            len(branch.outcomes) == 1 and all(outcome.known for outcome in branch.outcomes.values())
            for branch in self.branches
        )
