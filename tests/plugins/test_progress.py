"""The metric `progress`: the newest mixture against the best policy of the beginning."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from planted import FakeFailingVenue, HereVenue, Planted, population, setup_for, state_of, symmetric_chances

from psrokit.api import Estimate, InputError, IntegrityError, Measurement, MetaStrategy, Metric, PayoffTable, State
from psrokit.testing import check_metric
from psrokit_plugins.games.matrix import Matrix
from psrokit_plugins.metrics.progress import Progress
from psrokit_plugins.metrics.response_gain import ResponseGain
from psrokit_plugins.metrics.restricted_exploitability import RestrictedExploitability

SKILL = Planted(symmetric_chances(np.array([[0.0, 0, 0], [0.3, 0, 0], [0.5, 0.2, 0]])))
"""Action 2 beats 1 beats 0."""
DISTINCT = Planted(((0.9, 0.2), (0.3, 0.7)), roles=("row", "column"))


def measured(game: Planted, states: list[State], venue: HereVenue, pairs: int = 100) -> dict[str, Estimate]:
    return dict(Progress(pairs).measure(Measurement(setup_for(game, venue), states)))


def test_a_stronger_mixture_wins_more_than_half() -> None:
    first = state_of(SKILL, 2)
    last = state_of(SKILL, 3, MetaStrategy({"player": np.array([0.0, 0.3, 0.7])}), iteration=3)
    venue = HereVenue(SKILL)
    estimate = measured(SKILL, [first, first, first, last], venue, pairs=600)["progress"]
    truth = 0.3 * 0.5 + 0.7 * SKILL.chances[2][1]
    assert 0.5 < estimate.low < truth < estimate.high
    assert (estimate.kind, estimate.bound, estimate.n) == ("win_rate", "estimate", 600)
    assert estimate.convention == "mixture of iteration 3 against 'action-1', both seats; ties 1/2"
    assert {match.purpose for match in venue.matches} == {"progress"}
    assert len(venue.matches) == 2 * len({match.seed for match in venue.matches}) == 1200
    for one, two in zip(venue.matches[::2], venue.matches[1::2], strict=True):
        assert (one.seed, one.policies) == (two.seed, two.policies[::-1])


def test_distinct_roles_play_both_sides() -> None:
    first = state_of(DISTINCT, 2, MetaStrategy({"row": np.array([1.0, 0.0]), "column": np.array([1.0, 0.0])}))
    last = replace(
        first, iteration=1, strategy=MetaStrategy({"row": np.array([1.0, 0.0]), "column": np.array([0.0, 1.0])})
    )
    estimate = measured(DISTINCT, [first, last], HereVenue(DISTINCT), pairs=800)["progress"]
    truth = (0.9 + (1 - 0.2)) / 2  # row's action 0 against column's 0, and column's action 1 against row's 0
    assert estimate.low < truth < estimate.high
    assert estimate.value == pytest.approx(truth, abs=0.05)


def test_ties_count_one_half_and_leave_a_width() -> None:
    game = Matrix(payoffs=[[0, 0], [0, 0]], seats=("player", "player"))
    people = population(game.seats, 2)
    strategy = MetaStrategy({"player": np.array([0.5, 0.5])})
    states = [State(number, people, PayoffTable.empty(game.seats, (2, 2)), strategy) for number in range(2)]
    found = Progress(50).measure(Measurement(setup_for(game, HereVenue(game)), states))["progress"]
    assert found.value == 0.5
    assert found.low < 0.5 < found.high


def test_nothing_is_said_about_the_first_state() -> None:
    assert measured(SKILL, [state_of(SKILL, 2)], HereVenue(SKILL)) == {}


def test_failed_games_cost_their_pair() -> None:
    states = [state_of(SKILL, 2), state_of(SKILL, 3, iteration=1)]
    estimate = measured(SKILL, states, FakeFailingVenue(SKILL, lost=3), pairs=100)["progress"]
    assert 40 < estimate.n < 100
    with pytest.raises(IntegrityError, match="failed games left 0 of 100 pairs for 'progress'"):
        measured(SKILL, states, FakeFailingVenue(SKILL, lost=10), pairs=100)


def test_more_than_two_players_have_no_win_rate() -> None:
    payoffs = np.zeros((3, 1, 1, 1)).tolist()
    game = Matrix(payoffs=payoffs)
    people = population(game.seats, 1)
    strategy = MetaStrategy({role: np.ones(1) for role in game.seats})
    states = [State(number, people, PayoffTable.empty(game.seats, (1, 1, 1)), strategy) for number in range(2)]
    with pytest.raises(InputError, match="this game has 3 seats"):
        Progress().measure(Measurement(setup_for(game, HereVenue(game)), states))


@pytest.mark.parametrize("metric", [Progress(5), ResponseGain(5), RestrictedExploitability(5)])
@pytest.mark.parametrize("game", [SKILL, DISTINCT])
def test_every_sampled_metric_conforms(metric: Metric, game: Planted) -> None:
    setup = setup_for(game, HereVenue(game))
    check_metric(metric, setup, (state_of(game, 1), state_of(game, 2, iteration=1)))
