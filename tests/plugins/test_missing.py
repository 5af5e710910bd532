"""What holes can change is proven for all completions, and checked here by trying them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from psrokit.api import Floats, PayoffTable
from psrokit_plugins.analysis.general_sum import limiting_logit_equilibrium
from psrokit_plugins.meta_solvers.nash import Nash
from psrokit_plugins.meta_solvers.support_enumeration import SupportEnumeration
from psrokit_plugins.statistics.completions import Incomplete, completions
from psrokit_plugins.statistics.missing import Reach, exposure, idle, out_by_dominance, reach
from psrokit_plugins.tables.payoffs import table_of_payoffs

ALIKE, ROLES = ("player", "player"), ("row", "column")


def nash(table: PayoffTable) -> Mapping[str, Floats]:
    return Nash().solve(table).weights


def logit(table: PayoffTable) -> Mapping[str, Floats]:
    return limiting_logit_equilibrium(table).weights


def found_in(table: Incomplete, tries: int = 16, seed: int = 0) -> Reach:
    return reach(table, nash if table.total is not None else logit, tries, np.random.default_rng(seed))


def antisymmetric(payoff: Floats, *holes: tuple[int, int]) -> Incomplete:
    means = np.stack([payoff, -payoff])
    for i, j in holes:
        means[:, i, j] = means[:, j, i] = np.nan
    return Incomplete.of(table_of_payoffs(ALIKE, means))


def random_alike(rng: np.random.Generator, size: int, holes: int) -> Incomplete:
    payoff = np.triu(np.round(rng.uniform(-1, 1, (size, size)), 1), 1)
    pairs = [(i, j) for i in range(size) for j in range(i)]
    return antisymmetric(payoff - payoff.T, *(pairs[at] for at in rng.choice(len(pairs), holes, replace=False)))


def random_roles(rng: np.random.Generator, general: bool) -> Incomplete:
    first = np.round(rng.uniform(-1, 1, (3, 3)), 1)
    means = np.stack([first, np.round(rng.uniform(-1, 1, (3, 3)), 1) if general else -first])
    for at in rng.choice(9, 2, replace=False):
        means[:, at // 3, at % 3] = np.nan
    return Incomplete.of(table_of_payoffs(ROLES, means))


def grid(table: Incomplete, steps: int = 5) -> Floats:
    """Completions with each free payoff at one of `steps` values."""
    free = len(table.holes) * len(table.seats)
    shares = np.array(list(product(np.linspace(0, 1, steps), repeat=free)))
    return table.filled(
        np.broadcast_to(table.low, (len(shares), *table.low.shape)),
        shares.reshape(-1, len(table.holes), len(table.seats)),
    )


def regret(seats: tuple[str, str], payoffs: Floats, weights: Mapping[str, Floats]) -> float:
    """The best gain of one seat of each role, summed."""
    row, column = (weights[seat] for seat in seats)
    first, second = payoffs[0] @ column, row @ payoffs[1]
    gain = first.max() - first @ row
    return float(gain if seats[0] == seats[1] else gain + second.max() - second @ column)


@pytest.mark.parametrize("seed", range(12))
def test_the_cautious_mixture_loses_at_most_what_it_says_and_who_is_out_is_in_no_equilibrium(seed: int) -> None:
    table = random_alike(np.random.default_rng(seed), 4, 2)
    found, filled = found_in(table, seed=seed), grid(table)
    worst = max(float((payoffs[0] @ found.weights["player"]).max()) for payoffs in filled)
    assert worst == pytest.approx(found.loss, abs=1e-9)  # the extremes are in the grid: the loss is exact
    for payoffs in filled[::7]:
        assert not (nash(table_of_payoffs(ALIKE, payoffs))["player"][found.out["player"]] > 1e-6).any()
    assert not (found.always["player"] & ~found.ever["player"]).any()
    assert not (found.out["player"] & found.ever["player"]).any()


@pytest.mark.parametrize("seed", range(8))
def test_two_roles_with_a_constant_sum_have_bounds_that_hold(seed: int) -> None:
    table = random_roles(np.random.default_rng(seed), general=False)
    found = found_in(table, seed=seed)
    assert found.value is not None
    low, high = found.value
    assert found.loss == pytest.approx(high - low, abs=1e-9)
    for payoffs in grid(table)[::11]:
        solved = Nash().solve(table_of_payoffs(ROLES, payoffs))
        assert low - 1e-9 <= solved.certificate["value"] <= high + 1e-9
        assert regret(ROLES, payoffs, found.weights) <= found.loss + 1e-9
        for role in ROLES:
            assert not (solved.weights[role][found.out[role]] > 1e-6).any()


@pytest.mark.parametrize("seed", range(4))
def test_general_sums_are_bounded_too(seed: int) -> None:
    table = random_roles(np.random.default_rng(seed), general=True)
    found = found_in(table, seed=seed)
    assert found.value is None
    for payoffs in grid(table, steps=3)[::5]:
        assert regret(ROLES, payoffs, found.weights) <= found.loss + 1e-9
        for one in SupportEnumeration().all_found(table_of_payoffs(ROLES, payoffs)):
            for role in ROLES:
                assert not (one[role][found.out[role]] > 1e-6).any()


def test_a_complete_table_is_its_own_answer() -> None:
    cycle = np.array([[0.0, -1, 1], [1, 0, -1], [-1, 1, 0]])
    found = found_in(antisymmetric(cycle), 4)
    assert found.loss == 0
    assert found.weights["player"] == pytest.approx(np.full(3, 1 / 3))
    assert found.always["player"].all()


def test_a_hole_between_losers_changes_nothing() -> None:
    payoff = np.array([[0.0, 0.5, 0.8], [-0.5, 0, 0], [-0.8, 0, 0]])
    found = found_in(antisymmetric(payoff, (1, 2)), 8)
    assert (found.loss, found.weights["player"].tolist(), found.out["player"].tolist()) == (
        0,
        [1, 0, 0],
        [False, True, True],
    )
    assert idle(found, ALIKE, (1, 2))
    assert exposure(found, ALIKE, (1, 2)) == 0


def test_a_hole_at_the_top_leaves_the_equilibrium_open() -> None:
    payoff = np.array([[0.0, 0.0, 0.8], [0.0, 0, 0.8], [-0.8, -0.8, 0]])
    found = found_in(antisymmetric(payoff, (0, 1)), 32)
    assert found.loss == pytest.approx(0.5)
    assert found.weights["player"] == pytest.approx([0.5, 0.5, 0], abs=1e-9)
    assert found.out["player"].tolist() == [False, False, True]
    assert found.ever["player"].tolist() == [True, True, False]
    assert not found.always["player"].any()
    assert not idle(found, ALIKE, (0, 1))
    assert exposure(found, ALIKE, (0, 1)) > 0.9


def test_who_loses_to_the_equilibrium_is_out_and_nobody_else() -> None:
    """The value is 1/3; the last column is the best answer to the first row alone, and concedes 4/3 to (1/3, 2/3)."""
    first = np.array([[3.0, -1.0, -2.0], [-1.0, 1.0, 3.0]])
    found = found_in(Incomplete.of(table_of_payoffs(ROLES, np.stack([first, -first]))))
    assert not found.dominated["column"].any()
    assert {role: out.tolist() for role, out in found.out.items()} == {
        "row": [False, False],
        "column": [False, False, True],
    }


def test_alike_seats_that_share_one_point_have_the_cautious_mixture_of_those_who_share_none() -> None:
    payoff = np.array([[0.0, -1.0, 3.0], [1.0, 0.0, -2.0], [-3.0, 2.0, 0.0]])
    wins = Incomplete.of(table_of_payoffs(ALIKE, np.stack([(1 + payoff / 3) / 2, (1 - payoff / 3) / 2])))
    assert found_in(wins).weights["player"] == pytest.approx([2 / 6, 3 / 6, 1 / 6])


@pytest.mark.parametrize(
    ("hole", "unimportant"), [((0, 0), False), ((0, 1), False), ((1, 0), False), ((1, 1), True), ((2, 0), True)]
)
def test_a_hole_is_idle_where_one_is_dominated_or_two_are_out(hole: tuple[int, int], unimportant: bool) -> None:
    out = {role: np.array([False, True, True]) for role in ROLES}
    dominated = {role: np.array([False, False, True]) for role in ROLES}
    assert idle(Reach({}, 0.0, (0.0, 0.0), dominated, out, {}), ROLES, hole) is unimportant


def test_three_players_can_have_holes() -> None:
    means = np.zeros((3, 2, 2, 2))
    means[:, 1] = 1.0  # the first player's choice pays everybody
    means[:, 0, 1, 1] = np.nan
    table = Incomplete.of(replace(table_of_payoffs(("a", "b", "c"), means), returns=(-1.0, 0.5)))
    assert out_by_dominance(table)["a"].tolist() == [True, False]
    found = found_in(table, 6)
    assert found.loss == 0
    assert idle(found, ("a", "b", "c"), (0, 1, 1))


def test_completions_keep_the_sum_the_mirror_and_the_bounds() -> None:
    table = random_alike(np.random.default_rng(1), 5, 4)
    drawn = completions(table, 10, np.random.default_rng(2))
    assert drawn == pytest.approx(-drawn.transpose(0, 1, 3, 2))
    assert drawn[:, 0] == pytest.approx(-drawn[:, 1])
    assert (drawn >= table.low - 1e-15).all()
    assert (drawn <= table.high + 1e-15).all()
    middle = drawn[0][0]
    assert all(middle[hole] == 0 for hole in table.holes)
    assert not out_by_dominance(antisymmetric(np.zeros((1, 1))))["player"].any()


def test_alike_players_who_play_the_same_share_what_is_missing() -> None:
    means = np.array([[[np.nan, 2.0], [0.0, 1.0]], [[np.nan, 0.0], [2.0, 1.0]]])
    table = Incomplete.of(replace(table_of_payoffs(ALIKE, means), returns=(-1.0, 2.0)))
    assert table.total == 2.0
    assert (completions(table, 8, np.random.default_rng(0))[:, :, 0, 0] == 1.0).all()
    means[:, 1, 1] = 0.5
    table = Incomplete.of(replace(table_of_payoffs(ALIKE, means), returns=(-1.0, 2.0)))
    assert table.total is None
    first, second = completions(table, 8, np.random.default_rng(0))[:, :, 0, 0].T
    assert (first == second).all()
    assert len(set(first)) > 4  # the ends and the middle of the range, and draws from it
