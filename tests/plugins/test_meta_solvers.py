"""Meta-solvers against games whose answers are known, and against adversarial ones with their certificates."""

from __future__ import annotations

import numpy as np
import pytest
from adversarial import FAMILIES, adversarial
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from planted import HereVenue
from scipy.optimize import linprog
from tables import ALIKE, DISTINCT, RPS, exact_table

from psrokit.api import (
    Floats,
    InputError,
    IntegrityError,
    Member,
    MetaSolver,
    MetaStrategy,
    PayoffTable,
    Population,
    Task,
)
from psrokit.testing.tables import BIASED, gains, general, symmetric
from psrokit_plugins.games.matrix import Matrix
from psrokit_plugins.meta_solvers.cce import CoarseCorrelated
from psrokit_plugins.meta_solvers.ce import Correlated
from psrokit_plugins.meta_solvers.epsilon_mix import EpsilonMix
from psrokit_plugins.meta_solvers.fictitious_play import FictitiousPlay
from psrokit_plugins.meta_solvers.hedge import Hedge
from psrokit_plugins.meta_solvers.last_k import LastK
from psrokit_plugins.meta_solvers.lemke_howson import LemkeHowson
from psrokit_plugins.meta_solvers.logit_qre import LogitQuantalResponse
from psrokit_plugins.meta_solvers.pfsp import PrioritisedFictitiousSelfPlay
from psrokit_plugins.meta_solvers.projected_replicator import ProjectedReplicator, projected
from psrokit_plugins.meta_solvers.recency import Recency
from psrokit_plugins.meta_solvers.rectified_nash import RectifiedNash
from psrokit_plugins.meta_solvers.regret_matching import RegretMatching
from psrokit_plugins.meta_solvers.regret_matching_plus import RegretMatchingPlus
from psrokit_plugins.meta_solvers.replicator import Replicator
from psrokit_plugins.meta_solvers.support_enumeration import SupportEnumeration
from psrokit_plugins.meta_solvers.vertex_enumeration import VertexEnumeration
from psrokit_plugins.normal_form.game import NormalForm
from psrokit_plugins.normal_form.joint_deviations import Told
from psrokit_plugins.policies.pure import Pure

ENUMERATING = [SupportEnumeration(), VertexEnumeration(), LemkeHowson()]
CHICKEN = np.array([[6.0, 2.0], [7.0, 0.0]])
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


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("select", ["max_gini", "max_entropy", "max_welfare"])
def test_adversarial_games_have_certified_correlated_equilibria(family: str, select: str) -> None:
    for number in (3,):
        game = adversarial(family, number)
        for solver in (Correlated(select), CoarseCorrelated(select)):  # type: ignore[arg-type] # pytest gives plain text
            table = exact_table(DISTINCT, game)
            strategy = solver.solve(table)
            assert strategy.joint is not None
            assert gains(table, strategy).max() <= 2e-9


@settings(max_examples=8, deadline=None)
@given(arrays(float, (2, 3, 3), elements=st.floats(-5, 5).map(lambda number: round(number, 2))))
def test_what_each_solver_certifies_is_what_nobody_gains(payoffs: Floats) -> None:
    table = general(DISTINCT, payoffs)
    for solver in (LemkeHowson(), CoarseCorrelated(), Correlated("max_entropy"), LogitQuantalResponse(20.0)):
        strategy = solver.solve(table)
        assert gains(table, strategy).max() <= strategy.certificate["gap"] + 1e-9


def test_more_welfare_and_more_entropy_are_what_they_say() -> None:
    table = symmetric(CHICKEN)
    joints = {select: Correlated(select).solve(table).joint for select in ("max_gini", "max_entropy", "max_welfare")}  # type: ignore[arg-type] # as above
    np.testing.assert_allclose(joints["max_welfare"], [[0.5, 0.25], [0.25, 0.0]], atol=1e-9)
    entropy = {name: -float(np.sum(its * np.log(np.maximum(its, 1e-300)))) for name, its in joints.items()}
    impurity = {name: 1 - float((its**2).sum()) for name, its in joints.items()}
    assert max(entropy, key=entropy.__getitem__) == "max_entropy"
    assert max(impurity, key=impurity.__getitem__) == "max_gini"


@pytest.mark.parametrize("select", ["max_gini", "max_entropy"])
def test_the_most_even_equilibrium_is_what_it_says(select: str) -> None:
    """At the optimum of a convex program no linear program finds a direction down, among the cells that are played.

    Random games have cells that no correlated equilibrium plays, where the slope of the entropy is infinite.
    """
    rng = np.random.default_rng(0)
    shown = 0
    for _ in range(40):
        table = general(DISTINCT, rng.normal(size=(2, *rng.integers(2, 5, 2))))
        strategy = Correlated(select).solve(table)  # type: ignore[arg-type] # as above
        assert strategy.joint is not None
        joint = strategy.joint.ravel()
        shown += int(strategy.certificate[select])
        payoffs = NormalForm.of(table).payoffs
        gains_of = Told().rows(payoffs, payoffs)
        played = joint > 1e-9 if select == "max_entropy" else np.ones(joint.size, dtype=bool)
        slope = np.log(np.maximum(joint, 1e-9)) if select == "max_entropy" else joint
        least = linprog(
            slope,
            A_ub=gains_of,
            b_ub=np.zeros(gains_of.shape[0]),
            A_eq=np.ones((1, joint.size)),
            b_eq=[1.0],
            bounds=[(0, None if its else 0) for its in played],
            options={"primal_feasibility_tolerance": 1e-10},
        )
        assert slope @ joint - least.fun <= 1e-6 or not strategy.certificate[select]
    assert shown >= 38


