"""Wins and ties as a payoff table: +1 for a win, 0 for a tie, -1 for a loss."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from psrokit.api import PayoffTable

ROLE = "player"
Ints = npt.NDArray[np.int64]


def table_of_counts(wins: Ints, ties: Ints) -> PayoffTable:
    """One population playing against itself; wins[i, j]: games that i won against j. ties: symmetric.

    Pairs without games are unknown. A policy against itself earns 0 by symmetry, without games. Each game is one
    sample: nothing is known of mirrored pairs.
    """
    wins, ties = (np.where(np.eye(len(wins), dtype=np.bool_), 0, counts) for counts in (wins, ties))
    decided = wins + wins.T
    games = decided + ties
    lead = (wins - wins.T).astype(float)
    return PayoffTable(
        seats=(ROLE, ROLE),
        count=games,
        total=np.stack([lead, -lead]),
        squares=np.stack([decided, decided]).astype(float),
        exact=np.eye(len(wins), dtype=np.bool_),
        games=games,
        wins=np.stack([wins, wins.T]),
        ties=ties,
        failures=np.zeros_like(games),
        win_loss=True,
    )


def table_between(roles: tuple[str, str], won: Ints, lost: Ints, tied: Ints) -> PayoffTable:
    """Policies of one role against those of another; won, lost, tied: games of the first role, shape (K_0, K_1).

    Pairs without games are unknown. Each game is one sample.
    """
    games, lead = won + lost + tied, (won - lost).astype(float)
    return replace(
        PayoffTable.empty(roles, won.shape),
        count=games,
        total=np.stack([lead, -lead]),
        squares=np.stack([won + lost] * 2).astype(float),
        games=games,
        wins=np.stack([won, lost]),
        ties=tied,
        win_loss=True,
    )
