"""Playing mirrored games for the cells of a payoff table. Equal cells and numbers are equal games, whoever asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from psrokit.api import (
    Game,
    IntegrityError,
    Match,
    PayoffTable,
    Population,
    Profile,
    Venue,
    mirrored,
    rotations,
)
from psrokit.api import seed as seed_for


def with_equal_shares(game: Game, table: PayoffTable) -> PayoffTable:
    """Where all seats are alike and returns have a constant sum, each of equal policies gets the same part of it."""
    if game.utility_sum is None or len(set(game.seats)) > 1:
        return table
    share = game.utility_sum / len(game.seats)
    for member in range(table.sizes[0]):
        profile = (member,) * len(game.seats)
        if not table.exact[profile]:
            table = table.with_exact(profile, (share,) * len(game.seats))
    return table


def tried(table: PayoffTable, profile: Profile) -> int:
    """How many groups of this profile were played already, failed ones included."""
    return int(table.games[profile] + table.failures[profile]) // rotations(table.seats)


def too_few(table: PayoffTable, profile: Profile) -> bool:
    """Whether a profile has games, but fewer than the two samples that a spread takes."""
    return bool(not table.exact[profile] and table.count[profile] < 2)


@dataclass(frozen=True, slots=True)
class PayoffGames:
    """Games of the profiles of a population, played at a venue from seeds under `seed`."""

    game: Game
    population: Population
    venue: Venue
    seed: int

    def added(self, table: PayoffTable, more: Iterable[tuple[Profile, int]]) -> PayoffTable:
        """The table with so many more groups of each profile, all of them given to the venue at once.

        A profile's groups are numbered, and profile and number name the seed: the games of a cell are the same
        whatever else is in the population. A group with a failed match counts as failures and gives no sample.
        """
        wanted = [
            (profile, number)
            for profile, groups in more
            for number in range(tried(table, profile), tried(table, profile) + groups)
        ]
        returns = _play(self.venue, [match for profile, number in wanted for match in self._group(profile, number)])
        size = rotations(self.game.seats)
        answers = [returns[start : start + size] for start in range(0, len(returns), size)]
        return table.with_groups(zip((profile for profile, _ in wanted), answers, strict=True))

    def checked(self, table: PayoffTable) -> PayoffTable:
        """The same table. Raises IntegrityError if failures left one of its cells fewer than two samples."""
        for profile in table.profiles():
            if too_few(table, profile):
                names = " against ".join(
                    self.population.names(role)[index] for role, index in zip(table.seats, profile, strict=True)
                )
                raise IntegrityError(
                    f"cell {profile} ({names}) has {table.count[profile]} complete groups of games: "
                    f"{table.failures[profile]} of its games failed",
                    remedy="See the failures in the run's events; at least two groups must finish in every cell.",
                )
        return table

    def _group(self, profile: Profile, number: int) -> tuple[Match, ...]:
        seats = self.game.seats
        lineup = [self.population[role][index].policy for role, index in zip(seats, profile, strict=True)]
        return mirrored(seats, lineup, seed_for(self.seed, *profile, number), "payoff")


def _play(venue: Venue, matches: Sequence[Match]) -> list[tuple[float, ...] | None]:
    """Returns in the order of the matches, whatever the order of arrival; None for failed ones."""
    returns: list[tuple[float, ...] | None] = [None] * len(matches)
    if matches:
        for index, outcome in venue.play(matches):
            returns[index] = outcome.returns
    return returns
