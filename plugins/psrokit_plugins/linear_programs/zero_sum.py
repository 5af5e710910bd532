"""Two-player zero-sum matrix games: one linear program, both players' strategies, and a certificate.

The row player's problem is max v over mixed x with x S >= v; its dual is the column player's (von Neumann 1928;
Dantzig 1951), so one solve gives both. Solvers judge in absolute tolerances: an unscaled rock-paper-scissors of 1e-9
is "solved" by any strategy. Hence the game is brought to [-1, 1] first, and no answer leaves without its gap.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from psrokit.api import Floats, IntegrityError
from psrokit_plugins.linear_programs.simplex import simplex
from psrokit_plugins.linear_programs.strategies import (
    TOLERANCE,
    Pair,
    Standing,
    mixed,
    sharpened,
    stand,
    uniform,
)
from psrokit_plugins.linear_programs.uniqueness import is_unique

Method = Callable[[Floats], Pair | None]
"""Solves a game scaled to [-1, 1], or gives up."""

_SHARP = 1e-13
"""A gap that no least squares could make smaller."""


@dataclass(frozen=True, slots=True)
class Saddle:
    """A certified equilibrium of the zero-sum game in which the row player maximises.

    row: (n,), column: (m,). value: payoff of the row player. gap: max_i (A column)_i - min_j (row A)_j divided by
    `scale`: no player can gain more than gap * scale by deviating. scale: half the spread of the payoffs.
    unique: True where the equilibrium was shown to be the only one, False where another one was found whose gap is
    within tolerance, too; None says nothing.
    """

    row: Floats
    column: Floats
    value: float
    gap: float
    scale: float
    unique: bool | None

    @property
    def uniqueness(self) -> dict[str, float]:
        """What a certificate says of it: `unique`, 1 or 0, or nothing."""
        return {} if self.unique is None else {"unique": float(self.unique)}


def linear_program(game: Floats, algorithm: str, magnification: float) -> Pair | None:
    """Both optimal strategies from one HiGHS solve of the row player's problem; `algorithm` as in scipy's linprog.

    HiGHS tolerates errors of 1e-10, its least. Magnifying the payoffs makes that relatively smaller, which games whose
    payoffs differ by many orders of magnitude need; other games it makes unsolvable.
    """
    from scipy.optimize import linprog  # noqa: PLC0415 # takes a second to import, and is rarely needed

    rows, columns = game.shape
    answer = linprog(
        np.append(np.zeros(rows), -1.0),
        A_ub=np.hstack([-magnification * game.T, np.ones((columns, 1))]),
        b_ub=np.zeros(columns),
        A_eq=np.append(np.ones(rows), 0.0)[np.newaxis],
        b_eq=[1.0],
        bounds=[(0, None)] * rows + [(None, None)],
        method=algorithm,
        options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
    )
    return (answer.x[:rows], -answer.ineqlin.marginals) if answer.status == 0 else None


METHODS: Sequence[Method] = (
    simplex,
    partial(linear_program, algorithm="highs-ds", magnification=1.0),
    partial(linear_program, algorithm="highs-ds", magnification=100.0),
    partial(linear_program, algorithm="highs-ipm", magnification=1.0),
    partial(linear_program, algorithm="highs-ipm", magnification=100.0),
)


def solve_zero_sum(payoff: Floats, methods: Sequence[Method] = METHODS) -> Saddle:
    """An equilibrium of the game with this payoff matrix for the row player, shape (n, m), all finite.

    Where several exist it is the vertex the first method ends at, always the same one; a constant game is answered
    uniformly. Raises IntegrityError if no method's answer passes the certificate.
    """
    game, middle, scale = scaled(payoff)
    best = _certified(game, _candidates(game, methods))
    value = middle + scale * best.value
    return Saddle(*best.pair, value, best.gap, scale, unique=is_unique(game, best))


def security_strategy(payoff: Floats) -> Floats:
    """The row player's part of it alone, shape (n,): the mixture whose least payoff over the columns is the greatest.

    Raises IntegrityError as above; whether there are others is not asked.
    """
    game, _, _ = scaled(payoff)
    return _certified(game, _candidates(game, METHODS)).pair[0]


def solve_symmetric(payoff: Floats, methods: Sequence[Method] = METHODS) -> Saddle:
    """The same for an antisymmetric payoff matrix, where both players get one and the same strategy and the value 0.

    Each optimal strategy of either player makes a symmetric equilibrium.
    """
    game, _, scale = scaled(payoff)
    twins = (stand(game, (side, side)) for each in _candidates(game, methods) for side in each.pair)
    best = _certified(game, twins)
    return Saddle(*best.pair, 0.0, best.gap, scale, unique=is_unique(game, best))


def scaled(payoff: Floats) -> tuple[Floats, float, float]:
    """The game shifted and scaled to [-1, 1], with the shift and the scale."""
    high, low = float(payoff.max()) / 2, float(payoff.min()) / 2
    middle, scale = high + low, high - low
    return (payoff - middle) / scale if scale > 0 else np.zeros_like(payoff), middle, scale


def _candidates(game: Floats, methods: Sequence[Method]) -> Iterator[Standing]:
    """Each method's answer, or the one that its supports imply if that is closer."""
    if not game.any():
        yield stand(game, (uniform(game.shape[0]), uniform(game.shape[1])))
        return
    for method in methods:
        answer = method(game)
        if answer is not None:
            found = stand(game, (mixed(answer[0]), mixed(answer[1])))
            yield found if found.gap <= _SHARP else _sharper(game, found)


def _certified(game: Floats, candidates: Iterable[Standing]) -> Standing:
    """The first candidate within tolerance."""
    smallest = np.inf
    for each in candidates:
        if each.gap <= TOLERANCE:
            return each
        smallest = min(smallest, each.gap)
    raise IntegrityError(
        f"no equilibrium of this {game.shape[0]} x {game.shape[1]} table could be certified: "
        f"the smallest relative gap is {smallest:.2g}, allowed is {TOLERANCE:.0g}"
    )


def _sharper(game: Floats, found: Standing) -> Standing:
    return min(found, stand(game, sharpened(game, found.pair)), key=lambda each: each.gap)
