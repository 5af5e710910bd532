"""A policy as a player of poke-env. Importing this module needs poke-env."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from poke_env.battle import AbstractBattle
from poke_env.player import BattleOrder, Player
from poke_env.player.battle_order import SingleBattleOrder

from psrokit.api import Policy
from psrokit_showdown.server.contender import PolicyContender
from psrokit_showdown.server.played import Played
from psrokit_showdown.server.room import Room
from psrokit_showdown.server.table import FORFEIT, Table


class PolicyPlayer(Player):
    """Plays as a policy does, wherever poke-env takes a Player. See `psrokit_showdown.poke_env_players.as_player`.

    The policy decides by what psrokit itself reads in the battle's messages, not by poke-env's notion of the battle.
    """

    def __init__(self, policy: Policy, seed: int, seconds: float, **options: Any) -> None:
        self._contender = PolicyContender(policy, lambda _number: "", seed)
        self._tables: dict[str, Table] = {}
        self._begun = 0
        self._seconds = seconds
        super().__init__(**options)  # from here on messages may come

    @property
    def played(self) -> Sequence[Played]:
        """What became of the battles that are over, with the policy's faults, after which it gave up."""
        return tuple(self._contender.played)

    async def choose_move(self, battle: AbstractBattle) -> BattleOrder:
        """The policy's choice, or giving up."""
        return SingleBattleOrder(await self._command(battle.battle_tag))

    async def teampreview(self, battle: AbstractBattle) -> str:
        """The policy's lead, or giving up."""
        return await self._command(battle.battle_tag)

    async def _handle_battle_message(self, split_messages: list[list[str]]) -> None:
        self._hear(split_messages[0][0][1:], ["|".join(parts) for parts in split_messages[1:]])
        await super()._handle_battle_message(split_messages)

    def _hear(self, tag: str, lines: list[str]) -> None:
        table = self._tables.get(tag)
        if table is None:
            if not any(line.startswith("|init|") for line in lines):
                return
            table = self._sit_down(tag)
        ended = table.room.over
        table.hear(lines)
        if table.room.over and not ended:
            self._contender.rise(table.room, table.played())
        if table.room.result is not None:
            del self._tables[tag]

    def _sit_down(self, tag: str) -> Table:
        room = Room(tag, self.username)
        table = self._tables[tag] = Table(room, self._contender.sit(self._begun, room))
        self._begun += 1
        return table

    async def _command(self, tag: str) -> str:
        """What to send: nothing when poke-env asks although the server does not."""
        table = self._tables.get(tag)
        if table is None or table.room.failure is not None:
            return FORFEIT
        question = table.room.question
        if question is None:
            return ""
        command = await table.answer(question, self._seconds)
        if table.room.question is question:
            table.room.question = None
        return command
