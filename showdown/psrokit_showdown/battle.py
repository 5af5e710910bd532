"""A battle as an episode: two folds, the pending requests, and the record that replays it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from psrokit.api import Action, Floats, Observation, Seat, seed
from psrokit_showdown.actions import legal_choices
from psrokit_showdown.choices import encode_choices
from psrokit_showdown.knowledge import BattleView
from psrokit_showdown.protocol import for_seat
from psrokit_showdown.simulator import BattleSpec, Update
from psrokit_showdown.transcript import heard
from psrokit_showdown.view import Fold

PRNG_PARTS = 4


def prng_seed(match_seed: int) -> tuple[int, int, int, int]:
    """The simulator's random state for a match: four 16-bit numbers."""
    number = seed("showdown prng", match_seed)
    first, second, third, fourth = ((number >> (16 * part)) & 0xFFFF for part in range(PRNG_PARTS))
    return first, second, third, fourth


class Battle:
    """One episode. It is told what happened by whoever drives the simulator, and never waits for anything itself."""

    def __init__(self, lane: int, spec: BattleSpec, team_names: tuple[str, str]) -> None:
        self.lane = lane
        self.chosen: Mapping[Seat, Action] = {}
        self._spec = spec
        self._team_names = team_names
        self._folds = (Fold(0), Fold(1))
        self._told: tuple[list[str], list[str]] = ([], [])
        self._pending: dict[Seat, Observation] = {}
        self._last: Update | None = None

    @property
    def spec(self) -> BattleSpec:
        """All that determined it before the first choice."""
        return self._spec

    def hear(self, update: Update) -> None:
        """Take in what happened since the last update. Raises ProtocolError if the lines cannot be read."""
        self._last = update
        self._pending = {}
        for seat, fold in enumerate(self._folds):
            lines = for_seat(update.log, seat)
            fold.feed(lines)
            self._told[seat].extend(lines)
            request = update.requests[seat]
            if request is not None and not update.ended:
                self._pending[seat] = heard(fold.view(request), legal_choices(request), self._told[seat], request)

    def pending(self) -> Mapping[Seat, Observation]:
        """Who must choose now, and what they know."""
        return self._pending

    def closing_view(self, seat: Seat) -> BattleView:
        """What a seat knows at the end, or whenever it is not asked (see `Fold.closing_view`)."""
        return self._folds[seat].closing_view()

    def advance(self, actions: Mapping[Seat, Action]) -> None:
        """Choose. The lanes that hold this battle carry it out."""
        self.chosen = actions

    def returns(self) -> Floats:
        """+1 for the winner, -1 for the loser, 0 for both in a tie."""
        return returns_of(self._ended().winner)

    def record(self) -> Mapping[str, Any]:
        """What happened and all that replays it: see `psrokit_showdown.simulator.replay`."""
        update = self._ended()
        choices = encode_choices(update.choices)
        return record_of(self._spec, self._team_names, choices, update.turn, update.winner)

    def _ended(self) -> Update:
        if self._last is None or not self._last.ended:
            raise RuntimeError("the battle is not over")
        return self._last


def returns_of(winner: Seat | None) -> Floats:
    """+1 for the winner, -1 for the loser, 0 for both in a tie."""
    return np.zeros(2) if winner is None else np.array([1.0, -1.0] if winner == 0 else [-1.0, 1.0])


def record_of(
    spec: BattleSpec, team_names: Sequence[str], choices: str, turns: int, winner: Seat | None
) -> Mapping[str, Any]:
    """A battle's record: what happened and all that replays it. choices: see `psrokit_showdown.choices`."""
    return {
        "format": spec.format,
        "prng": ",".join(str(part) for part in spec.seed),
        "teams": list(team_names),
        "packed": list(spec.teams),
        "choices": choices,
        "turns": turns,
        "winner": winner,
    }
