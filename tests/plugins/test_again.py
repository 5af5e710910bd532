"""A policy that comes back: what oracles answer to be played next is played next, even if it is known already."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice, pairwise

import numpy as np
import pytest
from exact_games import nash_conv, population, setup

from psrokit.api import Floats, InputError, Oracle, Setup, State, begin, generator, psro
from psrokit_plugins.games.matrix import Matrix
from psrokit_plugins.meta_solvers.last import Last
from psrokit_plugins.oracles.fictitious_play import FictitiousPlay
from psrokit_plugins.oracles.xdo import ExtensiveFormDoubleOracle
from psrokit_plugins.policies.again import Again, newest
from psrokit_plugins.policies.mixed import Mixed
from psrokit_plugins.policies.pure import Pure

GAMES = [
    [[-1, 3, 3, -3], [1, 2, 1, 1], [0, 0, -1, -2], [-1, 1, 3, 3], [-2, -3, 3, 1]],
    [[-2, 3, 3, 0, -1], [0, -2, -3, -1, -1], [2, -2, 2, -2, -3]],
    [[2, -1], [0, 3], [-1, -2]],
    [[0, 2, 0], [-1, -1, 2], [1, 0, 3], [-2, 0, 3]],
]
"""In each of them a mixture comes back that was played before, and others between."""


def course(payoffs: list[list[int]], oracle: Oracle, iterations: int) -> tuple[Setup, list[State]]:
    game = Matrix(payoffs)
    arranged = replace(setup(game), oracle=oracle, solver=Last())
    first = begin(arranged, population(game, Pure(0)))
    return arranged, [first, *islice(psro(arranged, first), iterations)]


def played(arranged: Setup, state: State) -> tuple[Floats, Floats]:
    """What the two players do, shapes (rows,) and (columns,)."""
    form = arranged.game.exact()
    row, column = (
        form.behaviour(seat, state.population[role][-1].policy) for seat, role in enumerate(("row", "column"))
    )
    return row[1:], column[1:]


@pytest.mark.parametrize("payoffs", GAMES)
def test_xdo_plays_the_equilibrium_that_it_found(payoffs: list[list[int]]) -> None:
    arranged, states = course(payoffs, ExtensiveFormDoubleOracle(), 10)
    assert nash_conv(arranged, states[-1]) <= 1e-9


@pytest.mark.parametrize("payoffs", GAMES)
def test_fictitious_play_adds_a_best_response_to_its_average_each_time(payoffs: list[list[int]]) -> None:
    arranged, states = course(payoffs, FictitiousPlay(), 25)
    wins = np.array(payoffs, dtype=float)
    for before, after in pairwise(states):
        (row, column), (its_row, its_column) = played(arranged, before), played(arranged, after)
        added = after.iteration * (its_row - row) + its_row
        assert added @ wins @ column == pytest.approx((wins @ column).max(), abs=1e-9)
        added = after.iteration * (its_column - column) + its_column
        assert row @ wins @ added == pytest.approx((row @ wins).min(), abs=1e-9)


def test_only_what_is_known_and_not_the_newest_comes_back() -> None:
    first, second = Pure(0), Pure(1)
    assert newest(second, [first]) == second
    assert newest(second, [first, second]) == second
    assert newest(first, [first, second]) == Again(first)
    assert newest(first, [first, second, Again(first)]) == Again(first)
    assert newest(first, [first, second, Again(first), second]) == Again(first)
    assert newest(first, [first, second, Again(first), Pure(2)]) == Again(first, 2)


def test_it_plays_as_the_policy_does() -> None:
    policy, form = Mixed((0.25, 0.75)), Matrix([[1, -1], [-1, 1]]).exact()
    np.testing.assert_array_equal(form.plan(0, Again(policy)), form.plan(0, policy))
    actors = [its.start(0, generator("again")) for its in (policy, Again(policy))]
    assert type(actors[0]) is type(actors[1])


def test_it_has_come_back_at_least_once() -> None:
    with pytest.raises(InputError, match="not 0 times"):
        Again(Pure(0), 0)
