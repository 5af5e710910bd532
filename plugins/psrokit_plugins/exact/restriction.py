"""A game in which each player keeps only some of its actions, as a sequence form of its own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from psrokit.api import Floats, Seat
from psrokit_plugins.exact.form import SequenceForm
from psrokit_plugins.exact.states import InformationStates, Ints

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Restriction:
    """The smaller game, and for each seat which sequences of the whole game its sequences are."""

    form: SequenceForm
    kept: tuple[Ints, ...]

    def whole(self, seat: int, plan: Floats, sequences: int) -> Floats:
        """A realization plan of the smaller game as one of the whole game, shape (sequences,)."""
        whole = np.zeros(sequences)
        whole[self.kept[seat]] = plan
        return whole


def restricted(form: SequenceForm, allowed: tuple[Mask, ...]) -> Restriction:
    """The game in which a seat only takes actions that `allowed[seat]`, shape (S,), marks at some information state.

    At every information state that can be reached so at least one action must be allowed.
    """
    kept = tuple(_reachable(states, mask) for states, mask in zip(form.states, allowed, strict=True))
    smaller = tuple(_kept_states(states, mask) for states, mask in zip(form.states, kept, strict=True))
    numbers = [np.cumsum(mask) - 1 for mask in kept]
    leaves = np.all([mask[form.sequences[:, seat]] for seat, mask in enumerate(kept)], axis=0)
    sequences = np.stack([new[form.sequences[leaves, seat]] for seat, new in enumerate(numbers)], axis=1)
    there = SequenceForm(form.name, smaller, sequences, form.payoffs[leaves], form.utility_sum, form.scale)
    return Restriction(there, tuple(np.flatnonzero(mask) for mask in kept))


def beyond(form: SequenceForm, seat: Seat, allowed: tuple[Mask, ...]) -> Mask:
    """The information states of `seat`, shape (H,), to which nobody comes while the others take `allowed` actions."""
    kept = [_reachable(states, mask) for states, mask in zip(form.states, allowed, strict=True)]
    others = [kept[other][form.sequences[:, other]] for other in range(len(kept)) if other != seat]
    states = form.states[seat]
    leaves = np.bincount(form.sequences[:, seat], np.all(others, axis=0), minlength=states.sequences)
    return np.asarray(np.add.reduceat(states.totals(leaves.astype(np.float64))[1:], states.first - 1) == 0)


def _reachable(states: InformationStates, allowed: Mask) -> Mask:
    """Sequences all of whose actions are allowed."""
    kept = allowed.copy()
    kept[0] = True
    for low, high in states.levels:
        own = slice(int(states.first[low]), int(states.first[high - 1] + states.sizes[high - 1]))
        kept[own] &= np.repeat(kept[states.parent[low:high]], states.sizes[low:high])
    return kept


def _kept_states(states: InformationStates, kept: Mask) -> InformationStates:
    """The information states that are reached, with their kept actions, in the same order."""
    reached = np.flatnonzero(kept[states.parent])
    number = np.cumsum(kept) - 1
    own = [np.flatnonzero(kept[first : first + size]) for first, size in _ranges(states, reached)]
    legal = tuple(tuple(states.legal[h][place] for place in places) for h, places in zip(reached, own, strict=True))
    first = number[[states.first[h] + places[0] for h, places in zip(reached, own, strict=True)]]
    ends = [int(np.searchsorted(reached, high)) for _, high in states.levels]
    levels = tuple((low, high) for low, high in zip([0, *ends], ends, strict=False) if high > low)
    keys = tuple(states.keys[h] for h in reached)
    return InformationStates(keys, legal, number[states.parent[reached]], first, levels, states.everywhere)


def _ranges(states: InformationStates, some: Ints) -> list[tuple[int, int]]:
    return list(zip(states.first[some].tolist(), states.sizes[some].tolist(), strict=True))