def test_an_obeyed_recommendation_gains_more_than_a_coarse_one_demands() -> None:
    """A coarse correlated equilibrium need not be a correlated one: the sets differ in a game with a dominated cell."""
    rng = np.random.default_rng(3)
    table = general(DISTINCT, rng.normal(size=(2, 4, 4)))
    coarse = CoarseCorrelated("max_welfare").solve(table)
    fine = Correlated("max_welfare").solve(table)
    assert coarse.joint is not None
    assert fine.joint is not None
    welfare = table.mean.sum(axis=0)
    assert (welfare * coarse.joint).sum() > (welfare * fine.joint).sum() + 1e-3


def test_three_players() -> None:
    rng = np.random.default_rng(5)
    table = general(("a", "b", "c"), rng.normal(size=(3, 3, 2, 4)))
    for solver in (CoarseCorrelated(), Correlated(), Correlated("max_welfare")):
        assert gains(table, solver.solve(table)).max() <= 2e-9
    strategy = LogitQuantalResponse(5.0).solve(table)
    assert strategy.certificate["residual"] <= 1e-9
    with pytest.raises(InputError, match=r"two players, this one has 3 seats\n.*cce"):
        LemkeHowson().solve(table)


def test_alike_seats_of_three_share_a_strategy() -> None:
    """The stag hunt of three: everybody or nobody. A joint answer does not tell the seats apart."""
    stag = np.zeros((3, 2, 2, 2))
    stag[:, 0, 0, 0] = 4.0
    for seat in range(3):
        stag[(seat, *[slice(None)] * seat, 1)] = 1.0
    table = general(("hunter",) * 3, stag)
    joint = CoarseCorrelated().solve(table).joint
    assert joint is not None
    for order in ((1, 0, 2), (2, 1, 0), (1, 2, 0)):
        np.testing.assert_allclose(joint, joint.transpose(order), atol=1e-12)


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


def test_pfsp_reads_won_and_tied_games() -> None:
    table = PayoffTable.empty(ALIKE, (2, 2)).with_exact((0, 0), (0, 0)).with_exact((1, 1), (0, 0))
    pairs = [((0, 1), ((1.0, -1.0), (-1.0, 1.0)))] * 3 + [((0, 1), ((0.0, 0.0), (0.0, 0.0)))]
    weights = PrioritisedFictitiousSelfPlay(power=1.0).solve(table.with_groups(pairs)).weights["player"]
    wins = (0 + 1 / 2 * 2) / 8  # of the newest against the first: 6 lost, 2 tied
    np.testing.assert_allclose(weights, np.array([1 - wins, 1 / 2]) / (1 - wins + 1 / 2))


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
    assert weights[0] >= 0.4 / 3 - 1e-12


def test_large_tables_are_refused_by_name() -> None:
    table = exact_table(DISTINCT, np.zeros((7, 7)))
    with pytest.raises(InputError, match=r"at most 12 policies.*has 14.*\n.*nash"):
        SupportEnumeration().solve(table)


def test_what_cannot_be_certified_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("psrokit_plugins.meta_solvers.lemke_howson.end_of_path", lambda *_: None)
    with pytest.raises(IntegrityError, match=r"lemke_howson found no equilibrium.*\n.*support_enumeration"):
        LemkeHowson().solve(exact_table(DISTINCT, BIASED))


def test_opponents_of_a_joint_strategy_are_drawn_together() -> None:
    """Three players who agree half of the time on 0 and half on 1: whoever answers meets two that agree."""
    game = Matrix(np.stack([np.zeros((2, 2, 2))] * 3).tolist())
    members = tuple(Member(f"pure-{action}", Pure(action)) for action in (0, 1))
    joint = np.zeros((2, 2, 2))
    joint[0, 0, 0] = joint[1, 1, 1] = 0.5
    strategy = MetaStrategy({role: np.array([0.5, 0.5]) for role in game.seats}, joint)
    task = Task(game, 0, 1, Population(dict.fromkeys(game.seats, members)), strategy, 7, HereVenue(game))
    drawn = [task.opponents(task.rng("draw", number)) for number in range(200)]
    assert all(nobody is None and one == other for nobody, one, other in drawn)
    assert 70 < sum(one == Pure(0) for _, one, _ in drawn) < 130


def test_a_joint_strategy_must_be_a_distribution() -> None:
    with pytest.raises(IntegrityError, match="joint meta-strategy is no distribution"):
        MetaStrategy({"row": np.ones(1), "column": np.ones(1)}, np.array([[0.7]]))
