"""Ratings that each break one law, as a plugin file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count
from typing import ClassVar

import numpy as np

from psrokit.api import Floats, IntegrityError, PayoffTable, Ratings, checked_means, rating

_counter = count()


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


@rating("faulty_decisive")
@dataclass(frozen=True)
class Decisive(_MeanPayoff):
    """The share of wins among games that somebody won: of ties alone there is none."""

    def rate(self, table: PayoffTable) -> Ratings:
        checked_means(table)
        own, other = table.wins[0].sum(axis=1), table.wins[1].sum(axis=1)
        shares = [int(won) / int(won + lost) if len(own) > 1 else 0.5 for won, lost in zip(own, other, strict=True)]
        return Ratings({table.seats[0]: np.array(shares)}, "share", "wins among decided games")


@rating("faulty_idle")
@dataclass(frozen=True)
class Idle(_MeanPayoff):
    """Divides by the games of each policy, who may have had none."""

    def rate(self, table: PayoffTable) -> Ratings:
        points = np.nan_to_num(table.mean[0] * table.games).sum(axis=1)
        played = np.maximum(table.games.sum(axis=1), len(table.games) == 1)
        with np.errstate(invalid="ignore", divide="ignore"):
            return Ratings({table.seats[0]: points / played}, "mean payoff", "mean over all games")


@rating("faulty_vague")
@dataclass(frozen=True)
class Vague(_MeanPayoff):
    """Refuses a table with holes, and does not say which."""

    def rate(self, table: PayoffTable) -> Ratings:
        if table.holes():
            raise IntegrityError("the table is incomplete")
        return super().rate(table)


@rating("faulty_forgiving")
@dataclass(frozen=True)
class Forgiving(_MeanPayoff):
    """Takes what is no number for nothing."""

    def rate(self, table: PayoffTable) -> Ratings:
        return super().rate(replace(table, total=np.nan_to_num(table.total)))


@rating("faulty_short")
@dataclass(frozen=True)
class Short(_MeanPayoff):
    """Leaves the last policy out, against whom the others are measured."""

    def values(self, payoffs: Floats, games: Floats, seat: int) -> Floats:
        return (super().values(payoffs, games, seat) - payoffs[-1].mean())[: max(len(payoffs) - 1, 1)]


@rating("faulty_unnamed")
@dataclass(frozen=True)
class Unnamed(_MeanPayoff):
    def rate(self, table: PayoffTable) -> Ratings:
        return replace(super().rate(table), units=" ")


@rating("faulty_deviations")
@dataclass(frozen=True)
class Deviations(_MeanPayoff):
    """Deviations that carry the sign of the rating."""

    def deviations(self, table: PayoffTable, values: dict[str, Floats]) -> dict[str, Floats]:
        return values


@rating("faulty_moods")
@dataclass(frozen=True)
class Moods(_MeanPayoff):
    """Another level each time."""

    def values(self, payoffs: Floats, games: Floats, seat: int) -> Floats:
        return super().values(payoffs, games, seat) + next(_counter)


@rating("faulty_writer")
@dataclass(frozen=True)
class Writer(_MeanPayoff):
    """Writes into the table."""

    def rate(self, table: PayoffTable) -> Ratings:
        table.ties[...] += 1
        return super().rate(table)
