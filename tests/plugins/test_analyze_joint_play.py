"""What `analyze` says about joint play: by hand, with holes and luck, and where it says nothing."""

from __future__ import annotations

import numpy as np
import pytest

from psrokit.api import Estimate, Floats, NamedTable, PayoffTable, analyze
from psrokit_plugins.analysis.joint_numbers import CCE, CE
from psrokit_plugins.statistics.cautious_joint import cautious_joint
from psrokit_plugins.statistics.completions import Incomplete
from psrokit_plugins.tables.payoffs import table_of_payoffs

CHICKEN = np.array([[[0.0, 7.0], [2.0, 6.0]], [[0.0, 2.0], [7.0, 6.0]]]) / 7


def chicken_without_a_crash() -> PayoffTable:
    payoffs = CHICKEN.copy()
    payoffs[:, 0, 0] = np.nan
    return table_of_payoffs(("row", "column"), payoffs)


def test_chicken_without_a_crash_by_hand() -> None:
    """Who is told to yield wins 1/7 by daring against a yielder; against a darer it may win 5/7. Both yield: 2/7."""
    names = ("dare", "yield")
    chicken = NamedTable(chicken_without_a_crash(), {"row": names, "column": names}, "chicken")
    found = analyze(chicken, resamples=5, only=["correlated"])["correlated"]
    holds, drawn, pays, decide = found.sheets
    assert holds.columns == ("distribution", "pays row", "pays column", "gap at most")
    for row in holds.rows:
        gap = row[-1]
        assert isinstance(gap, Estimate)
        assert (gap.bound, gap.low, gap.convention) == (
            "upper",
            0.0,
            "inside the table, sum over players, worst completion",
        )
        assert gap.high == pytest.approx(2 / 7, abs=1e-7)
    assert [row[0] for row in drawn.rows] == ["yield / yield"]
    together = pays.rows[0][1]
    assert isinstance(together, Estimate)
    assert (together.bound, together.high) == ("bracket", pytest.approx(2.0))
    assert [row[0] for row in decide.rows] == ["dare / dare"]
    assert [its.high for its in decide.rows[0][1:] if isinstance(its, Estimate)] == pytest.approx([0, 0], abs=1e-7)
    assert "gain at most 0.286, all players together, whatever the missing payoffs are" in found.sentences[0]
    assert found.sentences[2] == "dare / dare could lower the gap alone, by paying little. To play first: dare / dare."


def test_games_with_holes_have_a_gap_with_and_without_luck() -> None:
    rng, table = np.random.default_rng(0), PayoffTable.empty(("row", "column"), (2, 2))
    for cell in ((0, 1), (1, 0), (1, 1)):
        for _ in range(40):
            got = tuple(float(np.sign(rng.random() - chance)) for chance in CHICKEN[(slice(None), *cell)])
            table = table.with_groups([(cell, (got,))])
    found = analyze(table, resamples=20, only=["correlated"])["correlated"]
    assert found.sheets[0].columns[-2:] == ("gap at most", "gap with luck")
    for *_, worst, lucky in found.sheets[0].rows:
        assert isinstance(worst, Estimate)
        assert isinstance(lucky, Estimate)
        assert (worst.bound, lucky.bound, worst.n, lucky.level) == ("upper", "bracket", 120, 0.95)
        assert lucky.high > worst.high
    assert "taken at their means" in found.sheets[0].meaning


def test_alike_seats_share_the_cautious_play() -> None:
    payoffs = np.random.default_rng(5).uniform(-1, 1, (3, 3))
    payoffs[1, 2] = payoffs[2, 1] = np.nan
    table = table_of_payoffs(("player", "player"), np.stack([payoffs, payoffs.T]))
    for kind in (CE, CCE):
        joint = cautious_joint(Incomplete.of(table), kind.deviations)
        np.testing.assert_allclose(joint, joint.T, atol=1e-12)


def test_a_constant_sum_with_holes_refers_to_the_missing_pairs() -> None:
    """Who beats all others is an equilibrium of all completions; of a circle with a hole there is none."""
    won = np.array([[0.0, 1.0, 1.0], [-1.0, 0.0, np.nan], [-1.0, np.nan, 0.0]])
    said = analyze(of_one(won), resamples=5, only=["correlated"])["correlated"].sentences[0]
    assert said.endswith("played independently, is a correlated equilibrium of each of them.")
    circle = np.array([[0.0, 0.5, np.nan], [-0.5, 0.0, 0.5], [np.nan, -0.5, 0.0]])
    said = analyze(of_one(circle), resamples=5, only=["correlated"])["correlated"].sentences[0]
    assert "but for at most 0.25 that deviations gain (per player: gain of one seat)" in said


def of_one(payoffs: Floats) -> PayoffTable:
    return table_of_payoffs(("player", "player"), np.stack([payoffs, -payoffs]))


def test_a_table_of_which_nothing_is_known_is_refused() -> None:
    answer = analyze(PayoffTable.empty(("row", "column"), (2, 2)), resamples=5, only=["correlated"])
    assert "nothing is known of any profile" in answer.refusals["correlated"]


def test_large_tables_leave_out_what_would_take_too_long() -> None:
    payoffs = np.random.default_rng(0).uniform(-1, 1, (2, 38, 38))
    payoffs[:, 0, 0] = np.nan
    found = analyze(table_of_payoffs(("row", "column"), payoffs), resamples=5, only=["correlated"])["correlated"]
    assert [row[0] for row in found.sheets[0].rows] == ["CCE, cautious"]
    assert "too large to ask what holds if what is drawn is told" in found.sentences[1]
