"""The solvers `nash`, `uniform` and `last` on payoff tables."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from psrokit.api import Floats, InputError, IntegrityError, MetaSolver, MetaStrategy, PayoffTable
from psrokit_plugins.meta_solvers.last import Last
from psrokit_plugins.meta_solvers.nash import Nash
from psrokit_plugins.meta_solvers.uniform import Uniform
from psrokit_plugins.statistics.deviations import table_payoffs

RPS = [[0.0, -1.0, 1.0], [1.0, 0.0, -1.0], [-1.0, 1.0, 0.0]]
PHASE_0 = {
    "SyntheticRLV2": [0.50, 0.62, 0.48, 0.96, 1.00],
    "SyntheticRLV1": [0.38, 0.50, 0.38, 0.90, 0.88],
    "SyntheticRLV1_SelfPlay": [0.52, 0.62, 0.50, 0.86, 0.94],
    "PokeEnvHeuristic": [0.04, 0.10, 0.14, 0.50, 0.50],
    "GymLeader": [0.00, 0.12, 0.06, 0.50, 0.50],
}
"""Win rates of the row policy in gen1ou, 50 battles a cell, published with the first results of metamon-mewtwo."""
ALIKE = ("player", "player")
DISTINCT = ("row", "column")


def exact_table(seats: tuple[str, str], payoff: Sequence[Sequence[float]] | Floats, total: float = 0.0) -> PayoffTable:
    """A table of exact payoffs of seat 0; seat 1 gets the rest of `total`."""
    table = PayoffTable.empty(seats, np.shape(payoff))
    for profile in table.profiles():
        mine = float(payoff[profile[0]][profile[1]])
        table = table.with_exact(profile, (mine, total - mine))
    return table


def regrets(table: PayoffTable, strategy: MetaStrategy) -> list[float]:
    """What each seat gains by its best deviation in the table."""
    gains = []
    for seat, role in enumerate(table.seats):
        payoffs = table_payoffs(table, strategy, seat)
        gains.append(float(payoffs.max() - payoffs @ strategy.weights[role]))
    return gains


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


def test_the_published_phase_0_table_has_a_pure_nash_that_nobody_in_it_exploits() -> None:
    names = list(PHASE_0)
    table = exact_table(ALIKE, 2 * np.array(list(PHASE_0.values())) - 1)
    strategy = Nash().solve(table)
    weights = strategy.weights["player"]
    assert dict(zip(names, weights.tolist(), strict=True)) == {
        name: float(name == "SyntheticRLV1_SelfPlay") for name in names
    }
    assert max(regrets(table, strategy)) == pytest.approx(0, abs=1e-12)
    against_weakest = float((weights @ table.mean[0]).max()) / 2
    assert against_weakest == pytest.approx(0.44)  # once reported as "exploitability": the gain over the weakest member


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
    assert "unique" not in strategy.certificate
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


@pytest.mark.parametrize("solver", [Nash(), Uniform(), Last()])
def test_every_solver_refuses_holes_naming_the_cell(solver: MetaSolver) -> None:
    table = exact_table(ALIKE, RPS).grown((4, 4))
    with pytest.raises(IntegrityError, match=r"4 cells without games, the first is \(0, 3\)"):
        solver.solve(table)


@pytest.mark.parametrize("solver", [Nash(), Uniform(), Last()])
@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_every_solver_refuses_payoffs_that_are_no_numbers(solver: MetaSolver, bad: float) -> None:
    table = exact_table(DISTINCT, RPS).with_exact((1, 2), (bad, 0.0))
    with pytest.raises(IntegrityError, match=r"seat 0 in cell \(1, 2\) is (nan|inf)"):
        solver.solve(table)


@pytest.mark.parametrize("solver", [Nash(), Uniform(), Last()])
def test_every_solver_refuses_an_empty_table(solver: MetaSolver) -> None:
    with pytest.raises(IntegrityError, match="empty"):
        solver.solve(PayoffTable.empty(DISTINCT, (0, 2)))


def test_nash_refuses_general_sums_naming_the_cell() -> None:
    table = exact_table(DISTINCT, [[1.0, 0.0], [0.0, 1.0]]).with_exact((0, 1), (2.0, 3.0))
    with pytest.raises(InputError, match=r"cell \(0, 1\) sum to 5, those of cell \(0, 0\) to 0\n.*uniform, last"):
        Nash().solve(table)


@pytest.mark.parametrize("seats", [("solo",), ("a", "a", "a"), ("a", "b", "c")])
def test_nash_refuses_other_numbers_of_players(seats: tuple[str, ...]) -> None:
    table = PayoffTable.empty(seats, (1,) * len(seats)).with_exact((0,) * len(seats), (0.0,) * len(seats))
    with pytest.raises(InputError, match=f"two players, this one has {len(seats)} seats"):
        Nash().solve(table)


def test_uniform_and_last_take_any_number_of_players() -> None:
    seats, sizes = ("a", "b", "b"), (2, 3, 3)
    table = PayoffTable.empty(seats, sizes)
    for profile in table.profiles():
        table = table.with_exact(profile, (0.0, 1.0, 5.0))
    assert {role: weights.tolist() for role, weights in Uniform().solve(table).weights.items()} == {
        "a": [1 / 2] * 2,
        "b": [1 / 3] * 3,
    }
    assert {role: weights.tolist() for role, weights in Last().solve(table).weights.items()} == {
        "a": [0.0, 1.0],
        "b": [0.0, 0.0, 1.0],
    }
