"""The exact evaluator, oracle and metric, and the loop they make together."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pyspiel
import pytest
from exact_games import (
    GOOFSPIEL,
    KUHN,
    KUHN_OF_THREE,
    LEDUC,
    ROCK_PAPER_SCISSORS,
    Here,
    as_openspiel_policy,
    behaviours,
    evenly,
    iterated,
    nash_conv,
    population,
    setup,
)
from open_spiel.python.algorithms import exploitability

from psrokit.api import Measurement, MetaStrategy, PayoffTable, Population, State, Task, begin, psro
from psrokit_plugins.evaluators.exact import ExactPayoffs
from psrokit_plugins.exact.check import reasons
from psrokit_plugins.games.matrix import Matrix
from psrokit_plugins.games.openspiel import OpenSpiel
from psrokit_plugins.meta_solvers.last import Last
from psrokit_plugins.meta_solvers.max_entropy_nash import MaxEntropyNash
from psrokit_plugins.meta_solvers.uniform import Uniform as EqualWeights
from psrokit_plugins.metrics.nash_conv import NashConv
from psrokit_plugins.oracles.exact import ExactResponse
from psrokit_plugins.oracles.xdo import ExtensiveFormDoubleOracle
from psrokit_plugins.policies.mixed import Mixed
from psrokit_plugins.policies.pure import Pure
from psrokit_plugins.policies.tabular import Tabular
from psrokit_plugins.policies.uniform import Uniform

GOOFSPIEL_OF_FIVE = OpenSpiel(
    "turn_based_simultaneous_game(game=goofspiel(num_cards=5,imp_info=True,points_order=descending))"
)
RPS_OF_EQUALS = Matrix(ROCK_PAPER_SCISSORS, seats=("player", "player"))


@dataclass(frozen=True)
class Opaque:
    """A game that offers play only."""

    seats: tuple[str, ...] = ("one", "two")
    utility_sum: float | None = 0.0

    def deal(self, seed: int) -> None:
        raise AssertionError("it is judged before anything is dealt")


# ----------------------------------------------------------------------------- the loop


def test_kuhn_is_solved_in_at_most_ten_iterations() -> None:
    arranged = setup(KUHN)
    states = iterated(KUHN, Uniform(), 10)
    assert nash_conv(arranged, states[0]) > 0.9
    assert nash_conv(arranged, states[-1]) <= 1e-12
    final = states[-1]
    row, column = (final.strategy.weights[role] for role in KUHN.seats)
    assert row @ final.table.mean[0] @ column == pytest.approx(-1 / 18, abs=1e-12)


def test_once_solved_the_population_stops_growing() -> None:
    states = iterated(KUHN, Uniform(), 10)
    solved = next(state for state in states if nash_conv(setup(KUHN), state) <= 1e-12)
    assert states[-1].population == solved.population


def test_leduc_comes_closer_iteration_by_iteration() -> None:
    arranged, states = setup(LEDUC), iterated(LEDUC, Uniform(), 30)
    gaps = [nash_conv(arranged, state) for state in states]
    assert gaps[0] == pytest.approx(4.747222, abs=1e-6)
    assert min(gaps[10:]) < min(gaps[:10])
    assert min(gaps) < 1


def solved(game: OpenSpiel, tolerance: float, iterations: int) -> State:
    """The first state of exact PSRO from uniform play with so small a NashConv."""
    arranged = setup(game)
    states = psro(arranged, begin(arranged, population(game, Uniform())))
    state = next(s for s in states if s.iteration == iterations or nash_conv(arranged, s) <= tolerance)
    assert nash_conv(arranged, state) <= tolerance
    return state


@pytest.mark.parametrize(
    ("game", "tolerance", "iterations", "value"),
    [
        (KUHN, 1e-9, 10, -1 / 18),
        (LEDUC, 1e-9, 300, -0.0856064240780),
        (GOOFSPIEL_OF_FIVE, 1e-6, 150, 0.0),
        pytest.param(OpenSpiel("liars_dice(dice_sides=4)"), 1e-6, 1500, 1 / 16, marks=pytest.mark.slow),
    ],
)
def test_games_are_solved_and_openspiel_agrees(
    game: OpenSpiel, tolerance: float, iterations: int, value: float
) -> None:
    state = solved(game, tolerance, iterations)
    row, column = (state.strategy.weights[role] for role in game.seats)
    assert row @ state.table.mean[0] @ column == pytest.approx(value, abs=tolerance)
    loaded = pyspiel.load_game(game.game)
    policy = as_openspiel_policy(loaded, game.exact(), behaviours(game, state))
    assert exploitability.nash_conv(loaded, policy) <= tolerance


@pytest.mark.parametrize(
    ("game", "value"),
    [
        (OpenSpiel("liars_dice(dice_sides=3)"), None),
        pytest.param(OpenSpiel("liars_dice(dice_sides=5)"), None, marks=pytest.mark.slow),
        pytest.param(OpenSpiel("liars_dice"), -0.0271317829, marks=pytest.mark.slow),  # by one linear program
    ],
)
def test_xdo_solves_liars_dice_and_openspiel_agrees(game: OpenSpiel, value: float | None) -> None:
    arranged = replace(setup(game), oracle=ExtensiveFormDoubleOracle(), solver=Last())
    states = psro(arranged, begin(arranged, population(game, Uniform())))
    state = next(s for s in states if s.iteration == 150 or nash_conv(arranged, s) <= 1e-6)
    loaded = pyspiel.load_game(game.game)
    policy = as_openspiel_policy(loaded, game.exact(), behaviours(game, state))
    assert exploitability.nash_conv(loaded, policy) <= 1e-6
    if value is not None:
        assert state.table.mean[0][-1, -1] == pytest.approx(value, abs=1e-6)


def test_the_most_even_equilibrium_spares_responses() -> None:
    """Liar's dice has many equilibria in small populations: a vertex is answered again and again (923 for 4 sides)."""
    game = OpenSpiel("liars_dice(dice_sides=4)")
    arranged = replace(setup(game), solver=MaxEntropyNash())
    states = psro(arranged, begin(arranged, population(game, Uniform())))
    state = next(s for s in states if s.iteration == 250 or nash_conv(arranged, s) <= 1e-6)
    assert nash_conv(arranged, state) <= 1e-6


