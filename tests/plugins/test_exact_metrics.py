"""Gaps of correlated strategies, population exploitability and game values, against OpenSpiel and by hand."""

from __future__ import annotations

from functools import reduce
from itertools import pairwise

import numpy as np
import pyspiel
import pytest
from exact_games import (
    CHICKEN,
    GOOFSPIEL,
    KUHN,
    KUHN_OF_THREE,
    LEDUC,
    ROCK_PAPER_SCISSORS,
    iterated,
    nash_conv,
    population,
    random_state,
    setup,
)

from psrokit.api import Estimate, Game, InputError, Measurement, MetaStrategy, Metric, PayoffTable, State, generator
from psrokit_plugins.exact.least_best import held_by_all
from psrokit_plugins.games.matrix import Matrix
from psrokit_plugins.games.openspiel import OpenSpiel
from psrokit_plugins.metrics.cce_gap import CoarseGap
from psrokit_plugins.metrics.ce_gap import CorrelatedGap
from psrokit_plugins.metrics.game_value import GameValue
from psrokit_plugins.metrics.population_exploitability import PopulationExploitability
from psrokit_plugins.policies.behaviour import Behaviour
from psrokit_plugins.policies.pure import Pure
from psrokit_plugins.policies.uniform import Uniform

RPS = Matrix(ROCK_PAPER_SCISSORS)


def measured(metric: Metric, game: Game, state: State) -> Estimate:
    (estimate,) = metric.measure(Measurement(setup(game), [state])).values()
    assert estimate.bound == "exact"
    return estimate


def correlated(game: Game, state: State, joint: np.ndarray) -> State:
    weights = {
        role: joint.sum(axis=tuple(axis for axis in range(joint.ndim) if axis != seat))
        for seat, role in enumerate(game.seats)
    }
    return State(0, state.population, state.table, MetaStrategy(weights, joint=joint))


def of_pure(game: Matrix, joint: np.ndarray) -> State:
    members = population(game, *(Pure(action) for action in range(joint.shape[0])))
    return correlated(game, State(0, members, PayoffTable.empty(game.seats, joint.shape), MetaStrategy({})), joint)


# ----------------------------------------------------------------------------- correlated play


@pytest.mark.parametrize("game", [KUHN, KUHN_OF_THREE])
def test_gaps_of_correlated_play_agree_with_openspiel(game: OpenSpiel) -> None:
    """OpenSpiel's distance takes a correlation device: joint policies with their probabilities."""
    loaded, members = pyspiel.load_game(game.game), random_state(game, 3)
    joint = generator("joint").dirichlet(np.full(3 ** len(game.seats), 0.3)).reshape([3] * len(game.seats))
    device = []
    for cell in np.ndindex(joint.shape):
        policies: dict[str, list[tuple[int, float]]] = {}
        for seat, (role, index) in enumerate(zip(game.seats, cell, strict=True)):
            states, policy = game.exact().states[seat], members.population[role][index].policy
            assert isinstance(policy, Behaviour)
            for key, legal in zip(states.keys, states.legal, strict=True):
                policies[key] = list(zip(legal, policy.probabilities(key, legal), strict=True))
        device.append((float(joint[cell]), pyspiel.TabularPolicy(policies)))
    state = correlated(game, members, joint)
    theirs = pyspiel.cce_dist(loaded, device)
    assert measured(CoarseGap(), game, state).value == pytest.approx(sum(np.maximum(_per_seat(theirs), 0)), abs=1e-9)


def _per_seat(info: pyspiel.CorrDistInfo) -> np.ndarray:
    gains: np.ndarray = np.array(info.best_response_values) - np.array(info.on_policy_values)
    return gains


@pytest.mark.parametrize("game", [KUHN, LEDUC, KUHN_OF_THREE])
def test_gaps_of_independent_play_are_nash_conv(game: OpenSpiel) -> None:
    state = random_state(game, 3)
    product = MetaStrategy(
        state.strategy.weights,
        joint=reduce(np.multiply.outer, (state.strategy.weights[role] for role in game.seats)),
    )
    truth = nash_conv(setup(game), state)
    for strategy in (state.strategy, product):
        same = State(0, state.population, state.table, strategy)
        for metric in (CoarseGap(), CorrelatedGap()):
            assert measured(metric, game, same).value == pytest.approx(truth, abs=1e-9)


