"""How many games `adaptive` saves: the true error of the mixture after so many games, on games whose truth is planted.

Both evaluators' tables are solved by the same solver. Errors are means over games of a family: at equal risk, how many
times as many games does `sampled` need?
"""

from __future__ import annotations

import sys

import numpy as np
import pytest

from psrokit.api import Floats
from psrokit_plugins.benchmarks.planted import FAMILIES, SIZE, Evidence, true_error
from psrokit_plugins.evaluators.adaptive import Adaptive
from psrokit_plugins.linear_programs.zero_sum import solve_symmetric
from psrokit_plugins.statistics.allocation import Request

CELLS = SIZE * (SIZE - 1) // 2
UNIFORM = (50, 100, 200, 400)
BUDGET = 100
GRID = np.geomspace(Adaptive().fewest, BUDGET, 200)


def solved_error(evidence: Evidence) -> float:
    """The true error of the Nash equilibrium of the table as it is."""
    table = evidence.table()
    return true_error(evidence.payoff, solve_symmetric((table.mean[0] - table.mean[1]) / 2).row)


def uniform_errors(payoff: Floats, rng: np.random.Generator) -> list[float]:
    """True errors after so many pairs in every cell, as UNIFORM says."""
    evidence, errors = Evidence(payoff, rng), []
    for more in np.diff((0, *UNIFORM)):
        evidence.play(np.full(payoff.shape, float(more)))
        errors.append(solved_error(evidence))
    return errors


def adaptive_errors(payoff: Floats, rng: np.random.Generator) -> Floats:
    """True errors when at most so many pairs per cell are spent, as GRID says (0 pairs: all weight anywhere)."""
    evaluator, evidence = Adaptive(pairs=BUDGET), Evidence(payoff, rng)
    evidence.play(np.full(payoff.shape, float(evaluator.fewest)))
    spent, errors = [float(evaluator.fewest)], [solved_error(evidence)]
    while more := evaluator.next_round(evidence.table()):
        new = evidence.answer([Request(profile, groups, "support") for profile, groups in more])
        spent.append(spent[-1] + new / CELLS)
        errors.append(solved_error(evidence))
    return np.array(errors)[np.searchsorted(spent, GRID + 1e-9, side="right") - 1]


def ratios(family: str, games: int) -> tuple[Floats, Floats]:
    """Games that `sampled` needs per game of `adaptive`, and the error both have then, for each entry of UNIFORM."""
    uniform, adaptive = [], []
    for game in range(games):
        rng = np.random.default_rng([sorted(FAMILIES).index(family), game])
        payoff = FAMILIES[family](rng)
        uniform.append(uniform_errors(payoff, rng))
        adaptive.append(adaptive_errors(payoff, rng))
    risk, curve = np.mean(uniform, axis=0), np.mean(adaptive, axis=0)
    needed = [float(GRID[curve <= error][0]) if (curve <= error).any() else np.inf for error in risk]
    return np.array(UNIFORM) / np.array(needed), risk


def test_fewer_games_reach_the_same_error() -> None:
    found = np.array([ratios(family, 10)[0] for family in FAMILIES])
    assert (found.mean(axis=1) >= 4).all(), found


@pytest.mark.slow
def test_a_quarter_of_the_games_reaches_the_same_error_on_a_thousand_planted_games() -> None:
    found = {family: ratios(family, 250) for family in FAMILIES}
    sys.stdout.write("family: uniform pairs per cell -> games saved (mean true error in returns)\n")
    for family, (saved, risk) in found.items():
        told = zip(UNIFORM, saved, risk, strict=True)
        sys.stdout.write(f"{family}: " + ", ".join(f"{n} -> {s:.1f}x ({e:.4f})" for n, s, e in told) + "\n")
    assert min(saved.min() for saved, _ in found.values()) >= 4
    assert found["two dominate"][0].min() >= 10
