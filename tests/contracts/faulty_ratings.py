"""Ratings that each break one law, as a plugin file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from psrokit.api import Floats, PayoffTable, Ratings, checked_means, rating


@dataclass(frozen=True)
class _MeanPayoff:
    """The mean of a policy's payoffs against all others: right, but for what the classes below change."""

    def rate(self, table: PayoffTable) -> Ratings:
        means = checked_means(table)
        values = {
            role: self.values(np.moveaxis(means[seat], seat, 0), np.moveaxis(table.games.astype(float), seat, 0), seat)
            for seat, role in reversed(list(enumerate(table.seats)))
        }
        return Ratings(values, "mean payoff", "mean over the other seat", self.deviations(table, values))

    def values(self, payoffs: Floats, games: Floats, seat: int) -> Floats:
        del games, seat
        return np.asarray(payoffs.mean(axis=1))

    def deviations(self, table: PayoffTable, values: dict[str, Floats]) -> dict[str, Floats]:
        del table, values
        return {}


@rating("faulty_places")
@dataclass(frozen=True)
class Places(_MeanPayoff):
    """Counts the place in the table: copies differ."""

    def values(self, payoffs: Floats, games: Floats, seat: int) -> Floats:
        return super().values(payoffs, games, seat) - 1e-3 * np.arange(len(payoffs))


@rating("faulty_activity")
@dataclass(frozen=True)
class Activity(_MeanPayoff):
    """Takes the sum of what was won for strength: who meets the weak more often is better."""

    claims: ClassVar[frozenset[str]] = frozenset({"means_only"})

    def values(self, payoffs: Floats, games: Floats, seat: int) -> Floats:
        del seat
        return np.asarray((payoffs * games).sum(axis=1))


@rating("faulty_first_role")
@dataclass(frozen=True)
class FirstRole(_MeanPayoff):
    """Gives the seat that comes second other units."""

    def values(self, payoffs: Floats, games: Floats, seat: int) -> Floats:
        return super().values(payoffs, games, seat) * (1 + seat)


@rating("faulty_doubt")
@dataclass(frozen=True)
class Doubt(_MeanPayoff):
    """Takes the spread of sums for the standard error: the more games, the larger."""

    def deviations(self, table: PayoffTable, values: dict[str, Floats]) -> dict[str, Floats]:
        return {role: np.full(len(its), np.sqrt(table.games.sum())) for role, its in values.items()}


@rating("faulty_copies")
@dataclass(frozen=True)
class Copies(_MeanPayoff):
    """Says that copies move nobody, and takes plain means."""

    claims: ClassVar[frozenset[str]] = frozenset({"clone_invariant"})


@rating("faulty_pity")
@dataclass(frozen=True)
class Pity(_MeanPayoff):
    """Says that wins raise it, and takes the distance from the middle for strength."""

    claims: ClassVar[frozenset[str]] = frozenset({"monotone"})

    def values(self, payoffs: Floats, games: Floats, seat: int) -> Floats:
        return -super().values(payoffs, games, seat)


@rating("faulty_whole_games")
@dataclass(frozen=True)
class WholeGames(_MeanPayoff):
    """Counts whole games only, so that 39.999999 wins are 39."""

    def rate(self, table: PayoffTable) -> Ratings:
        lead = np.floor(table.wins[0]) - np.floor(table.wins[1])
        payoffs = np.where(table.exact, table.mean[0], lead / np.maximum(table.games, 1))
        return super().rate(replace(table, total=np.stack([payoffs, -payoffs]), exact=np.ones_like(table.exact)))
