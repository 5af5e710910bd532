"""What came of a contest: each pair's win rate, each policy's strength, and how sure the strengths are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from psrokit.api import Floats, Game, PayoffTable, group_sample
from psrokit_showdown.commands.score import Score

Pair: TypeAlias = tuple[int, int]
Played: TypeAlias = Mapping[Pair, Sequence[Sequence[tuple[float, ...] | None]]]
"""The returns of each mirrored pair of games, None for one that failed, by pair of policies (the lower first)."""


@dataclass(frozen=True, slots=True)
class Standings:
    """points: what the first of each pair won in each mirrored pair of games, 0 to 1. failed: games with no result."""

    names: tuple[str, ...]
    table: PayoffTable
    points: Mapping[Pair, tuple[float, ...]]
    failed: int

    @classmethod
    def of(cls, names: tuple[str, ...], game: Game, played: Played) -> Standings:
        """From all games of all pairs; pairs of games that failed are left out."""
        table = PayoffTable.empty(game.seats, (len(names), len(names)))
        table = table.with_groups((pair, group) for pair, groups in played.items() for group in groups)
        for place in range(len(names)):
            table = table.with_exact((place, place), (0.0, 0.0))  # alike seats: a policy draws with itself
        points = {}
        for pair, groups in played.items():
            samples = [sample for group in groups if (sample := group_sample(game.seats, group)) is not None]
            points[pair] = tuple((1 + float(sample[0])) / 2 for sample in samples)
        failed = sum(returns is None for groups in played.values() for group in groups for returns in group)
        return cls(names, table, points, failed)

    @property
    def scores(self) -> dict[Pair, Score]:
        """The win rate of the first of each pair. Raises IntegrityError where no pair of games was finished."""
        return {pair: Score.of(points) for pair, points in self.points.items()}

    def of_pair(self, row: int, column: int) -> Score:
        """The win rate of one against another."""
        if row < column:
            return Score.of(self.points[row, column])
        other = Score.of(self.points[column, row])
        return Score(1 - other.value, 1 - other.high, 1 - other.low, other.n)

    @property
    def strengths(self) -> dict[str, float]:
        """The mean win rate of each against all others, in the order of names."""
        means = self._strengths({pair: np.array([np.mean(points)]) for pair, points in self.points.items()})
        return {name: float(mean[0]) for name, mean in means.items()}

    def resampled(self, draws: int, rng: np.random.Generator) -> dict[str, Floats]:
        """The strengths had other mirrored pairs been played, shape (draws,) each: a bootstrap within each cell
        (Efron and Tibshirani, "An Introduction to the Bootstrap", 1993).
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
        return {name: np.mean(won[place], axis=0) for place, name in enumerate(self.names)}


def _of(means: Mapping[Pair, Floats], place: int) -> Iterable[Floats]:
    for (first, second), mean in means.items():
        if place == first:
            yield mean
        elif place == second:
            yield 1 - mean
