"""Which games to play next: what is asked for, and why."""

from __future__ import annotations

import numpy as np
import pytest
from tables import RPS, exact_table

from psrokit.api import InputError, IntegrityError, MetaStrategy, PayoffTable
from psrokit_plugins.benchmarks.planted import FAMILIES, Evidence
from psrokit_plugins.meta_solvers.nash import Nash
from psrokit_plugins.statistics.allocation import FEWEST, Request, next_games


def sampled(payoff: list[list[float]], pairs: int, seed: int = 0) -> PayoffTable:
    """An alike-seated table with so many pairs per cell."""
    evidence = Evidence(np.array(payoff), np.random.default_rng(seed))
    evidence.play(np.full_like(evidence.payoff, pairs))
    return evidence.table()


def test_cells_with_too_few_games_come_first_and_alone() -> None:
    table = PayoffTable.empty(("player", "player"), (3, 3)).with_groups(
        [((0, 1), [(1.0, -1.0), (-1.0, 1.0)])] * (FEWEST - 1) + [((0, 2), [(1.0, -1.0), (-1.0, 1.0)])] * FEWEST
    )
    for member in range(3):
        table = table.with_exact((member, member), (0.0, 0.0))
    expected = [Request((0, 1), 1, "unknown"), Request((1, 2), FEWEST, "unknown")]
    assert next_games(table, None, 100) == expected
    assert next_games(table, None, 5) == expected
    assert [each.groups for each in next_games(table, None, 4)] == [1, 3]


def test_distinct_roles_have_no_mirrors_and_an_exact_table_needs_nothing() -> None:
    empty = PayoffTable.empty(("row", "column"), (2, 3))
    assert [each.profile for each in next_games(empty, None, 1000)] == [(i, j) for i in range(2) for j in range(3)]
    exact = exact_table(("player", "player"), RPS)
    assert next_games(exact, Nash().solve(exact), 1000) == []


def test_decided_policies_get_no_games_and_contested_ones_all() -> None:
    payoff = [[0.0, 0.02, 0.9, 0.9], [-0.02, 0.0, 0.9, 0.9], [-0.9, -0.9, 0.0, 0.4], [-0.9, -0.9, -0.4, 0.0]]
    table = sampled(payoff, 50)
    requests = next_games(table, Nash().solve(table), 1000)
    assert [(each.profile, each.groups) for each in requests] == [((0, 1), 1000)]


def test_the_support_is_told_from_possible_deviations() -> None:
    cycle = np.array(RPS) * 0.5
    payoff = np.zeros((4, 4))
    payoff[:3, :3], payoff[3, :3], payoff[:3, 3] = cycle, -0.05, 0.05
    table = sampled(payoff.tolist(), 40)
    solved = Nash().solve(table)
    assert (solved.weights["player"] > 0).tolist() == [True, True, True, False]
    reasons = {each.profile: each.reason for each in next_games(table, solved, 600)}
    assert reasons == {
        **dict.fromkeys([(0, 1), (0, 2), (1, 2)], "support"),
        **dict.fromkeys([(0, 3), (1, 3), (2, 3)], "deviation"),
    }


def test_the_whole_budget_goes_to_the_cells_that_lack_most() -> None:
    evidence = Evidence(np.array(RPS) * 0.5, np.random.default_rng(1))
    evidence.play(np.array([[0, 400, 30], [0, 0, 30], [0, 0, 0]]))
    table = evidence.table()
    third = MetaStrategy({"player": np.full(3, 1 / 3)})
    for budget in (1, 7, 1000):
        assert sum(each.groups for each in next_games(table, third, budget)) == budget
    assert [each.profile for each in next_games(table, third, 100)] == [(0, 2), (1, 2)]
    assert min(each.groups for each in next_games(table, third, 30_000)) > 5000


def test_samples_are_in_proportion_to_the_weight_of_what_they_are_about() -> None:
    """Of equal spread, a cell that is met four times as often deserves four times the samples (Neyman)."""
    cells = [(i, j) for i in range(2) for j in range(2)]
    groups = [(cell, [(won, 0.0)]) for cell in cells for won in (1.0, -1.0) * 10]
    table = PayoffTable.empty(("row", "column"), (2, 2)).with_groups(groups)
    strategy = MetaStrategy({"row": np.array([1.0, 0.0]), "column": np.array([0.8, 0.2])})
    asked = {each.profile: each.groups for each in next_games(table, strategy, 1_000_000)}
    assert (20 + asked[1, 0]) / (20 + asked[1, 1]) == pytest.approx(4, rel=1e-3)


def test_the_order_of_policies_does_not_matter() -> None:
    rng = np.random.default_rng(3)
    evidence = Evidence(FAMILIES["spinning top"](rng), rng)
    evidence.play(np.full_like(evidence.payoff, 12))
    table, order = evidence.table(), rng.permutation(20)
    moved = PayoffTable.empty(table.seats, table.sizes)
    for name in ("count", "exact", "total", "squares"):
        getattr(moved, name)[...] = getattr(table, name)[..., order, :][..., order]
    here = MetaStrategy({"player": Nash().solve(table).weights["player"]})
    there = MetaStrategy({"player": here.weights["player"][order]})
    asked = {tuple(sorted(each.profile)): each.groups for each in next_games(table, here, 5000)}
    again = {tuple(sorted(int(order[i]) for i in each.profile)): each.groups for each in next_games(moved, there, 5000)}
    assert asked.keys() == again.keys()
    assert max(abs(asked[cell] - again[cell]) for cell in asked) <= 1  # equal remainders are rounded in cell order


def test_three_players_get_games_where_deviations_are_undecided() -> None:
    rng = np.random.default_rng(4)
    seats = ("a", "b", "c")
    groups = [
        ((i, j, k), [(float(rng.choice([-1, 1])), float(rng.choice([-1, 1])), -2.0 * k)])
        for i in range(2) for j in range(2) for k in range(2) for _ in range(50)
    ]  # fmt: skip
    table = PayoffTable.empty(seats, (2, 2, 2)).with_groups(groups)
    pure = np.array([1.0, 0.0])
    requests = next_games(table, MetaStrategy(dict.fromkeys(seats, pure)), 300)
    assert {each.profile for each in requests} == {(0, 0, 0), (1, 0, 0), (0, 1, 0)}
    assert {each.reason for each in requests if each.profile == (0, 0, 0)} == {"support"}


def test_bad_questions_are_refused() -> None:
    table = sampled(RPS, 10)
    with pytest.raises(InputError, match="budget of -1"):
        next_games(table, None, -1)
    with pytest.raises(IntegrityError, match="depends on the mixture"):
        next_games(table, None, 10)
    joint = MetaStrategy({"player": np.full(3, 1 / 3)}, joint=np.full((3, 3), 1 / 9))
    with pytest.raises(InputError, match="correlated"):
        next_games(table, joint, 10)
