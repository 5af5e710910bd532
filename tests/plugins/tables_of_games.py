"""Tables of games between policies of one role or two, played with known chances."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from psrokit.api import Floats, NamedTable, PayoffTable, Question
from psrokit.testing.games_won import between, head_to_head
from psrokit_plugins.structure.hodge import split
from psrokit_plugins.structure.pairs import Pairs


def one_role(chance: Floats, games: int | np.ndarray, rng: np.random.Generator, ties: float = 0.0) -> PayoffTable:
    """chance: (K, K), of the row to win a game that is not tied; games: of each pair, or one number; ties: their share.

    Pairs without games are unknown.
    """
    games = np.broadcast_to(games, chance.shape)
    tied = np.triu(rng.binomial(games, ties), 1)
    won = np.triu(rng.binomial(games - tied, chance), 1)
    lost = np.triu(games - tied - won, 1)
    return head_to_head(won + lost.T, tied + tied.T)


def two_roles(chance: Floats, games: int | np.ndarray, rng: np.random.Generator, ties: float = 0.0) -> PayoffTable:
    """The same for a row player and a column player, chance: (K_0, K_1)."""
    games = np.broadcast_to(games, chance.shape).astype(np.int64)
    tied = rng.binomial(games, ties)
    won = rng.binomial(games - tied, chance)
    return between("row", "column", won, games - tied - won, tied)


def question(table: PayoffTable, resamples: int = 100, level: float = 0.95, seed: int = 0) -> Question:
    """A question about a table whose policies are numbers."""
    sizes = dict(zip(table.seats, table.sizes, strict=True))
    names = {role: tuple(f"{role[0]}{number}" for number in range(size)) for role, size in sizes.items()}
    return Question(NamedTable(table, names, "played"), level=level, resamples=resamples, seed=seed)


def plain_share(pairs: Pairs) -> float:
    """The cyclic share without taking noise off."""
    return split(replace(pairs, variance=np.zeros_like(pairs.variance))).share
