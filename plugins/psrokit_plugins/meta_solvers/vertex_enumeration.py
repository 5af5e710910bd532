"""An equilibrium of a small two-player table from the vertices of its best-response polytopes."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import ClassVar

import numpy as np

from psrokit.api import MetaStrategy, PayoffTable, meta_solver
from psrokit_plugins.normal_form.bimatrix import Pair, first_equilibrium, refuse_large
from psrokit_plugins.normal_form.game import NormalForm, two_players

_MOST_POLICIES = 20
_POSITIVE = 2.0
_OTHERS = "nash (constant-sum), support_enumeration, cce"


@meta_solver("vertex_enumeration")
@dataclass(frozen=True)
class VertexEnumeration:
    """The first Nash equilibrium among fully labelled pairs of vertices, of a two-player table of at most 20 policies.

    Through nashpy (Nisan et al. 2007, algorithm 3.5), which misses equilibria of some degenerate tables: an answer is
    certified or there is an error. Seats of equal role get one common strategy. Certificate: `value` for seat 0 in
    returns, `gap` (what both seats gain by deviating, each divided by its `scale`), at most 1e-9, `scale` (half the
    largest spread of a role's payoffs), and `unique` = 0 where another equilibrium was found.
    """

    claims: ClassVar[frozenset[str]] = frozenset(
        {"equilibrium", "general_sum", "affine_invariant", "clone_invariant", "undominated", "flags_several"}
    )

    def solve(self, table: PayoffTable) -> MetaStrategy:
        """Raises InputError unless there are two seats and few policies; IntegrityError where a payoff is missing.

        Raises IntegrityError where no equilibrium was found.
        """
        game = NormalForm.of(table)
        two_players(game, "vertex_enumeration", "cce, fictitious_play, regret_matching")
        refuse_large(game, "vertex_enumeration", _MOST_POLICIES, _OTHERS)
        return first_equilibrium(game, _candidates(game), "vertex_enumeration", _OTHERS)


def _candidates(game: NormalForm) -> Iterator[Pair]:
    from nashpy.algorithms.vertex_enumeration import vertex_enumeration  # noqa: PLC0415 # slow to import
    from scipy.spatial import QhullError  # noqa: PLC0415 # slow to import

    if 1 in game.sizes:  # no polytope: the vertices are the pure strategies
        yield from _pure(game)
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        try:
            yield from vertex_enumeration(*(game.payoffs + _POSITIVE))
        except (QhullError, ValueError, IndexError):
            return  # it gave up; whether anything that came before is an equilibrium is decided by its gap


def _pure(game: NormalForm) -> Iterator[Pair]:
    rows, columns = (np.eye(size) for size in game.sizes)
    yield from product(rows, columns)
