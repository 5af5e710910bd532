"""The sequence form of an OpenSpiel game, from one walk through its tree."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import prod
from statistics import median
from typing import Any, TypeAlias

import numpy as np

from psrokit.api import InputError, generator
from psrokit_plugins.exact.draft import Draft
from psrokit_plugins.exact.form import SequenceForm

_PROBED_AT = 100
"""Histories after which probes take less time than they can spare."""

_Node: TypeAlias = tuple[Any, float, tuple[int, ...]]
"""A pyspiel state, the probability of the chance moves before it, and each seat's sequence."""


def sequence_form(name: str, root: Any, max_histories: int, utility_sum: float | None) -> SequenceForm:
    """Walk everything that can follow the pyspiel state `root`, simultaneous moves included.

    Raises InputError if there are more than `max_histories` histories or a seat's recall is not perfect.
    """
    draft = Draft(name, root.num_players())
    waiting: list[_Node] = [(root, 1.0, (0,) * root.num_players())]
    histories = 0
    while waiting:
        state, probability, sequences = waiting.pop()
        histories += 1
        if histories > max_histories or (histories == _PROBED_AT and _is_surely_larger(root, max_histories)):
            raise _too_large(name, max_histories)
        if state.is_terminal():
            draft.leaf(sequences, probability, state.returns())
        else:
            waiting.extend(_children(draft, state, probability, sequences))
    return draft.finish(utility_sum)


def _too_large(name: str, max_histories: int) -> InputError:
    return InputError(
        f"{name} has more than {max_histories:,} histories, too many to be solved exactly",
        remedy="Use the evaluator `sampled` and a learning oracle, or raise the game's `max_histories`.",
    )


def _is_surely_larger(root: Any, size: int) -> bool:
    """Whether random probes show that the tree has more than `size` leaves, so that walking it can be spared.

    A probe's expectation is the number of leaves (Knuth 1975), so it is ten times that at most once in ten times
    (Markov), and the median of 15 is with probability 6e-5.
    """
    rng = generator("probe")
    return median(_probe(root, 10.0 * size, rng) for _ in range(15)) > 10.0 * size


def _probe(state: Any, enough: float, rng: np.random.Generator) -> float:
    """The product of the numbers of children along a random path, followed until it is `enough` or the end."""
    leaves = 1.0
    while leaves <= enough and not state.is_terminal():
        at_once = range(state.num_players()) if state.is_simultaneous_node() else [state.current_player()]
        options = [state.legal_actions(seat) or [0] for seat in at_once]
        leaves *= prod(map(len, options))
        move = [actions[rng.integers(len(actions))] for actions in options]
        state = state.clone()
        if state.is_simultaneous_node():
            state.apply_actions(move)
        else:
            state.apply_action(*move)
    return leaves


def _children(draft: Draft, state: Any, probability: float, sequences: tuple[int, ...]) -> Iterator[_Node]:
    if state.is_chance_node():
        for action, chance in state.chance_outcomes():
            yield state.child(action), probability * chance, sequences
    elif state.is_simultaneous_node():
        yield from _joint_children(draft, state, probability, sequences)
    else:
        seat, legal = state.current_player(), state.legal_actions()
        first = draft.enter(seat, state.information_state_string(seat), sequences[seat], legal)
        before, after = sequences[:seat], sequences[seat + 1 :]
        for number, action in enumerate(legal):
            yield state.child(action), probability, (*before, first + number, *after)


def _joint_children(draft: Draft, state: Any, probability: float, sequences: tuple[int, ...]) -> Iterator[_Node]:
    """Every seat with legal actions moves at once, and none of them sees the others' moves before it has chosen."""
    options: list[list[tuple[int, int]]] = []
    for seat, sequence in enumerate(sequences):
        legal = state.legal_actions(seat)
        if legal:
            first = draft.enter(seat, state.information_state_string(seat), sequence, legal)
            options.append([(action, first + number) for number, action in enumerate(legal)])
        else:
            options.append([(0, sequence)])  # OpenSpiel ignores the action of a seat that has none
    for joint in product(*options):
        child = state.clone()
        child.apply_actions([action for action, _ in joint])
        yield child, probability, tuple(sequence for _, sequence in joint)
