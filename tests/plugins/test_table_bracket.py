"""The bracket from a table's own games: valid for the mixture solved from them, and whenever sampling stops by it."""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
import pytest
from planted import HereVenue, Planted, population, setup_for, symmetric_chances
from scipy import stats
from tables import ALIKE, DISTINCT, RPS, STATEMENTS, evenly_sampled, exact_table

from psrokit.api import Floats, InputError, Measurement, MetaStrategy, PayoffTable, State, constant_sum
from psrokit_plugins.benchmarks.planted import FAMILIES, Evidence, true_error
from psrokit_plugins.evaluators.adaptive import Adaptive
from psrokit_plugins.meta_solvers.nash import Nash
from psrokit_plugins.metrics.table_bracket import TableBracket
from psrokit_plugins.statistics.allocation import Request
from psrokit_plugins.statistics.best_gain import Bracket
from psrokit_plugins.statistics.confidence_sequences import mean_bounds
from psrokit_plugins.statistics.table_bracket import cell_bounds, table_bracket, widening

GAME = Planted(symmetric_chances(np.zeros((3, 3))))
SETUP = setup_for(GAME, HereVenue(GAME))


def small(payoff: Floats, size: int) -> Floats:
    return payoff[:size, :size]


def stopped(payoff: Floats, width: float, level: float, rng: np.random.Generator) -> tuple[bool, list[bool], int]:
    """Sample until the bracket is narrow: whether it was, whether the truth lay in it at each look, and all pairs."""
    evaluator, evidence = Adaptive(pairs=4000, width=width, level=level), Evidence(payoff, rng)
    evidence.play(np.full(payoff.shape, float(evaluator.fewest)))
    held: list[bool] = []
    while True:
        table = evidence.table()
        strategy = Nash().solve(table)
        bracket = table_bracket(table, strategy, level)
        truth = true_error(payoff, strategy.weights["player"])
        held.append(bracket.low - 1e-9 <= truth <= bracket.high + 1e-9)
        more = evaluator.next_round(table)
        if not more:
            return bracket.width <= width, held, int(np.triu(evidence.count).sum())
        evidence.answer([Request(profile, groups, "support") for profile, groups in more])


def validity(games: int, size: int, width: float, level: float) -> tuple[float, float, float]:
    """Shares of games where the truth was inside at the end, and at every look; and of those that stopped by width."""
    at_end = always = narrow = 0
    for game in range(games):
        rng = np.random.default_rng([11, game])
        family = list(FAMILIES)[game % len(FAMILIES)]
        stop, held, _ = stopped(small(FAMILIES[family](rng), size), width, level, rng)
        at_end, always, narrow = at_end + held[-1], always + all(held), narrow + stop
    return at_end / games, always / games, narrow / games


def test_stopping_when_it_is_narrow_is_no_peeking() -> None:
    at_end, always, narrow = validity(games=12, size=5, width=0.25, level=0.8)
    assert always >= stats.binom.ppf(0.001, 12, 0.8) / 12
    assert at_end >= always
    assert narrow > 0.9


@pytest.mark.slow
def test_stopping_is_valid_on_a_thousand_planted_games() -> None:
    at_end, always, narrow = validity(games=1000, size=20, width=0.2, level=0.95)
    sys.stdout.write(f"inside at the end {at_end:.3f}, at every look {always:.3f}, stopped by width {narrow:.3f}\n")
    assert always >= 0.95
    assert narrow > 0.5


@pytest.mark.parametrize(("table", "statements"), STATEMENTS)
def test_bounds_of_all_cells_share_the_error(table: PayoffTable, statements: int) -> None:
    wanted = mean_bounds(table.count, table.total, table.squares, (-1.0, 1.0), (1 - 0.9) / statements)
    np.testing.assert_array_equal(cell_bounds(table, 0.9), wanted)


def test_deviations_keep_the_bracket_wide_until_it_is_as_wide_as_wanted() -> None:
    table = evenly_sampled(ALIKE)
    strategy = MetaStrategy({"player": np.array([1.0, 0.0, 0.0])})
    width = table_bracket(table, strategy, 0.9).width
    assert not np.any(widening(table, strategy, 0.9, width))
    assert np.any(widening(table, strategy, 0.9, 0.99 * width))


