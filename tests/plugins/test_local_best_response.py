"""The oracle `local_best_response`: its actions are the best against a fixed continuation, and it exploits."""

from __future__ import annotations

import numpy as np
import pytest
from exact_games import KUHN, LEDUC, Here, population
from planted import HereVenue, Planted, state_of, symmetric_chances

from psrokit.api import InputError, MetaStrategy, Policy, Task
from psrokit.testing import check_oracle
from psrokit_plugins.games.openspiel import OpenSpiel
from psrokit_plugins.oracles.local_best_response import LocalBestResponse
from psrokit_plugins.policies.behaviour import Behaviour
from psrokit_plugins.policies.uniform import Uniform

LIARS_DICE = OpenSpiel("liars_dice")


def task(game: OpenSpiel, seat: int, policy: Policy) -> Task:
    mixture = MetaStrategy(dict.fromkeys(game.seats, np.ones(1)))
    return Task(game, seat, 1, population(game, policy), mixture, 1, Here(game))


@pytest.mark.parametrize(
    ("game", "deals", "share"), [(KUHN, 600, 0.9), (LEDUC, 800, 0.5), (LIARS_DICE, 600, 0.5)], ids=str
)
def test_it_exploits_uniform_play_by_much_of_what_a_best_response_gains(
    game: OpenSpiel, deals: int, share: float
) -> None:
    form, gained, best = game.exact(), 0.0, 0.0
    even = [form.plan(seat, Uniform()) for seat in (0, 1)]
    for seat in (0, 1):
        (response,) = LocalBestResponse(deals).respond(task(game, seat, Uniform()))
        plans = [form.plan(place, response) if place == seat else even[place] for place in (0, 1)]
        gained += float(form.values(plans)[seat])
        best += form.best_value(seat, form.reach(seat, even))
    assert share * best < gained <= best + 1e-12


def test_actions_are_judged_by_what_the_opponent_holds_when_it_acted_so() -> None:
    """Kuhn: who only bets with a king is not called with a queen; who bets with everything is."""
    honest = {"0": (1.0, 0.0), "1": (1.0, 0.0), "2": (0.0, 1.0)}
    bluffing = {"0": (0.0, 1.0), "1": (0.0, 1.0), "2": (0.0, 1.0)}
    for first, call in ((honest, 0), (bluffing, 1)):
        (response,) = LocalBestResponse(300).respond(task(KUHN, 1, Behaviour(first)))
        assert isinstance(response, Behaviour)
        assert response.states["1b"] == call


def test_it_conforms_and_refuses_what_it_cannot_do() -> None:
    check_oracle(LocalBestResponse(20), task(KUHN, 1, Uniform()))
    game = Planted(symmetric_chances(np.zeros((2, 2))))
    mixture = MetaStrategy({"player": np.ones(1)})
    with pytest.raises(InputError, match="local_best_response needs episodes that can be forked"):
        LocalBestResponse().respond(Task(game, 0, 1, state_of(game, 1).population, mixture, 1, HereVenue(game)))
    with pytest.raises(InputError, match="deals >= 1"):
        LocalBestResponse(0)
