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
import numpy.typing as npt

from psrokit.api import Floats, IntegrityError
from psrokit_plugins.linear_programs.simplex import Pair, simplex

Method = Callable[[Floats], Pair | None]
"""Solves a game scaled to [-1, 1], or gives up."""

TOLERANCE = 1e-9
"""The largest gap, relative to half the spread of the payoffs, of an answer."""
MARGIN = 1e-6
"""By how much weights, slacks and singular values must differ from 0 where uniqueness is claimed."""
_DUST = 1e-12
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
    game, middle, scale = _scaled(payoff)
    pair, gap = _certified(game, _candidates(game, methods))
    value = middle + scale * _values(game, pair)
    return Saddle(*pair, value, gap, scale, unique=_unique(game, pair))


def solve_symmetric(payoff: Floats, methods: Sequence[Method] = METHODS) -> Saddle:
    """The same for an antisymmetric payoff matrix, where both players get one and the same strategy and the value 0.

    Each optimal strategy of either player makes a symmetric equilibrium.
    """
    game, _, scale = _scaled(payoff)
    twins = ((side, side) for pair in _candidates(game, methods) for side in pair)
    pair, gap = _certified(game, twins)
    return Saddle(*pair, 0.0, gap, scale, unique=_unique(game, pair))


def duality_gap(game: Floats, row: Floats, column: Floats) -> float:
    """max_i (G column)_i - min_j (row G)_j: what the two players could gain by deviating, together."""
    return float((game @ column).max() - (row @ game).min())


def _scaled(payoff: Floats) -> tuple[Floats, float, float]:
    """The game shifted and scaled to [-1, 1], with the shift and the scale."""
    high, low = float(payoff.max()) / 2, float(payoff.min()) / 2
    middle, scale = high + low, high - low
    return (payoff - middle) / scale if scale > 0 else np.zeros_like(payoff), middle, scale


def _candidates(game: Floats, methods: Sequence[Method]) -> Iterator[Pair]:
    """Each method's answer, or the one that its supports imply if that is closer."""
    if not game.any():
        yield _uniform(game.shape[0]), _uniform(game.shape[1])
        return
    for method in methods:
        answer = method(game)
        if answer is not None:
            pair = _mixed(answer[0]), _mixed(answer[1])
            yield pair if duality_gap(game, *pair) <= _SHARP else _sharper(game, pair)


def _certified(game: Floats, candidates: Iterable[Pair]) -> tuple[Pair, float]:
    """The first candidate within tolerance, with its gap."""
    smallest = np.inf
    for pair in candidates:
        gap = duality_gap(game, *pair)
        if gap <= TOLERANCE:
            return pair, gap
        smallest = min(smallest, gap)
    raise IntegrityError(
        f"no equilibrium of this {game.shape[0]} x {game.shape[1]} table could be certified: "
        f"the smallest relative gap is {smallest:.2g}, allowed is {TOLERANCE:.0g}"
    )


def _sharper(game: Floats, pair: Pair) -> Pair:
    return min(pair, sharpened(game, pair), key=lambda each: duality_gap(game, *each))


def sharpened(game: Floats, pair: Pair) -> Pair:
    """The strategies that make the other player exactly indifferent on the supports of `pair` (least squares).

    An answer that is right about the supports and only wrong in its last digits becomes exact.
    """
    rows, columns = (np.flatnonzero(side > MARGIN) for side in pair)
    block = game[np.ix_(rows, columns)]
    return _indifferent(block.T, rows, game.shape[0]), _indifferent(block, columns, game.shape[1])


def _indifferent(block: Floats, support: npt.NDArray[np.intp], size: int) -> Floats:
    """The mixture on `support` under which every row of `block` is worth the same."""
    rows, columns = block.shape
    system = np.block([[block, -np.ones((rows, 1))], [np.ones((1, columns)), np.zeros((1, 1))]])
    answer = np.linalg.lstsq(system, np.append(np.zeros(rows), 1.0))[0]
    weights = np.zeros(size)
    weights[support] = answer[:-1]
    return _mixed(weights)


def _mixed(weights: Floats) -> Floats:
    """A distribution from a solver's numbers: no negatives, no dust, sum 1."""
    kept = np.where(weights > _DUST, weights, 0.0)
    return kept / kept.sum() if kept.any() else _uniform(len(weights))


def _uniform(size: int) -> Floats:
    return np.full(size, 1.0 / size)


def _values(game: Floats, pair: Pair) -> float:
    """The middle of the interval in which the certificate confines the game's value."""
    return float((game @ pair[1]).max() + (pair[0] @ game).min()) / 2


def _unique(game: Floats, pair: Pair) -> bool | None:
    """Whether `pair` is the only equilibrium; None where neither that nor another one was found.

    Another vertex is looked for from the other end: the simplex method breaks ties by place, so that with the policies
    in opposite order it ends elsewhere where it can.
    """
    if _shown_unique(game, pair):
        return True
    if not game.any():
        return False
    turned = simplex(np.ascontiguousarray(game[::-1, ::-1]))
    if turned is None:
        return None
    other = _mixed(turned[0][::-1]), _mixed(turned[1][::-1])
    return False if duality_gap(game, *other) <= TOLERANCE and apart(pair, other) else None


def apart(pair: Pair, other: Pair) -> bool:
    """Whether two pairs of strategies differ by more than the margin."""
    return any(float(np.abs(one - its).max()) > MARGIN for one, its in zip(pair, other, strict=True))


def _shown_unique(game: Floats, pair: Pair) -> bool:
    """Whether strict complementarity and full rank, both by a margin, prove that there is no other equilibrium.

    Every optimal strategy of a player lives on the rows that are best against `pair` and makes the other player
    indifferent on the support of `pair`. If those rows are just the support, it solves a linear system with one
    solution (Goldman and Tucker 1956 on strict complementarity, Mangasarian 1979 on uniqueness). A unique equilibrium
    has as many rows as columns (Bohnenblust, Karlin and Shapley 1950).
    """
    row, column = pair
    value = _values(game, pair)
    slacks = value - game @ column, row @ game - value
    clear = all(
        bool(np.all(np.where(side > 0, side, slack) > MARGIN)) for side, slack in zip(pair, slacks, strict=True)
    )
    return clear and _regular(game[np.ix_(row > 0, column > 0)] - value + 1.0)


def _regular(block: Floats) -> bool:
    """Whether all singular values are larger than the margin: the least is at least 1 / |inverse| (Frobenius)."""
    if block.shape[0] != block.shape[1]:
        return False
    try:
        return float(np.linalg.norm(np.linalg.inv(block))) < 1 / MARGIN
    except np.linalg.LinAlgError:
        return False
