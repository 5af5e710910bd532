"""Solvers with a joint answer: correlated and coarse correlated equilibria, certified, and what is drawn from them."""

from __future__ import annotations

import numpy as np
import pytest
from adversarial import FAMILIES, adversarial
from planted import HereVenue
from scipy.optimize import linprog
from tables import DISTINCT, exact_table

from psrokit.api import IntegrityError, Member, MetaStrategy, Population, Task
from psrokit.testing.tables import gains, general, symmetric
from psrokit_plugins.games.matrix import Matrix
from psrokit_plugins.meta_solvers.cce import CoarseCorrelated
from psrokit_plugins.meta_solvers.ce import Correlated
from psrokit_plugins.normal_form.game import NormalForm
from psrokit_plugins.normal_form.joint_deviations import Told
from psrokit_plugins.policies.pure import Pure

CHICKEN = np.array([[6.0, 2.0], [7.0, 0.0]])


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("select", ["max_gini", "max_entropy", "max_welfare"])
def test_adversarial_games_have_certified_correlated_equilibria(family: str, select: str) -> None:
    table = exact_table(DISTINCT, adversarial(family, 3))
    for solver in (Correlated(select), CoarseCorrelated(select)):  # type: ignore[arg-type] # pytest gives plain text
        strategy = solver.solve(table)
        assert strategy.joint is not None
        assert gains(table, strategy).max() <= 2e-9


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
    table = general(("a", "b", "c"), np.random.default_rng(5).normal(size=(3, 3, 2, 4)))
    for solver in (CoarseCorrelated(), Correlated(), Correlated("max_welfare")):
        assert gains(table, solver.solve(table)).max() <= 2e-9


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
