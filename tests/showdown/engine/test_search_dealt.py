"""Search where the format deals the teams: guesses are what its own generator makes, and agree with what was seen."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from search_views import views_of

from psrokit.api import Member, MetaStrategy, Observation, Policy, Population, Task, build
from psrokit_showdown import engine
from psrokit_showdown.baselines.greedy_damage import GreedyDamage
from psrokit_showdown.baselines.search import Search
from psrokit_showdown.compiled import playing
from psrokit_showdown.engine.dealing import GeneratedTeams, start
from psrokit_showdown.engine.episode import choices_of
from psrokit_showdown.knowledge import BattleView
from psrokit_showdown.searching.dealt import dealt_teams
from psrokit_showdown.searching.guess import guesser
from psrokit_showdown.searching.rebuild import can_rebuild, rebuilt
from psrokit_showdown.simulator import Simulator

FORMAT = "gen1randombattle"
BATTLES = 6


@pytest.fixture(scope="module", autouse=True)
def compiled_players() -> None:
    playing.prepare(print)


def views(simulator: Simulator) -> Iterator[tuple[BattleView, int]]:
    """What seat 0 sees in battles of random choices, and the mask of what it may choose."""
    states = engine.new_states(BATTLES)
    start(states, np.arange(BATTLES), GeneratedTeams(FORMAT, simulator).deal(range(BATTLES)))
    for view, mask, _ in views_of(states, FORMAT, np.random.default_rng(3)):
        yield view, mask


def test_guesses_are_sets_that_the_generator_makes(simulator: Simulator) -> None:
    """Every guessed Pokemon has a set and a level of its species in dealt teams, and shows what was seen of it."""
    dealt = {
        (member.species.lower(), frozenset(member.moves), member.level)
        for team in dealt_teams(FORMAT)
        for member in team.members
    }
    rng, guessed, made = np.random.default_rng(1), 0, 0
    for view, _ in views(simulator):
        (guess,) = guesser("builtin", FORMAT).guesses(view, 1, rng)
        assert len({member.species for member in guess}) == len(guess) == view.foe_team_size
        for foe, member in zip(view.foes, guess, strict=False):
            assert foe.species == member.species.lower()
            assert {seen.id for seen in foe.moves[:4]} <= set(member.moves)
        guessed += len(guess)
        made += sum((one.species.lower(), frozenset(one.moves), one.level) in dealt for one in guess)
    assert made > 0.97 * guessed, "but for moves that were called or copied, and sets too rare to have been dealt"


def test_guesses_differ_in_what_was_not_seen(simulator: Simulator) -> None:
    view, _ = next(views(simulator))
    guesses = guesser("builtin", FORMAT).guesses(view, 30, np.random.default_rng(2))
    assert len({guess[0].moves for guess in guesses}) > 1
    assert len({member.species for guess in guesses for member in guess[1:]}) > 30


def test_most_decisions_can_be_searched_and_offer_what_the_request_does(simulator: Simulator) -> None:
    rng, searched, asked = np.random.default_rng(4), 0, 0
    for view, mask in views(simulator):
        asked += 1
        if can_rebuild(view):
            rows = rebuilt(view, guesser("builtin", FORMAT).guesses(view, 1, rng), rng)
            assert int(engine.legal(rows)[0, 0]) == mask
            searched += 1
    assert searched > 0.9 * asked > 100


def test_it_chooses_among_what_is_legal_and_the_same_again(simulator: Simulator) -> None:
    view, mask = next(views(simulator))
    observation = Observation(view, choices_of(mask))
    policy = Search(simulations=60, guesses=5)
    first, second = (policy.start(0, np.random.default_rng(3)).act(observation) for _ in range(2))
    assert first == second
    assert first in observation.legal


@pytest.mark.slow
def test_it_beats_greedy_damage() -> None:
    """12 mirrored pairs."""
    assert mean_return(Search(), GreedyDamage(), 12) > 0.1


def mean_return(policy: Policy, other: Policy, pairs: int) -> float:
    game = build("game", {"use": "showdown", "format": FORMAT})
    population = Population({role: (Member("other", other),) for role in set(game.seats)})
    strategy = MetaStrategy({role: np.ones(1) for role in set(game.seats)})
    with build("executor", "serial").open(game) as venue:
        task = Task(game, 0, 1, population, strategy, 5, venue)
        return float(task.scores([policy], task.pairings(pairs, "test")).mean())