def test_a_simultaneous_game_is_solved() -> None:
    final = iterated(GOOFSPIEL, Uniform(), 15)[-1]
    assert nash_conv(setup(GOOFSPIEL), final) <= 1e-12


def test_three_players_are_answered_and_measured() -> None:
    arranged = replace(setup(KUHN_OF_THREE), solver=EqualWeights())
    start = begin(arranged, population(KUHN_OF_THREE, Uniform()))
    state = next(state for state in psro(arranged, start) if state.iteration == 3)
    assert state.table.sizes == (4, 4, 4)
    assert not state.table.holes()
    np.testing.assert_allclose(state.table.mean.sum(axis=0), 0, atol=1e-12)
    assert nash_conv(arranged, state) > 0


def test_equal_runs_are_equal_to_the_last_bit() -> None:
    one, other = (iterated(KUHN, Uniform(), 6)[-1] for _ in range(2))
    assert one.population == other.population
    assert one.table.total.tobytes() == other.table.total.tobytes()
    assert all(np.array_equal(one.strategy.weights[role], other.strategy.weights[role]) for role in KUHN.seats)


# ----------------------------------------------------------------------------- oracle


def task(game: OpenSpiel | Matrix, seat: int, members: Population, strategy: MetaStrategy) -> Task:
    return Task(game, seat, 1, members, strategy, seed=1, venue=Here(game))


def test_the_response_gains_exactly_what_the_metric_says() -> None:
    for game in (KUHN, LEDUC, GOOFSPIEL, KUHN_OF_THREE):
        members, strategy = population(game, Uniform(), Pure(0)), evenly(game, 2)
        state = State(0, members, PayoffTable.empty(game.seats, members.sizes(game.seats)), strategy)
        form = game.exact()
        mixed = [
            strategy.weights[role] @ form.plans(seat, [m.policy for m in members[role]])
            for seat, role in enumerate(game.seats)
        ]
        gained = 0.0
        for seat in range(len(game.seats)):
            (response,) = ExactResponse().respond(task(game, seat, members, strategy))
            deviation = [form.plan(seat, response) if other == seat else plan for other, plan in enumerate(mixed)]
            gained += form.values(deviation)[seat] - form.values(mixed)[seat]
        assert nash_conv(setup(game), state) == pytest.approx(gained, abs=1e-12)


def test_the_response_is_a_pure_action_in_a_matrix_game_and_a_table_in_openspiel() -> None:
    only_rock = task(RPS_OF_EQUALS, 0, population(RPS_OF_EQUALS, Pure(0)), evenly(RPS_OF_EQUALS, 1))
    assert ExactResponse().respond(only_rock) == [Pure(1)]
    (response,) = ExactResponse().respond(task(KUHN, 1, population(KUHN, Uniform()), evenly(KUHN, 1)))
    assert isinstance(response, Tabular)
    assert (response.role, len(response.actions)) == ("player_1", 6)


