"""Policies as players of poke-env, on a real server, by poke-env's own means."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from poke_env import AccountConfiguration, ServerConfiguration
from poke_env.player import Player, RandomPlayer, SimpleHeuristicsPlayer

from psrokit.api import Actor, Observation, Policy, build
from psrokit_showdown.poke_env_players import as_player
from psrokit_showdown.poke_env_players.orders import choice_of
from psrokit_showdown.poke_env_players.policy_player import PolicyPlayer
from psrokit_showdown.server.names import player_name
from psrokit_showdown.teams import load_teams

SECONDS = 120.0


def options(server: int, **more: Any) -> dict[str, Any]:
    return {
        "account_configuration": AccountConfiguration(player_name(), None),
        "server_configuration": ServerConfiguration(f"ws://127.0.0.1:{server}/showdown/websocket", "http://127.0.0.1/"),
        "battle_format": "gen1randombattle",
        **more,
    }


def met(one: Player, other: Player, battles: int) -> None:
    """Let them play against each other; their sockets are closed afterwards."""

    async def run() -> None:
        async with asyncio.timeout(SECONDS):
            await one.battle_against(other, n_battles=battles)

    try:
        asyncio.run(run())
    finally:
        for player in (one, other):
            stopped = asyncio.run_coroutine_threadsafe(player.ps_client.stop_listening(), player.ps_client.loop)
            stopped.result(10.0)


class Refusing:
    """A policy that raises at its third decision."""

    def start(self, seat: int, rng: np.random.Generator) -> Actor:
        return RefusingActor()


class RefusingActor:
    def __init__(self) -> None:
        self.decisions = 0

    def act(self, observation: Observation) -> Any:
        self.decisions += 1
        if self.decisions == 3:
            raise ZeroDivisionError("seven is no divisor")
        return observation.legal[0]


def test_a_policy_beats_random_play_in_poke_envs_own_battles(server: int) -> None:
    ours, theirs = as_player(build("policy", "greedy_damage"), **options(server)), RandomPlayer(**options(server))
    met(ours, theirs, 10)
    assert ours.n_finished_battles == 10
    assert ours.n_won_battles >= 8
    assert [battle.fault for battle in ours.played] == [None] * 10
    assert [battle.result for battle in ours.played].count("win") == ours.n_won_battles


def test_a_format_with_teams(server: int) -> None:
    team = load_teams("builtin", "gen1ou")[0].team.packed
    more = {"battle_format": "gen1ou", "team": team}
    ours = as_player(build("policy", "max_power"), **options(server, **more))
    theirs = RandomPlayer(**options(server, **more))
    met(ours, theirs, 2)
    assert [(battle.fault, battle.failure) for battle in ours.played] == [(None, None)] * 2


def test_a_policy_that_raises_gives_up_and_says_why(server: int) -> None:
    ours, theirs = as_player(Refusing(), **options(server)), RandomPlayer(**options(server))
    met(ours, theirs, 1)
    (battle,) = ours.played
    assert battle.result == "loss"
    assert battle.fault is not None
    assert "seven is no divisor" in battle.fault


@pytest.mark.parametrize("format_id", ["gen1randombattle", "gen4randombattle"])
def test_simple_heuristics_plays_as_poke_envs_own_player_does(server: int, format_id: str) -> None:
    """At each decision of the policy, on a real server, poke-env's player of the same connection is asked too."""
    asked = Counted(build("policy", "simple_heuristics"), options(server, battle_format=format_id))
    met(asked.player, RandomPlayer(**options(server, battle_format=format_id)), 3)
    assert asked.decisions > 30
    assert asked.different == []
    assert [battle.fault for battle in asked.player.played] == [None] * 3


class Counted:
    """A policy's player whose commands are compared with those that poke-env's own player would send."""

    def __init__(self, policy: Policy, given: Mapping[str, Any]) -> None:
        self.decisions = 0
        self.different: list[tuple[str, str]] = []
        counted = self

        class Compared(PolicyPlayer):
            async def choose_move(self, battle: Any) -> Any:
                theirs = counted.own.choose_move(battle).message
                ours = await super().choose_move(battle)
                counted.compare(ours.message, theirs, battle)
                return ours

        self.own = SimpleHeuristicsPlayer(start_listening=False, **{**given, "account_configuration": None})
        self.player = Compared(policy, 0, 30.0, **given)

    def compare(self, ours: str, theirs: str, battle: Any) -> None:
        if not ours:
            return
        self.decisions += 1
        if choice_of(theirs, battle.last_request) != ours.removeprefix("/choose ").partition("|")[0]:
            self.different.append((ours, theirs))
