"""The branch of logit equilibria is followed to its end and never left for another curve."""

from __future__ import annotations

import numpy as np
import pytest

from psrokit_plugins.analysis.general_sum import limiting_logit_equilibrium
from psrokit_plugins.normal_form import logit
from psrokit_plugins.normal_form.game import NormalForm
from psrokit_plugins.tables.payoffs import table_of_payoffs


@pytest.mark.parametrize(
    ("payoffs", "ends"),
    [
        ([[[0, 2, 2], [2, 4, 3], [4, 3, 1]], [[4, 3, 1], [0, 4, 0], [3, 0, 1]]], [[0, 1, 0], [0, 1, 0]]),
        (
            [
                [[[3, 4], [2, 2]], [[0, 3], [1, 3]]],
                [[[0, 4], [2, 3]], [[2, 1], [4, 2]]],
                [[[4, 4], [2, 3]], [[4, 3], [0, 3]]],
            ],
            [[0, 1], [0, 1], [0, 1]],
        ),
    ],
)
def test_no_step_along_the_branch_leads_to_another_curve(payoffs: list[object], ends: list[list[float]]) -> None:
    """Where the branch bends sharply; what it ends in was found by steps a hundred times shorter."""
    roles = ("a", "b", "c")[: len(payoffs)]
    found = limiting_logit_equilibrium(table_of_payoffs(roles, np.array(payoffs, dtype=float)))
    for role, weights in zip(roles, ends, strict=True):
        assert found.weights[role] == pytest.approx(weights, abs=1e-3)


def test_shorter_steps_lead_to_the_same_equilibria_of_three_players(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(9)
    games = [NormalForm.of(table_of_payoffs("abc", rng.integers(0, 5, (3, 2, 2, 2)).astype(float))) for _ in range(20)]
    found = [logit.logit_equilibrium(game, 1e3) for game in games]
    monkeypatch.setattr(logit, "_STRAIGHT", 0.999)
    for game, strategies in zip(games, found, strict=True):
        finer = logit.logit_equilibrium(game, 1e3)
        for role, weights in strategies.items():
            assert weights == pytest.approx(finer[role], abs=1e-6)
