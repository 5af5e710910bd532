"""All outcomes of one decision with their exact probabilities, for search and for endgames that are solved.

A decision is replayed with scripted draws (`engine.chance`) until every branch has been taken once. Probabilities are
those of even draws, as the rules mean them; the generator's numbers are even up to one part in 2^24.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from psrokit.api import InputError
from psrokit_showdown.engine.batch import step
from psrokit_showdown.engine.layout import DRAW_WORDS, DRAWS, SCRIPT, SCRIPT_DRAWS, SCRIPTED

Script = tuple[int, ...]
"""The outcomes of a decision's draws, in their order."""


class Draw(NamedTuple):
    """One draw: how many outcomes it has, and the probability of each."""

    outcome: int
    numerator: int
    denominator: int

    @property
    def outcomes(self) -> int:
        """2 for a chance (no and yes), else as many as there are values."""
        return 2 if self.numerator else self.denominator

    @property
    def probability(self) -> Fraction:
        """That of this outcome."""
        if self.numerator == 0:
            return Fraction(1, self.denominator)
        yes = Fraction(self.numerator, self.denominator)
        return yes if self.outcome else 1 - yes


class Outcome(NamedTuple):
    """A row that may follow, the probability of this way to it, and the draws that lead there.

    Several ways may lead to equal rows: their probabilities add up.
    """

    probability: Fraction
    row: NDArray[np.int16]
    script: Script


def outcomes(row: NDArray[np.int16], choices: tuple[int, int], limit: int = 100_000) -> Iterator[Outcome]:
    """Every way a decision can go, from the row of a running battle and both seats' choices.

    The rows keep the generator's state as it was: nothing was drawn. Probabilities sum to 1. Raises InputError for an
    illegal choice, and where there are more ways than `limit`.
    """
    script: Script | None = ()
    for _ in range(limit):
        if script is None:
            return
        after, draws = play(row, choices, script)
        taken = tuple(draw.outcome for draw in draws)
        yield Outcome(_product(draws), after, taken)
        script = _next_script(draws)
    if script is not None:
        raise InputError(f"the decision has more than {limit:,} outcomes")


def play(row: NDArray[np.int16], choices: tuple[int, int], script: Script) -> tuple[NDArray[np.int16], list[Draw]]:
    """The row after a decision whose draws come out as the script says (0 where it ends), and the draws made.

    Raises InputError for an illegal choice and where the script is longer than what a row holds.
    """
    if len(script) > SCRIPT_DRAWS:
        raise InputError(f"a script of {len(script)} draws is longer than the {SCRIPT_DRAWS} that a row holds")
    states = row[None].copy()
    states[0, SCRIPTED] = 1
    for i, outcome in enumerate(script):
        states[0, SCRIPT + DRAW_WORDS * i] = outcome
    step(states, np.array([choices], np.int8))
    draws = _draws(states[0])
    states[0, SCRIPTED:] = 0
    return states[0], draws


def _draws(row: NDArray[np.int16]) -> list[Draw]:
    if row[DRAWS] > SCRIPT_DRAWS:
        raise InputError(f"the decision made {row[DRAWS]} draws, more than the {SCRIPT_DRAWS} that a row holds")
    records = row[SCRIPT : SCRIPT + DRAW_WORDS * int(row[DRAWS])].reshape(-1, DRAW_WORDS)
    return [Draw(*map(int, record)) for record in records]


def _product(draws: list[Draw]) -> Fraction:
    product = Fraction(1)
    for draw in draws:
        product *= draw.probability
    return product


def _next_script(draws: list[Draw]) -> Script | None:
    """The next branch: the last draw that has outcomes left takes its next one; None if there is none."""
    for last in range(len(draws) - 1, -1, -1):
        if draws[last].outcome + 1 < draws[last].outcomes:
            return (*(draw.outcome for draw in draws[:last]), draws[last].outcome + 1)
    return None
