"""Each variant of PSRO ends where it is known to end.

Bands from the papers that the experiments name where those give numbers or orders; else around what exact algebra gave
here, wide enough for another choice among equally good responses.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from variants import course, measured

LEDUC_VALUE = -0.0856064240780


@pytest.fixture(scope="module")
def psro_on_leduc() -> list[float]:
    """NashConv of plain PSRO from uniform play, 100 iterations."""
    return course("leduc", "nash_conv", "iterations=100")


def test_psro_on_leduc_takes_its_published_course(psro_on_leduc: list[float]) -> None:
    """It rises at first; 0.31 and 0.41 at iteration 100 are published, and fewer iterations with better ties."""
    assert max(psro_on_leduc[1:]) > psro_on_leduc[0] == pytest.approx(4.747222, abs=1e-6)
    assert 0.02 < psro_on_leduc[100] < 0.5


def test_double_oracle_on_leduc_is_slow_and_not_monotone() -> None:
    gaps = course("leduc_double_oracle", "nash_conv", "iterations=100")
    assert any(later > earlier + 0.1 for earlier, later in pairwise(gaps))
    assert 0.02 < gaps[-1] < 0.6


def test_xdo_solves_leduc_in_a_few_iterations() -> None:
    """Bounded by the number of information states and not of pure strategies; PSRO is nowhere near by then."""
    *_, (state, numbers) = measured("leduc_xdo")
    assert numbers["nash_conv"] <= 1e-9
    assert state.iteration <= 40
    assert state.table.mean[0][-1, -1] == pytest.approx(LEDUC_VALUE, abs=1e-9)


def test_anytime_psro_does_not_rise_and_nears_the_least_of_its_population(psro_on_leduc: list[float]) -> None:
    numbers = [numbers for _, numbers in measured("leduc_apsro", "iterations=8", "oracle.steps=300")]
    gaps = [each["nash_conv"] for each in numbers]
    left_to_learn = 0.25
    assert all(later < earlier + left_to_learn for earlier, later in pairwise(gaps))
    assert any(later > earlier + left_to_learn for earlier, later in pairwise(psro_on_leduc[:9]))
    for each in numbers[1:]:
        assert each["population_exploitability"] <= each["nash_conv"] + 1e-9
        assert each["nash_conv"] < each["population_exploitability"] + left_to_learn
    assert gaps[-1] < psro_on_leduc[8]


def test_self_play_psro_needs_half_the_iterations(psro_on_leduc: list[float]) -> None:
    gaps = course("leduc_sp_psro", "nash_conv", "iterations=25")
    assert np.mean(gaps[15:]) < np.mean(psro_on_leduc[15:26]) / 1.5
    assert min(gaps) < min(psro_on_leduc[:26])


def test_fictitious_play_falls_like_one_over_the_root() -> None:
    gaps = course("leduc_fictitious_play", "nash_conv")
    assert 0.3 < gaps[100] < 0.8
    assert 0.3 < gaps[100] / gaps[25] < 0.8


def test_self_play_gets_nowhere() -> None:
    assert min(course("leduc_self_play", "nash_conv")) > 1


def test_rectified_nash_stops_short_of_an_equilibrium() -> None:
    """Where plain PSRO ends; the responses it found are good for more than it makes of them."""
    *_, (_, numbers) = measured("blotto_rectified")
    assert 0.2 < numbers["nash_conv"] < 1.5
    assert numbers["population_exploitability"] < numbers["nash_conv"]
    assert course("blotto_rectified", "nash_conv", "meta_solver=nash")[-1] <= 1e-12


@pytest.mark.parametrize(("name", "gap"), [("kuhn3_jpsro_cce", "cce_gap"), ("kuhn3_jpsro_ce", "ce_gap")])
def test_jpsro_ends_in_a_correlated_equilibrium_of_three_player_kuhn(name: str, gap: str) -> None:
    *_, (state, numbers) = measured(name)
    assert numbers[gap] <= 1e-6
    assert state.strategy.joint is not None
    assert state.iteration <= 40


def test_one_linear_program_solves_liars_dice() -> None:
    (_, start), (_, solved) = measured("liars_dice_lp")
    assert start["game_value"] == pytest.approx(1 / 16, abs=1e-9)
    assert start["nash_conv"] > 0.5
    assert solved["nash_conv"] <= 1e-9


@pytest.mark.parametrize(
    ("solver", "most"),
    [
        ("nash", 1e-12),
        ("regret_matching_plus", 1e-3),
        ("projected_replicator", 0.05),
        ("replicator", 0.05),
        ("fictitious_play", 0.1),
        ("regret_matching", 0.1),
        ("hedge", 0.1),
        ("logit_qre", 0.1),
        ("epsilon_mix", 0.1),
        ("alpha_rank", 0.3),
    ],
)
def test_psro_on_kuhn_comes_close_with_each_solver(solver: str, most: float) -> None:
    """From 0.92; those that approximate an equilibrium of the table stop at their own error."""
    gaps = course("kuhn_prd", "nash_conv", f"meta_solver={solver}", "iterations=7")
    assert gaps[0] == pytest.approx(0.916667, abs=1e-6)
    assert gaps[-1] <= most
