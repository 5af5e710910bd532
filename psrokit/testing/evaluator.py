"""What every evaluator must do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import TYPE_CHECKING, Any

import numpy as np

from psrokit.component import spec_hash
from psrokit.errors import PsrokitError
from psrokit.game import Floats, Game, Role
from psrokit.payoff import PayoffTable
from psrokit.play import Venue
from psrokit.population import Population
from psrokit.psro import Evaluator
from psrokit.seeds import seed
from psrokit.testing.comparing import contents, same
from psrokit.testing.generators import leaving_generators_alone, with_other_generators
from psrokit.testing.suite import ComponentSuite, expect, insist
from psrokit.testing.venues import LosingVenue, RememberingVenue, ReversedVenue, WatchedVenue

if TYPE_CHECKING:
    from psrokit.testing.rehearsal import Rehearsal

_SEED = seed("check", "payoff")
_TOLERANCE = 1e-6


@dataclass(frozen=True)
class EvaluatorSuite(ComponentSuite):
    """Checks an evaluator on a population of a game; the venue should remember, for the same matches come often."""

    game: Game
    population: Population
    venue: Venue

    def leaves_no_hole(self) -> None:
        """Every cell of the table that it returns is known and finite, and the table has the population's sizes."""
        table = self._fill(self.population)
        expect(table.sizes == self.population.sizes(self.game.seats), f"the table has sizes {table.sizes}")
        expect(not table.holes(), f"nothing is known about the cells {table.holes()[:3]}")
        expect(np.all(np.isfinite(table.mean)), "a payoff is no finite number")

    def fills_the_same_table_again(self) -> None:
        """The same population, seed and matches give the same table, to the last bit."""
        self._expect_equal(self._fill(self.population), self._fill(self.population), "a second time")

    def does_not_care_who_finishes_first(self) -> None:
        """The table is the same if matches finish in the opposite order."""
        reverse = self._fill(self.population, ReversedVenue(self.venue))
        self._expect_equal(self._fill(self.population), reverse, "with the matches in the opposite order")

    def keeps_earlier_evidence(self) -> None:
        """What is known about old policies stays when the population grows."""
        old = self._fill(Population({role: members[:1] for role, members in self.population.members.items()}))
        new = self._fill(self.population, table=old)
        cell = (0,) * len(self.game.seats)
        each: Any = (slice(None), *cell)
        expect(new.count[cell] >= old.count[cell], f"{old.count[cell]} samples became {new.count[cell]}")
        if new.count[cell] == old.count[cell]:
            expect(np.array_equal(new.total[each], old.total[each]), "the same samples have another sum")

    def reaches_the_same_table_in_steps(self) -> None:
        """A table that grew with the population equals one that was filled at once: it holds games, not history."""
        old = self._fill(Population({role: members[:1] for role, members in self.population.members.items()}))
        self._expect_equal(self._fill(self.population, table=old), self._fill(self.population), "when filled at once")

    def leaves_the_given_table_alone(self) -> None:
        """It returns a new table and writes nothing into the one it was given."""
        table = PayoffTable.empty(self.game.seats, self.population.sizes(self.game.seats))
        self.component.fill(self.game, self.population, table, self.venue, _SEED)  # `_fill` would hand over a copy
        expect(not table.known.any() and not table.games.any(), "the table that it was given has changed")

    def gives_payoffs_with_the_sum_of_the_game(self) -> None:
        """In a constant-sum game the payoffs of every cell add up to the game's sum."""
        if self.game.utility_sum is not None:
            sums = self._fill(self.population).mean.sum(axis=0)
            expect(np.allclose(sums, self.game.utility_sum, atol=_TOLERANCE), f"the payoffs add up to {sums}")

    def gives_mirrored_cells_the_same_evidence(self) -> None:
        """Cells that differ only by who sits where among equal seats know equally much."""
        table = self._fill(self.population)
        for profile in table.profiles():
            counts = {int(table.count[cell]) for cell in table.mirrors(profile)}
            expect(len(counts) == 1, f"the mirrors of {profile} have {sorted(counts)} samples")

    def takes_a_failed_match_for_no_result(self) -> None:
        """A match that failed is counted as a failure, or refused; it never becomes a payoff."""
        venue = LosingVenue(self.venue)
        try:
            table = self._fill(self.population, venue)
        except PsrokitError:
            return
        expect(not venue.failed or table.failures.sum() > 0, "a match failed and the table does not know it")

    def leaves_the_global_generators_alone(self) -> None:
        """It does not move Python's and NumPy's global random state."""
        self._fill(self.population)  # matches come from memory from here on: their players are judged elsewhere
        leaving_generators_alone(lambda: self._fill(self.population))

    def does_not_depend_on_the_global_generators(self) -> None:
        """Whatever was drawn elsewhere, the table is the same.

        One implementation seeded NumPy's generator and drew from Python's.
        """
        there = with_other_generators(lambda: self._fill(self.population))
        self._expect_equal(self._fill(self.population), there, "after other draws elsewhere")

    def counts_the_games_that_were_played(self) -> None:
        """No cell knows of more games than it was played for."""
        played, table = self._watched()
        for cell, returns in played.items():
            expect(
                table.games[cell] <= len(returns), f"{cell} was played {len(returns)} times, not {table.games[cell]}"
            )
        unplayed = [cell for cell in np.ndindex(table.sizes) if cell not in played and table.games[cell]]
        expect(not unplayed, f"nothing was played for {unplayed[:3]}")

    def gives_each_cell_the_mean_of_its_games(self) -> None:
        """Payoffs are means of returns: every cell has its full worth, on and off the diagonal.

        One implementation counted each pair of alike seats once and divided by two orders, halving what is off the
        diagonal.
        """
        played, table = self._watched()
        for cell, returns in played.items():
            each: Any = (slice(None), *cell)
            mean, whole = np.mean(returns, axis=0), table.games[cell] == len(returns) and not table.failures[cell]
            close = np.allclose(table.mean[each], mean, rtol=_TOLERANCE, atol=_TOLERANCE)
            expect(
                close or not whole, f"the games of {cell} returned {mean} in the mean, its payoff is {table.mean[each]}"
            )

    def _watched(self) -> tuple[Mapping[tuple[int, ...], list[Floats]], PayoffTable]:
        """The returns of all matches by cell, those of exchanged equal seats exchanged, and the table made of them."""
        venue = WatchedVenue(self.venue)
        table = self._fill(self.population, venue)
        places = [
            {spec_hash(member.policy): index for index, member in enumerate(self.population[role])}
            for role in self.game.seats
        ]
        played: dict[tuple[int, ...], list[Floats]] = defaultdict(list)
        for match, outcome in venue.seen:
            if outcome.returns is not None:
                cell = tuple(place[spec_hash(policy)] for place, policy in zip(places, match.policies, strict=True))
                for mirror, returns in _exchanged(self.game.seats, cell, np.asarray(outcome.returns)):
                    played[mirror].append(returns)
        return played, table

    def _fill(
        self, population: Population, venue: Venue | None = None, table: PayoffTable | None = None
    ) -> PayoffTable:
        sizes = population.sizes(self.game.seats)
        start = PayoffTable.empty(self.game.seats, sizes) if table is None else table.grown(sizes)
        filled: PayoffTable = self.component.fill(self.game, population, start, venue or self.venue, _SEED)
        return filled

    def _expect_equal(self, one: PayoffTable, other: PayoffTable, when: str) -> None:
        expect(same(contents(one), contents(other)), f"the table is another one {when}")


def _exchanged(
    seats: Sequence[Role], cell: tuple[int, ...], returns: Floats
) -> Iterator[tuple[tuple[int, ...], Floats]]:
    """Each cell that holds the same evidence, with the returns its seats have by it; cells of equal policies once."""
    found: dict[tuple[int, ...], list[Floats]] = defaultdict(list)
    for order in permutations(range(len(seats))):
        if all(seats[order[seat]] == seats[seat] for seat in range(len(seats))):
            found[tuple(cell[seat] for seat in order)].append(returns[list(order)])
    for mirror, all_returns in found.items():
        yield mirror, np.mean(all_returns, axis=0)


def suite(component: Evaluator, place: Rehearsal, role: Role) -> EvaluatorSuite:
    """The suite for an evaluator that an experiment names."""
    del role
    return EvaluatorSuite(component, place.experiment.game, place.population, place.venue)


def check_evaluator(evaluator: Evaluator, game: Game, population: Population, venue: Venue) -> None:
    """Raise LawBroken with all that `evaluator` does wrong on this population. `venue` plays each match once."""
    insist(EvaluatorSuite(evaluator, game, population, RememberingVenue(venue)))
