"""Payoffs estimated from mirrored games."""

from __future__ import annotations

from dataclasses import dataclass

from psrokit.api import Game, InputError, PayoffTable, Population, Venue, evaluator
from psrokit_plugins.statistics.payoff_games import PayoffGames, tried, with_equal_shares


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
        table = with_equal_shares(game, table)
        open_cells = [profile for profile in table.profiles() if not table.exact[profile]]
        lacking = [(profile, max(self.pairs - tried(table, profile), 0)) for profile in open_cells]
        games = PayoffGames(game, population, venue, seed)
        return games.checked(games.added(table, lacking))
