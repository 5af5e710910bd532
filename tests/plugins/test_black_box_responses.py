"""Oracles that ask or play policies of which nothing is known: how near they come to a best response."""

from __future__ import annotations

import numpy as np
import pytest
from black_boxes import BlackBox, random_policies
from exact_games import KUHN, LEDUC, ROCK_PAPER_SCISSORS, Here, population
from planted import HereVenue, Planted, state_of, symmetric_chances

from psrokit.api import Game, InputError, Member, MetaStrategy, Oracle, Population, Task
from psrokit.testing import check_oracle
from psrokit_plugins.games.matrix import Matrix
from psrokit_plugins.games.openspiel import OpenSpiel
from psrokit_plugins.oracles.asked_response import AskedResponse
from psrokit_plugins.oracles.explored_response import ExploredResponse
from psrokit_plugins.oracles.search_response import SearchResponse
from psrokit_plugins.policies.uniform import Uniform

CYCLE = Planted(symmetric_chances(np.array([[0, -1, 1], [1, 0, -1], [-1, 1, 0]]) * 0.4))


@pytest.mark.parametrize(
    ("game", "oracle"),
    [
        (KUHN, AskedResponse(3000)),
        (LEDUC, AskedResponse(40_000)),
        (KUHN, ExploredResponse(20_000, 3000)),
        (LEDUC, ExploredResponse(200_000, 40_000)),
    ],
    ids=str,
)
def test_who_only_asks_is_nearly_a_best_response(game: OpenSpiel, oracle: Oracle) -> None:
    policies = random_policies(game, 1)
    people = Population({role: (Member("it", BlackBox(one)),) for role, one in zip(game.seats, policies, strict=True)})
    mixture = MetaStrategy(dict.fromkeys(game.seats, np.ones(1)))
    form, gained = game.exact(), 0.0
    for seat in (0, 1):
        (response,) = oracle.respond(Task(game, seat, 1, people, mixture, 1, Here(game)))
        plans = [form.plan(place, response if place == seat else policies[place]) for place in (0, 1)]
        gained += float(form.values(plans)[seat])
    best = sum(form.best_value(seat, form.reach(seat, [form.plan(p, policies[p]) for p in (0, 1)])) for seat in (0, 1))
    assert 0.95 * best < gained <= best + 1e-12


def test_asking_conforms_and_needs_a_known_game() -> None:
    people = population(KUHN, Uniform(), random_policies(KUHN, 0)[0])
    weights = MetaStrategy({"player_0": np.array([0.5, 0.5]), "player_1": np.array([1.0, 0.0])})
    check_oracle(AskedResponse(500), Task(KUHN, 1, 1, people, weights, 1, Here(KUHN)))
    task = Task(CYCLE, 0, 1, state_of(CYCLE, 1).population, MetaStrategy({"player": np.ones(1)}), 1, HereVenue(CYCLE))
    with pytest.raises(InputError, match="cannot"):
        AskedResponse().respond(task)
    with pytest.raises(InputError, match="questions >= 1"):
        AskedResponse(0)


def test_exploring_needs_information_states_in_words() -> None:
    task = Task(CYCLE, 0, 1, state_of(CYCLE, 1).population, MetaStrategy({"player": np.ones(1)}), 1, HereVenue(CYCLE))
    with pytest.raises(InputError, match="explored_response needs views with a text `key`"):
        ExploredResponse(1, 1).respond(task)
    with pytest.raises(InputError, match="moves >= 1 and questions >= 1"):
        ExploredResponse(0)


@pytest.mark.parametrize("game", [KUHN, Matrix(ROCK_PAPER_SCISSORS, seats=("row", "column"))], ids=str)
def test_exploring_conforms(game: Game) -> None:
    mixture = MetaStrategy(dict.fromkeys(game.seats, np.ones(1)))
    check_oracle(
        ExploredResponse(20, 20),
        Task(game, 1, 1, population(game, Uniform()), mixture, 1, Here(game)),
    )


def test_search_needs_a_forward_model() -> None:
    task = Task(CYCLE, 0, 1, state_of(CYCLE, 1).population, MetaStrategy({"player": np.ones(1)}), 1, HereVenue(CYCLE))
    with pytest.raises(InputError, match="can be forked; Planted deals others"):
        SearchResponse().respond(task)
    with pytest.raises(InputError, match="searches >= 1"):
        SearchResponse(0)


def test_search_conforms() -> None:
    people = population(KUHN, Uniform())
    task = Task(KUHN, 1, 1, people, MetaStrategy(dict.fromkeys(KUHN.seats, np.ones(1))), 1, Here(KUHN))
    check_oracle(SearchResponse(20), task)
