"""The policy `tabular`: one action for every information state of a game, as a short text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from psrokit.api import Action, Floats, Game, InputError, Observation, Role, Seat, policy
from psrokit_plugins.exact.form import SequenceForm
from psrokit_plugins.exact.game import exact_game
from psrokit_plugins.exact.states import InformationStates, Ints

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@policy("tabular")
@dataclass(frozen=True)
class Tabular:
    """A pure strategy of a game that can be solved exactly: one action at each information state.

    game: the game it is for. role: the role it plays. actions: one character per information state of that role, in
    the order of `InformationStates.keys` (by how often the seat has acted before, then by the state's text): which of
    the legal actions to take, as a base-36 digit; `0` is the first.

    Raises InputError when seated elsewhere or when `actions` does not fit the game.
    """

    game: Game
    role: Role
    actions: str

    def __post_init__(self) -> None:
        if wrong := sorted(set(self.actions) - set(DIGITS)):
            raise InputError(f"'{wrong[0]}' in the actions of a 'tabular' policy is no base-36 digit")

    def __hash__(self) -> int:
        return self._hash

    def start(self, seat: Seat, rng: np.random.Generator) -> TabularActor:  # noqa: ARG002 # nothing here is random
        """An actor for one episode."""
        if self.game.seats[seat] != self.role:
            raise InputError(f"a 'tabular' policy for role '{self.role}' cannot play '{self.game.seats[seat]}'")
        states = self._form.states[seat]
        self._check_length(states)
        return TabularActor(states, self.actions)

    def behaviour(self, states: InformationStates) -> Floats:
        """Probability 1 for the chosen actions."""
        self._check_length(states)
        choices = decoded(self.actions)
        self._check_legal(choices, states)
        return states.choosing(choices)

    @cached_property
    def _hash(self) -> int:
        return hash((self.game, self.role, self.actions))

    @cached_property
    def _form(self) -> SequenceForm:
        return exact_game(self.game, "the policy 'tabular'", "the policy `behaviour`").exact()

    def _check_length(self, states: InformationStates) -> None:
        if len(self.actions) != len(states.keys):
            raise InputError(
                f"a 'tabular' policy names {len(self.actions)} actions, but '{self.role}' decides at "
                f"{len(states.keys)} information states"
            )

    def _check_legal(self, choices: Ints, states: InformationStates) -> None:
        if np.any(choices >= states.sizes):
            state = int(np.argmax(choices >= states.sizes))
            raise InputError(
                f"a 'tabular' policy takes action number {choices[state]} at {states.keys[state]!r}, where only "
                f"{states.sizes[state]} are legal"
            )


@dataclass(frozen=True, slots=True)
class TabularActor:
    """A `tabular` policy in one episode."""

    states: InformationStates
    actions: str

    def act(self, observation: Observation) -> Action:
        """The action written down for this information state."""
        state = self.states.index[observation.view.key]
        return observation.legal[int(self.actions[state], 36)]


def encoded(choices: Ints | Sequence[int]) -> str:
    """Action numbers as base-36 digits. Raises InputError if a state has more than 36 actions."""
    if len(choices) and max(choices) >= len(DIGITS):
        raise InputError("a 'tabular' policy can choose among at most 36 actions at an information state")
    return "".join(DIGITS[choice] for choice in choices)


def decoded(actions: str) -> Ints:
    """Base-36 digits as action numbers."""
    codes = np.frombuffer(actions.encode("ascii"), dtype=np.uint8).astype(np.intp)
    return np.where(codes >= ord("a"), codes - ord("a") + 10, codes - ord("0"))
