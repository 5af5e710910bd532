"""One battle with a simulator process of its own, ended with the battle or with the object."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any

from psrokit.api import Action, EpisodeFailed, Floats, LanedGame, Observation, RecordedEpisode, Seat


class SingleBattle:
    """An episode that owns its lanes. Raises EpisodeFailed if the simulator fails it."""

    def __init__(self, game: LanedGame, seed: int) -> None:
        self._resources = ExitStack()
        self._lanes = self._resources.enter_context(game.lanes())
        battle = self._lanes.deal([seed])[0]
        if isinstance(battle, EpisodeFailed):
            self._resources.close()
            raise battle
        assert isinstance(battle, RecordedEpisode)
        self._battle = battle

    def pending(self) -> Mapping[Seat, Observation]:
        """Who must choose now."""
        return self._battle.pending()

    def advance(self, actions: Mapping[Seat, Action]) -> None:
        """Carry out the choices."""
        failure = self._lanes.advance([(self._battle, actions)])[0]
        if failure or not self._battle.pending():
            self._resources.close()
        if failure:
            raise failure

    def returns(self) -> Floats:
        """Per seat, after the battle is over."""
        return self._battle.returns()

    def record(self) -> Mapping[str, Any]:
        """What replays the battle."""
        return self._battle.record()

    def __del__(self) -> None:
        self._resources.close()
