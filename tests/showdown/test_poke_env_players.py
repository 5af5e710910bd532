"""poke-env's players as policies: whole battles, nothing refused, repeatable."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from poke_env_matches import MOST_POWER, PREVIEWED, RANDOM, play, player, simple

from psrokit.api import (
    InputError,
    Match,
    Observation,
    build,
    generator,
    open_lanes,
    spec,
)
from psrokit_showdown.data.dex import slot_id
from psrokit_showdown.data.effects import move_facts
from psrokit_showdown.games.showdown import Showdown
from psrokit_showdown.poke_env_players.acting import PlayerActor
from psrokit_showdown.poke_env_players.chance import chance_from
from psrokit_showdown.transcript import Heard, Transcript, transcript_of

poke_env = pytest.importorskip("poke_env.player", reason="poke-env is not installed: there are no players of it")

pytestmark = pytest.mark.usefixtures("installation")


def round_robin(deals: int) -> list[Match]:
    one, two, three = simple(), player(RANDOM), player(MOST_POWER)
    pairs = [(one, two), (three, one), (two, three)]
    return [Match(pair, seed, "test") for seed in range(deals) for pair in pairs]


@pytest.mark.parametrize("gen", [1, 2, 3, 4, 9])
def test_whole_battles_in_which_nothing_is_refused(gen: int) -> None:
    outcomes = play(Showdown(f"gen{gen}randombattle"), round_robin(3))
    assert [outcome.failure for outcome in outcomes] == [None] * 9
    assert sum(outcome.decisions for outcome in outcomes) > 250


def test_whole_battles_with_a_preview_an_illusion_and_a_revival(tmp_path: Path) -> None:
    teams = tmp_path / "teams.packed"
    teams.write_text(f"{PREVIEWED}\n{PREVIEWED}\n", encoding="utf-8")
    outcomes = play(Showdown("gen9ou", teams), round_robin(4))
    assert [outcome.failure for outcome in outcomes] == [None] * 12
    assert all(outcome.record["choices"].startswith("T") for outcome in outcomes)


@pytest.mark.slow
@pytest.mark.parametrize("gen", [1, 2, 3, 4, 9])
def test_many_whole_battles(gen: int) -> None:
    outcomes = play(Showdown(f"gen{gen}randombattle"), round_robin(100), 32)
    assert [outcome.failure for outcome in outcomes] == [None] * 300


def test_matches_come_out_alike_on_both_engines_and_however_many_are_played_at_once() -> None:
    native = play(Showdown(engine="native"), round_robin(2))
    assert native == play(Showdown(engine="showdown"), round_robin(2), in_flight=1)
    assert spec(Showdown())["engine"] == "native"


def test_simple_heuristics_wins_clearly_against_random_play() -> None:
    matches = [Match((simple(), player(RANDOM)), seed, "test") for seed in range(8)]
    assert sum(outcome.returns[0] for outcome in play(Showdown(), matches) if outcome.returns) >= 6


class Alike:
    """Plays as simple_heuristics and notes the turns at which our own version of it would have done something else."""

    def __init__(self) -> None:
        self.asked = 0
        self.others: list[tuple[Observation, str]] = []

    def start(self, seat: int, rng: np.random.Generator) -> Any:
        ours = build("policy", {"use": "poke_env_heuristic", "rules": "faithful"}).start(seat, generator("other"))
        theirs = simple().start(seat, rng)

        class Comparing:
            def act(_, observation: Observation) -> Any:  # noqa: N805 # `self` is the policy
                chosen, other = theirs.act(observation), ours.act(observation)
                self.asked += 1
                self.others += [(observation, other)] if chosen != other else []
                return chosen

        return Comparing()


def test_poke_env_heuristic_differs_in_gen1_by_preparing_only() -> None:
    """poke-env 0.15 compares a move's target, no text any more, with the text "self", and so never prepares."""
    both = Alike()
    play(Showdown(), [Match((both, both), seed, "test") for seed in range(10)])
    assert both.asked > 300
    assert len(both.others) < 0.1 * both.asked
    for observation, other in both.others:
        assert other.startswith("move")
        facts = move_facts(1, slot_id(observation.view.options[int(other.split()[1]) - 1].id))
        assert facts.on_self
        assert facts.boosts


def test_an_observation_without_a_battle_is_refused() -> None:
    with pytest.raises(InputError, match="reads a battle's protocol"):
        simple().start(0, generator("test")).act(Observation(None, ("move 1",)))


def test_global_generators_are_lent_and_given_back() -> None:
    random.seed(1)
    before = random.getstate()
    with chance_from(np.random.default_rng(3)):
        drawn = random.random(), np.random.random()  # noqa: NPY002, S311 # what players draw from
    assert random.getstate() == before
    with chance_from(np.random.default_rng(3)):
        assert (random.random(), np.random.random()) == drawn  # noqa: NPY002, S311
    with pytest.raises(ZeroDivisionError), chance_from(np.random.default_rng(4)):
        raise ZeroDivisionError(random.random())  # noqa: S311
    assert random.getstate() == before


def test_a_room_joined_anew_begins_anew() -> None:
    """Told everything once more, a player knows what it knew; hearing it twice would cost every move twice its PP."""
    actor = PlayerActor(poke_env.SimpleHeuristicsPlayer, {}, generator("test"))
    asked: list[Heard] = []
    with open_lanes(Showdown(engine="showdown")) as lanes:
        (battle,) = lanes.deal([11])
        while len(asked) < 12:
            if 0 in battle.pending():
                asked.append(battle.pending()[0])
                chosen = actor.act(asked[-1])
            assert lanes.advance([(battle, {seat: seen.legal[0] for seat, seen in battle.pending().items()})]) == [None]
    lines, request = transcript_of(asked[-1])
    retold = Transcript([*lines, "|init|battle", *lines], request)
    anew = PlayerActor(poke_env.SimpleHeuristicsPlayer, {}, generator("test"))
    anew.act(asked[3])
    assert anew.act(replace(asked[-1], tell=lambda: retold)) == chosen
    assert pp_left(anew) == pp_left(actor)
    assert sum(len(lines) for lines in pp_left(anew).values()) > 3


def pp_left(actor: PlayerActor) -> dict[str, dict[str, int]]:
    """What an actor's player believes to be left of the PP of every move it knows."""
    assert actor._wire is not None
    (battle,) = actor._wire._player.battles.values()
    both = {**battle.team, **battle.opponent_team}
    return {name: {move.id: move.current_pp for move in mon.moves.values()} for name, mon in both.items()}
