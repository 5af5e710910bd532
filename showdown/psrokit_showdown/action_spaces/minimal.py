"""Metamon's MinimalActionSpace: 9 numbers."""

from __future__ import annotations

from dataclasses import dataclass

from psrokit.api import Action, IllegalAction, Mask, Observation, action_space
from psrokit_showdown.action_spaces.default import Default
from psrokit_showdown.numbered import TERA

_WHOLE = Default()


@action_space("minimal")
@dataclass(frozen=True)
class Minimal:
    """Metamon's MinimalActionSpace: the numbers 0-8 of `default`. Terastallization cannot be chosen, and a move with it
    has the number of the move without. Environments play the move for 9-12, as Metamon does, and count that.
    """

    @property
    def size(self) -> int:
        """9."""
        return TERA

    def mask(self, observation: Observation) -> Mask:
        """Which numbers stand for a legal choice."""
        return _WHOLE.mask(observation)[:TERA]

    def action(self, observation: Observation, index: int) -> Action:
        """The choice that a number stands for. Raises IllegalAction if it stands for none."""
        if index >= TERA:
            raise IllegalAction(f"index {index} is outside this space: it has {TERA}")
        return _WHOLE.action(observation, index)

    def index(self, observation: Observation, action: Action) -> int:
        """The lowest number of a legal choice. Raises InputError if it has none."""
        whole = _WHOLE.index(observation, action)
        return whole - TERA if whole >= TERA else whole
