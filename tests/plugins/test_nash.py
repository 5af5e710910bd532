"""The solver `nash` on payoff tables."""

from __future__ import annotations

import numpy as np
import pytest
from tables import ALIKE, DISTINCT, RPS, exact_table, regrets

from psrokit.api import InputError, PayoffTable
from psrokit.testing.tables import symmetric
from psrokit_plugins.meta_solvers.max_entropy_nash import MaxEntropyNash
from psrokit_plugins.meta_solvers.nash import Nash


@pytest.mark.parametrize("seats", [ALIKE, DISTINCT])
@pytest.mark.parametrize("scale", [1e-9, 1.0, 1e12])
def test_rock_paper_scissors(seats: tuple[str, str], scale: float) -> None:
    strategy = Nash().solve(exact_table(seats, np.array(RPS) * scale))
    assert list(strategy.weights) == list(dict.fromkeys(seats))
    for weights in strategy.weights.values():
        assert weights == pytest.approx(np.full(3, 1 / 3), abs=1e-12)
    certificate = dict(strategy.certificate)
    assert certificate.pop("value") == pytest.approx(0, abs=1e-12 * scale)
    assert certificate.pop("gap") < 1e-12
    assert certificate == {"scale": scale, "unique": 1}


def test_alike_seats_share_one_symmetric_equilibrium_and_an_equal_part() -> None:
    rng = np.random.default_rng(0)
    skew = rng.normal(size=(7, 7))
    table = exact_table(ALIKE, 3 + skew - skew.T, total=6.0)
    strategy = Nash().solve(table)
    assert list(strategy.weights) == ["player"]
    assert strategy.certificate["value"] == 3.0
    assert regrets(table, strategy) == pytest.approx([0, 0], abs=1e-12)


def test_distinct_roles_get_their_own_strategies_and_the_value_of_seat_0() -> None:
    table = exact_table(DISTINCT, [[3.0, -1.0], [-2.0, 1.0], [-2.0, 1.0]], total=10.0)
    strategy = Nash().solve(table)
    assert strategy.certificate["value"] == pytest.approx(1 / 7)
    assert strategy.weights["column"] == pytest.approx([2 / 7, 5 / 7])
    assert strategy.weights["row"][0] == pytest.approx(3 / 7)
    assert strategy.certificate["unique"] == 0
    assert regrets(table, strategy) == pytest.approx([0, 0], abs=1e-12)


def test_sampled_means_are_solved_like_exact_ones() -> None:
    table = PayoffTable.empty(ALIKE, (3, 3))
    rng = np.random.default_rng(1)
    groups = []
    for profile in table.profiles():
        for _ in range(30):
            first, second = (float(rng.random() < 0.5 + 0.3 * RPS[profile[0]][profile[1]]) for _ in range(2))
            groups.append((profile, ((first, 1 - first), (1 - second, second))))
    sampled = table.with_groups(groups)
    strategy = Nash().solve(sampled)
    assert max(regrets(sampled, strategy)) < 1e-12
    assert strategy.certificate["value"] == 0.5


def test_nash_refuses_general_sums_naming_the_cell() -> None:
    table = exact_table(DISTINCT, [[1.0, 0.0], [0.0, 1.0]]).with_exact((0, 1), (2.0, 3.0))
    with pytest.raises(
        InputError, match=r"cell \(0, 1\) sum to 5, those of cell \(0, 0\) to 0\n.*cce, regret_matching"
    ):
        Nash().solve(table)


@pytest.mark.parametrize("seats", [("solo",), ("a", "a", "a"), ("a", "b", "c")])
def test_nash_refuses_other_numbers_of_players(seats: tuple[str, ...]) -> None:
    table = PayoffTable.empty(seats, (1,) * len(seats)).with_exact((0,) * len(seats), (0.0,) * len(seats))
    with pytest.raises(InputError, match=f"two players, this one has {len(seats)} seats"):
        Nash().solve(table)


def test_a_large_common_part_hides_no_general_sum() -> None:
    chicken = np.array([[6.0, 2.0], [7.0, 0.0]]) * 1e-4 + 1e6
    for solver in (Nash(), MaxEntropyNash()):
        with pytest.raises(InputError, match=r"nash solves constant-sum tables: the payoffs of cell \(1, 1\) sum to"):
            solver.solve(symmetric(chicken))
        constant = solver.solve(exact_table(DISTINCT, np.array(RPS) * 1e-4 + 1e6, total=2e6))
        assert constant.weights["row"] == pytest.approx(np.full(3, 1 / 3), abs=1e-5)


def test_the_largest_payoffs_overflow_nothing() -> None:
    with np.errstate(over="raise"):
        weights = Nash().solve(exact_table(ALIKE, np.array(RPS) * 1.7e308)).weights["player"]
    assert weights == pytest.approx(np.full(3, 1 / 3))
