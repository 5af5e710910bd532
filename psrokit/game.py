"""What a domain offers: a game deals episodes, an episode asks seats for actions and ends with a return per seat."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias, runtime_checkable

import numpy as np
import numpy.typing as npt

from psrokit.errors import PsrokitError

Seat: TypeAlias = int
"""A place at the table, 0 .. n-1."""
Role: TypeAlias = str
"""What a seat is in the game's rules. Seats of equal role share one population and mirror results."""
Action: TypeAlias = Any
"""Domain-typed and compared with ==; the core only hands it from a policy to an episode."""
Floats: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Observation:
    """What one seat may know when it must act.

    view: domain-typed. legal: the actions it may take, never empty.
    """

    view: Any
    legal: Sequence[Action]


class EpisodeFailed(PsrokitError):
    """An episode could not be finished through no decision of its players (a crashed or silent simulator, say).

    It is a value as well as an exception: `Lanes` answers with it. `kind` is a short machine-readable word. Failed
    episodes are retried with the same seed and otherwise counted as failures, never as results.
    """

    exit_code = 4

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(f"{kind}: {message}")
        self.kind = kind


class Episode(Protocol):
    """One play of a game."""

    def pending(self) -> Mapping[Seat, Observation]:
        """Seats that must act now: one when turns alternate, several when moves are simultaneous, none when over."""

    def advance(self, actions: Mapping[Seat, Action]) -> None:
        """Give one legal action for every pending seat."""

    def returns(self) -> Floats:
        """The payoff of each seat, shape (seats,). Only after the episode is over."""


@runtime_checkable
class RecordedEpisode(Episode, Protocol):
    """An episode with facts worth keeping in the ledger (turns, teams, the choices that replay it)."""

    def record(self) -> Mapping[str, Any]:
        """JSON data about the finished episode."""


class Game(Protocol):
    """A domain: how many seats, which of them are alike, and how to deal an episode from a seed."""

    @property
    def seats(self) -> tuple[Role, ...]:
        """The role of each seat. Equal roles are interchangeable; there is no separate symmetry flag."""

    @property
    def utility_sum(self) -> float | None:
        """The sum of all returns if it is the same in every episode (constant-sum game), else None."""

    def deal(self, seed: int) -> Episode:
        """A new episode; everything random in it follows from `seed`."""


class Lanes(Protocol):
    """Many episodes of one game that advance together, e.g. inside one simulator process."""

    def deal(self, seeds: Sequence[int]) -> Sequence[Episode | EpisodeFailed]:
        """One new episode per seed, in order."""

    def advance(self, moves: Sequence[tuple[Episode, Mapping[Seat, Action]]]) -> Sequence[EpisodeFailed | None]:
        """Advance each episode by its actions; None where that went well, in order."""


@runtime_checkable
class LanedGame(Game, Protocol):
    """A game that is played through lanes because something heavy stands behind it."""

    def lanes(self) -> AbstractContextManager[Lanes]:
        """Open lanes; leaving the context releases what stands behind them."""


@runtime_checkable
class PreparedGame(Game, Protocol):
    """A game that must make this machine ready before it can be played (install a simulator, check teams)."""

    def prepare(self, tell: Callable[[str], None]) -> None:
        """Called once by a run before anything is played; `tell` reports progress. Raises PsrokitError."""
