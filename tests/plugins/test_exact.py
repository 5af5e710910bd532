"""Exact algebra on games that are written down whole, against OpenSpiel's own algorithms and against brute force."""

from __future__ import annotations

import numpy as np
import pyspiel
import pytest
from exact_games import (
    GOOFSPIEL,
    KUHN,
    KUHN_OF_THREE,
    LEDUC,
    as_openspiel_policy,
    behaviours,
    iterated,
    nash_conv,
    population,
    random_behaviour,
    random_state,
    setup,
)
from open_spiel.python.algorithms import expected_game_score, exploitability

from psrokit.api import begin, generator
from psrokit_plugins.exact.mixed_play import mixed_play
from psrokit_plugins.games.openspiel import OpenSpiel
from psrokit_plugins.policies.behaviour import averaged
from psrokit_plugins.policies.uniform import Uniform

# ----------------------------------------------------------------------------- sizes and constants


@pytest.mark.parametrize(
    ("game", "information_states", "sequences"),
    [(KUHN, 6, 13), (LEDUC, 468, 1093), (KUHN_OF_THREE, 16, 33), (OpenSpiel("matrix_rps"), 1, 4)],
)
def test_the_form_has_the_size_of_the_game(game: OpenSpiel, information_states: int, sequences: int) -> None:
    for states in game.exact().states:
        assert len(states.keys) == information_states
        assert states.sequences == sequences


def test_a_form_is_built_once_for_equal_games() -> None:
    assert OpenSpiel("kuhn_poker").exact() is KUHN.exact()


@pytest.mark.parametrize(("game", "known"), [(KUHN, 0.916667), (LEDUC, 4.747222)])
def test_nash_conv_of_uniform_play(game: OpenSpiel, known: float) -> None:
    arranged = setup(game)
    assert nash_conv(arranged, begin(arranged, population(game, Uniform()))) == pytest.approx(known, abs=1e-6)


# ----------------------------------------------------------------------------- against OpenSpiel


@pytest.mark.parametrize("game", [KUHN, LEDUC])
def test_nash_conv_of_psro_mixtures_agrees_with_openspiel(game: OpenSpiel) -> None:
    loaded = pyspiel.load_game(game.game)
    for state in iterated(game, Uniform(), 4)[2:]:
        policy = as_openspiel_policy(loaded, game.exact(), behaviours(game, state))
        assert nash_conv(setup(game), state) == pytest.approx(exploitability.nash_conv(loaded, policy), abs=1e-9)


@pytest.mark.parametrize("game", [KUHN, LEDUC, KUHN_OF_THREE])
def test_nash_conv_and_returns_of_random_mixtures_agree_with_openspiel(game: OpenSpiel) -> None:
    loaded, state = pyspiel.load_game(game.game), random_state(game)
    policy = as_openspiel_policy(loaded, game.exact(), behaviours(game, state))
    theirs = exploitability.nash_conv(loaded, policy)
    assert theirs > 0.1
    assert nash_conv(setup(game), state) == pytest.approx(theirs, abs=1e-9)
    returns = expected_game_score.policy_value(loaded.new_initial_state(), [policy] * loaded.num_players())
    mine = mixed_play(game.exact(), game.seats, state.population, state.strategy).values
    np.testing.assert_allclose(mine, returns, atol=1e-12)


def test_nash_conv_of_a_simultaneous_game_agrees_with_openspiel() -> None:
    """OpenSpiel turns it into turns, and writes whose turn it is before each information state."""
    turns, state = pyspiel.convert_to_turn_based(pyspiel.load_game(GOOFSPIEL.game)), random_state(GOOFSPIEL)
    policies = behaviours(GOOFSPIEL, state)
    policy = as_openspiel_policy(turns, GOOFSPIEL.exact(), policies, prefix="Current player: {}\n")
    theirs = exploitability.nash_conv(turns, policy)
    assert theirs > 0.1
    assert nash_conv(setup(GOOFSPIEL), state) == pytest.approx(theirs, abs=1e-9)


# ----------------------------------------------------------------------------- realization plans


@pytest.mark.parametrize("game", [KUHN, LEDUC])
def test_a_mixture_is_the_sum_of_plans_and_not_of_action_probabilities(game: OpenSpiel) -> None:
    form, state = game.exact(), random_state(game)
    role, states = game.seats[0], form.states[0]
    policies, weights = [member.policy for member in state.population[role]], state.strategy.weights[role]
    mixture = weights @ form.plans(0, policies)
    np.testing.assert_allclose(form.plan(0, averaged(form, 0, policies, weights)), mixture, atol=1e-12)
    unweighted = weights @ np.stack([states.conditional(form.plan(0, policy)) for policy in policies])
    assert np.abs(states.plan(unweighted) - mixture).max() > 0.01


@pytest.mark.parametrize("game", [KUHN, LEDUC, GOOFSPIEL, KUHN_OF_THREE])
def test_plans_and_behaviours_convert_into_each_other(game: OpenSpiel) -> None:
    for states in game.exact().states:
        behaviour = random_behaviour(states, generator("convert"))
        plan = states.plan(behaviour)
        reached = np.repeat(plan[states.parent], states.sizes) > 0
        np.testing.assert_allclose(states.conditional(plan)[1:][reached], behaviour[1:][reached], atol=1e-12)
        np.testing.assert_allclose(states.plan(states.conditional(plan)), plan, atol=1e-12)
