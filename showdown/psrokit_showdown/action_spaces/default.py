"""Metamon's DefaultActionSpace: 13 numbers."""

from __future__ import annotations

from dataclasses import dataclass

from psrokit.api import Action, IllegalAction, InputError, Mask, Observation, action_space
from psrokit_showdown.numbered import SIZE, mask_of, numbered_choices


@action_space("default")
@dataclass(frozen=True)
class Default:
    """Metamon's DefaultActionSpace: 0-3 the active Pokemon's moves in alphabetical order, 4-8 the switches likewise,
    9-12 the moves with Terastallization. The mask is exact: it comes from the request.

    Environments play in place of an illegal number of 9-12 the same move without Terastallization, as Metamon does.
    """

    @property
    def size(self) -> int:
        """13."""
        return SIZE

    def mask(self, observation: Observation) -> Mask:
        """Which numbers stand for a legal choice."""
        return mask_of(numbered_choices(observation))

    def action(self, observation: Observation, index: int) -> Action:
        """The choice that a number stands for. Raises IllegalAction if it stands for none."""
        choices = numbered_choices(observation)
        choice = choices[index] if 0 <= index < len(choices) else None
        if choice is None:
            legal = ", ".join(f"{number} ({told})" for number, told in enumerate(choices) if told)
            raise IllegalAction(f"index {index} stands for no legal choice; these do: {legal}")
        return choice

    def index(self, observation: Observation, action: Action) -> int:
        """The lowest number of a legal choice. Raises InputError if it has none (a choice that is not legal, a sixth
        switch).
        """
        choices = numbered_choices(observation)
        if action not in choices:
            raise InputError(f"the choice {action!r} has no index here; {', '.join(filter(None, choices))} have one")
        return choices.index(action)
