"""Oracles of the exact engine: each answers what it should, and refuses games that it cannot solve."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

import numpy as np
import pytest
from exact_games import (
    CHICKEN,
    KUHN,
    KUHN_OF_THREE,
    LEDUC,
    Here,
    evenly,
    nash_conv,
    population,
    random_state,
    setup,
)

from psrokit.api import Game, InputError, MetaStrategy, Oracle, Policy, Population, Task, begin, psro
from psrokit_plugins.exact.least_best import held_by_all
from psrokit_plugins.exact.mixed_play import mixed_play, told_plays
from psrokit_plugins.exact.restriction import Mask, beyond
from psrokit_plugins.games.openspiel import OpenSpiel
from psrokit_plugins.meta_solvers.last import Last
from psrokit_plugins.oracles.apsro import AnytimePSRO
from psrokit_plugins.oracles.exact import ExactResponse
from psrokit_plugins.oracles.exact_recommended import RecommendedResponse
from psrokit_plugins.oracles.fictitious_play import FictitiousPlay
from psrokit_plugins.oracles.linear_program import LinearProgram
from psrokit_plugins.oracles.sp_psro import SelfPlayPSRO
from psrokit_plugins.oracles.xdo import ExtensiveFormDoubleOracle
from psrokit_plugins.policies.behaviour import realized
from psrokit_plugins.policies.pure import Pure
from psrokit_plugins.policies.uniform import Uniform


def task(game: Game, seat: int, members: Population, strategy: MetaStrategy, iteration: int = 1) -> Task:
    return Task(game, seat, iteration, members, strategy, seed=1, venue=Here(game))


def answers_of_xdo(game: OpenSpiel) -> tuple[list[Policy], tuple[Mask, ...]]:
    """When everybody always takes the first action: each seat's restricted equilibrium, and its allowed actions."""
    form, members, optimal, allowed = game.exact(), population(game, Pure(0)), [], []
    for seat in (0, 1):
        response, equilibrium = ExtensiveFormDoubleOracle().respond(task(game, seat, members, evenly(game, 1)))
        optimal.append(equilibrium)
        allowed.append(np.any([form.behaviour(seat, policy) > 0 for policy in (Pure(0), response)], axis=0))
    return optimal, tuple(allowed)


@pytest.mark.parametrize("game", [KUHN, LEDUC])
def test_xdo_answers_with_an_equilibrium_of_what_was_played(game: OpenSpiel) -> None:
    """With the actions of the responses and of what they respond to, nobody gains."""
    form = game.exact()
    optimal, allowed = answers_of_xdo(game)
    plans = [form.plan(seat, policy) for seat, policy in enumerate(optimal)]
    for seat, states in enumerate(form.states):
        values = np.where(allowed[seat], form.gradient(seat, form.reach(seat, plans)), -1e6)
        assert states.best_value(values) == pytest.approx(form.values(plans)[seat], abs=1e-9)
        came = np.append(True, np.repeat(~beyond(form, seat, allowed), states.sizes))
        assert not (plans[seat] > 0)[came & ~allowed[seat]].any()


def test_where_the_restricted_game_never_comes_xdo_answers_uniform_play() -> None:
    form = LEDUC.exact()
    optimal, allowed = answers_of_xdo(LEDUC)
    for seat, states in enumerate(form.states):
        reach = form.reach(seat, [each.plan(each.uniform) for each in form.states])
        best = states.choosing(form.best_choices(seat, reach, reach))
        written = form.plan(seat, optimal[seat])[states.parent] > 0
        elsewhere = np.append(False, np.repeat(beyond(form, seat, allowed) & written, states.sizes))
        assert elsewhere.any()
        np.testing.assert_array_equal(form.behaviour(seat, optimal[seat])[elsewhere], best[elsewhere])


def test_nobody_comes_where_no_allowed_action_leads() -> None:
    """Counted by hand: in Kuhn the second player is asked after a pass and after a bet, with each of three cards."""
    form = KUHN.exact()
    passing = tuple(form.behaviour(seat, Pure(0)) > 0 for seat in (0, 1))
    after_bets = [key.endswith("b") for key in form.states[1].keys]
    assert beyond(form, 1, passing).tolist() == after_bets
    everything = tuple(np.ones(states.sequences, dtype=bool) for states in form.states)
    assert not beyond(form, 1, everything).any()


@pytest.mark.parametrize("start", [Pure(0), Uniform()])
def test_xdo_solves_kuhn_from_pure_and_from_mixed_play(start: Policy) -> None:
    arranged = replace(setup(KUHN), oracle=ExtensiveFormDoubleOracle(), solver=Last())
    states = psro(arranged, begin(arranged, population(KUHN, start)))
    assert any(nash_conv(arranged, state) <= 1e-9 for state in islice(states, 8))


