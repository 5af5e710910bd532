"""Guesses and their copies as rows of the native engine."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from psrokit.api import Floats
from psrokit_showdown import engine
from psrokit_showdown.data.codes import STATUSES
from psrokit_showdown.engine import layout
from psrokit_showdown.engine.kernel import States
from psrokit_showdown.searching.estimate import PENALTIES, lead, result
from psrokit_showdown.searching.opponents import Players
from psrokit_showdown.searching.positions import MOVES, SEATS, TEAM, Chosen, Masks, Places

SPECIES = 152
IDENTITIES = layout.MOVE_CODES + SPECIES
"""Moves by their numbers, then species that are sent in by theirs."""
_PENALTIES = np.array([PENALTIES.get(name, 0.0) for name in STATUSES])


@dataclass(frozen=True, slots=True)
class NativeGuesses:
    """rows: of guesses at the battle, shape (guesses, WORDS). players: who may sit there in copies."""

    rows: States
    players: Players
    identities: int = IDENTITIES

    def __len__(self) -> int:
        return len(self.rows)

    def common(self) -> int:
        """See `Guesses`."""
        return int(np.bitwise_and.reduce(engine.legal(self.rows)[:, 0]))

    def copies(self, origins: Places, times: int, rng: np.random.Generator) -> NativePositions:
        """See `Guesses`."""
        starts = self.rows[origins]
        starts[:, :4] = rng.integers(-(2**15), 2**15, size=(len(starts), 4))
        return NativePositions(np.tile(starts, (times, 1)), self.players)


@dataclass(frozen=True, slots=True)
class NativePositions:
    """states: rows that are played on in place."""

    states: States
    players: Players

    def __len__(self) -> int:
        return len(self.states)

    def masks(self, which: Places) -> Masks:
        """See `Positions`."""
        return engine.legal(self.states[which])

    def identities(self, which: Places) -> Places:
        """See `Positions`."""
        return identities_of(self.states[which])

    def asked(self, which: Places) -> Places:
        """See `Positions`."""
        rows = self.states[which]
        return rows[:, [layout.P1 + layout.REQUEST, layout.P2 + layout.REQUEST]].astype(np.int64)

    def running(self, which: Places) -> NDArray[np.bool_]:
        """See `Positions`."""
        return np.asarray(self.states[which, layout.RESULT] == layout.RUNNING)

    def usual(self, which: Places, opposite: Places, rng: np.random.Generator) -> Chosen:
        """See `Positions`."""
        rows = self.states[which]
        return self.players.usual(rows, engine.legal(rows), opposite, rng)

    def advance(self, which: Places, made: Chosen) -> None:
        """See `Positions`."""
        rows = self.states[which]
        engine.step(rows, made)
        self.states[which] = rows

    def estimates(self) -> Floats:
        """See `Positions`."""
        return estimated(self.states)


def estimated(states: States) -> Floats:
    """How good rows are for seat 0, from -1 (lost) to 1 (won), shape (n,)."""
    records = states[:, layout.MONS : layout.SEEN].reshape(len(states), SEATS, -1, layout.MON_WORDS)
    hp, most = records[..., layout.HP], np.maximum(records[..., layout.MAX_HP], 1)
    penalties = np.where(hp > 0, _PENALTIES[np.minimum(records[..., layout.STATUS], len(_PENALTIES) - 1)], 0.0)
    over = states[:, layout.RESULT] != layout.RUNNING
    return np.where(over, result(engine.winner(states)), lead(hp / most, penalties))


def identities_of(states: States) -> Places:
    """What each choice of both seats is, shape (k, 2, 10): the move, or the species that is sent in."""
    sides = (layout.P1, layout.P2)
    moves = np.stack([states[:, p + layout.SLOT_MOVE : p + layout.SLOT_MOVE + MOVES] for p in sides], 1)
    order = np.stack([states[:, p + layout.ORDER : p + layout.ORDER + TEAM] for p in sides], 1)
    records = states[:, layout.MONS : layout.SEEN].reshape(len(states), SEATS, TEAM, layout.MON_WORDS)
    sent = np.take_along_axis(records[..., layout.SPECIES], order, 2)
    return np.concatenate([moves, layout.MOVE_CODES + sent], 2).astype(np.int64)
