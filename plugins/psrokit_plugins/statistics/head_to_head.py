"""What a payoff table says about who wins against whom: games and points of each pair, for ratings from games."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from psrokit.api import Floats, InputError, IntegrityError, PayoffTable, Role, doubt

EXACT_GAMES = 1000.0
"""As so many games counts a payoff that is known exactly."""


@dataclass(frozen=True, slots=True)
class HeadToHead:
    """Games between N players, the policies of all roles in the order of the seats.

    games: (N, N), symmetric, 0 on the diagonal and for pairs that never met. score: (N, N), what the row won against
    the column, a tie counting 1/2; score + score.T = games. ties: games that were tied, in all.
    sizes: how many of the players belong to each role.
    """

    games: Floats
    score: Floats
    ties: float
    sizes: Mapping[Role, int]

    @property
    def advantage(self) -> Floats:
        """Wins less losses, divided by two, of each pair; antisymmetric."""
        return (self.score - self.score.T) / 2

    def by_role(self, values: Floats) -> dict[Role, Floats]:
        """A number per player as numbers per role."""
        ends = np.cumsum(list(self.sizes.values()))
        return dict(zip(self.sizes, np.split(values, ends[:-1]), strict=True))

    def with_anchor(self, games: float) -> HeadToHead:
        """With one more player, the last, who won and lost `games` / 2 against everybody."""
        n = len(self.games)
        played, score = np.zeros((n + 1, n + 1)), np.zeros((n + 1, n + 1))
        played[:n, :n], score[:n, :n] = self.games, self.score
        played[n, :n] = played[:n, n] = games
        score[n, :n] = score[:n, n] = games / 2
        return HeadToHead(played, score, self.ties, {**self.sizes, "anchor": 1})


def head_to_head(table: PayoffTable) -> HeadToHead:
    """The games of a two-seat table of wins, ties and losses: a payoff u stands for (1 + u) / 2 points a game.

    Policies of one role are one field of players; those of two roles are two, who meet only across. Failed games count
    nowhere; of an exact payoff no game is known to be a tie. Raises InputError naming the cell unless returns are wins,
    IntegrityError for a payoff that is no number.
    """
    means = _win_rates(table)
    known = table.known
    games = np.where(known, np.where(table.exact, EXACT_GAMES, table.games), 0.0)
    score = games * (1 + np.where(known, means, 0.0)) / 2
    # Games beside a failed one are counted and not in the mean: no more can be tied than leave room for the lead.
    ties = np.minimum(np.where(known & ~table.exact, table.ties, 0), games - 2 * np.abs(score - games / 2))
    if table.seats[0] == table.seats[1]:
        for cells in (games, score, ties):
            np.fill_diagonal(cells, 0)
        return HeadToHead(games, score, float(ties.sum()) / 2, {table.seats[0]: table.sizes[0]})
    return HeadToHead(
        _bipartite(games, games.T),
        _bipartite(score, (games - score).T),
        float(ties.sum()),
        dict(zip(table.seats, table.sizes, strict=True)),
    )


def _win_rates(table: PayoffTable) -> Floats:
    """The payoffs of seat 0, shape (K_0, K_1), after refusing what is no share of wins and losses."""
    if len(table.seats) != 2:
        raise InputError(f"games between two players can be rated so, this table has {len(table.seats)} seats")
    means = table.mean
    wrong = table.known & ~np.isfinite(means).all(axis=0)
    if wrong.any():
        cell = tuple(int(i) for i in np.argwhere(wrong)[0])
        raise IntegrityError(f"the payoff of cell {cell} is {means[0][cell]}", cells=[cell])
    doubtful = doubt(table)
    if doubtful is not None:
        cell, reason = doubtful
        first, second = (float(means[seat][cell]) for seat in (0, 1))
        example = f"; cell {cell} has {first:g} and {second:g}" if table.known[cell] else ""
        raise InputError(
            f"ratings from games need returns of +1, 0 and -1{example}: {reason}",
            remedy="nash_averaging and alpha_rank take any payoffs. If these are win rates p, written as 2 p - 1, "
            "let the table state it: replace(table, win_loss=True), or `psrokit analyze --win-loss`.",
            cells=[cell] if example else [],
        )
    return np.asarray(means[0])


def _bipartite(across: Floats, back: Floats) -> Floats:
    rows, columns = across.shape
    return np.block([[np.zeros((rows, rows)), across], [back, np.zeros((columns, columns))]])
