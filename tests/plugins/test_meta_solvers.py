"""Meta-solvers against games whose answers are known, and against adversarial ones with their certificates."""

from __future__ import annotations

import numpy as np
import pytest
from adversarial import FAMILIES, adversarial
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from tables import ALIKE, DISTINCT, RPS, exact_table

from psrokit.api import Floats, InputError, IntegrityError, MetaSolver, PayoffTable
from psrokit.testing.tables import BIASED, PENALTIES, gains, general, symmetric
from psrokit_plugins.meta_solvers.cce import CoarseCorrelated
from psrokit_plugins.meta_solvers.ce import Correlated
from psrokit_plugins.meta_solvers.epsilon_mix import EpsilonMix
from psrokit_plugins.meta_solvers.fictitious_play import FictitiousPlay
from psrokit_plugins.meta_solvers.hedge import Hedge, _Exponential
from psrokit_plugins.meta_solvers.last_k import LastK
from psrokit_plugins.meta_solvers.lemke_howson import LemkeHowson
from psrokit_plugins.meta_solvers.logit_qre import LogitQuantalResponse
from psrokit_plugins.meta_solvers.pfsp import PrioritisedFictitiousSelfPlay
from psrokit_plugins.meta_solvers.projected_replicator import ProjectedReplicator, projected
from psrokit_plugins.meta_solvers.recency import Recency
from psrokit_plugins.meta_solvers.rectified_nash import RectifiedNash
from psrokit_plugins.meta_solvers.regret_matching import RegretMatching
from psrokit_plugins.meta_solvers.regret_matching_plus import RegretMatchingPlus, _PredictedRegrets
from psrokit_plugins.meta_solvers.replicator import Replicator
from psrokit_plugins.meta_solvers.support_enumeration import SupportEnumeration
from psrokit_plugins.meta_solvers.vertex_enumeration import VertexEnumeration
from psrokit_plugins.normal_form.game import NormalForm

ENUMERATING = [SupportEnumeration(), VertexEnumeration(), LemkeHowson()]
HALVED = np.array([[0.0, 3.0], [1.0, 2.0]])
SHAPLEY = np.array([np.eye(3), np.roll(np.eye(3), 1, axis=1)])
"""Shapley's game, in which fictitious play circles for ever (1964); its only equilibrium is uniform."""
SOLVED: list[tuple[str, MetaSolver, PayoffTable, dict[str, list[float]], float]] = [
    *[
        ("biased rps", solver, exact_table(ALIKE, BIASED), {"player": [2 / 6, 3 / 6, 1 / 6]}, 1e-9)
        for solver in ENUMERATING
    ],
    *[("halved", solver, symmetric(HALVED), {"player": [1 / 2, 1 / 2]}, 1e-9) for solver in ENUMERATING],
    *[
        ("shapley", solver, general(DISTINCT, SHAPLEY), {"row": [1 / 3] * 3, "column": [1 / 3] * 3}, 1e-9)
        for solver in ENUMERATING
    ],
    *[
        ("biased rps", solver, exact_table(ALIKE, BIASED), {"player": [2 / 6, 3 / 6, 1 / 6]}, tolerance)
        for solver, tolerance in [
            (FictitiousPlay(5000), 0.02),
            (RegretMatching(5000), 0.02),
            (RegretMatchingPlus(), 1e-3),
            (Hedge(5000), 0.02),
            (Replicator(steps=5000), 0.02),
            (ProjectedReplicator(steps=5000), 0.02),
            (LogitQuantalResponse(1000.0), 0.01),
        ]
    ],
    ("rectified", RectifiedNash(), exact_table(ALIKE, BIASED), {"player": [0.4, 0.6, 0.0]}, 1e-9),
    (
        "rectified, two roles",
        RectifiedNash(),
        exact_table(DISTINCT, PENALTIES),
        {"row": [1.0, 0.0], "column": [0.0, 1.0, 0.0]},
        1e-9,
    ),
    ("mixed in", EpsilonMix(LastK(1), 0.3), exact_table(ALIKE, RPS), {"player": [0.1, 0.1, 0.8]}, 1e-12),
    ("last two", LastK(2), exact_table(ALIKE, RPS), {"player": [0.0, 0.5, 0.5]}, 1e-12),
    ("recent", Recency(0.5), exact_table(ALIKE, RPS), {"player": [1 / 7, 2 / 7, 4 / 7]}, 1e-12),
]


