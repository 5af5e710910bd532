"""`psrokit/ShowdownLadder-v0`: battles on the ladder of a Showdown server, on this machine or elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from psrokit.api import InputError, build, unknown
from psrokit_showdown.envs.interface import Interface, Part, component
from psrokit_showdown.envs.single import BattleEnv
from psrokit_showdown.envs.table import Table
from psrokit_showdown.envs.vector import BattleVectorEnv
from psrokit_showdown.server.episode import SEAT
from psrokit_showdown.server.laddering import Trip, open_ladder
from psrokit_showdown.server.visitor import Patience, Terms

_RANDOM = {"use": "random"}


class ShowdownLadderEnv(BattleEnv):
    """A learner as a user of a server. It is synchronous: the network is attended to in a thread of its own.

    opponents: policies that look for battles there too, started and ended with this; by default `random` on a server
    of its own, and nobody elsewhere. format, teams: a Showdown format and where teams are drawn from. server: the name
    of one that `psrokit showdown start` runs, or a URL; by default one is started and ended with this.
    i_have_permission: the URL again, for a server that is not on this machine. user: the name there, by default a new
    one (a registered name's password is read from PSROKIT_SHOWDOWN_PASSWORD). timer: start that of every battle.

    No wait is endless. opponent_seconds: for an opponent, else `reset` raises EnvironmentFault. battle_seconds: for the
    battle to go on, and for the connection to come back after a fall, else the battle is truncated with its kind as
    `info["failure"]`. decision_seconds: for the learner, who gives up the battle after that.

    The other options are those of `ShowdownEnv`. The seed of a reset decides the learner's team, substitutions, and who
    of `opponents` comes with which team; the server's chance is its own, so no seed brings a battle back.
    """

    def __init__(
        self,
        opponents: Sequence[Part] | Part | None = None,
        *,
        format: str = "gen1ou",  # noqa: A002 # as in the game
        teams: str = "builtin",
        server: str | None = None,
        i_have_permission: str | None = None,
        user: str | None = None,
        timer: bool = False,
        opponent_seconds: float = 45.0,
        battle_seconds: float = 45.0,
        decision_seconds: float = 600.0,
        observation: Part = "tokenized",
        action: Part = "default",
        reward: Part = "default_shaped",
        max_decisions: int | None = None,
        render_mode: str | None = None,
    ) -> None:
        interface = Interface.of(observation, action, reward)
        terms = Terms(1, timer, Patience(battle_seconds, opponent_seconds, decision_seconds))
        trip = Trip(format, teams, server, i_have_permission, user, _policies(opponents, server), terms)
        super().__init__(_table(trip, interface, max_decisions), interface, SEAT, render_mode)

    def _heed(self, options: Mapping[str, Any]) -> None:
        _none(options)


class ShowdownLadderVectorEnv(BattleVectorEnv):
    """`num_envs` battles of one user side by side, each as in `ShowdownLadderEnv`, which explains the options.

    They are begun one after the other, and a step waits for the slowest.
    """

    def __init__(
        self,
        num_envs: int,
        opponents: Sequence[Part] | Part | None = None,
        *,
        format: str = "gen1ou",  # noqa: A002 # as in the game
        teams: str = "builtin",
        server: str | None = None,
        i_have_permission: str | None = None,
        user: str | None = None,
        timer: bool = False,
        opponent_seconds: float = 45.0,
        battle_seconds: float = 45.0,
        decision_seconds: float = 600.0,
        observation: Part = "tokenized",
        action: Part = "default",
        reward: Part = "default_shaped",
        max_decisions: int | None = None,
        render_mode: str | None = None,
    ) -> None:
        interface = Interface.of(observation, action, reward)
        terms = Terms(num_envs, timer, Patience(battle_seconds, opponent_seconds, decision_seconds))
        trip = Trip(format, teams, server, i_have_permission, user, _policies(opponents, server), terms)
        super().__init__(num_envs, _table(trip, interface, max_decisions), interface, SEAT, render_mode)

    def _heed(self, options: Mapping[str, Any]) -> None:
        _none(options)


def _policies(opponents: Sequence[Part] | Part | None, server: str | None) -> list[Any]:
    if opponents is None:
        opponents = [] if server is not None else [_RANDOM]
    elif not isinstance(opponents, Sequence) or isinstance(opponents, str):
        opponents = [opponents]
    if not opponents and server is None:
        raise InputError(
            "nobody can come to a server that is started for this environment",
            remedy='Name some who play there, opponents=["max_power"], or another server: server="local"',
        )
    return [component("policy", part) for part in opponents]


def _table(trip: Trip, interface: Interface, longest: int | None) -> Table:
    """The others play at their own ends: no policy is ever asked at this table."""
    return Table(open_ladder(trip), interface, (SEAT,), build("policy", _RANDOM), longest)


def _none(options: Mapping[str, Any]) -> None:
    for name in options:
        raise InputError(unknown("option of reset", name, []))