def test_the_linear_program_answers_with_an_optimal_strategy() -> None:
    form, members = LEDUC.exact(), population(LEDUC, Uniform())
    held = [held_by_all(form, 1 - seat).value for seat in (0, 1)]
    for seat in (0, 1):
        (optimal,) = LinearProgram().respond(task(LEDUC, seat, members, evenly(LEDUC, 1)))
        plans = [form.plan(seat, optimal)] * 2
        assert form.best_value(1 - seat, form.reach(1 - seat, plans)) == pytest.approx(held[seat], abs=1e-12)


def test_fictitious_play_moves_by_one_over_the_iteration() -> None:
    form, members = KUHN.exact(), population(KUHN, Uniform())
    (response,) = ExactResponse().respond(task(KUHN, 0, members, evenly(KUHN, 1)))
    (average,) = FictitiousPlay().respond(task(KUHN, 0, members, evenly(KUHN, 1), iteration=3))
    expected = 0.75 * form.plan(0, Uniform()) + 0.25 * form.plan(0, response)
    np.testing.assert_allclose(form.plan(0, average), expected, atol=1e-12)


def test_recommendations_are_answered_one_by_one() -> None:
    """In chicken, when both always do the same: told to swerve dare (7, not 6), told to dare swerve (2, not 0)."""
    members = population(CHICKEN, Pure(0), Pure(1))
    half = MetaStrategy({"row": np.full(2, 0.5), "column": np.full(2, 0.5)}, joint=np.eye(2) / 2)
    assert RecommendedResponse().respond(task(CHICKEN, 0, members, half)) == [Pure(1), Pure(0)]
    third = np.array([[1, 1], [1, 0]]) / 3
    fair = MetaStrategy({"row": third.sum(axis=1), "column": third.sum(axis=0)}, joint=third)
    assert RecommendedResponse().respond(task(CHICKEN, 0, members, fair)) == []


def test_without_a_joint_strategy_a_recommendation_says_nothing() -> None:
    state = random_state(KUHN_OF_THREE, 3)
    form = KUHN_OF_THREE.exact()
    (told,) = told_plays(form, KUHN_OF_THREE.seats, state.population, state.strategy, 1)
    whole = mixed_play(form, KUHN_OF_THREE.seats, state.population, state.strategy)
    assert told.gain(1) == whole.gain(1)
    asked = task(KUHN_OF_THREE, 1, state.population, state.strategy)
    assert RecommendedResponse().respond(asked) == ExactResponse().respond(asked)


@pytest.mark.parametrize("oracle", [AnytimePSRO(), SelfPlayPSRO(), ExtensiveFormDoubleOracle(), LinearProgram()])
@pytest.mark.parametrize("game", [KUHN_OF_THREE, CHICKEN])
def test_other_games_than_of_two_with_a_constant_sum_are_refused(oracle: Oracle, game: Game) -> None:
    with pytest.raises(InputError, match=r"the oracle '.*' is for games of two players with a constant sum"):
        oracle.respond(task(game, 0, population(game, Pure(0)), evenly(game, 1)))


@pytest.mark.parametrize("oracle", [AnytimePSRO, SelfPlayPSRO])
def test_learning_takes_steps(oracle: type[AnytimePSRO | SelfPlayPSRO]) -> None:
    with pytest.raises(InputError, match="at least 1 step"):
        oracle(steps=0)


@pytest.mark.parametrize("oracle", [ExactResponse, RecommendedResponse])
@pytest.mark.parametrize("tolerance", [-1e-12, float("nan")])
def test_no_gain_is_too_small_for_less_than_nothing(
    oracle: type[ExactResponse | RecommendedResponse], tolerance: float
) -> None:
    with pytest.raises(InputError, match="a tolerance of at least 0"):
        oracle(tolerance)


def test_an_equilibrium_is_answered_by_nothing_new() -> None:
    plans = [held_by_all(KUHN.exact(), 1 - seat).mixture for seat in (0, 1)]
    optimal = {
        role: population(KUHN, realized(KUHN.exact().states[seat], plans[seat]))[role]
        for seat, role in enumerate(KUHN.seats)
    }
    asked = task(KUHN, 0, Population(optimal), evenly(KUHN, 1))
    for oracle in (ExactResponse(), RecommendedResponse(), FictitiousPlay(), SelfPlayPSRO()):
        assert oracle.respond(asked) == []
