"""The game `openspiel`: any game of OpenSpiel that two or more can play."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np

from psrokit.api import Action, Floats, InputError, Observation, Policy, Role, Seat, game, generator
from psrokit_plugins.exact.form import SequenceForm
from psrokit_plugins.exact.positions import Position, root
from psrokit_plugins.exact.pyspiel_games import loaded
from psrokit_plugins.exact.states import Ints
from psrokit_plugins.exact.tree import sequence_form
from psrokit_plugins.policies.tabular import Tabular, encoded


@game("openspiel")
@dataclass(frozen=True)
class OpenSpiel:
    """A game of OpenSpiel, turn-based or with simultaneous moves, for two or more players.

    game: what OpenSpiel calls it, parameters included: `kuhn_poker`, `goofspiel(num_cards=4,imp_info=True)`.
    max_histories: how large a game may be written down whole for exact solving. A million histories take several
    seconds and some hundred MiB; playing is possible at any size.

    Seats have the roles `player_0`, `player_1`, ...: OpenSpiel does not say which of them are interchangeable.
    Raises InputError for games that OpenSpiel does not know or that cannot be dealt from a seed.
    """

    game: str
    max_histories: int = 1_000_000

    def __post_init__(self) -> None:
        loaded(self.game)
        if self.max_histories < 1:
            raise InputError(f"a game has at least 1 history, not {self.max_histories}", place="max_histories")

    @property
    def seats(self) -> tuple[Role, ...]:
        """`player_0`, `player_1`, ..."""
        return _seats(self.game)

    @property
    def utility_sum(self) -> float | None:
        """The sum of the returns of a zero-sum or constant-sum game."""
        total: float | None = loaded(self.game).utility_sum()
        return total

    def deal(self, seed: int) -> OpenSpielEpisode:
        """An episode whose chance moves follow from `seed`."""
        return OpenSpielEpisode(root(self.game), generator(seed, "chance"))

    def exact(self) -> SequenceForm:
        """The sequence form, built once per process.

        Raises InputError if the game is too large, says nothing of information states, or lets a player forget.
        """
        return _exact(self.game, self.max_histories)

    def questions(self, seat: Seat) -> Mapping[str, tuple[Observation, ...]]:
        """What a seat has been asked on the way to each of its information states, that state's question last.

        Walks the whole tree, once per process.
        """
        return _questions(self.game)[seat]

    def strategy(self, seat: Seat, choices: Ints) -> Policy:
        """A `tabular` policy."""
        return Tabular(self, self.seats[seat], encoded(choices))


@dataclass(frozen=True, slots=True)
class OpenSpielView:
    """What one player may know.

    player: the seat. key: the information state as text, by which tables of policies are indexed; in games without
    information states the observation instead, which may forget the past.
    """

    player: Seat
    key: str
    _state: Any = field(repr=False, compare=False)

    def tensor(self) -> Floats:
        """The information state (or observation) as numbers: shape and meaning are OpenSpiel's, flattened.

        Raises InputError if the game has neither.
        """
        kind = self._state.get_game().get_type()
        if kind.provides_information_state_tensor:
            return np.array(self._state.information_state_tensor(self.player))
        if kind.provides_observation_tensor:
            return np.array(self._state.observation_tensor(self.player))
        raise InputError(f"OpenSpiel's {kind.short_name} has neither information states nor observations as numbers")


class OpenSpielEpisode:
    """One play. Positions are replaced, never changed, so a view stays true after the episode has moved on."""

    __slots__ = ("_position", "_rng")

    def __init__(self, position: Position, rng: np.random.Generator) -> None:
        self._rng = rng
        self._position = self._after_chance(position)

    def pending(self) -> Mapping[Seat, Observation]:
        """The player whose turn it is, or all who move at once."""
        return self._position.pending(_view)

    def advance(self, actions: Mapping[Seat, Action]) -> None:
        """Move, then let chance move."""
        position = self._position
        if position.simultaneous:
            moved = position.after(tuple(actions.get(seat, 0) for seat in range(position.state.num_players())))
        else:
            (action,) = actions.values()
            moved = position.after(action)
        self._position = self._after_chance(moved)

    def fork(self) -> OpenSpielEpisode:
        """An episode in the same position, whose chance moves are drawn from here on."""
        return OpenSpielEpisode(self._position, self._rng)

    def returns(self) -> Floats:
        """OpenSpiel's returns."""
        returns = self._position.returns
        return np.array(self._position.state.returns() if returns is None else returns)

    def _after_chance(self, position: Position) -> Position:
        while position.outcomes is not None:
            point, number = self._rng.random(), 0
            while number < len(position.outcomes) - 1 and point >= position.outcomes[number][1]:
                point -= position.outcomes[number][1]
                number += 1
            position = position.after(position.outcomes[number][0])
        return position


def _view(seat: Seat, state: Any) -> OpenSpielView:
    sees_states = state.get_game().get_type().provides_information_state_string
    return OpenSpielView(
        seat, state.information_state_string(seat) if sees_states else state.observation_string(seat), state
    )


@cache
def _seats(text: str) -> tuple[Role, ...]:
    return tuple(f"player_{seat}" for seat in range(loaded(text).num_players()))


@cache
def _questions(text: str) -> list[dict[str, tuple[Observation, ...]]]:
    start = root(text)
    players = range(start.state.num_players())
    found: list[dict[str, tuple[Observation, ...]]] = [{} for _ in players]
    waiting: list[tuple[Position, tuple[tuple[Observation, ...], ...]]] = [(start, tuple(() for _ in players))]
    while waiting:
        position, asked = waiting.pop()
        pending = {} if position.outcomes else position.pending(_view)
        asked = tuple((*asked[seat], pending[seat]) if seat in pending else asked[seat] for seat in players)
        for seat, observation in pending.items():
            found[seat].setdefault(observation.view.key, asked[seat])
        moves = [move for move, _ in position.outcomes or ()] or position.moves(pending)
        waiting += [(position.after(move), asked) for move in moves]
    return found


@cache
def _exact(text: str, max_histories: int) -> SequenceForm:
    form_of = loaded(text)
    if not form_of.get_type().provides_information_state_string:
        raise InputError(
            f"OpenSpiel's {text} says nothing of information states, so it cannot be solved exactly",
            remedy="Use the evaluator `sampled` and a learning oracle.",
        )
    return sequence_form(text, form_of.new_initial_state(), max_histories, form_of.utility_sum())
