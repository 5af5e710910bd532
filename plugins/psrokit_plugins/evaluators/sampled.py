"""Payoffs estimated from mirrored games."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from psrokit.api import (
    Game,
    InputError,
    IntegrityError,
    Match,
    PayoffTable,
    Policy,
    Population,
    Profile,
    Venue,
    evaluator,
    mirrored,
    rotations,
)
from psrokit.api import seed as seed_for


@evaluator("sampled")
@dataclass(frozen=True)
class Sampled:
    """The same number of mirrored games for every profile of policies.

    pairs: mirrored groups per profile (pairs of games where two seats are alike, single games where all roles differ).

    A profile's games have their own seeds, named by its indices: they are the same whatever else is in the population.
    In a constant-sum game of alike seats a policy against itself earns an equal share, exactly and unplayed.
    """

    pairs: int = 100

    def __post_init__(self) -> None:
        if self.pairs < 2:
            raise InputError(f"sampled needs at least 2 pairs per cell to estimate an error, not {self.pairs}")

    def fill(self, game: Game, population: Population, table: PayoffTable, venue: Venue, seed: int) -> PayoffTable:
        """The table with `pairs` groups played in every profile that has fewer.

        A group with a failed match counts as failures and gives no sample. Raises IntegrityError where failures leave
        a cell fewer than two samples.
        """
        table = _with_equal_shares(game, table)
        wanted = [
            (profile, number)
            for profile in table.profiles()
            if not table.exact[profile]
            for number in range(_tried(table, profile), self.pairs)
        ]
        groups = [
            mirrored(game.seats, _lineup(game, population, profile), seed_for(seed, *profile, number), "payoff")
            for profile, number in wanted
        ]
        returns = _play(venue, [match for group in groups for match in group])
        size = rotations(game.seats)
        answers = [returns[start : start + size] for start in range(0, len(returns), size)]
        return _checked(table.with_groups(zip((profile for profile, _ in wanted), answers, strict=True)), population)


def _with_equal_shares(game: Game, table: PayoffTable) -> PayoffTable:
    """Where all seats are alike and returns have a constant sum, each of equal policies gets the same part of it."""
    if game.utility_sum is None or len(set(game.seats)) > 1:
        return table
    share = game.utility_sum / len(game.seats)
    for member in range(table.sizes[0]):
        profile = (member,) * len(game.seats)
        if not table.exact[profile]:
            table = table.with_exact(profile, (share,) * len(game.seats))
    return table


def _tried(table: PayoffTable, profile: Profile) -> int:
    """How many groups of this profile were played already, failed ones included."""
    return int(table.games[profile] + table.failures[profile]) // rotations(table.seats)


def _lineup(game: Game, population: Population, profile: Profile) -> list[Policy]:
    return [population[role][index].policy for role, index in zip(game.seats, profile, strict=True)]


def _play(venue: Venue, matches: Sequence[Match]) -> list[tuple[float, ...] | None]:
    """Returns in the order of the matches, whatever the order of arrival; None for failed ones."""
    returns: list[tuple[float, ...] | None] = [None] * len(matches)
    if matches:
        for index, outcome in venue.play(matches):
            returns[index] = outcome.returns
    return returns


def _checked(table: PayoffTable, population: Population) -> PayoffTable:
    for profile in table.profiles():
        if not table.exact[profile] and table.count[profile] < 2:
            names = " against ".join(
                population.names(role)[index] for role, index in zip(table.seats, profile, strict=True)
            )
            raise IntegrityError(
                f"cell {profile} ({names}) has {table.count[profile]} complete groups of games: "
                f"{table.failures[profile]} of its games failed",
                remedy="See the failures in the run's events; at least two groups must finish in every cell.",
            )
    return table
