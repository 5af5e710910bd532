"""A Nash equilibrium of a two-player constant-sum table, with the certificate that proves it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from psrokit.api import MetaStrategy, PayoffTable, checked_means, meta_solver
from psrokit_plugins.linear_programs.simplex import hot_simplex
from psrokit_plugins.linear_programs.zero_sum import METHODS, Method, Saddle, solve_symmetric, solve_zero_sum
from psrokit_plugins.normal_form.constant_sum import required_sum

_HOT_FROM = 400
"""Cells from which on a start from a known solution is faster than one from nothing."""


@meta_solver("nash")
@dataclass(frozen=True)
class Nash:
    """Maximin strategies of both seats by linear programming (double oracle: McMahan, Gordon and Blum 2003).

    Seats of equal role get one common strategy, a symmetric equilibrium. Where a table has several equilibria the
    answer is one of them, always the same for the same table; its certificate has `unique` = 1 if it was shown to be
    the only one, 0 if another one was found, and no `unique` if neither. Certificate: `value` for seat 0 in returns;
    `scale`, half the spread of the payoffs; `gap`, what the two seats could gain by deviating, together and divided by
    `scale`, at most 1e-9.
    """

    claims: ClassVar[frozenset[str]] = frozenset(
        {"equilibrium", "affine_invariant", "clone_invariant", "undominated", "flags_several"}
    )

    def solve(self, table: PayoffTable) -> MetaStrategy:
        """Raises InputError unless the table's means describe a two-player constant-sum game.

        Raises IntegrityError, naming the cell, where a payoff is missing or no finite number.
        """
        return _solution(table, METHODS)

    def solve_from(self, table: PayoffTable, start: MetaStrategy) -> MetaStrategy:
        """The same, found from the solution of a smaller table, two to three times sooner at 200 policies.

        Where the equilibrium from there is not shown to be the only one, which of them it is could depend on the start:
        there, and in tables so small that nothing is gained, it is looked for from nothing.
        """
        if table.count.size < _HOT_FROM:
            return self.solve(table)
        pair = start.weights[table.seats[0]], start.weights[table.seats[1]]
        found = _solution(table, (partial(hot_simplex, start=pair), *METHODS))
        return found if found.certificate.get("unique") else self.solve(table)


def _solution(table: PayoffTable, methods: Sequence[Method]) -> MetaStrategy:
    means = checked_means(table)
    constant = required_sum(table, "nash")
    if table.seats[0] == table.seats[1]:
        saddle = solve_symmetric(means[0] / 2 - means[1] / 2, methods)
        return MetaStrategy({table.seats[0]: saddle.row}, certificate=_certificate(saddle, constant / 2))
    saddle = solve_zero_sum(means[0], methods)
    weights = {table.seats[0]: saddle.row, table.seats[1]: saddle.column}
    return MetaStrategy(weights, certificate=_certificate(saddle, saddle.value))


def _certificate(saddle: Saddle, value: float) -> dict[str, float]:
    return {"value": value, "gap": saddle.gap, "scale": saddle.scale, **saddle.uniqueness}
