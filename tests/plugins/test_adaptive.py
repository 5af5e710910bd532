"""The evaluator `adaptive`: where it spends, when it stops, and that nothing but results decides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pytest
from planted import FakeBackwardsVenue, FakeFailingVenue, HereVenue, Planted, population, same, symmetric_chances

from psrokit.api import InputError, IntegrityError, Match, Outcome, PayoffTable
from psrokit.testing import check_evaluator
from psrokit_plugins.evaluators.adaptive import Adaptive
from psrokit_plugins.evaluators.sampled import Sampled
from psrokit_plugins.meta_solvers.nash import Nash
from psrokit_plugins.meta_solvers.uniform import Uniform
from psrokit_plugins.statistics.table_bracket import table_bracket

SKEW = np.array([[0, 0.1, 1, 1], [0, 0, 1, 1], [0, 0, 0, 0.5], [0, 0, 0, 0]])
TOP_TWO = Planted(symmetric_chances(SKEW))
CYCLE = Planted(symmetric_chances(np.array([[0, 0.4, 0], [0, 0, 0.4], [0.4, 0, 0]])))
DISTINCT = Planted(((0.9, 0.2, 0.1), (0.4, 0.7, 0.1)), roles=("row", "column"))


def fill(
    evaluator: Adaptive | Sampled, game: Planted, size: int, venue: HereVenue, table: PayoffTable | None = None
) -> PayoffTable:
    people = population(game.seats, size)
    start = (table or PayoffTable.empty(game.seats, (0, 0))).grown(people.sizes(game.seats))
    return evaluator.fill(game, people, start, venue, 5)


@dataclass
class FakeStoppingVenue(HereVenue):
    """Is interrupted after so many calls."""

    after: int = 1

    def play(self, matches: Sequence[Match]) -> Iterator[tuple[int, Outcome]]:
        if len(self.calls) == self.after:
            raise KeyboardInterrupt
        yield from super().play(matches)


def test_the_contested_cell_gets_what_the_decided_ones_leave() -> None:
    table = fill(Adaptive(pairs=60, fewest=10), TOP_TWO, 4, HereVenue(TOP_TWO))
    pairs = np.triu(table.count, 1)
    assert 0.8 * 60 * 6 < pairs.sum() <= 60 * 6
    assert pairs[0, 1] > 150
    assert pairs[2, 3] == 10
    assert np.array_equal(table.count, table.count.T)


def test_games_are_asked_for_in_few_large_batches() -> None:
    venue = HereVenue(CYCLE)
    fill(Adaptive(pairs=100, fewest=8, batch=50), CYCLE, 3, venue)
    sizes = [len(call) for call in venue.calls]
    assert sizes[0] == 3 * 8 * 2
    assert min(sizes[1:-1]) >= 50 * 2
    assert len(sizes) < 10
    assert sum(sizes) == 3 * 100 * 2


def test_the_budget_is_spent_once_and_pays_for_newcomers_later() -> None:
    evaluator, venue = Adaptive(pairs=20), HereVenue(CYCLE)
    small = fill(evaluator, CYCLE, 2, venue)
    assert same(fill(evaluator, CYCLE, 2, HereVenue(CYCLE), small), small)
    grown = fill(evaluator, CYCLE, 3, venue, small)
    assert np.triu(grown.count, 1).sum() <= 3 * 20
    assert (grown.count >= np.pad(small.count, (0, 1))).all()


def test_its_games_are_those_that_sampled_would_play() -> None:
    table = fill(Adaptive(pairs=30), TOP_TWO, 4, HereVenue(TOP_TWO))
    for cell in [(0, 1), (0, 2), (2, 3)]:
        equal = fill(Sampled(int(table.count[cell])), TOP_TWO, 4, HereVenue(TOP_TWO))
        assert table.total[(0, *cell)] == equal.total[(0, *cell)]


def test_order_of_arrival_and_interruptions_change_no_byte() -> None:
    evaluator = Adaptive(pairs=30)
    once = fill(evaluator, CYCLE, 3, HereVenue(CYCLE))
    assert same(once, fill(evaluator, CYCLE, 3, FakeBackwardsVenue(CYCLE)))
    with pytest.raises(KeyboardInterrupt):
        fill(evaluator, CYCLE, 3, FakeStoppingVenue(CYCLE, after=2))
    assert same(once, fill(evaluator, CYCLE, 3, HereVenue(CYCLE)))


def test_a_narrow_bracket_ends_it_and_a_wide_one_does_not() -> None:
    venue = HereVenue(TOP_TWO)
    evaluator = Adaptive(pairs=3000, fewest=10, width=0.6)
    table = fill(evaluator, TOP_TWO, 3, venue)
    bracket = table_bracket(table, Nash().solve(table), 0.95)
    assert bracket.width <= 0.6
    assert len(venue.matches) < 0.2 * 3000 * 3 * 2
    short = fill(Adaptive(pairs=30, width=0.1), TOP_TWO, 3, HereVenue(TOP_TWO))
    assert table_bracket(short, Nash().solve(short), 0.95).width > 0.1
    assert np.triu(short.count, 1).sum() == 3 * 30


def test_distinct_roles_and_other_solvers() -> None:
    table = fill(Adaptive(pairs=50, fewest=10), DISTINCT, 2, HereVenue(DISTINCT))
    assert table.count.sum() <= 200
    spread = fill(Adaptive(pairs=50, solver=Uniform()), CYCLE, 3, HereVenue(CYCLE))
    assert np.triu(spread.count, 1).sum() == 150


def test_failures_cost_the_budget_and_too_many_are_refused() -> None:
    table = fill(Adaptive(pairs=40, fewest=20), CYCLE, 3, FakeFailingVenue(CYCLE, lost=3))
    assert np.triu(table.games + table.failures, 1).sum() == 3 * 40 * 2
    assert table.failures.sum() > 0
    with pytest.raises(IntegrityError, match="complete groups"):
        fill(Adaptive(pairs=40), CYCLE, 3, FakeFailingVenue(CYCLE, lost=10))


@dataclass
class FakeLateVenue(HereVenue):
    """Everything that it is first given fails."""

    late: bool = True

    def play(self, matches: Sequence[Match]) -> Iterator[tuple[int, Outcome]]:
        failed, self.late = self.late, False
        for index, outcome in super().play(matches):
            yield index, Outcome(None, 3, 0, "fake") if failed else outcome


def test_a_cell_that_failures_left_bare_gets_its_first_groups_once_more() -> None:
    table = fill(Adaptive(pairs=4), CYCLE, 3, FakeLateVenue(CYCLE))
    assert (table.failures[~table.exact] == 2 * 2).all()
    assert np.triu(table.games + table.failures, 1).sum() == 3 * 4 * 2


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"pairs": 1}, "fewest 2 and pairs 1"),
        ({"fewest": 1}, "2 <= fewest"),
        ({"level": 1.0}, "0 < level < 1"),
        ({"width": -0.1}, "width >= 0"),
        ({"batch": 0}, "batch >= 1"),
        ({"returns": (1.0, -1.0)}, "least return"),
    ],
)
def test_bad_options_are_refused(options: dict[str, float], complaint: str) -> None:
    with pytest.raises(InputError, match=complaint):
        Adaptive(**options)  # type: ignore[arg-type] # on purpose


@pytest.mark.parametrize("game", [CYCLE, DISTINCT])
def test_it_conforms(game: Planted) -> None:
    check_evaluator(Adaptive(pairs=12), game, population(game.seats, 2), HereVenue(game))


def test_what_its_solver_refuses_is_told_as_its_own() -> None:
    """Not as if the experiment's meta-solver had refused it."""
    empty = PayoffTable.empty(("row", "column"), (1, 2))
    table = empty.with_groups([((0, 0), ((1.0, 1.0),)), ((0, 1), ((1.0, -1.0),))] * 2)
    with pytest.raises(InputError, match=r"^the evaluator 'adaptive': nash solves constant-sum tables") as refusal:
        Adaptive().next_round(table)
    assert "solver: regret_matching" in (refusal.value.remedy or "")
    assert refusal.value.cells == ((0, 1), (0, 0))