@pytest.mark.parametrize(("name", "solver", "table", "expected", "tolerance"), SOLVED, ids=lambda case: str(case)[:40])
def test_known_answers(
    name: str, solver: MetaSolver, table: PayoffTable, expected: dict[str, list[float]], tolerance: float
) -> None:
    weights = solver.solve(table).weights
    for role, its in expected.items():
        np.testing.assert_allclose(weights[role], its, atol=tolerance, err_msg=name)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("solver", [LemkeHowson(), VertexEnumeration()], ids=["lemke_howson", "vertex_enumeration"])
def test_adversarial_games_have_certified_equilibria(family: str, solver: MetaSolver) -> None:
    for number in range(1, 4, 2):
        game, other = (adversarial(family, each)[:5, :5] for each in (number, number + 100))
        size = min(*game.shape, *other.shape)
        square = game[:size, :size]
        for table in (
            exact_table(DISTINCT, game),
            symmetric(square),
            general(DISTINCT, np.stack([square, other[:size, :size]])),
        ):
            strategy = solver.solve(table)
            assert strategy.certificate["gap"] <= 1e-9
            assert gains(table, strategy).max() <= 2e-9


@settings(max_examples=8, deadline=None)
@given(arrays(float, (2, 3, 3), elements=st.floats(-5, 5).map(lambda number: round(number, 2))))
def test_what_each_solver_certifies_is_what_nobody_gains(payoffs: Floats) -> None:
    table = general(DISTINCT, payoffs)
    for solver in (LemkeHowson(), CoarseCorrelated(), Correlated("max_entropy"), LogitQuantalResponse(20.0)):
        strategy = solver.solve(table)
        assert gains(table, strategy).max() <= strategy.certificate["gap"] + 1e-9


def test_three_players() -> None:
    table = general(("a", "b", "c"), np.random.default_rng(5).normal(size=(3, 3, 2, 4)))
    strategy = LogitQuantalResponse(5.0).solve(table)
    assert strategy.certificate["residual"] <= 1e-9
    with pytest.raises(InputError, match=r"two players, this one has 3 seats\n.*cce"):
        LemkeHowson().solve(table)


def test_logit_equilibria_solve_their_equation() -> None:
    """At precision 1 in matching pennies with an odd prize, by bisection of the one-dimensional fixed point."""
    weights = LogitQuantalResponse(0.0).solve(exact_table(ALIKE, BIASED)).weights["player"]
    np.testing.assert_allclose(weights, 1 / 3)
    for precision in (1.0, 10.0, 300.0):
        strategy = LogitQuantalResponse(precision).solve(exact_table(ALIKE, BIASED))
        mine = strategy.weights["player"]
        odds = np.exp(precision * (BIASED / 3 @ mine))
        np.testing.assert_allclose(mine, odds / odds.sum(), atol=1e-8)


def test_pfsp_prefers_who_is_hard_to_beat() -> None:
    table = exact_table(ALIKE, RPS)  # the newest beats 1, loses to 0
    hard = PrioritisedFictitiousSelfPlay().solve(table).weights["player"]
    chances = (1 + np.array(RPS[2])) / 2
    np.testing.assert_allclose(hard, (1 - chances) ** 2 / ((1 - chances) ** 2).sum())
    level = PrioritisedFictitiousSelfPlay("variance").solve(table).weights["player"]
    np.testing.assert_allclose(level, [0.0, 0.0, 1.0])


def test_pfsp_of_two_roles_looks_at_the_newest_of_the_other_one() -> None:
    table = exact_table(DISTINCT, [[1.0, -1.0, 0.5], [0.0, 0.5, -0.5]])
    weights = PrioritisedFictitiousSelfPlay(power=1.0).solve(table).weights
    np.testing.assert_allclose(weights["row"], np.array([0.75, 0.25]))  # the last column wins 1/4 and 3/4
    np.testing.assert_allclose(weights["column"], np.array([0.5, 0.25, 0.75]) / 1.5)  # the last row 1/2, 3/4, 1/4


@pytest.mark.parametrize("low_and_high", [(-0.6025046332506867, -0.5301512492657655), (-0.4775, 1.7176), (-0.1, 0.2)])
def test_pfsp_takes_the_least_payoff_for_no_win_whatever_rounding_leaves(low_and_high: tuple[float, float]) -> None:
    table = exact_table(
        DISTINCT, [low_and_high]
    )  # against one opponent the newest has no chance, against the other all
    assert PrioritisedFictitiousSelfPlay("variance").solve(table).weights["column"].tolist() == [0.5, 0.5]
    table = exact_table(DISTINCT, [low_and_high, [low_and_high[1]] * 2])
    assert PrioritisedFictitiousSelfPlay().solve(table).weights["column"].tolist() == [0.5, 0.5]


