"""An equilibrium of a two-player table by complementary pivoting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from psrokit.api import MetaStrategy, PayoffTable, meta_solver
from psrokit_plugins.normal_form.bimatrix import Pair, first_equilibrium
from psrokit_plugins.normal_form.game import NormalForm, two_players
from psrokit_plugins.normal_form.pivoting import end_of_path

_POSITIVE = 2.0
_OTHERS = "nash (constant-sum), support_enumeration (small), cce"


@meta_solver("lemke_howson")
@dataclass(frozen=True)
class LemkeHowson:
    """The Nash equilibrium at the end of a Lemke-Howson path, of any two-player table (Lemke and Howson 1964).

    Follows the path of each label in turn until one ends in a certified equilibrium. Seats of equal role get one common
    strategy: the path is that of the symmetric game. Certificate: `value` for seat 0 in returns, `gap` (what both
    seats gain by deviating, each divided by its `scale`), at most 1e-9, `scale` (half the largest spread of a role's
    payoffs), and `unique` = 0 where the path of another label ends in another equilibrium.
    """

    claims: ClassVar[frozenset[str]] = frozenset(
        {"equilibrium", "general_sum", "affine_invariant", "clone_invariant", "undominated"}
    )

    def solve(self, table: PayoffTable) -> MetaStrategy:
        """Raises InputError unless there are two seats; IntegrityError, naming the cell, where a payoff is missing.

        Raises IntegrityError where rounding leads all paths astray.
        """
        game = NormalForm.of(table)
        two_players(game, "lemke_howson", "cce, fictitious_play, regret_matching")
        candidates = _symmetric(game) if game.seats[0] == game.seats[1] else _asymmetric(game)
        return first_equilibrium(game, candidates, "lemke_howson", _OTHERS)


def _symmetric(game: NormalForm) -> Iterator[Pair]:
    payoffs = game.payoffs[0] + _POSITIVE
    for label in range(len(payoffs)):
        point = end_of_path(payoffs, label)
        if point is not None:
            yield point, point


def _asymmetric(game: NormalForm) -> Iterator[Pair]:
    rows, columns = game.payoffs + _POSITIVE
    size = len(rows)
    none = [np.zeros((count, count)) for count in game.sizes]
    both = np.block([[none[0], rows], [columns.T, none[1]]])
    for label in range(len(both)):
        point = end_of_path(both, label)
        if point is not None:
            yield point[:size], point[size:]
