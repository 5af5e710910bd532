"""An equilibrium of a two-player table by complementary pivoting."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import ClassVar

import numpy as np

from psrokit.api import Floats, MetaStrategy, PayoffTable, meta_solver
from psrokit_plugins.normal_form.bimatrix import Pair, first_equilibrium
from psrokit_plugins.normal_form.game import NormalForm, two_players
from psrokit_plugins.normal_form.pivoting import end_of_path

_POSITIVE = 2.0
_OTHERS = "nash (constant-sum), support_enumeration (small), cce"
_TURNED = 4
"""Paths that are followed in the opposite order: of 253 small degenerate tables, all paths showed no more."""
Paths = Callable[[Floats], Iterator[Pair]]
"""Where the path of each label ends; payoffs: (2, K_0, K_1), all positive."""


@meta_solver("lemke_howson")
@dataclass(frozen=True)
class LemkeHowson:
    """The Nash equilibrium at the end of a Lemke-Howson path, of any two-player table (Lemke and Howson 1964).

    Follows the path of each label in turn until one ends in a certified equilibrium. Seats of equal role get one common
    strategy: the path is that of the symmetric game. Certificate: `value` for seat 0 in returns, `gap` (what both
    seats gain by deviating, each divided by its `scale`), at most 1e-9, `scale` (half the largest spread of a role's
    payoffs), and `unique` = 0 where another path ends in another equilibrium: of each label, and of some with policies
    in the opposite order, which nearly always shows what tie-breaking hides in degenerate tables.
    """

    claims: ClassVar[frozenset[str]] = frozenset(
        {"equilibrium", "general_sum", "affine_invariant", "clone_invariant", "undominated", "flags_several"}
    )

    def solve(self, table: PayoffTable) -> MetaStrategy:
        """Raises InputError unless there are two seats; IntegrityError, naming the cell, where a payoff is missing.

        Raises IntegrityError where rounding leads all paths astray.
        """
        game = NormalForm.of(table)
        two_players(game, "lemke_howson", "cce, fictitious_play, regret_matching")
        paths = _symmetric if game.seats[0] == game.seats[1] else _asymmetric
        return first_equilibrium(game, _both_ways(paths, game.payoffs + _POSITIVE), "lemke_howson", _OTHERS)


def _both_ways(paths: Paths, payoffs: Floats) -> Iterator[Pair]:
    """Where the paths end, of policies in their order and then some in the opposite one.

    Ties are broken by the order of policies. In a degenerate table all paths may end in one of several equilibria; in
    the opposite order they nearly always end in another one.
    """
    yield from paths(payoffs)
    for row, column in islice(paths(payoffs[:, ::-1, ::-1]), _TURNED):
        yield row[::-1], column[::-1]


def _symmetric(payoffs: Floats) -> Iterator[Pair]:
    for label in range(payoffs.shape[1]):
        point = end_of_path(payoffs[0], label)
        if point is not None:
            yield point, point


def _asymmetric(payoffs: Floats) -> Iterator[Pair]:
    rows, columns = payoffs
    size, others = rows.shape
    both = np.block([[np.zeros((size, size)), rows], [columns.T, np.zeros((others, others))]])
    for label in range(len(both)):
        point = end_of_path(both, label)
        if point is not None:
            yield point[:size], point[size:]
