"""The value of an endgame and optimal strategies, between bounds that are proved (Shapley, "Stochastic games", 1953).

Seat 0 gets +1, 0 or -1, undiscounted. With T the operator that solves, in every position, the matrix game of what
follows: starting from -1 everywhere, n applications of T give what seat 0 can secure within n decisions if play that is
cut off counts as lost, and starting from +1 what it can get at most if that counts as won. The value lies between. So
does that of a battle which is a tie after n decisions or more, as Showdown's turn 1000 is: n stays below what is
left to it. Positions that were not explored count -1 and +1 as well: the bounds hold however little was explored.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from psrokit.api import Floats
from psrokit_showdown.endgames.frame import Frame, frame_of
from psrokit_showdown.endgames.graph import Graph
from psrokit_showdown.endgames.matrix_games import solve
from psrokit_showdown.endgames.ways import Ints
from psrokit_showdown.engine.kernel import States
from psrokit_showdown.engine.layout import TURN
from psrokit_showdown.engine.turns import LAST_TURN

FIRST_EXPLORATION = 128
FORESIGHT = 48
"""Of how many parts of turns ahead visits are counted."""
STANDSTILL = 1e-9
SLOW = 0.05
"""Where the bounds come nearer by less than this share in some sweeps, more is explored first."""
ROUNDING = 1e-12
"""More than floating point can lose in one sweep (sums of some thousand terms below 1): bounds move outward by it."""
SWEEPS_BETWEEN_CHECKS = 8


class Solution(NamedTuple):
    """low, high: bounds of the value for seat 0. row_mix, column_mix: strategies at the first decision, of seat 0 and
    1; they secure `low` and `high` if play ends and goes on in the same way. low_matrix, high_matrix: bounds of what
    each pair of choices is worth. positions: how many were explored; complete: whether there are no others. sweeps: how
    often T was applied.
    """

    low: float
    high: float
    row_mix: Floats
    column_mix: Floats
    low_matrix: Floats
    high_matrix: Floats
    positions: int
    complete: bool
    sweeps: int


@dataclass(frozen=True, slots=True)
class Endgame:
    """A solved endgame. low, high: bounds of each node's value."""

    graph: Graph
    low: Floats
    high: Floats
    sweeps: int

    @property
    def solution(self) -> Solution:
        """What is known of the root."""
        matrices = self.matrices(self.graph.root)
        assert matrices is not None  # the root is explored first
        secured, conceded = (solve(matrix[None]) for matrix in matrices)
        mixes = secured.row_mix[0], conceded.column_mix[0]
        low, high, explored = float(self.low[0]), float(self.high[0]), self.graph.explored
        return Solution(low, high, *mixes, *matrices, explored, not len(self.graph.frontier), self.sweeps)

    def matrices(self, row: States) -> tuple[Floats, Floats] | None:
        """Bounds of what each pair of choices is worth at a decision, row of shape (1, WORDS); None if unexplored."""
        lotteries = self.graph.lotteries_of(row)
        if lotteries is None:
            return None
        lines = self.graph.lottery_matrix[lotteries.ravel()]
        low, high = ((lines @ values).reshape(lotteries.shape) for values in (self.low, self.high))
        return low, high


def solve_endgame(root: States, tolerance: float, limit: int) -> Endgame:
    """Solve from a row, shape (1, WORDS), that is at a decision, until the bounds of what every pair of choices is
    worth there are no more than `tolerance` apart; those of the value are no further apart.

    limit: how many positions are explored at most; the bounds say what that was enough for.
    """
    graph = Graph(root)
    last_sweep = LAST_TURN - int(root[0, TURN]) - 1
    low = high = np.zeros(0)
    sweeps = 0
    wanted = graph.frontier
    while True:
        graph.explore(wanted[: limit - graph.explored])
        frame = frame_of(graph)
        low, high = _extended(low, graph, -1.0), _extended(high, graph, 1.0)
        slow = SLOW if len(graph.frontier) else 0.0
        sweeps += _iterate(frame, (low, high), tolerance, last_sweep - sweeps, slow)
        if graph.explored >= limit or sweeps >= last_sweep or frame.root_gap(low, high) <= tolerance:
            return Endgame(graph, low, high, sweeps)
        wanted = _most_visited(graph, frame, low, high)
        if not len(wanted):
            return Endgame(graph, low, high, sweeps)


def _most_visited(graph: Graph, frame: Frame, low: Floats, high: Floats) -> Ints:
    """Where the bounds are widest apart: the unexplored positions that come up most if both seats hope for the best,
    seat 0 by the upper and seat 1 by the lower bounds. The first decision tries every pair alike.
    """
    chosen = _hopeful(frame, low, high)
    chosen[: frame.root_pairs] = 1 / frame.root_pairs
    visits = np.zeros(len(graph.states))
    now = np.zeros(len(graph.states))
    now[0] = 1.0
    for _ in range(FORESIGHT):
        now = frame.lotteries.T @ (now[frame.owners] * chosen)
        visits += now
    frontier = graph.frontier
    order = frontier[np.argsort(-visits[frontier], kind="stable")]
    return order[: max(FIRST_EXPLORATION, graph.explored // 4)]


def _hopeful(frame: Frame, low: Floats, high: Floats) -> Floats:
    """How likely each lottery's pair of choices is in its position, shape (lotteries,)."""
    chosen = np.ones(len(frame.owners))
    for group in frame.decisions:
        row_mix = solve((frame.lotteries @ high)[group.lotteries]).row_mix
        column_mix = solve((frame.lotteries @ low)[group.lotteries]).column_mix
        chosen[group.lotteries] = row_mix[:, :, None] * column_mix[:, None, :]
    return chosen


def _iterate(frame: Frame, bounds: tuple[Floats, Floats], tolerance: float, limit: int, slow: float) -> int:
    """Sweep until the root's bounds are near each other or come nearer by less than the share `slow`; how often."""
    low, high = bounds
    sweeps = 0
    gap = frame.root_gap(low, high)
    while sweeps < limit and gap > tolerance:
        for _ in range(min(SWEEPS_BETWEEN_CHECKS, limit - sweeps)):
            _sweep(frame, low, high)
            sweeps += 1
        before, gap = gap, frame.root_gap(low, high)
        if before - gap < max(STANDSTILL, slow * gap):
            break
    _sweep(frame, low, high)
    return sweeps + 1


def _extended(values: Floats, graph: Graph, unknown: float) -> Floats:
    """What was known, and for newer nodes what they are worth if ended, else the worst or best."""
    return np.concatenate([values, np.nan_to_num(graph.worths[len(values) :], nan=unknown)])


def _sweep(frame: Frame, low: Floats, high: Floats) -> None:
    """Apply T once: pauses pass on what they lead to, then every decision is solved."""
    for values in (low, high):
        values[frame.pauses.nodes] = (frame.lotteries @ values)[frame.pauses.lotteries[:, 0, 0]]
        expected = frame.lotteries @ values
        for group in frame.decisions:
            solved = solve(expected[group.lotteries])
            if values is low:
                low[group.nodes] = np.maximum(low[group.nodes], solved.low - ROUNDING)
            else:
                high[group.nodes] = np.minimum(high[group.nodes], solved.high + ROUNDING)
