"""The searching player that knows whom it may meet: what it believes, how its simulations reply, what it gains."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from duels import many
from search_views import FORMAT, views

from psrokit.api import InputError, Member, MetaStrategy, Observation, Policy, PolicyFault, Population, Task, build
from psrokit_showdown import engine
from psrokit_showdown.baselines.greedy_damage import GreedyDamage
from psrokit_showdown.baselines.gym_leader import GymLeader
from psrokit_showdown.baselines.max_power import MaxPower
from psrokit_showdown.baselines.random import Random
from psrokit_showdown.baselines.scripted import Scripted
from psrokit_showdown.baselines.search import Search
from psrokit_showdown.baselines.search_against import SearchAgainst
from psrokit_showdown.baselines.type_switcher import TypeSwitcher
from psrokit_showdown.compiled import playing
from psrokit_showdown.engine import layout
from psrokit_showdown.engine.episode import choices_of
from psrokit_showdown.engine.view import view_of
from psrokit_showdown.oracles.battle_search import BattleSearch
from psrokit_showdown.searching.belief import Belief, seen_choice
from psrokit_showdown.searching.guess import guesser
from psrokit_showdown.searching.native import identities_of
from psrokit_showdown.searching.opponents import Anybody, Mixture, players_of
from psrokit_showdown.searching.rebuild import can_rebuild, rebuilt

KNOWN: tuple[Policy, ...] = (Random(), MaxPower(), TypeSwitcher(), Scripted())
QUICK = Search(simulations=60, guesses=10)
GUESSES = 10


@pytest.fixture(scope="module", autouse=True)
def compiled_players() -> None:
    playing.prepare(print)


def believed(truth: int, battles: int, decisions: int) -> list[int]:
    """Who is thought most probable after some decisions of battles against one of KNOWN, which is at 1 + truth."""
    players, rng = players_of("scripted", KNOWN), np.random.default_rng(7)
    teams, states = guesser("builtin", FORMAT), many(battles, 11)
    beliefs = [Belief(players, np.full(len(KNOWN), 1 / len(KNOWN)), rng) for _ in range(battles)]
    for _ in range(decisions):
        masks = engine.legal(states)
        made = players.usual(states, masks, np.full(battles, 1 + truth), rng)
        for i in np.flatnonzero(masks[:, 0]):
            view = view_of(states[i].tolist(), 0, FORMAT)
            beliefs[i].take_in(view)
            if can_rebuild(view):
                beliefs[i].expect(view, rebuilt(view, teams.guesses(view, GUESSES, rng), rng))
        engine.step(states, made)
    return [int(belief.weights.argmax()) for belief in beliefs]


@pytest.mark.parametrize("truth", range(len(KNOWN)))
def test_it_finds_out_who_sits_opposite(truth: int) -> None:
    found = believed(truth, 8, 30)
    assert found.count(truth) >= 6, found


def test_choices_of_the_other_side_are_read_off_what_was_seen() -> None:
    """Every choice that is named is the one that was made, and most can be named."""
    states, rng, named, asked = many(6, 3), np.random.default_rng(3), 0, 0
    for _ in range(40):
        masks, identities = engine.legal(states), identities_of(states)
        before = [view_of(row.tolist(), 0, FORMAT) for row in states]
        made = players_of("scripted", (TypeSwitcher(),)).usual(states, masks, np.ones(6, np.int64), rng)
        engine.step(states, made)
        for i in np.flatnonzero(masks.all(axis=1) & (states[:, layout.RESULT] == layout.RUNNING)):
            asked += 1
            seen = seen_choice(before[i], view_of(states[i].tolist(), 0, FORMAT))
            named += seen > 0
            assert seen in (0, identities[i, 1, made[i, 1] - 1])
    assert named > 0.7 * asked > 70


def test_rebuilt_battles_show_what_was_seen() -> None:
    teams, rng, shown = guesser("builtin", FORMAT), np.random.default_rng(2), 0
    for view, _, _ in views(6, 2):
        if not can_rebuild(view):
            continue
        seen = view_of(rebuilt(view, teams.guesses(view, 1, rng), rng)[0].tolist(), 0, FORMAT)
        for foe in view.foes:
            again = next((its for its in seen.foes if its.species == foe.species), None)
            moves = {move.id: move.pp_used for move in foe.moves}
            if again is not None and foe.moves:
                shown += 1
                assert {move.id: move.pp_used for move in again.moves}.items() <= moves.items()
        assert [move.pp for pokemon in seen.team for move in pokemon.moves] == [
            move.pp for pokemon in view.team for move in pokemon.moves
        ]
    assert shown > 50


def test_simulations_reply_as_the_known_player_does() -> None:
    rng = np.random.default_rng(5)
    for _, _, row in views(3, 4):
        rows = np.repeat(row[None], 3, axis=0)
        masks = engine.legal(rows)
        chosen = np.where(masks > 0, 1, 0).astype(np.int8)
        players, mixture = players_of("scripted", (GreedyDamage(), MaxPower())), Mixture(np.array([1.0, 0.0]))
        assert (mixture.drawn(20, rng) == 1).all()
        usual = players.usual(rows, masks, np.ones(3, np.int64), rng)
        settled = mixture.settled(chosen, usual)
        assert (settled[:, 0] == chosen[:, 0]).all()
        assert (settled[:, 1] == usual[:, 1]).all()
        assert (Anybody().settled(chosen, usual) == chosen).all()


def test_it_says_which_formats_it_cannot_play() -> None:
    view, mask, _ = next(views(1, 5))
    observation = Observation(view._replace(format="gen2ou"), choices_of(mask))
    with pytest.raises(PolicyFault, match=r"search_against plays gen1ou, .*, not gen2ou"):
        SearchAgainst((Random(),), (1.0,)).start(0, np.random.default_rng(3)).act(observation)


def won(policy: Policy, other: Policy, pairs: int) -> float:
    """Mean return over mirrored pairs on the native engine."""
    game = build("game", "showdown")
    population = Population({role: (Member("other", other),) for role in set(game.seats)})
    strategy = MetaStrategy({role: np.ones(1) for role in set(game.seats)})
    with build("executor", "serial").open(game) as venue:
        task = Task(game, 0, 1, population, strategy, 5, venue)
        return float(task.scores([policy], task.pairings(pairs, "test")).mean())


def test_it_beats_the_player_that_it_knows() -> None:
    assert won(SearchAgainst((GreedyDamage(),), (1.0,), QUICK), GreedyDamage(), 12) > 0.3


def test_one_decision_and_play_to_the_end_is_local_best_response() -> None:
    local = Search(simulations=40, guesses=10, depth=1, horizon=300)
    assert won(SearchAgainst((MaxPower(),), (1.0,), local), MaxPower(), 8) > 0


@pytest.mark.slow
def test_to_know_the_other_player_is_worth_more_than_not_to() -> None:
    knowing, not_knowing = won(SearchAgainst((Scripted(),), (1.0,)), Scripted(), 60), won(Search(), Scripted(), 60)
    assert knowing > not_knowing + 0.1, (knowing, not_knowing)


@pytest.mark.parametrize(
    ("opponents", "weights", "search", "complaint"),
    [
        ((), (), QUICK, "0 opponents"),
        (KNOWN, (1.0,), QUICK, "4 opponents and 1 weights"),
        ((Random(),), (0.0,), QUICK, "above 0"),
        ((Random(),), (float("nan"),), QUICK, "above 0"),
        ((Random(),), (1.0,), Random(), "options of the player `search`"),
    ],
)
def test_bad_options_are_refused(
    opponents: Sequence[Policy], weights: Sequence[float], search: Policy, complaint: str
) -> None:
    with pytest.raises(InputError, match=complaint):
        SearchAgainst(tuple(opponents), tuple(weights), search)


def task_of(weights: Sequence[float], *policies: Policy) -> Task:
    game: Any = build("game", "showdown")
    members = tuple(Member(str(number), policy) for number, policy in enumerate(policies))
    roles = set(game.seats)
    strategy = MetaStrategy({role: np.array(weights) for role in roles})
    return Task(game, 0, 1, Population(dict.fromkeys(roles, members)), strategy, 5, None)  # type: ignore[arg-type] # plays nothing


def test_the_oracle_answers_who_is_in_the_mixture_and_no_answer_holds_another() -> None:
    earlier = SearchAgainst((Random(),), (1.0,))
    (answer,) = BattleSearch(QUICK).respond(task_of([0.5, 0.0, 0.2, 0.3], MaxPower(), Random(), GymLeader(), earlier))
    assert answer == SearchAgainst((MaxPower(), Scripted()), (0.5, 0.5), QUICK)
    with pytest.raises(InputError, match="options of the player"):
        BattleSearch(Random())
