"""Tables of won, tied and lost games for the laws of ratings and analyzers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from psrokit.game import Floats, Role
from psrokit.payoff import PayoffTable

Counts = npt.NDArray[np.int64]
PER_CELL = 60


def head_to_head(wins: Floats | list[list[int]], ties: Floats | list[list[int]] | None = None) -> PayoffTable:
    """A table of games between policies of one role, +1 for a win: `wins[i][j]` are those of i against j."""
    won = np.asarray(wins, dtype=np.int64)
    tied = np.zeros_like(won) if ties is None else np.asarray(ties, dtype=np.int64)
    games = won + won.T + tied
    total = np.stack([won - won.T, won.T - won]).astype(float)
    squares = np.stack([won + won.T] * 2).astype(float)
    exact = np.eye(len(won), dtype=np.bool_)
    return PayoffTable(
        ("player", "player"), games, total, squares, exact, games, np.stack([won, won.T]), tied, np.zeros_like(won)
    )


def with_part_of_a_game(wins: Floats) -> PayoffTable:
    """The table of `head_to_head` in which policy 1 won a millionth of a game more against policy 0, which lost it."""
    table, part = head_to_head(wins), np.zeros(wins.shape)
    part[1, 0], part[0, 1] = 1e-6, -1e-6
    both = np.stack([part, part.T])
    return replace(table, wins=table.wins + both, total=table.total + both - both[::-1])


def between(first: Role, second: Role, won: Counts, lost: Counts, tied: Counts | None = None) -> PayoffTable:
    """A table of games between the policies of two roles; `won[i][j]` are those of the first role's i against j."""
    tied = np.zeros_like(won) if tied is None else tied
    total = np.stack([won - lost, lost - won]).astype(float)
    games = won + lost + tied
    squares = np.stack([won + lost] * 2).astype(float)
    exact, failures = np.zeros(games.shape, dtype=np.bool_), np.zeros_like(games)
    return PayoffTable((first, second), games, total, squares, exact, games, np.stack([won, lost]), tied, failures)


def spread_wins(policies: Sequence[int] = (0, 1, 2, 3)) -> Floats:
    """Wins of these of four policies, of which one may be named twice."""
    wins = np.array([[0, 40, 31, 50], [20, 0, 33, 41], [29, 27, 0, 44], [10, 19, 16, 0]])
    return wins[np.ix_(policies, policies)]


def ties_of_copies(policies: Sequence[int]) -> Floats:
    """Sixty ties between a policy and its copy."""
    same_one = np.equal.outer(policies, policies) & ~np.eye(len(policies), dtype=np.bool_)
    return np.where(same_one, PER_CELL, 0)


def game_tables() -> Iterator[PayoffTable]:
    """One policy; won and lost; everything won; everything tied, between three and two; unequal counts."""
    yield head_to_head([[0]])
    yield head_to_head(spread_wins())
    yield head_to_head([[0, PER_CELL, PER_CELL], [0, 0, PER_CELL], [0, 0, 0]])
    yield head_to_head(np.zeros((3, 3)), ties=[[0, 10, 10], [10, 0, 10], [10, 10, 0]])
    yield head_to_head(np.zeros((2, 2)), ties=[[0, 1], [1, 0]])
    yield head_to_head([[0, 4, 90], [6, 0, 30], [10, 270, 0]], ties=[[0, 0, 20], [0, 0, 0], [20, 0, 0]])
