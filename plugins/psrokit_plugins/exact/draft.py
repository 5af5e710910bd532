"""A sequence form in the making: whoever walks a game reports information states and leaves."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import groupby
from typing import TypeAlias

import numpy as np

from psrokit.api import Action, Floats, InputError, Seat
from psrokit_plugins.exact.form import SequenceForm
from psrokit_plugins.exact.states import InformationStates, Ints

_State: TypeAlias = tuple[int, int, tuple[Action, ...]]
"""Parent sequence, first own sequence, legal actions."""


class Draft:
    """Collects one game's information states and leaves; sequences are numbered as they are met until `finish`."""

    def __init__(self, name: str, seats: int) -> None:
        self.name = name
        self._states: list[dict[str, _State]] = [{} for _ in range(seats)]
        self._depths: list[list[int]] = [[0] for _ in range(seats)]  # of each sequence: how many actions it holds
        self._leaves = array("q")
        self._payoffs = array("d")
        self._scale = 0.0

    def enter(self, seat: Seat, key: str, parent: int, legal: Sequence[Action]) -> int:
        """Report that `seat` decides at information state `key` after own sequence `parent`.

        Returns the sequence of the first legal action; the others follow it. Raises InputError if the seat has
        forgotten something, or cannot know what is legal: a sequence form needs perfect recall.
        """
        state = self._states[seat].get(key)
        if state is None:
            depths = self._depths[seat]
            state = self._states[seat][key] = (parent, len(depths), tuple(legal))
            depths += [depths[parent] + 1] * len(legal)
        elif state[0] != parent:
            raise InputError(
                f"in {self.name} seat {seat} forgets what it did before the information state {key!r}",
                remedy="Exact algebra needs perfect recall. Use the evaluator `sampled` and a learning oracle.",
            )
        elif state[2] != tuple(legal):
            raise InputError(
                f"in {self.name} seat {seat} has now {list(state[2])} and now {list(legal)} as its legal actions at "
                f"the information state {key!r}",
                remedy="Exact algebra needs players who know what is legal. Use the evaluator `sampled`.",
            )
        return state[1]

    def leaf(self, sequences: Sequence[int], probability: float, returns: Sequence[float]) -> None:
        """Report an end of the game: each seat's sequence, the probability of its chance moves, each seat's return."""
        self._leaves.extend(sequences)
        self._payoffs.extend([probability * value for value in returns])
        self._scale = max(self._scale, *map(abs, returns))

    def finish(self, utility_sum: float | None) -> SequenceForm:
        """The sequence form of everything reported."""
        seats = len(self._states)
        everywhere = frozenset(key for states in self._states for key in states)
        pairs = [_arranged(self._states[s], self._depths[s], everywhere) for s in range(seats)]
        leaves = np.frombuffer(self._leaves, dtype=np.int64).reshape(-1, seats)
        renumbered = np.stack([renumber[leaves[:, s]] for s, (_, renumber) in enumerate(pairs)], axis=1)
        sequences, payoffs = _merged(renumbered, np.frombuffer(self._payoffs).reshape(-1, seats))
        states = tuple(states for states, _ in pairs)
        return SequenceForm(self.name, states, sequences, payoffs, utility_sum, self._scale)


def _arranged(met: dict[str, _State], depths: list[int], everywhere: frozenset[str]) -> tuple[InformationStates, Ints]:
    """A seat's information states in their final order, and the final number of each sequence."""
    order = sorted(met, key=lambda key: (depths[met[key][0]], key))
    sizes = [len(met[key][2]) for key in order]
    first = 1 + np.cumsum([0, *sizes])[:-1]
    renumber = np.zeros(len(depths), dtype=np.intp)
    for key, new in zip(order, first, strict=True):
        _, old, legal = met[key]
        renumber[old : old + len(legal)] = np.arange(new, new + len(legal))
    parent = renumber[[met[key][0] for key in order]]
    runs = [len(list(group)) for _, group in groupby(order, key=lambda key: depths[met[key][0]])]
    ends = np.cumsum(runs).tolist()
    levels = tuple(zip([0, *ends], ends, strict=False))
    legal = tuple(met[key][2] for key in order)
    return InformationStates(tuple(order), legal, parent, first, levels, everywhere), renumber


def _merged(sequences: Ints, payoffs: Floats) -> tuple[Ints, Floats]:
    """Leaves sorted, and those that differ only by chance added up."""
    order = np.lexsort(sequences.T[::-1])
    sequences, payoffs = sequences[order], payoffs[order]
    new = np.concatenate([[True], np.any(sequences[1:] != sequences[:-1], axis=1)])
    starts = np.flatnonzero(new)
    return sequences[starts], np.add.reduceat(payoffs, starts, axis=0)