def test_an_exact_table_is_its_own_bracket() -> None:
    table = exact_table(("player", "player"), RPS)
    rock = MetaStrategy({"player": np.array([1.0, 0.0, 0.0])})
    assert table_bracket(table, rock, 0.95) == Bracket(1.0, 1.0, 1.0)
    assert table_bracket(table, Nash().solve(table), 0.95).high == pytest.approx(0, abs=1e-9)


def test_distinct_roles_add_up_and_their_value_is_uncertain_too() -> None:
    table = exact_table(DISTINCT, [[0.5, -0.5], [-0.5, 0.5]])
    corner = MetaStrategy({"row": np.array([1.0, 0.0]), "column": np.array([1.0, 0.0])})
    assert table_bracket(table, corner, 0.95) == Bracket(1.0, 1.0, 1.0)
    rng = np.random.default_rng(0)
    sampled = PayoffTable.empty(DISTINCT, (2, 2)).with_groups(
        ((i, j), [(x, -x)])
        for i in range(2)
        for j in range(2)
        for x in rng.choice([-1.0, 1.0], p=[0.25 + 0.5 * (i != j), 0.75 - 0.5 * (i != j)], size=2000).tolist()
    )
    bracket = table_bracket(sampled, corner, 0.95)
    assert 0.6 < bracket.low < 1 < bracket.high < 1.4


def test_general_sums_have_bounds_for_every_seat() -> None:
    groups = [((i, j), [(float((i + n) % 2), float((j + n) % 3) / 2)]) for i in range(2) for j in range(2)
              for n in range(61)]  # fmt: skip
    table = PayoffTable.empty(DISTINCT, (2, 2)).with_groups(groups)
    assert constant_sum(table) is None
    lower, upper = cell_bounds(replace(table, returns=(0.0, 1.0)), 0.95)
    assert (lower < table.mean).all()
    assert (table.mean < upper).all()
    assert (upper - lower < 0.7).all()


def test_cells_without_games_could_be_anything() -> None:
    table = PayoffTable.empty(("player", "player"), (2, 2)).with_exact((0, 0), (0, 0)).with_exact((1, 1), (0, 0))
    bracket = table_bracket(table.grown((2, 2)), MetaStrategy({"player": np.array([1.0, 0.0])}), 0.95)
    assert (bracket.low, bracket.high) == (0.0, 1.0)


def test_returns_outside_the_bounds_are_refused() -> None:
    groups = [((0, 1), [(3.0, -3.0)]), ((0, 1), [(-3.0, 3.0)])]
    table = PayoffTable.empty(DISTINCT, (1, 2)).with_groups([*groups, ((0, 0), [(0.0, 0.0)])])
    mixture = MetaStrategy({"row": np.array([1.0]), "column": np.array([0.5, 0.5])})
    with pytest.raises(InputError, match=r"cell \(0, 1\) returned something outside \[-1, 1\]"):
        table_bracket(replace(table, returns=(-1.0, 1.0)), mixture, 0.95)
    assert table_bracket(replace(table, returns=(-3.0, 3.0)), mixture, 0.95).high <= 6
    state = State(0, population(DISTINCT, 2), table, mixture)
    with pytest.raises(InputError, match=r"outside \[-1, 1\]"):
        TableBracket().measure(Measurement(SETUP, [state]))
    stated = replace(state, table=replace(table, returns=(-3.0, 3.0)))
    told, asked = (
        TableBracket(returns=returns).measure(Measurement(SETUP, [its]))
        for returns, its in ((None, stated), ((-3.0, 3.0), state))
    )
    assert told == asked


def test_the_metric_says_what_the_evaluator_stopped_by() -> None:
    evidence = Evidence(np.array(RPS) / 2, np.random.default_rng(2))
    evidence.play(np.full((3, 3), 150.0))
    table = evidence.table()
    strategy = Nash().solve(table)
    found = TableBracket().measure(Measurement(SETUP, [State(0, population(ALIKE, 3), table, strategy)]))
    estimate, bracket = found["table_bracket"], table_bracket(table, strategy, 0.95)
    assert (estimate.low, estimate.value, estimate.high) == (bracket.low, bracket.value, bracket.high)
    assert (estimate.kind, estimate.bound, estimate.n) == ("restricted_exploitability", "bracket", 150)
    with pytest.raises(InputError, match="table_bracket needs"):
        TableBracket(returns=(1.0, 1.0))
