"""Ratings that break laws of their kind, as a plugin file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count
from typing import ClassVar

import numpy as np
from breaking import breaks

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


@breaks(
    "gives copies one number",
    "calls nobody better where all tie",
    "does not depend on the order of policies",
    "treats equal records equally",
)
@rating("faulty_places")
@dataclass(frozen=True)
class Places(_MeanPayoff):
    """Counts the place in the table: copies differ."""

    def values(self, payoffs: Floats, games: Floats, seat: int) -> Floats:
        return super().values(payoffs, games, seat) - 1e-3 * np.arange(len(payoffs))


@breaks("reads means and not counts", "keeps the order where counts are unequal")
@rating("faulty_activity")
@dataclass(frozen=True)
class Activity(_MeanPayoff):
    """Takes the sum of what was won for strength: who meets the weak more often is better."""

    claims: ClassVar[frozenset[str]] = frozenset({"means_only"})

    def values(self, payoffs: Floats, games: Floats, seat: int) -> Floats:
        del seat
        return np.asarray((payoffs * games).sum(axis=1))


@breaks("does not care which seat comes first")
@rating("faulty_first_role")
@dataclass(frozen=True)
class FirstRole(_MeanPayoff):
    """Gives the seat that comes second other units."""

    def values(self, payoffs: Floats, games: Floats, seat: int) -> Floats:
        return super().values(payoffs, games, seat) * (1 + seat)


@breaks("is surer after more games")
@rating("faulty_doubt")
@dataclass(frozen=True)
class Doubt(_MeanPayoff):
    """Takes the spread of sums for the standard error: the more games, the larger."""

    def deviations(self, table: PayoffTable, values: dict[str, Floats]) -> dict[str, Floats]:
        return {role: np.full(len(its), np.sqrt(table.games.sum())) for role, its in values.items()}


@breaks("is not moved by copies")
@rating("faulty_copies")
@dataclass(frozen=True)
class Copies(_MeanPayoff):
    """Says that copies move nobody, and takes plain means."""

    claims: ClassVar[frozenset[str]] = frozenset({"clone_invariant"})


@breaks("rises with wins", "does not rate the loser higher", "keeps the order where counts are unequal")
@rating("faulty_pity")
@dataclass(frozen=True)
class Pity(_MeanPayoff):
    """Says that wins raise it, and takes the distance from the middle for strength."""

    claims: ClassVar[frozenset[str]] = frozenset({"monotone"})

    def values(self, payoffs: Floats, games: Floats, seat: int) -> Floats:
        return -super().values(payoffs, games, seat)


@breaks("reads parts of games", "refuses payoffs that are no numbers")
@rating("faulty_whole_games")
@dataclass(frozen=True)
class WholeGames(_MeanPayoff):
    """Counts whole games only, so that 39.999999 wins are 39."""

    def rate(self, table: PayoffTable) -> Ratings:
        lead = np.floor(table.wins[0]) - np.floor(table.wins[1])
        payoffs = np.where(table.exact, table.mean[0], lead / np.maximum(table.games, 1))
        return super().rate(replace(table, total=np.stack([payoffs, -payoffs]), exact=np.ones_like(table.exact)))


@breaks(
    "calls nobody better where all tie",
    "gives deviations that fit",
    "gives each policy a finite number",
    "gives the same answer again",
    "leaves the table alone",
)
@rating("faulty_decisive")
@dataclass(frozen=True)
class Decisive(_MeanPayoff):
    """The share of wins among games that somebody won: of ties alone there is none."""

    def rate(self, table: PayoffTable) -> Ratings:
        plain = super().rate(table)
        return replace(plain, values={role: self._share(table, seat) for seat, role in enumerate(table.seats)})

    def _share(self, table: PayoffTable, seat: int) -> Floats:
        own, other = (table.wins[side].sum(axis=1 - seat).tolist() for side in (seat, 1 - seat))
        return np.array([won / (won + lost) if len(own) > 1 else 0.5 for won, lost in zip(own, other, strict=True)])


@breaks(
    "rates or refuses who never played", "does not care which seat comes first", "refuses payoffs that are no numbers"
)
@rating("faulty_idle")
@dataclass(frozen=True)
class Idle(_MeanPayoff):
    """Divides by the games of each policy, who may have had none."""

    def rate(self, table: PayoffTable) -> Ratings:
        points = np.nan_to_num(table.mean[0] * table.games).sum(axis=1)
        played = np.maximum(table.games.sum(axis=1), len(table.games) == 1)
        with np.errstate(invalid="ignore", divide="ignore"):
            return Ratings({table.seats[0]: points / played}, "mean payoff", "mean over all games")


@breaks("rates or refuses a table with holes", "rates or refuses who never played")
@rating("faulty_vague")
@dataclass(frozen=True)
class Vague(_MeanPayoff):
    """Refuses a table with holes, and does not say which."""

    def rate(self, table: PayoffTable) -> Ratings:
        if table.holes():
            raise IntegrityError("the table is incomplete")
        return super().rate(table)


@breaks("refuses payoffs that are no numbers")
@rating("faulty_forgiving")
@dataclass(frozen=True)
class Forgiving(_MeanPayoff):
    """Takes what is no number for nothing."""

    def rate(self, table: PayoffTable) -> Ratings:
        return super().rate(replace(table, total=np.nan_to_num(table.total)))


@breaks(
    "gives each policy a finite number",
    "does not depend on the order of policies",
    "does not rate the loser higher",
    "gives copies one number",
)
@rating("faulty_short")
@dataclass(frozen=True)
class Short(_MeanPayoff):
    """Leaves the last policy out, against whom the others are measured."""

    def values(self, payoffs: Floats, games: Floats, seat: int) -> Floats:
        return (super().values(payoffs, games, seat) - payoffs[-1].mean())[: max(len(payoffs) - 1, 1)]


@breaks("says what its numbers are")
@rating("faulty_unnamed")
@dataclass(frozen=True)
class Unnamed(_MeanPayoff):
    def rate(self, table: PayoffTable) -> Ratings:
        return replace(super().rate(table), units=" ")


@breaks("gives deviations that fit")
@rating("faulty_deviations")
@dataclass(frozen=True)
class Deviations(_MeanPayoff):
    """Deviations that carry the sign of the rating."""

    def deviations(self, table: PayoffTable, values: dict[str, Floats]) -> dict[str, Floats]:
        return values


@breaks(
    "gives the same answer again",
    "does not care which seat comes first",
    "does not depend on the order of policies",
    "reads parts of games",
)
@rating("faulty_moods")
@dataclass(frozen=True)
class Moods(_MeanPayoff):
    """Another level each time."""

    def values(self, payoffs: Floats, games: Floats, seat: int) -> Floats:
        return super().values(payoffs, games, seat) + next(_counter)


@breaks("leaves the table alone")
@rating("faulty_writer")
@dataclass(frozen=True)
class Writer(_MeanPayoff):
    """Writes into the table."""

    def rate(self, table: PayoffTable) -> Ratings:
        table.ties[...] += 1
        return super().rate(table)
