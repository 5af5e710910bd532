"""Of all equilibria of a two-player zero-sum game the most even one: maximum-entropy optimal strategies.

The optimal strategies of a player are a polytope, and the entropy is strictly concave, so exactly one of them has the
most. Which rows any optimal strategy uses, the *essential* ones, is what a strictly complementary solution shows
(Goldman and Tucker 1956); a linear program finds one. On these rows the strategy has the form
x_i ~ exp(sum_j lambda_j A_ij) with multipliers lambda that minimise a log-partition function, found by Newton's method:
free multipliers for essential columns, which are indifferent, and multipliers >= 0 for columns that may be slack.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from psrokit.api import Floats
from psrokit_plugins.linear_programs.strategies import TOLERANCE, apart, duality_gap
from psrokit_plugins.linear_programs.zero_sum import Saddle, solve_symmetric, solve_zero_sum

Bools = npt.NDArray[np.bool_]

_RANK = 2e-10
"""Directions in which the payoffs of the essential rows and columns vary less than this tie no weights together."""
_LENGTH = 1e4
_ROUNDS = 100
_EXACT = 1e-15
_SLACK = 1e-11


def max_entropy_zero_sum(payoff: Floats) -> tuple[Saddle, bool]:
    """The equilibrium in which both players' strategies have the largest entropy; payoff: (n, m), finite.

    Also whether it is that one: where payoffs differ by so many orders of magnitude that no supports pass the
    certificate, it is some equilibrium. Raises IntegrityError if no equilibrium at all can be certified.
    """
    saddle = solve_zero_sum(payoff)
    if saddle.unique or saddle.scale == 0:
        return saddle, True
    game = _centred(payoff, saddle)
    rows = essential(game, saddle.row, saddle.column)
    columns = essential(-game.T, saddle.column, saddle.row)
    pair = most_even(game, rows, columns), most_even(-game.T, columns, rows)
    return _certified(game, saddle, *pair)


def max_entropy_symmetric(payoff: Floats) -> tuple[Saddle, bool]:
    """The same for an antisymmetric matrix, (n, n): both players get one strategy."""
    saddle = solve_symmetric(payoff)
    if saddle.unique or saddle.scale == 0:
        return saddle, True
    game = _centred(payoff, saddle)
    rows = essential(game, saddle.row, saddle.column)
    strategy = most_even(game, rows, rows)
    return _certified(game, saddle, strategy, strategy)


def _centred(payoff: Floats, saddle: Saddle) -> Floats:
    """The game scaled and shifted to value 0; in this order, since the value itself is rounded at its own size."""
    game = (payoff - payoff.flat[0]) / saddle.scale
    return np.asarray(game - ((game @ saddle.column).max() + (saddle.row @ game).min()) / 2)


def _certified(game: Floats, saddle: Saddle, row: Floats, column: Floats) -> tuple[Saddle, bool]:
    """The even equilibrium with its gap, or `saddle` where only that one has its certificate."""
    gap = duality_gap(game, row, column)
    if gap > TOLERANCE:
        return saddle, False
    unique = False if apart((row, column), (saddle.row, saddle.column)) else saddle.unique
    return Saddle(row, column, saddle.value, gap, saddle.scale, unique), True


def essential(game: Floats, row: Floats, column: Floats) -> Bools:
    """Which rows some optimal strategy of the row player uses, shape (n,); game: value 0, payoffs about 1.

    row, column: an equilibrium; rows that are worse against `column` are certainly not used. Optimal strategies of any
    length form a cone. Among those, the program maximises sum_i min(x_i, 1): lengthening a strategy brings every
    essential row to 1 and no other row off 0. Weights below 1 / `_LENGTH` are not looked for.
    """
    from scipy.optimize import linprog  # noqa: PLC0415 # takes a second to import

    rows, columns = game.shape
    best = (game @ column >= -TOLERANCE).astype(float)
    answer = linprog(
        np.repeat([-1.0, 0.0], rows),
        A_ub=-np.hstack([game.T, game.T]),
        b_ub=np.zeros(columns),
        bounds=np.column_stack([np.zeros(2 * rows), np.append(best, _LENGTH * best)]),
        method="highs-ds",
        options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
    )
    used: Bools = row > 0
    if answer.status == 0:
        used |= answer.x[:rows] > 0.5
    return used


def most_even(game: Floats, rows: Bools, columns: Bools) -> Floats:
    """The distribution over `rows` of most entropy that earns 0 against `columns` and no less against others."""
    block, slack = game[np.ix_(rows, columns)], game[np.ix_(rows, ~columns)]
    directions, sizes, _ = np.linalg.svd(block, full_matrices=False)
    directions = directions[:, sizes > _RANK]
    weights = np.zeros(len(rows))
    weights[rows] = _exponential(np.hstack([directions, slack]), np.arange(slack.shape[1]) + directions.shape[1])
    return weights


def _exponential(statistics: Floats, bounded: npt.NDArray[np.intp]) -> Floats:
    """X ~ exp(statistics @ lambda), shape (n,), with x @ statistics = 0, or >= 0 where lambda is bounded by 0.

    Minimises the log-partition function by projected Newton steps (Bertsekas 1982, SIAM J. Control Optim. 20:221).
    """
    multipliers = np.zeros(statistics.shape[1])
    floor = np.full(statistics.shape[1], -np.inf)
    floor[bounded] = 0.0
    for _ in range(_ROUNDS):
        slope = _softmax(statistics @ multipliers) @ statistics
        free = (multipliers > floor) | (slope < -_SLACK)
        if not free.any() or np.abs(slope[free]).max() <= _EXACT:
            break
        moved = _newton(statistics, multipliers, floor, free)
        if moved is None:
            break
        multipliers = moved
    return _softmax(statistics @ multipliers)


def _newton(statistics: Floats, multipliers: Floats, floor: Floats, free: Bools) -> Floats | None:
    """The multipliers after one step that lowers the log-partition function; None if no step does."""
    weights = _softmax(statistics @ multipliers)
    slope = weights @ statistics
    centred = (statistics - slope)[:, free] * np.sqrt(weights)[:, np.newaxis]
    curvature = centred.T @ centred
    ridge = 1e-14 * max(float(np.trace(curvature)), 1e-30) * np.eye(len(curvature))
    step = np.zeros(len(multipliers))
    step[free] = np.linalg.lstsq(curvature + ridge, -slope[free], rcond=None)[0]
    before = _log_partition(statistics @ multipliers)
    for halvings in range(60):
        moved = np.maximum(multipliers + 0.5**halvings * step, floor)
        after = _log_partition(statistics @ moved)
        if after < before + 1e-4 * slope @ (moved - multipliers) + _EXACT and not np.array_equal(moved, multipliers):
            return moved
    return None


def _log_partition(exponents: Floats) -> float:
    top = float(exponents.max())
    return top + float(np.log(np.exp(exponents - top).sum()))


def _softmax(exponents: Floats) -> Floats:
    weights = np.exp(exponents - exponents.max())
    return np.asarray(weights / weights.sum())
