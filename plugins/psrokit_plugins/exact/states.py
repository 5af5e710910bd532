"""One seat's information states in the order in which exact algebra needs them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from psrokit.api import Action, Floats, InputError

Ints = npt.NDArray[np.intp]


class _Level(NamedTuple):
    """States before which the seat has acted equally often, with their sequences.

    parents, starts: per state, the sequence that leads there and the place of its first action in `sequences`.
    owner, number: per sequence, its state, counted from the level's first, and which of the state's actions it is.
    """

    states: slice
    sequences: slice
    parents: Ints
    starts: Ints
    owner: Ints
    number: Ints


@dataclass(frozen=True, eq=False)
class InformationStates:
    """The information states of one seat and its sequences (Koller, Megiddo and von Stengel 1996).

    A sequence is what the seat has done so far: sequence 0 is "nothing yet", every other one is an information state
    and an action there. H information states and S sequences are numbered so that a state comes after all states that
    lead to it: by how often the seat has acted before, then by key.

    keys: the H information states as the game writes them. legal: the actions at each, in the game's order.
    parent: shape (H,), the sequence that leads to a state. first: shape (H,), the sequence of a state's first action.
    levels: ranges of states before which the seat has acted equally often. everywhere: the keys of all seats together.
    """

    keys: tuple[str, ...]
    legal: tuple[tuple[Action, ...], ...]
    parent: Ints
    first: Ints
    levels: tuple[tuple[int, int], ...]
    everywhere: frozenset[str]

    @cached_property
    def index(self) -> Mapping[str, int]:
        """The number of each information state."""
        return {key: number for number, key in enumerate(self.keys)}

    @cached_property
    def sizes(self) -> Ints:
        """How many actions each state has, shape (H,)."""
        return np.array([len(actions) for actions in self.legal], dtype=np.intp)

    @cached_property
    def sequences(self) -> int:
        """S, the number of sequences."""
        return 1 + int(self.sizes.sum())

    def tabulate(self, probabilities: Callable[[str, Sequence[Action]], Sequence[float]]) -> Floats:
        """Shape (S,): the probability of each sequence's last action, from one question per information state.

        `probabilities(key, legal)` answers with one number per legal action.
        """
        answers = [probabilities(key, legal) for key, legal in zip(self.keys, self.legal, strict=True)]
        for key, legal, answer in zip(self.keys, self.legal, answers, strict=True):
            if len(answer) != len(legal):
                raise InputError(f"{len(answer)} probabilities for {len(legal)} legal actions at {key!r}")
        return np.array([1.0, *(value for answer in answers for value in answer)])

    def choosing(self, choices: Ints) -> Floats:
        """Like `tabulate`, for always taking legal action number `choices[h]` at state h."""
        conditional = np.zeros(self.sequences)
        conditional[0] = 1.0
        conditional[self.first + choices] = 1.0
        return conditional

    def plan(self, conditional: Floats) -> Floats:
        """The realization plan, shape (S,): the product of the seat's own probabilities along each sequence.

        Raises InputError if `conditional` is no distribution at some information state.
        """
        self._check(conditional)
        plan = conditional.copy()
        for level in self._levels:
            plan[level.sequences] *= plan[level.parents][level.owner]
        return plan

    def conditional(self, plan: Floats) -> Floats:
        """The behaviour that realizes a plan, shape (S,); uniform where the seat never comes.

        For a mixture's plan this is the realization-equivalent behaviour policy (Kuhn 1953): action probabilities
        weighted by how often each mixed policy reaches the state.
        """
        reach = np.concatenate([[1.0], np.repeat(plan[self.parent], self.sizes)])
        return np.asarray(np.divide(plan, reach, where=reach > 0, out=self.uniform.copy()))

    @cached_property
    def uniform(self) -> Floats:
        """Like `tabulate`, for taking every action equally often; not to be written into."""
        return np.concatenate([[1.0], np.repeat(1.0 / self.sizes, self.sizes)])

    def totals(self, values: Floats) -> Floats:
        """For each sequence the sum of `values`, shape (S,), over it and all sequences that can follow it."""
        sums = values.copy()
        for level in reversed(self._levels):
            np.add.at(sums, level.parents, np.add.reduceat(sums[level.sequences], level.starts))
        return sums

    def best_value(self, values: Floats) -> float:
        """The most a plan can earn: the maximum of plan @ values over all plans. `values` has shape (S,)."""
        value = values.copy()
        for level in reversed(self._levels):
            top = np.maximum.reduceat(value[level.sequences], level.starts)
            np.add.at(value, level.parents, top)
        return float(value[0])

    def best_choices(self, values: Floats, ties: Floats, slack: float) -> Ints:
        """A best pure strategy against `values`: for each state the number of its action, shape (H,).

        Among actions within `slack` of the best the one that is best against `ties` is taken; among those that are
        equal in that too, the first.
        """
        value, second = values.copy(), ties.copy()
        choices = np.zeros(len(self.keys), dtype=np.intp)
        for level in reversed(self._levels):
            here = value[level.sequences]
            top = np.maximum.reduceat(here, level.starts)
            near = np.where(here >= (top - slack)[level.owner], second[level.sequences], -np.inf)
            nearest = np.maximum.reduceat(near, level.starts)
            taken = np.where(near == nearest[level.owner], level.number, len(near))
            choices[level.states] = np.minimum.reduceat(taken, level.starts)
            np.add.at(value, level.parents, top)
            np.add.at(second, level.parents, nearest)
        return choices

    @cached_property
    def _levels(self) -> tuple[_Level, ...]:
        return tuple(self._level(low, high) for low, high in self.levels)

    def _level(self, low: int, high: int) -> _Level:
        sizes, starts = self.sizes[low:high], self.first[low:high] - self.first[low]
        sequences = slice(int(self.first[low]), int(self.first[high - 1] + sizes[-1]))
        number = np.arange(int(sizes.sum())) - np.repeat(starts, sizes)
        owner = np.repeat(np.arange(high - low), sizes)
        return _Level(slice(low, high), sequences, self.parent[low:high], starts, owner, number)

    def _check(self, conditional: Floats) -> None:
        if conditional.shape != (self.sequences,):
            raise InputError(f"a behaviour has shape {conditional.shape}, the seat has {self.sequences} sequences")
        if not len(self.keys):
            return
        sums = np.add.reduceat(conditional[1:], self.first - 1)
        far = np.abs(sums - 1)
        if not (far.max() <= 1e-9 and conditional.min() >= 0):  # false for NaN, too
            wrong = ~(far <= 1e-9) | (np.minimum.reduceat(conditional[1:], self.first - 1) < 0)
            state = int(np.argmax(wrong))
            answer = conditional[self.first[state] : self.first[state] + self.sizes[state]].tolist()
            raise InputError(f"the action probabilities {answer} at {self.keys[state]!r} are no distribution")
