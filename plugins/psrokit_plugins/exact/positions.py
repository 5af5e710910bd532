"""Positions of OpenSpiel games, the first ones kept: play returns to them again and again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from itertools import product
from typing import Any

import numpy as np

from psrokit.api import Action, Floats, Observation, Seat
from psrokit_plugins.exact.pyspiel_games import loaded

Move = Action | tuple[Action, ...]
"""One player's or chance's action, or one action for each player who moves at once."""

_MOST_KEPT = 50_000
"""Positions of one game that are kept, about a kilobyte each in card games."""


class Position:
    """A state of OpenSpiel, which is never changed, and what has been asked about it before."""

    __slots__ = ("_children", "_pending", "_room", "outcomes", "returns", "simultaneous", "state")

    def __init__(self, state: Any, room: list[int]) -> None:
        self.state = state
        self.outcomes: list[tuple[Action, float]] | None = state.chance_outcomes() if state.is_chance_node() else None
        """What chance may do with its probabilities, where it is chance's turn."""
        self.returns: Floats | None = np.array(state.returns()) if state.is_terminal() else None
        """What each seat gets, where play is over. Not to be written into."""
        self.simultaneous: bool = state.is_simultaneous_node()
        self._children: dict[Move, Position] = {}
        self._pending: Mapping[Seat, Observation] | None = None
        self._room = room

    def pending(self, view: Callable[[Seat, Any], Any]) -> Mapping[Seat, Observation]:
        """Whose turn it is, with legal actions and the `view` of the seat, a function of seat and state."""
        if self._pending is None:
            self._pending = {} if self.returns is not None else self._asked(view)
        return self._pending

    def moves(self, pending: Mapping[Seat, Observation]) -> list[Move]:
        """All that those who are asked may do together; what is over has none."""
        if not self.simultaneous:
            return [action for observation in pending.values() for action in observation.legal]
        seats = range(self.state.num_players())
        return list(product(*(pending[seat].legal if seat in pending else (0,) for seat in seats)))

    def after(self, move: Move) -> Position:
        """The position that a move leads to."""
        child = self._children.get(move)
        if child is None:
            child = Position(self._moved(move), self._room)
            if self._room[0] > 0:
                self._room[0] -= 1
                self._children[move] = child
        return child

    def _asked(self, view: Callable[[Seat, Any], Any]) -> Mapping[Seat, Observation]:
        state = self.state
        seats = range(state.num_players()) if self.simultaneous else [state.current_player()]
        legal = {seat: tuple(state.legal_actions(seat)) for seat in seats}
        return {seat: Observation(view(seat, state), actions) for seat, actions in legal.items() if actions}

    def _moved(self, move: Move) -> Any:
        if not isinstance(move, tuple):
            return self.state.child(move)
        state = self.state.clone()
        state.apply_actions(list(move))
        return state


@cache
def root(text: str) -> Position:
    """The initial position of the game that `text` names, one per process."""
    return Position(loaded(text).new_initial_state(), [_MOST_KEPT])
