"""Payoff tables for tests of meta-solvers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from psrokit.api import Floats, MetaStrategy, PayoffTable
from psrokit.testing.tables import general
from psrokit_plugins.statistics.deviations import table_payoffs

RPS = [[0.0, -1.0, 1.0], [1.0, 0.0, -1.0], [-1.0, 1.0, 0.0]]
ALIKE = ("player", "player")
DISTINCT = ("row", "column")


def exact_table(seats: tuple[str, str], payoff: Sequence[Sequence[float]] | Floats, total: float = 0.0) -> PayoffTable:
    """A table of exact payoffs of seat 0; seat 1 gets the rest of `total`."""
    table = PayoffTable.empty(seats, np.shape(payoff))
    for profile in table.profiles():
        mine = float(payoff[profile[0]][profile[1]])
        table = table.with_exact(profile, (mine, total - mine))
    return table


def general_table(means: Floats) -> PayoffTable:
    """A table of exact payoffs, shape (n, *K), of players who are all distinct."""
    return general(tuple(f"player_{seat}" for seat in range(len(means))), means)


def sampled_table(chances: Floats, pairs: int, seats: tuple[str, str] = ALIKE) -> PayoffTable:
    """Wins and losses with these chances for the row, `pairs` groups a cell; alike seats are even with themselves."""
    rng = np.random.default_rng(0)
    table = PayoffTable.empty(seats, chances.shape)
    for profile in list(table.profiles()):
        if seats == ALIKE and profile[0] == profile[1]:
            table = table.with_exact(profile, (0.0, 0.0))
            continue
        for _ in range(pairs):
            won = np.sign(chances[profile] - rng.random(2))
            group = [(won[0], -won[0]), (-won[1], won[1])] if seats == ALIKE else [(won[0], -won[0])]
            table = table.with_groups([(profile, group)])
    return table


def evenly_sampled(seats: tuple[str, str], zero_sum: bool = True) -> PayoffTable:
    """Forty pairs of games, or games, a cell, three of four won. Else the second seat loses what stands for its row."""
    rows = 3 if seats == ALIKE else 2
    table = PayoffTable.empty(seats, (rows, 3))
    for profile in list(table.profiles()):
        lost = -1.0 if zero_sum else -1.0 / (1 + profile[0])
        groups = [
            [(won, lost * won), (-won, -lost * won)][: 1 + (seats == ALIKE)] for won in (1.0, 1.0, 1.0, -1.0) * 10
        ]
        table = table.with_groups((profile, group) for group in groups)
    return table


def regrets(table: PayoffTable, strategy: MetaStrategy) -> list[float]:
    """What each seat gains by its best deviation in the table."""
    gains = []
    for seat, role in enumerate(table.seats):
        payoffs = table_payoffs(table, strategy, seat)
        gains.append(float(payoffs.max() - payoffs @ strategy.weights[role]))
    return gains


STATEMENTS = [
    pytest.param(evenly_sampled(DISTINCT), 2 * 6, id="one seat tells all"),
    pytest.param(evenly_sampled(DISTINCT, zero_sum=False), 2 * 6 * 2, id="general sum"),
    pytest.param(evenly_sampled(ALIKE), 2 * 6, id="mirrored cells count once"),
]
"""Tables, and how many one-sided statements bound all their cells."""
