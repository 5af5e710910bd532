"""A poke-env player in a seat of a battle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from psrokit.api import Action, Observation, PolicyFault
from psrokit_showdown.poke_env_players.chance import chance_from
from psrokit_showdown.poke_env_players.classes import offline
from psrokit_showdown.poke_env_players.orders import choice_of
from psrokit_showdown.poke_env_players.wire import Wire
from psrokit_showdown.transcript import transcript_of

if TYPE_CHECKING:
    from poke_env.player import Player


@dataclass(slots=True)
class PlayerActor:
    """One player, made when the battle tells its name and format, which hears what its seat is told and nothing else.

    Its randomness comes from `rng`: the global generators are seeded anew for every decision, and put back.
    """

    cls: type[Player]
    options: Mapping[str, Any]
    rng: np.random.Generator
    _wire: Wire | None = None
    _read: int = 0

    def act(self, observation: Observation) -> Action:
        """What its order means. Raises PolicyFault for an order that is not legal, InputError without a transcript."""
        lines, request = transcript_of(observation)
        with chance_from(self.rng):
            order = self._listening(lines, request["side"]["name"], observation.view.format).ask(request)
        choice = choice_of(order, request)
        if choice not in observation.legal:
            raise PolicyFault(f"the order {order!r} is not legal here; legal are {', '.join(observation.legal)}")
        return choice

    def _listening(self, lines: Sequence[str], name: str, format_id: str) -> Wire:
        """The player, told everything up to now: anew from the start if the room was joined again."""
        fresh, self._read = lines[self._read :], len(lines)
        joined = [place for place, line in enumerate(fresh) if line.startswith("|init|")]
        if self._wire is None or joined:
            self._wire = Wire(offline(self.cls, self.options, name, format_id))
        self._wire.hear(fresh[joined[-1] + 1 :] if joined else fresh)
        return self._wire
