"""Many native battles, each in a row of its own, advanced together by one call a tick."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from psrokit.api import Action, Episode, EpisodeFailed, Seat
from psrokit_showdown import engine
from psrokit_showdown.engine import layout
from psrokit_showdown.engine.audit import Audit
from psrokit_showdown.engine.dealing import Dealer, start
from psrokit_showdown.engine.episode import NativeBattle, number_of

CAPACITY = 64
"""Rows at first; twice as many whenever they are all taken."""


class NativeLanes:
    """The lanes of one dealer's format."""

    def __init__(self, dealer: Dealer, audit: Audit) -> None:
        self._dealer = dealer
        self._audit = audit
        self._states = engine.new_states(CAPACITY)
        self._free = list(range(CAPACITY))

    def deal(self, seeds: Sequence[int]) -> Sequence[Episode | EpisodeFailed]:
        """One battle per seed.

        Raises IntegrityError if an audited one begins otherwise than on the simulator, SimulatorUnavailable if a
        simulator is needed and fails.
        """
        dealt = self._dealer.deal(seeds)
        battles = [NativeBattle(self._take_row(), one.spec, one.names, self._audit.transcript) for one in dealt]
        rows = np.array([battle.row for battle in battles])
        start(self._states, rows, dealt)
        self._audit.begin(battles, seeds)
        failures = self._tell(battles, self._states[rows])
        return [failure or battle for battle, failure in zip(battles, failures, strict=True)]

    def advance(self, moves: Sequence[tuple[Episode, Mapping[Seat, Action]]]) -> Sequence[EpisodeFailed | None]:
        """Carry out every battle's choices. Raises IntegrityError if an audited battle leaves the simulator's."""
        battles = [_native(battle) for battle, _ in moves]
        choices = np.array([[number_of(actions.get(seat)) for seat in (0, 1)] for _, actions in moves], dtype=np.int8)
        rows = np.array([battle.row for battle in battles])
        legal = _are_legal(engine.legal(self._states[rows]), choices)
        self._step(rows[legal], choices[legal])
        moved = [battle for battle, fine in zip(battles, legal, strict=True) if fine]
        for (battle, (_, actions)), fine in zip(zip(battles, moves, strict=True), legal, strict=True):
            if fine:
                battle.advance(actions)
        told = iter(self._tell(moved, self._states[rows[legal]]))
        return [next(told) if fine else self._refuse(battle) for battle, fine in zip(battles, legal, strict=True)]

    def abandon(self, battle: Episode) -> None:
        """Forget a battle under way."""
        native = _native(battle)
        self._free.append(native.row)
        self._audit.forget(native)

    def _take_row(self) -> int:
        if not self._free:
            room = len(self._states)
            self._states = np.concatenate([self._states, engine.new_states(room)])
            self._free = list(range(room, 2 * room))
        return self._free.pop()

    def _step(self, rows: NDArray[np.int64], choices: NDArray[np.int8]) -> None:
        states = self._states[rows]
        engine.step(states, choices)
        self._states[rows] = states

    def _tell(self, battles: Sequence[NativeBattle], states: engine.States) -> list[EpisodeFailed | None]:
        """Tell battles where they stand, ask the audit, and free the rows of those that are over."""
        for battle, state, masks in zip(battles, states, engine.legal(states).tolist(), strict=True):
            battle.hear(state, masks)
        self._audit.compare(battles)
        self._free += [battle.row for battle in battles if not battle.pending()]
        return [_broken(battle) for battle in battles]

    def _refuse(self, battle: NativeBattle) -> EpisodeFailed:
        self._free.append(battle.row)
        self._audit.forget(battle)
        return EpisodeFailed("invalid_choice", f"a choice was not legal after {len(battle.choices)} choices")


def _native(battle: Episode) -> NativeBattle:
    assert isinstance(battle, NativeBattle)
    return battle


def _broken(battle: NativeBattle) -> EpisodeFailed | None:
    if battle.result != layout.BROKEN:
        return None
    return no_way_on()


def no_way_on() -> EpisodeFailed:
    """What has happened to a battle whose result is BROKEN."""
    return EpisodeFailed("battle_error", "Showdown's own rules have no way on from here")


def _are_legal(masks: NDArray[np.uint16], choices: NDArray[np.int8]) -> NDArray[np.bool_]:
    """Per battle, whether every asked seat chooses what it may and no other seat chooses."""
    chosen = np.where(choices > 0, 1 << np.maximum(choices.astype(np.int64) - 1, 0), 0)
    fine = np.where(masks > 0, (masks & chosen) > 0, choices == 0)
    return np.asarray(fine.all(axis=1))
