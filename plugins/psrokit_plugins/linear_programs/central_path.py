"""Equilibria of many two-player zero-sum games of one size at once, by an interior-point method.

Write both players' strategies as one vector z and the game as one antisymmetric matrix S: the game itself where the
players are alike, else the blocks G and -G'. With slack w = E v - S z, E telling which entries belong to which player
and v being the value to each, the equilibria are the z with E'z = 1, z >= 0, w >= 0 and z w = 0. The central path
z_i w_i = mu leads, as mu goes to 0, to one equilibrium: the analytic centre of them all, which maximises the product of
the weights (and slacks) that can be positive. Like maximum entropy it treats equal policies equally and depends
continuously on the game wherever the equilibrium is unique, and there it *is* the equilibrium. Since S is
antisymmetric, z'w is the sum of v and hence the gap itself.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from psrokit.api import Floats

TOLERANCE = 1e-7
"""The gap at which a game is done, relative to half the spread of its payoffs."""
_ROUNDS = 60
_INSIDE = 0.99


def alike_equilibria(games: Floats) -> tuple[Floats, Floats]:
    """Strategies, (B, K), and gaps, (B,), of antisymmetric games, (B, K, K); both players play the same.

    gap: what both could gain by deviating, relative to half the spread of the payoffs; to be checked by the caller.
    """
    scaled = games / _scales(games)
    strategies = _centres(scaled, np.ones((games.shape[1], 1)))
    return strategies, 2 * np.einsum("bij,bj->bi", scaled, strategies).max(axis=1)


def distinct_equilibria(games: Floats) -> tuple[Floats, Floats, Floats]:
    """Strategies of the row player, (B, n), of the column player, (B, m), and gaps, (B,), of games (B, n, m)."""
    _, rows, columns = games.shape
    scaled = (games - games.mean(axis=(1, 2), keepdims=True)) / _scales(games)
    both = np.zeros((len(games), rows + columns, rows + columns))
    both[:, :rows, rows:] = scaled
    both[:, rows:, :rows] = -scaled.transpose(0, 2, 1)
    owner = np.zeros((rows + columns, 2))
    owner[:rows, 0] = owner[rows:, 1] = 1.0
    strategies = _centres(both, owner)
    row, column = strategies[:, :rows], strategies[:, rows:]
    best, worst = np.einsum("bij,bj->bi", scaled, column), np.einsum("bij,bi->bj", scaled, row)
    return row, column, best.max(axis=1) - worst.min(axis=1)


def _scales(games: Floats) -> Floats:
    """Half the spread of each game, 1 where it has none; shape (B, 1, 1)."""
    spread = np.ptp(games, axis=(1, 2), keepdims=True) / 2
    return np.where(spread > 0, spread, 1.0)


def _centres(games: Floats, owner: Floats) -> Floats:
    """The end of each game's central path, (B, K); games: (B, K, K), antisymmetric, about 1; owner: E, (K, players)."""
    place = np.broadcast_to((owner / owner.sum(axis=0)).sum(axis=1), games.shape[:2]).copy()
    slack = 1.0 + owner.shape[1] - np.einsum("bij,bj->bi", games, place)
    going = np.arange(len(games))
    for _ in range(_ROUNDS):
        place[going], slack[going] = _step(games[going], owner, place[going], slack[going])
        going = going[(place[going] * slack[going]).sum(axis=1) > TOLERANCE]
        if not len(going):
            break
    return np.asarray(_shares(place, owner))


def _step(games: Floats, owner: Floats, place: Floats, slack: Floats) -> tuple[Floats, Floats]:
    """One step towards the path and along it: the farther a plain step could go, the more along (Mehrotra 1992)."""
    size = games.shape[1]
    system = -games
    system[:, np.arange(size), np.arange(size)] += slack / place
    rates = np.stack([-slack, 1 / place], axis=2)
    known = np.linalg.solve(system, np.concatenate([rates, np.broadcast_to(owner, (len(games), *owner.shape))], axis=2))
    moves, shifts = known[:, :, :2], known[:, :, 2:]
    values = np.linalg.solve(owner.T @ shifts, owner.T @ moves)
    moves = moves - shifts @ values
    slacks = rates * place[:, :, np.newaxis] - slack[:, :, np.newaxis] * moves
    slacks = slacks / place[:, :, np.newaxis]
    mean = (place * slack).mean(axis=1, keepdims=True)
    plain = _reach(place, moves[:, :, 0], slack, slacks[:, :, 0])
    target = np.maximum((1 - plain) ** 3, 1e-3) * mean
    move, change = (each[:, :, 0] + target * each[:, :, 1] for each in (moves, slacks))
    length = _INSIDE * _reach(place, move, slack, change)
    return place + length * move, slack + length * change


def _reach(place: Floats, move: Floats, slack: Floats, change: Floats) -> Floats:
    """How much of a step, at most 1, keeps everything positive; shape (B, 1)."""
    at, step = np.concatenate([place, slack], axis=1), np.concatenate([move, change], axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        room = np.where(step < 0, -at / step, np.inf)
    return np.asarray(np.minimum(room.min(axis=1, keepdims=True), 1.0))


def _shares(place: Floats, owner: Floats) -> npt.NDArray[np.float64]:
    """Each player's entries, summing to exactly 1."""
    return np.asarray(place / ((place @ owner) @ owner.T))
