"""`psrokit/ShowdownLadder-v0`: battles on the ladder of a Showdown server, on this machine or elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from functools import cached_property
from typing import Any

from psrokit.api import InputError, Policy, build, unknown
from psrokit_showdown.envs.accepting import at_least_one, most_decisions, positive_seconds
from psrokit_showdown.envs.interface import Interface, Part, component
from psrokit_showdown.envs.single import BattleEnv
from psrokit_showdown.envs.table import Table
from psrokit_showdown.envs.vector import BattleVectorEnv
from psrokit_showdown.games.showdown import Showdown
from psrokit_showdown.server.episode import SEAT
from psrokit_showdown.server.laddering import Trip, open_ladder
from psrokit_showdown.server.terms import Patience, Terms

_RANDOM = {"use": "random"}


@dataclass(frozen=True)
class LadderSetting:
    """A learner as a user of a server. It is synchronous: the network is attended to in a thread of its own.

    opponents: policies that look for battles there too, started and ended with this; by default `random` on a server
    of its own, and nobody elsewhere. format, teams: a Showdown format and where teams are drawn from. server: the name
    of one that `psrokit showdown start` runs, or a URL; by default one is started and ended with this.
    i_have_permission: the URL again, for a server that is not on this machine. user: the name there, by default a new
    one (a registered name's password is read from PSROKIT_SHOWDOWN_PASSWORD). timer: start that of every battle.

    No wait is endless. opponent_seconds: for an opponent, else `reset` raises EnvironmentFault. battle_seconds: for the
    battle to go on, and for the connection to come back after a fall, else the battle is truncated with its kind as
    `info["failure"]`. decision_seconds: for the learner, who gives up the battle after that.

    The other options are those of `Setting`. Raises InputError for a wait that is endless or not above 0.
    """

    opponents: Sequence[Part] | Part | None = None
    _: KW_ONLY
    format: str = Showdown.format
    teams: str = "builtin"
    server: str | None = None
    i_have_permission: str | None = None
    user: str | None = None
    timer: bool = False
    opponent_seconds: float = 45.0
    battle_seconds: float = 45.0
    decision_seconds: float = 600.0
    observation: Part = "tokenized"
    action: Part = "default"
    reward: Part = "default_shaped"
    max_decisions: int | None = None

    def __post_init__(self) -> None:
        most_decisions(self.max_decisions)
        for name in ("opponent_seconds", "battle_seconds", "decision_seconds"):
            positive_seconds(name, getattr(self, name))

    @cached_property
    def interface(self) -> Interface:
        """How the learner sees, acts and is rewarded."""
        return Interface.of(self.observation, self.action, self.reward)

    @cached_property
    def policies(self) -> list[Policy]:
        """The opponents to send there. Raises InputError if nobody could come."""
        meant = self.opponents
        if meant is None:
            meant = [] if self.server is not None else [_RANDOM]
        elif not isinstance(meant, Sequence) or isinstance(meant, str):
            meant = [meant]
        if not meant and self.server is None:
            raise InputError(
                "nobody can come to a server that is started for this environment",
                remedy='Name some who play there, opponents=["max_power"], or another server: server="local"',
            )
        return [component("policy", part) for part in meant]

    def table(self, at_once: int) -> Table:
        """A new table for so many battles at once: the server is entered. Raises what `open_ladder` raises."""
        patience = Patience(self.battle_seconds, self.opponent_seconds, self.decision_seconds)
        terms = Terms(at_once, self.timer, patience)
        trip = Trip(self.format, self.teams, self.server, self.i_have_permission, self.user, self.policies, terms)
        return _LadderTable(open_ladder(trip), self.interface, (SEAT,), build("policy", _RANDOM), self.max_decisions)


class ShowdownLadderEnv(BattleEnv):
    """One battle at a time; the options are those of `LadderSetting`.

    The seed of a reset decides the learner's team, substitutions, and who of `opponents` comes with which team; the
    server's chance is its own, so no seed brings a battle back.
    """

    def __init__(
        self, opponents: Sequence[Part] | Part | None = None, *, render_mode: str | None = None, **options: Any
    ) -> None:
        setting = LadderSetting(opponents, **options)
        super().__init__(setting.table(1), setting.interface, SEAT, render_mode)


class ShowdownLadderVectorEnv(BattleVectorEnv):
    """`num_envs` battles of one user side by side, each as in `ShowdownLadderEnv`.

    They are begun one after the other, and a step waits for the slowest.
    """

    def __init__(
        self,
        num_envs: int,
        opponents: Sequence[Part] | Part | None = None,
        *,
        render_mode: str | None = None,
        **options: Any,
    ) -> None:
        setting = LadderSetting(opponents, **options)
        count = at_least_one("num_envs", num_envs)
        super().__init__(count, setting.table(count), setting.interface, SEAT, render_mode)


class _LadderTable(Table):
    """The others play at their own ends: no policy is ever asked at this table, and no reset changes who comes."""

    def heed(self, options: Mapping[str, Any]) -> None:
        for name in options:
            raise InputError(unknown("option of reset", name, []))