def test_gaps_in_chicken_by_hand() -> None:
    """(swerve, swerve) 6 6, (swerve, dare) 2 7, (dare, dare) 0 0."""
    third = of_pure(CHICKEN, np.array([[1, 1], [1, 0]]) / 3)  # Aumann's correlated equilibrium
    assert measured(CorrelatedGap(), CHICKEN, third).value == pytest.approx(0, abs=1e-12)
    half = of_pure(CHICKEN, np.eye(2) / 2)  # 3 each; always swerve 4, always dare 3.5, answering what is drawn 4.5
    assert measured(CoarseGap(), CHICKEN, half).value == pytest.approx(2 * (4 - 3))
    assert measured(CorrelatedGap(), CHICKEN, half).value == pytest.approx(2 * ((7 + 2) / 2 - 3))
    assert measured(CorrelatedGap(), CHICKEN, half).kind == "ce_gap"


def test_a_coarse_equilibrium_need_not_be_a_correlated_one() -> None:
    """Rock, paper, scissors with equal choices never drawn is fair and unpredictable, unless one is told one's part."""
    state = of_pure(RPS, (1 - np.eye(3)) / 6)
    assert measured(CoarseGap(), RPS, state).value == pytest.approx(0, abs=1e-12)
    assert measured(CorrelatedGap(), RPS, state).value == pytest.approx(1)


# ----------------------------------------------------------------------------- hulls


def test_population_exploitability_by_hand() -> None:
    """Rock and paper only: one third rock loses 1/3 to paper and to scissors alike; with scissors nothing is lost."""
    two, three = (population(RPS, *(Pure(action) for action in range(count))) for count in (2, 3))
    for members, least in ((two, 2 / 3), (three, 0.0)):
        table = PayoffTable.empty(RPS.seats, members.sizes(RPS.seats))
        pure = MetaStrategy({role: np.eye(1, len(members[role]))[0] for role in RPS.seats})
        state = State(0, members, table, pure)
        estimate = measured(PopulationExploitability(), RPS, state)
        assert estimate.value == pytest.approx(least, abs=1e-12)
        assert (estimate.kind, "least over all mixtures" in estimate.convention) == ("nash_conv", True)


@pytest.mark.parametrize("game", [KUHN, GOOFSPIEL])
def test_population_exploitability_falls_and_no_mixture_is_below_it(game: OpenSpiel) -> None:
    states = iterated(game, Uniform(), 8)
    least = [measured(PopulationExploitability(), game, state).value for state in states]
    assert all(later <= earlier + 1e-12 for earlier, later in pairwise(least))
    for state, bound in zip(states, least, strict=True):
        assert bound <= nash_conv(setup(game), state) + 1e-12
    assert least[-1] == pytest.approx(0, abs=1e-12)


def test_population_exploitability_of_leduc_policies_is_reached_by_no_random_mixture() -> None:
    state = iterated(LEDUC, Uniform(), 12)[-1]
    least = measured(PopulationExploitability(), LEDUC, state).value
    rng = generator("mixtures")
    for _ in range(50):
        weights = {role: rng.dirichlet(np.full(len(state.population[role]), 0.3)) for role in LEDUC.seats}
        mixed = State(0, state.population, state.table, MetaStrategy(weights))
        assert nash_conv(setup(LEDUC), mixed) > least


@pytest.mark.parametrize(("game", "value"), [(KUHN, -1 / 18), (LEDUC, -0.0856064240780), (GOOFSPIEL, 0.0), (RPS, 0.0)])
def test_the_value_of_a_game(game: OpenSpiel | Matrix, value: float) -> None:
    assert held_by_all(game.exact(), 0).value == pytest.approx(value, abs=1e-11)
    assert held_by_all(game.exact(), 1).value == pytest.approx(-value, abs=1e-11)


def test_the_value_is_measured_once() -> None:
    states = iterated(KUHN, Uniform(), 1)
    assert measured(GameValue(), KUHN, states[0]).value == pytest.approx(-1 / 18)
    assert GameValue().measure(Measurement(setup(KUHN), states)) == {}


@pytest.mark.parametrize("metric", [GameValue(), PopulationExploitability()])
@pytest.mark.parametrize("game", [KUHN_OF_THREE, CHICKEN])
def test_other_games_than_of_two_with_a_constant_sum_are_refused(metric: Metric, game: OpenSpiel | Matrix) -> None:
    members = population(game, Uniform())
    state = State(0, members, PayoffTable.empty(game.seats, members.sizes(game.seats)), MetaStrategy({}))
    with pytest.raises(InputError, match="two players with a constant sum"):
        metric.measure(Measurement(setup(game), [state]))
