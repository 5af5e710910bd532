"""Equilibria with given supports, by linear programs: right in degenerate games too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product

import numpy as np
from scipy.optimize import linprog

from psrokit.api import Floats
from psrokit_plugins.normal_form.game import NormalForm

Support = tuple[int, ...]
_FEASIBLE = 1e-10
_CLEAR = 1e-9
"""A policy that earns less by no more than this part of the scale may still be a best response."""


def supported_equilibria(game: NormalForm) -> Iterator[tuple[Floats, Floats]]:
    """An equilibrium for each pair of supports that has one, small and balanced supports first.

    Given both supports, each seat's strategy must make the other's support best responses: two linear programs (Porter,
    Nudelman and Shoham 2008, Games and Economic Behavior 63:642). As there, pairs are passed over in which a policy
    earns less than another one against all of the other support. For alike seats only equal supports are tried.

    Of two roles an extreme equilibrium is found by the support of either side and the best responses to it, which leave
    that side no choice: where there are several equilibria, there are several answers.
    """
    seats = _Seat(game.payoffs[0]), _Seat(game.payoffs[1].T)
    return (pair for supports in _support_pairs(game) if (pair := _on(game, seats, supports)) is not None)


def equilibrium_on(game: NormalForm, mine: Sequence[int], theirs: Sequence[int]) -> tuple[Floats, Floats] | None:
    """Strategies of seats 0 and 1 within these supports that make all of them best responses; None without any."""
    return _on(game, (_Seat(game.payoffs[0]), _Seat(game.payoffs[1].T)), (tuple(mine), tuple(theirs)))


@dataclass(frozen=True, slots=True)
class _Seat:
    """payoffs: of a seat's policies against those of the other, (K, M). answers: of linear programs, to be asked once.

    What no strategy of the other makes best cannot be best together with more either: most programs need no solving.
    """

    payoffs: Floats
    answers: dict[tuple[Support, Support], Floats | None] = field(default_factory=dict)

    def may_be_best(self, best: Support, support: Support) -> bool:
        """False where some of `best` earns less than another policy against every one of `support`."""
        met = self.payoffs[:, support]
        return not any((met > met[policy] + _CLEAR).all(axis=1).any() for policy in best)

    def making_best(self, best: Support, support: Support) -> Floats | None:
        """A strategy of the other seat within `support` that makes all `best` best responses; None without any."""
        if (best, support) not in self.answers:
            fewer = combinations(best, len(best) - 1) if len(best) > 1 else ()
            hopeless = any(self.making_best(some, support) is None for some in fewer)
            self.answers[best, support] = None if hopeless else _making_best(self.payoffs, best, support)
        return self.answers[best, support]


def _on(
    game: NormalForm, seats: tuple[_Seat, _Seat], supports: tuple[Support, Support]
) -> tuple[Floats, Floats] | None:
    (first, second), (mine, theirs) = seats, supports
    if not (first.may_be_best(mine, theirs) and second.may_be_best(theirs, mine)):
        return None
    column = first.making_best(mine, theirs)
    if column is None or (mine == theirs and _alike(game)):
        return None if column is None else (column, column)
    row = second.making_best(theirs, mine)
    return None if row is None else (row, column)


def _alike(game: NormalForm) -> bool:
    return game.seats[0] == game.seats[1]


def _support_pairs(game: NormalForm) -> list[tuple[Support, Support]]:
    own, other = (_supports(size) for size in game.sizes)
    if _alike(game):
        return [(support, support) for support in own]
    return sorted(product(own, other), key=lambda pair: (abs(len(pair[0]) - len(pair[1])), len(pair[0]) + len(pair[1])))


def _supports(size: int) -> list[Support]:
    return [support for count in range(1, size + 1) for support in combinations(range(size), count)]


def _making_best(payoffs: Floats, best: Support, support: Support) -> Floats | None:
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
