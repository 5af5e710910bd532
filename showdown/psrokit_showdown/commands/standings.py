"""What came of a contest: each pair's win rate, each policy's strength, and how sure the strengths are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from psrokit.api import Floats, Game, IntegrityError, Outcome, PayoffTable
from psrokit_showdown.commands.score import Score, points_of

Pair: TypeAlias = tuple[int, int]
Played: TypeAlias = Mapping[Pair, Sequence[Sequence[Outcome]]]
"""What became of each mirrored pair of games, by pair of policies (the lower first)."""


@dataclass(frozen=True, slots=True)
class Standings:
    """points: what the first of each pair won in each mirrored pair of games, 0 to 1. failures: how many games have no
    result, by kind, the most frequent first.
    """

    names: tuple[str, ...]
    table: PayoffTable
    points: Mapping[Pair, tuple[float, ...]]
    failures: Mapping[str, int]

    @classmethod
    def of(cls, names: tuple[str, ...], game: Game, played: Played) -> Standings:
        """From all games of all pairs; pairs of games that failed are left out."""
        table = PayoffTable.empty(game.seats, (len(names), len(names)))
        returns = {pair: [[one.returns for one in group] for group in groups] for pair, groups in played.items()}
        table = table.with_groups((pair, group) for pair, groups in returns.items() for group in groups)
        for place in range(len(names)):
            table = table.with_exact((place, place), (0.0, 0.0))  # alike seats: a policy draws with itself
        points = {pair: points_of(game.seats, groups) for pair, groups in returns.items()}
        outcomes = (one for groups in played.values() for group in groups for one in group)
        failures = Counter(one.failure or "lost" for one in outcomes if one.returns is None)
        return cls(names, table, points, dict(failures.most_common()))

    @property
    def failed(self) -> int:
        """How many games have no result."""
        return sum(self.failures.values())

    @property
    def unfinished(self) -> tuple[Pair, ...]:
        """Those of which no mirrored pair of games was finished."""
        return tuple(pair for pair, points in self.points.items() if not points)

    def check_finished(self) -> None:
        """Raise IntegrityError if there are any."""
        if self.unfinished:
            kinds = ", ".join(f"{count} {kind}" for kind, count in self.failures.items())
            message = f"{len(self.unfinished)} of {len(self.points)} pairs of policies have no finished games"
            raise IntegrityError(f"{message}; games failed: {kinds}", remedy="Their win rates are unknown.")

    @property
    def scores(self) -> dict[Pair, Score | None]:
        """The win rate of the first of each pair; None where no mirrored pair of games was finished."""
        return {pair: self.of_pair(*pair) for pair in self.points}

    def of_pair(self, row: int, column: int) -> Score | None:
        """The win rate of one against another; None if it is unknown."""
        points = self.points[min(row, column), max(row, column)]
        if not points:
            return None
        other = Score.of(points)
        return other if row < column else Score(1 - other.value, 1 - other.high, 1 - other.low, other.n)

    @property
    def strengths(self) -> dict[str, float]:
        """The mean win rate of each against all others with whom games were finished, in the order of names; without
        those who have none.
        """
        finished = {pair: points for pair, points in self.points.items() if points}
        means = self._strengths({pair: np.array([np.mean(points)]) for pair, points in finished.items()})
        return {name: float(mean[0]) for name, mean in means.items()}

    def resampled(self, draws: int, rng: np.random.Generator) -> dict[str, Floats]:
        """The strengths had other mirrored pairs been played, shape (draws,) each: a bootstrap within each cell
        (Efron and Tibshirani, "An Introduction to the Bootstrap", 1993). Every pair must have finished games.
        """
        return self._strengths(
            {
                pair: np.array(points)[rng.integers(len(points), size=(draws, len(points)))].mean(axis=1)
                for pair, points in self.points.items()
            }
        )

    def _strengths(self, means: Mapping[Pair, Floats]) -> dict[str, Floats]:
        """The mean over all others of each one's win rates."""
        won = {place: list(_of(means, place)) for place in range(len(self.names))}
        return {name: np.mean(won[place], axis=0) for place, name in enumerate(self.names) if won[place]}


def _of(means: Mapping[Pair, Floats], place: int) -> Iterable[Floats]:
    for (first, second), mean in means.items():
        if place == first:
            yield mean
        elif place == second:
            yield 1 - mean
