"""The analytic centres of the equilibria of many two-player zero-sum games of one size.

Where an equilibrium is shown to be the only one it is the centre, and in a large game the simplex method finds it many
times faster than the central path, each step of which solves a system as large as the game. The other games take that
path, all at once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from psrokit.api import Floats
from psrokit_plugins.linear_programs.central_path import alike_equilibria, distinct_equilibria
from psrokit_plugins.linear_programs.simplex import simplex
from psrokit_plugins.linear_programs.strategies import TOLERANCE, Pair, Standing, mixed, stand
from psrokit_plugins.linear_programs.uniqueness import shown_unique
from psrokit_plugins.linear_programs.zero_sum import scaled

_LARGE = 400
"""Cells of a game from which on it is first solved alone: smaller ones are faster together."""


def alike_centres(games: Floats) -> tuple[Floats, Floats]:
    """Strategies, (B, K), and gaps, (B,), of antisymmetric games, (B, K, K); both players play the same.

    gap: what both could gain by deviating, relative to half the spread of the payoffs; to be checked by the caller.
    """
    strategies, gaps = _centres(games, _only_alike, alike_equilibria)
    return strategies, gaps


def distinct_centres(games: Floats) -> tuple[Floats, Floats, Floats]:
    """Strategies of the row player, (B, n), of the column player, (B, m), and gaps, (B,), of games (B, n, m)."""
    rows, columns, gaps = _centres(games, _only, distinct_equilibria)
    return rows, columns, gaps


def _centres(
    games: Floats,
    alone: Callable[[Floats], tuple[Any, ...] | None],
    together: Callable[[Floats], tuple[Floats, ...]],
) -> tuple[Floats, ...]:
    if games[0].size < _LARGE:
        return together(games)
    found = [alone(game) for game in games]
    left = [place for place, answer in enumerate(found) if answer is None]
    if left:
        for place, answer in zip(left, zip(*together(games[left]), strict=True), strict=True):
            found[place] = answer
    return tuple(np.array(part) for part in zip(*filter(None, found), strict=True))


def _only_alike(payoff: Floats) -> tuple[Floats, float] | None:
    found = _shown(payoff, lambda pair: (mixed(pair[0]), mixed(pair[0])))
    return None if found is None else (found.pair[0], found.gap)


def _only(payoff: Floats) -> tuple[Floats, Floats, float] | None:
    found = _shown(payoff, lambda pair: (mixed(pair[0]), mixed(pair[1])))
    return None if found is None else (*found.pair, found.gap)


def _shown(payoff: Floats, played: Callable[[Pair], Pair]) -> Standing | None:
    """The equilibrium that is shown to be the only one, None where that is not seen at once."""
    game, _, _ = scaled(payoff)
    answer = simplex(game)
    if answer is None:
        return None
    found = stand(game, played(answer))
    return found if found.gap <= TOLERANCE and shown_unique(game, found) else None
