"""The metric `response_gain`: what a response is worth, on the same deals as the incumbent it must beat."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from planted import HereVenue, Planted, population, setup_for, state_of, symmetric_chances

from psrokit.api import Estimate, Measurement, MetaStrategy, PayoffTable, Population, State
from psrokit_plugins.metrics.response_gain import ResponseGain
from psrokit_plugins.policies.pure import Pure

RPS = Planted(symmetric_chances(np.array([[0, -1, 1], [1, 0, -1], [-1, 1, 0]]) * 0.4))
"""Paper, scissors and rock that win 83 times of 100."""
DISTINCT = Planted(((0.9, 0.2, 0.5), (0.3, 0.7, 0.6), (0.5, 0.4, 0.5)), roles=("row", "column"))


def grown(state: State, size: int) -> State:
    """The next state: `size` actions per role; what it is mixed with does not matter here."""
    return replace(state, iteration=state.iteration + 1, population=population(state.table.seats, size))


def measured(
    game: Planted, states: list[State], venue: HereVenue, pairs: int = 100, level: float = 0.95
) -> dict[str, Estimate]:
    return dict(ResponseGain(pairs, level).measure(Measurement(setup_for(game, venue), states)))


def test_a_good_response_is_proven_against_mixture_and_incumbent() -> None:
    first = state_of(RPS, 2, MetaStrategy({"player": np.array([0.2, 0.8])}))
    venue = HereVenue(RPS)
    found = measured(RPS, [first, grown(first, 3)], venue, pairs=200)
    gain, improvement = found["response_gain:action-2"], found["response_improvement:action-2"]
    truth = RPS.payoff @ np.array([0.2, 0.8, 0.0])
    assert list(found) == ["response_gain:action-2", "response_improvement:action-2"]
    assert 0 < gain.low < truth[2] < gain.high
    assert 0 < improvement.low < truth[2] - truth[1] < improvement.high
    assert (gain.kind, gain.bound, gain.units, gain.n) == ("gain", "estimate", "return", 200)
    assert gain.convention == "returns against the mixture of iteration 0, less what that mixture earns"
    assert (
        improvement.convention
        == "returns against the mixture of iteration 0, less those of 'action-1' on the same deals"
    )


def test_the_games_are_paired_and_played_for_nothing_else() -> None:
    first = state_of(RPS, 2, MetaStrategy({"player": np.array([0.2, 0.8])}))
    venue = HereVenue(RPS)
    measured(RPS, [first, grown(first, 3)], venue, pairs=50)
    assert {match.purpose for match in venue.matches} == {"gate"}
    dealt: dict[object, list[tuple[int, object]]] = {}
    for match in venue.matches[::2]:
        own, opponent = match.policies
        dealt.setdefault(own, []).append((match.seed, opponent))
    assert set(dealt) == {Pure(2), Pure(1)}
    assert dealt[Pure(2)] == dealt[Pure(1)]
    assert 25 < sum(opponent == Pure(1) for _, opponent in dealt[Pure(2)]) < 50


def test_a_response_that_is_no_better_is_not_proven() -> None:
    first = state_of(RPS, 2, MetaStrategy({"player": np.array([0.0, 1.0])}))
    twin = Population({"player": (*first.population["player"], replace(first.population["player"][1], name="twin"))})
    found = measured(RPS, [first, replace(first, iteration=1, population=twin)], HereVenue(RPS), pairs=60)
    assert found
    for estimate in found.values():
        assert estimate.low < 0 < estimate.high
        assert estimate.value == 0


def test_an_improvement_may_be_twice_a_gain() -> None:
    """The response always wins; the incumbent draws with itself and always loses to the other member."""
    game = Planted(((0.5, 0.0, 0.0), (1.0, 0.5, 0.0), (1.0, 1.0, 0.5)))
    first = state_of(game, 2, MetaStrategy({"player": np.array([0.5, 0.5])}))
    found = measured(game, [first, grown(first, 3)], HereVenue(game), pairs=60)
    assert found["response_gain:action-2"].high == 1.0
    improvement = found["response_improvement:action-2"]
    assert 1.2 < improvement.value < improvement.high - 0.05


def test_the_mixture_s_own_earnings_are_estimated_where_symmetry_does_not_tell() -> None:
    weights = MetaStrategy({"row": np.array([0.9, 0.1]), "column": np.array([0.9, 0.1])})
    first = state_of(DISTINCT, 2, weights)
    found = measured(DISTINCT, [first, grown(first, 3)], HereVenue(DISTINCT), pairs=400, level=0.999)
    row, column = np.array([0.9, 0.1, 0]), np.array([0.9, 0.1, 0])
    payoff = DISTINCT.payoff
    value = row @ payoff @ column
    truths = {
        "response_gain:row/action-2": (payoff @ column)[2] - value,
        "response_improvement:row/action-2": (payoff @ column)[2] - (payoff @ column)[0],
        "response_gain:column/action-2": value - (row @ payoff)[2],
        "response_improvement:column/action-2": (row @ payoff)[0] - (row @ payoff)[2],
    }
    assert list(found) == list(truths)
    for name, truth in truths.items():
        assert found[name].low <= truth <= found[name].high
        assert found[name].value == pytest.approx(truth, abs=0.2)


def test_an_exact_table_tells_the_mixture_s_earnings_without_games() -> None:
    people = population(DISTINCT.seats, 2)
    table = PayoffTable.empty(DISTINCT.seats, (2, 2))
    for profile in table.profiles():
        table = table.with_exact(profile, (DISTINCT.payoff[profile], -DISTINCT.payoff[profile]))
    weights = MetaStrategy({"row": np.array([0.5, 0.5]), "column": np.array([0.25, 0.75])})
    first = State(0, people, table, weights)
    venue = HereVenue(DISTINCT)
    found = measured(DISTINCT, [first, grown(first, 3)], venue, pairs=400, level=0.999)
    assert len(venue.matches) == 2 * 2 * 400  # response and incumbent of either role
    value = np.array([0.5, 0.5]) @ DISTINCT.payoff[:2, :2] @ np.array([0.25, 0.75])
    truth = DISTINCT.payoff[2, :2] @ np.array([0.25, 0.75]) - value
    assert found["response_gain:row/action-2"].low <= truth <= found["response_gain:row/action-2"].high


def test_nothing_is_said_where_nothing_is_new() -> None:
    first = state_of(RPS, 2)
    venue = HereVenue(RPS)
    assert measured(RPS, [first], venue) == {}
    assert measured(RPS, [first, grown(first, 2)], venue) == {}
    assert venue.calls == []
