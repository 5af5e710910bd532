"""The metric nash_support: weights with intervals, and whether a policy belongs to the equilibrium at all."""

from __future__ import annotations

import numpy as np
import pytest
from planted import HereVenue, Planted, population, setup_for
from tables import ALIKE, RPS, exact_table, sampled_table

from psrokit.api import Estimate, Floats, InputError, Measurement, MetaStrategy, PayoffTable, State
from psrokit_plugins.meta_solvers.uniform import Uniform
from psrokit_plugins.metrics.nash_support import NashSupport
from psrokit_plugins.statistics.equilibrium_bootstrap import EquilibriumDraws


def measured(table: PayoffTable, metric: NashSupport) -> dict[str, Estimate]:
    game = Planted(((0.5,),))
    people = population(table.seats, table.sizes[0])
    state = State(0, people, table, Uniform().solve(table))
    return dict(metric.measure(Measurement(setup_for(game, HereVenue(game)), [state])))


def test_a_clear_winner_and_a_coin_toss() -> None:
    chances: Floats = np.array([[0.5, 0.5, 0.95], [0.5, 0.5, 0.95], [0.05, 0.05, 0.5]])
    answer = measured(sampled_table(chances, 30), NashSupport(resamples=300))
    assert len(answer) == 6
    inclusion = [estimate for name, estimate in answer.items() if name.startswith("inclusion:")]
    weights = [estimate for name, estimate in answer.items() if name.startswith("nash_weight:")]
    assert all(0.02 < each.value < 0.98 for each in inclusion[:2])  # which of the two is better was not shown
    assert inclusion[2].value < 0.02
    assert weights[0].low < 0.01
    assert weights[0].high > 0.99
    assert weights[2].high < 0.05
    assert sum(each.value for each in weights) == pytest.approx(1)
    assert {each.n for each in weights} == {30}


def test_exact_payoffs_are_solved_and_not_resampled() -> None:
    answer = measured(exact_table(ALIKE, RPS), NashSupport())
    assert all(estimate.bound == "exact" for estimate in answer.values())
    assert sorted({round(estimate.value, 6) for estimate in answer.values()}) == [0.333333, 1.0]


def test_impossible_options_and_games_are_refused() -> None:
    with pytest.raises(InputError, match="threshold"):
        NashSupport(threshold=0.0)
    table = PayoffTable.empty(ALIKE, (1, 1)).with_exact((0, 0), (1.0, 1.0))
    assert measured(table, NashSupport())["inclusion:player/" + population(ALIKE, 1).names("player")[0]].value == 1.0


def test_an_interval_holds_the_weight_also_where_all_draws_are_elsewhere() -> None:
    table = sampled_table(np.full((2, 2), 0.5), 10)
    draws = EquilibriumDraws({"player": np.tile([0.9, 0.1], (20, 1))}, np.zeros(20))
    solution = MetaStrategy({"player": np.array([0.5, 0.5])})
    found = dict(NashSupport()._sampled(table, solution, draws, {"player": ("a", "b")}))
    first, second = found["nash_weight:player/a"], found["nash_weight:player/b"]
    assert (first.low, first.value, first.high) == pytest.approx((0.5, 0.5, 0.9))
    assert (second.low, second.value, second.high) == pytest.approx((0.1, 0.5, 0.5))