def test_pfsp_reads_won_and_tied_games() -> None:
    table = PayoffTable.empty(ALIKE, (2, 2)).with_exact((0, 0), (0, 0)).with_exact((1, 1), (0, 0))
    pairs = [((0, 1), ((1.0, -1.0), (-1.0, 1.0)))] * 3 + [((0, 1), ((0.0, 0.0), (0.0, 0.0)))]
    weights = PrioritisedFictitiousSelfPlay(power=1.0).solve(table.with_groups(pairs)).weights["player"]
    wins = (0 + 1 / 2 * 2) / 8  # of the newest against the first: 6 lost, 2 tied
    np.testing.assert_allclose(weights, np.array([1 - wins, 1 / 2]) / (1 - wins + 1 / 2))


def test_the_gap_adds_what_every_seat_gains_each_in_half_the_spread_of_its_payoffs() -> None:
    alike = NormalForm.of(symmetric(HALVED))
    assert alike.gap({"player": np.array([1.0, 0.0])}) == pytest.approx(2 * 1 / 1.5)
    distinct = NormalForm.of(general(DISTINCT, np.stack([HALVED, 10 * HALVED])))
    rows = {"row": np.array([1.0, 0.0]), "column": np.array([1.0, 0.0])}
    assert distinct.gap(rows) == pytest.approx(1 / 1.5 + 30 / 15)


def test_hedge_has_the_rate_that_bounds_its_regret() -> None:
    """sqrt(8 ln K / t) for a spread of 1; payoffs of a spread of 2 take half of it."""
    played = _Exponential(1.0).play(np.array([1.0, 0.0]), 4)
    assert played[0] / played[1] == pytest.approx(np.exp(np.sqrt(8 * np.log(2) / 4) / 2))


def test_regrets_of_regret_matching_plus_never_fall_below_0_and_its_forecast_does() -> None:
    learner = _PredictedRegrets()
    memory = learner.learn(np.zeros((2, 2)), np.array([0.5, 0.5]), np.array([1.0, -1.0]))
    assert memory.tolist() == [[1.0, 0.0], [1.0, -1.0]]
    assert learner.play(memory, 2).tolist() == [1.0, 0.0]


@pytest.mark.parametrize("least", [0.0, 0.05])
def test_the_projection_is_the_nearest_point(least: float) -> None:
    rng = np.random.default_rng(1)
    for _ in range(20):
        point = rng.normal(size=6)
        nearest = projected(point, least)
        assert nearest.sum() == pytest.approx(1)
        assert nearest.min() >= least - 1e-12
        others = least + (1 - 6 * least) * rng.dirichlet(np.ones(6), size=200)
        assert np.linalg.norm(nearest - point) <= np.linalg.norm(others - point, axis=1).min() + 1e-12


def test_exploration_keeps_everybody_alive() -> None:
    weights = (
        ProjectedReplicator(exploration=0.4).solve(exact_table(ALIKE, [[0.0, -1.0], [1.0, 0.0]])).weights["player"]
    )
    assert 0.4 / 3 - 1e-12 <= weights[0] < 0.14  # the worse policy has the least weight but for the first steps


def test_large_tables_are_refused_by_name() -> None:
    table = exact_table(DISTINCT, np.zeros((7, 7)))
    with pytest.raises(InputError, match=r"at most 12 policies.*has 14.*\n.*nash"):
        SupportEnumeration().solve(table)


def test_what_cannot_be_certified_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("psrokit_plugins.meta_solvers.lemke_howson.end_of_path", lambda *_: None)
    with pytest.raises(IntegrityError, match=r"lemke_howson found no equilibrium.*\n.*support_enumeration"):
        LemkeHowson().solve(exact_table(DISTINCT, BIASED))


def test_lemke_howson_flags_several_equilibria_of_degenerate_tables() -> None:
    """Small whole payoffs tie all the time; what support enumeration finds is the truth."""
    rng = np.random.default_rng(2)
    several = flagged = 0
    for number in range(60):
        payoffs = rng.integers(-1, 2, (2, *rng.integers(2, 4, 2)))
        table = symmetric(payoffs[0][:2, :2]) if number % 2 else general(DISTINCT, payoffs)
        unique = LemkeHowson().solve(table).certificate.get("unique")
        if len(SupportEnumeration().all_found(table)) > 1:
            several += 1
            flagged += unique == 0
        assert unique in {None, 0}
    assert several > 30
    assert flagged >= 0.95 * several
