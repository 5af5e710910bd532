"""A battle of the native engine as an episode: what its seats see, and the record that replays it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from psrokit.api import Action, Floats, Observation, Seat
from psrokit_showdown.battle import record_of, returns_of
from psrokit_showdown.choices import encode_choices
from psrokit_showdown.engine import layout
from psrokit_showdown.engine.packing import TEAM_SIZE_LIMIT
from psrokit_showdown.engine.requests import FIRST_SWITCH
from psrokit_showdown.engine.view import view_of
from psrokit_showdown.knowledge import BattleView
from psrokit_showdown.simulator import BattleSpec
from psrokit_showdown.transcript import Heard, Transcript

WINNERS = {layout.P1_WINS: 0, layout.P2_WINS: 1}
CHOICES = (
    *(f"move {slot}" for slot in range(1, FIRST_SWITCH)),
    *(f"switch {place}" for place in range(1, TEAM_SIZE_LIMIT + 1)),
)
"""In words, by their numbers less 1."""
NO_CHOICE = -1
_NUMBERS: Mapping[str | None, int] = {choice: number for number, choice in enumerate((None, *CHOICES))}


class NativeBattle:
    """One episode. Whoever holds its row advances it and then tells it where it stands.

    row: its place among the rows. team_names: what the teams are called. choices: (seat, choice) as they were made.
    told: gives the transcript of a seat that is asked now.
    """

    def __init__(
        self,
        row: int,
        spec: BattleSpec,
        team_names: tuple[str, str],
        told: Callable[[NativeBattle, Seat], Transcript],
    ) -> None:
        self.row = row
        self.spec = spec
        self.team_names = team_names
        self._told = told
        self.choices: list[tuple[Seat, str]] = []
        self.words: Sequence[int] = ()
        self._pending: dict[Seat, Observation] = {}

    @property
    def prng(self) -> str:
        """The generator's state at the beginning, as the simulator writes it."""
        return ",".join(str(part) for part in self.spec.seed)

    @property
    def result(self) -> int:
        """How it stands: RUNNING or how it ended (`engine.layout`)."""
        return self.words[layout.RESULT]

    @property
    def winner(self) -> Seat | None:
        """The seat that has won; None for a tie and before the end."""
        return winner_of(self.result)

    def hear(self, state: NDArray[np.int16], masks: Sequence[int]) -> None:
        """Take in the state after a step, and the masks of what each seat may choose (0: it is not asked)."""
        self.words = state.tolist()
        self._pending = {seat: self._observation(seat, mask) for seat, mask in enumerate(masks) if mask}

    def _observation(self, seat: Seat, mask: int) -> Observation:
        view = view_of(self.words, seat, self.spec.format)
        return Heard(view, choices_of(mask), partial(self._transcript, seat, len(self.choices)))

    def _transcript(self, seat: Seat, choices: int) -> Transcript:
        if choices != len(self.choices):
            raise RuntimeError("the battle has gone on: a transcript is to be had before the next choice")
        return self._told(self, seat)

    def pending(self) -> Mapping[Seat, Observation]:
        """Who must choose now, and what they know."""
        return self._pending

    def closing_view(self, seat: Seat) -> BattleView:
        """What a seat knows at the end, as `Battle.closing_view` tells it."""
        outcome = None if self.result == layout.RUNNING else int(returns_of(self.winner)[seat])
        return view_of(self.words, seat, self.spec.format)._replace(outcome=outcome)

    def advance(self, actions: Mapping[Seat, Action]) -> None:
        """Write the choices down. The lanes that hold this battle carry them out."""
        self.choices += sorted(actions.items())

    def returns(self) -> Floats:
        """+1 for the winner, -1 for the loser, 0 for both in a tie."""
        self._must_be_over()
        return returns_of(self.winner)

    def record(self) -> Mapping[str, Any]:
        """What happened and all that replays it, on the simulator too: see `psrokit_showdown.simulator.replay`."""
        self._must_be_over()
        choices, turns = encode_choices(self.choices), self.words[layout.TURN]
        return record_of(self.spec, self.team_names, choices, turns, self.winner)

    def _must_be_over(self) -> None:
        if self.result == layout.RUNNING:
            raise RuntimeError("the battle is not over")


def winner_of(result: int) -> Seat | None:
    """The seat that has won, by how a battle stands; None for a tie and before the end."""
    return WINNERS.get(result)


@cache
def choices_of(mask: int) -> tuple[str, ...]:
    """The choices of a mask in words, moves first."""
    return tuple(choice for bit, choice in enumerate(CHOICES) if mask >> bit & 1)


def number_of(choice: str | None) -> int:
    """The number of a choice in words, 0 for None, NO_CHOICE for all other words."""
    return _NUMBERS.get(choice, NO_CHOICE)
