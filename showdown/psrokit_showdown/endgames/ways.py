"""Every way that the next part of many decisions can go, with its probability: many scripts played in one call."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from psrokit.api import Floats, InputError
from psrokit_showdown.endgames.parts import advance_parts
from psrokit_showdown.engine.kernel import States
from psrokit_showdown.engine.layout import DRAW_WORDS, DRAWS, SCRIPT, SCRIPT_DRAWS, SCRIPTED

Ints = NDArray[np.int64]


class Ways(NamedTuple):
    """origin: which of the given rows, shape (n,). probability: of this way, shape (n,). rows: where it leads."""

    origin: Ints
    probability: Floats
    rows: States


class _Scripts(NamedTuple):
    """Outcomes to be tried: those before `fixed` are given, later ones begin with 0."""

    origin: Ints
    outcomes: NDArray[np.int16]  # (n, SCRIPT_DRAWS)
    fixed: Ints


def ways(rows: States, choices: NDArray[np.int8]) -> Ways:
    """All ways of the next part (see `parts.advance_parts`) of each row; probabilities of an origin sum to 1.

    Probabilities are products of the rules' own fractions, in floating point. Raises InputError if a part makes more
    draws than a row can script.
    """
    scripts = _Scripts(
        np.arange(len(rows)), np.zeros((len(rows), SCRIPT_DRAWS), np.int16), np.zeros(len(rows), np.int64)
    )
    found: list[Ways] = []
    while len(scripts.origin):
        states, draws, counts = _played(rows, choices, scripts)
        found.append(Ways(scripts.origin, _probabilities(scripts.outcomes, draws, counts), states))
        scripts = _next(scripts, draws, counts)
    return Ways(*(np.concatenate(parts) for parts in zip(*found, strict=True)))


def _played(rows: States, choices: NDArray[np.int8], scripts: _Scripts) -> tuple[States, NDArray[np.int16], Ints]:
    """The rows after each script, their draws as (numerator, denominator), shape (n, SCRIPT_DRAWS, 2), and how many."""
    states = rows[scripts.origin]
    end = SCRIPT + DRAW_WORDS * SCRIPT_DRAWS
    states[:, SCRIPTED] = 1
    states[:, SCRIPT:end:DRAW_WORDS] = scripts.outcomes
    advance_parts(states, choices[scripts.origin])
    counts = states[:, DRAWS].astype(np.int64)
    if counts.size and counts.max() > SCRIPT_DRAWS:
        raise InputError(f"a decision made {counts.max()} draws, more than the {SCRIPT_DRAWS} that a row holds")
    draws = states[:, SCRIPT:end].reshape(len(states), SCRIPT_DRAWS, DRAW_WORDS)[:, :, 1:].copy()
    states[:, SCRIPTED:] = 0
    return states, draws, counts


def _probabilities(outcomes: NDArray[np.int16], draws: NDArray[np.int16], counts: Ints) -> Floats:
    product = np.ones(len(outcomes))
    for i in range(int(counts.max(initial=0))):
        numerator, denominator = draws[:, i, 0].astype(float), np.maximum(draws[:, i, 1], 1).astype(float)
        happens = np.where(numerator == 0, 1.0, np.where(outcomes[:, i] == 1, numerator, denominator - numerator))
        product *= np.where(i < counts, happens / denominator, 1.0)
    return product


def _next(scripts: _Scripts, draws: NDArray[np.int16], counts: Ints) -> _Scripts:
    """For every draw that was free, all its outcomes but the one that has just been played."""
    sources, outcomes_found, fixed = [np.zeros(0, np.int64)], [scripts.outcomes[:0]], [np.zeros(0, np.int64)]
    for i in range(int(counts.max(initial=0))):
        free = np.flatnonzero((i >= scripts.fixed) & (i < counts))
        others = np.where(draws[free, i, 0] > 0, 1, draws[free, i, 1] - 1).astype(np.int64)
        source = np.repeat(free, others)
        outcomes = scripts.outcomes[source]
        outcomes[:, i] = 1 + np.arange(len(source)) - np.repeat(np.cumsum(others) - others, others)
        sources.append(source)
        outcomes_found.append(outcomes)
        fixed.append(np.full(len(source), i + 1))
    return _Scripts(scripts.origin[np.concatenate(sources)], np.concatenate(outcomes_found), np.concatenate(fixed))
