"""The equilibrium of tables that are none of two players with a constant sum, by one rule for all of them."""

from __future__ import annotations

import numpy as np

from psrokit.api import Floats, IntegrityError, MetaStrategy, PayoffTable
from psrokit_plugins.meta_solvers.lemke_howson import LemkeHowson
from psrokit_plugins.meta_solvers.logit_qre import LogitQuantalResponse
from psrokit_plugins.normal_form.bimatrix import TOLERANCE
from psrokit_plugins.normal_form.game import NormalForm, distribution
from psrokit_plugins.normal_form.supports import equilibrium_on

RULE = (
    "the equilibrium to which logit responses lead from uniform play as they become sharp (McKelvey and Palfrey 1995): "
    "a rule that does not depend on the order of policies; the table may have others"
)
_BRANCH = LogitQuantalResponse(precision=1e5)
_SUPPORT = 1e-3
"""Below this a logit response at that precision is no part of the equilibrium it approaches."""


def limiting_logit_equilibrium(table: PayoffTable) -> MetaStrategy:
    """The Nash equilibrium at the end of the branch of logit equilibria.

    With two players it is computed exactly on the supports that the branch leads to. Where the branch is lost, the
    equilibrium of two players is that of Lemke and Howson. Raises IntegrityError for holes and, with more players, for
    a lost branch.
    """
    game = NormalForm.of(table)
    try:
        found = _BRANCH.solve(table)
    except IntegrityError:
        if len(game.seats) > 2:
            raise
        return LemkeHowson().solve(table)
    weights = {role: _without_dust(its) for role, its in found.weights.items()}
    if len(game.seats) == 2:
        supports = [np.flatnonzero(weights[role] > _SUPPORT).tolist() for role in game.seats]
        pair = equilibrium_on(game, *supports)
        exact = None if pair is None else dict(zip(game.seats, map(distribution, pair), strict=True))
        if exact is not None and game.gap(exact) <= TOLERANCE:
            return game.answer(exact)
    return game.answer(weights)


def _without_dust(weights: Floats) -> Floats:
    return distribution(np.where(weights > 1e-9, weights, 0.0))
