"""Spaces: from what a seat knows to arrays of fixed shape, and from an index to an action and back.

A space is immutable; what it must remember of one seat in one episode lives in the encoder that it starts, as the
memory of a policy lives in its actor.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from psrokit.errors import InputError
from psrokit.game import Action, Observation

Arrays = Mapping[str, npt.NDArray[Any]]
"""An encoded observation: one array per name."""
Mask = npt.NDArray[np.bool_]
"""Which indices of an action space are legal, shape (size,)."""


class IllegalAction(InputError):
    """An index that stands for no legal action."""


@dataclass(frozen=True, slots=True)
class ArraySpec:
    """The form of one array of an encoded observation.

    shape, dtype: as in NumPy; text is one string, shape () and dtype `<U...`. low, high: bounds of its values, ignored
    for text. columns: the documented layout, a name for each place of the last axis, or for each word of a text.
    """

    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    low: float = 0.0
    high: float = 1.0
    columns: tuple[str, ...] = ()


class Encoder(Protocol):
    """What an observation space remembers of one seat in one episode."""

    def encode(self, view: Any) -> Arrays:
        """The arrays of the next decision, with the names, shapes and dtypes of the space. Views come in order."""


class ObservationSpace(Protocol):
    """Turns what a seat knows into arrays of fixed shapes."""

    @property
    def arrays(self) -> Mapping[str, ArraySpec]:
        """The form of every array that an encoder gives, by name."""

    def start(self) -> Encoder:
        """An encoder for one seat of one episode."""


class ActionSpace(Protocol):
    """Numbers the actions of a domain from 0 to size - 1."""

    @property
    def size(self) -> int:
        """How many indices there are."""

    def mask(self, observation: Observation) -> Mask:
        """Which indices are legal now, shape (size,); at least one is."""

    def action(self, observation: Observation, index: int) -> Action:
        """The legal action that an index stands for. Raises IllegalAction if it stands for none."""

    def index(self, observation: Observation, action: Action) -> int:
        """The lowest index of a legal action. Raises InputError if the space has none for it."""


@dataclass(frozen=True, slots=True)
class Executed:
    """What is really played when an index comes from outside; `substituted` where it was not the index asked for."""

    index: int
    action: Action
    substituted: bool


def executed(space: ActionSpace, observation: Observation, index: int, rng: np.random.Generator) -> Executed:
    """The action of an index from outside (a gymnasium agent, say), which need not be legal.

    An illegal index becomes a uniformly random legal one, drawn from `rng`; nothing is drawn for a legal one. Whoever
    stores the step stores the index of this answer with its flag, and counts the flags.
    """
    mask = space.mask(observation)
    if 0 <= index < len(mask) and mask[index]:
        return Executed(index, space.action(observation, index), substituted=False)
    legal = np.flatnonzero(mask)
    chosen = int(legal[rng.integers(len(legal))])
    return Executed(chosen, space.action(observation, chosen), substituted=True)


def gymnasium_observations(space: ObservationSpace) -> Any:
    """The `gymnasium.spaces.Dict` of an observation space. Needs gymnasium."""
    from gymnasium import spaces  # noqa: PLC0415 # an optional package, loaded when it is asked for

    return spaces.Dict({name: _gymnasium_space(spaces, spec) for name, spec in space.arrays.items()})


def gymnasium_actions(space: ActionSpace) -> Any:
    """The `gymnasium.spaces.Discrete` of an action space. Needs gymnasium."""
    from gymnasium import spaces  # noqa: PLC0415 # an optional package, loaded when it is asked for

    return spaces.Discrete(space.size)


def _gymnasium_space(spaces: Any, spec: ArraySpec) -> Any:
    if spec.dtype.kind == "U":
        longest = spec.dtype.itemsize // np.dtype("<U1").itemsize
        return spaces.Text(longest, min_length=0, charset=_PRINTABLE)
    return spaces.Box(spec.low, spec.high, spec.shape, spec.dtype)


_PRINTABLE = frozenset(map(chr, range(32, 127)))
