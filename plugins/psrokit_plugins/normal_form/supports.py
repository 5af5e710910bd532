"""Equilibria with given supports, by linear programs: right in degenerate games too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product

import numpy as np
from scipy.optimize import linprog

from psrokit.api import Floats
from psrokit_plugins.normal_form.game import NormalForm

_FEASIBLE = 1e-10


def supported_equilibria(game: NormalForm) -> Iterator[tuple[Floats, Floats]]:
    """An equilibrium for each pair of supports that has one, small and balanced supports first.

    Given both supports, each seat's strategy must make the other's support best responses: two linear programs (Porter,
    Nudelman and Shoham 2008, Games and Economic Behavior 63:642). For alike seats only equal supports are tried.
    """
    return (pair for supports in _support_pairs(game) if (pair := equilibrium_on(game, *supports)) is not None)


def equilibrium_on(game: NormalForm, mine: Sequence[int], theirs: Sequence[int]) -> tuple[Floats, Floats] | None:
    """Strategies of seats 0 and 1 within these supports that make all of them best responses; None without any."""
    rows, columns = game.payoffs[0], game.payoffs[1].T
    column = _making_best(rows, mine, theirs)
    if column is None or (list(mine) == list(theirs) and _alike(game)):
        return None if column is None else (column, column)
    row = _making_best(columns, theirs, mine)
    return None if row is None else (row, column)


def _alike(game: NormalForm) -> bool:
    return game.seats[0] == game.seats[1]


def _support_pairs(game: NormalForm) -> list[tuple[Sequence[int], Sequence[int]]]:
    own, other = (_supports(size) for size in game.sizes)
    if _alike(game):
        return [(support, support) for support in own]
    return sorted(product(own, other), key=lambda pair: (abs(len(pair[0]) - len(pair[1])), len(pair[0]) + len(pair[1])))


def _supports(size: int) -> list[Sequence[int]]:
    return [support for count in range(1, size + 1) for support in combinations(range(size), count)]


def _making_best(payoffs: Floats, best: Sequence[int], support: Sequence[int]) -> Floats | None:
    """A mixture on the columns `support` against which all rows `best` are best responses; None if there is none."""
    rows, columns = payoffs.shape
    conditions = np.hstack([payoffs, -np.ones((rows, 1))])
    chosen = np.isin(np.arange(rows), best)
    answer = linprog(
        np.zeros(columns + 1),
        A_ub=conditions[~chosen] if not chosen.all() else None,
        b_ub=np.zeros(int((~chosen).sum())) if not chosen.all() else None,
        A_eq=np.vstack([conditions[chosen], np.append(np.ones(columns), 0.0)]),
        b_eq=np.append(np.zeros(len(best)), 1.0),
        bounds=[(0, 1 if column in support else 0) for column in range(columns)] + [(None, None)],
        method="highs",
        options={"primal_feasibility_tolerance": _FEASIBLE},
    )
    return np.asarray(answer.x[:-1]) if answer.status == 0 else None