def test_an_equilibrium_is_not_answered() -> None:
    third = Mixed((1 / 3, 1 / 3, 1 / 3))
    at_rest = task(RPS_OF_EQUALS, 0, population(RPS_OF_EQUALS, third), evenly(RPS_OF_EQUALS, 1))
    assert ExactResponse().respond(at_rest) == []


def test_gains_below_the_tolerance_are_none() -> None:
    asked = task(KUHN, 0, population(KUHN, Uniform()), evenly(KUHN, 1))
    assert len(ExactResponse(tolerance=0.3).respond(asked)) == 1
    assert ExactResponse(tolerance=0.6).respond(asked) == []


# ----------------------------------------------------------------------------- evaluator


def fill(game: OpenSpiel | Matrix, members: Population, table: PayoffTable) -> PayoffTable:
    return ExactPayoffs().fill(game, members, table, Here(game), seed=1)


def test_filling_in_steps_gives_the_table_filled_at_once() -> None:
    few, many = population(KUHN, Uniform(), Pure(0)), population(KUHN, Uniform(), Pure(0), Pure(1), Mixed((0.3, 0.7)))
    in_steps = fill(KUHN, many, fill(KUHN, few, PayoffTable.empty(KUHN.seats, (2, 2))).grown((4, 4)))
    at_once = fill(KUHN, many, PayoffTable.empty(KUHN.seats, (4, 4)))
    np.testing.assert_allclose(in_steps.mean, at_once.mean, atol=1e-15)
    assert in_steps.exact.all()
    assert not in_steps.stderr.any()


def test_evidence_that_is_there_is_kept() -> None:
    members = population(KUHN, Uniform(), Pure(0))
    sampled = PayoffTable.empty(KUHN.seats, (2, 2)).with_groups([((0, 1), [(5.0, -5.0)]), ((0, 1), [(3.0, -3.0)])])
    filled = fill(KUHN, members, sampled)
    assert filled.mean[:, 0, 1].tolist() == [4.0, -4.0]
    assert filled.exact.tolist() == [[True, False], [True, True]]
    assert fill(KUHN, members, filled) is filled
    reference = fill(KUHN, members, PayoffTable.empty(KUHN.seats, (2, 2)))
    np.testing.assert_allclose(filled.mean[:, 1], reference.mean[:, 1], atol=1e-15)


def test_mirrored_cells_of_equal_seats_hold_the_same_to_the_last_bit() -> None:
    rng = np.random.default_rng(3)
    members = population(RPS_OF_EQUALS, *(Mixed(tuple(rng.dirichlet(np.ones(3)))) for _ in range(6)))
    table = fill(RPS_OF_EQUALS, members, PayoffTable.empty(RPS_OF_EQUALS.seats, (6, 6)))
    assert np.array_equal(table.mean[0], table.mean[1].T)
    assert np.array_equal(table.mean[0], -table.mean[0].T)
    one_by_one = PayoffTable.empty(RPS_OF_EQUALS.seats, (6, 6))
    for profile in list(one_by_one.profiles()):
        one_by_one = one_by_one.with_exact(profile, table.mean[(slice(None), *profile)])
    np.testing.assert_allclose(table.mean, one_by_one.mean, atol=1e-15)


# ----------------------------------------------------------------------------- metric and refusals


def test_the_metric_says_what_it_is() -> None:
    arranged = setup(KUHN)
    estimate = NashConv().measure(Measurement(arranged, [begin(arranged, population(KUHN, Uniform()))]))["nash_conv"]
    assert (estimate.kind, estimate.bound, estimate.units) == ("nash_conv", "exact", "return")
    assert estimate.convention == "sum over players of the gain of a best response"
    assert estimate.low == estimate.value == estimate.high


def test_games_that_cannot_be_solved_exactly_are_refused_before_anything_runs() -> None:
    told = list(reasons(Opaque(), [ExactResponse(), ExactPayoffs(), NashConv(), EqualWeights()]))  # type: ignore[arg-type]
    assert ["the oracle 'exact'" in told[0], "the evaluator 'exact'" in told[1], "'nash_conv'" in told[2]] == [True] * 3
    assert all("'Opaque' cannot" in reason and "\n  Use " in reason for reason in told)
    assert len(told) == 3
    assert list(reasons(KUHN, [ExactResponse(), ExactPayoffs(), NashConv()])) == []
    (too_large,) = reasons(OpenSpiel("leduc_poker", max_histories=10), [ExactPayoffs()])
    assert "more than 10 histories" in too_large
