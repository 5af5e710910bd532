"""The equilibrium of tables that are none of two players with a constant sum, by one rule for all of them."""

from __future__ import annotations

import numpy as np

from psrokit.api import Floats, IntegrityError, MetaStrategy, PayoffTable
from psrokit_plugins.meta_solvers.lemke_howson import LemkeHowson
from psrokit_plugins.meta_solvers.logit_qre import LogitQuantalResponse
from psrokit_plugins.normal_form.bimatrix import TOLERANCE
from psrokit_plugins.normal_form.game import NormalForm, Profile, distribution
from psrokit_plugins.normal_form.indifference import indifferent
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

    It is computed exactly on the supports that the branch leads to, of more than two players where all of a support
    earn the same near the branch's end; else it is that end, and its gap says how close it came. Where the branch is
    lost, the equilibrium of two players is that of Lemke and Howson. Raises IntegrityError for holes and, with more
    players, for a lost branch.
    """
    game = NormalForm.of(table)
    try:
        found = _BRANCH.solve(table)
    except IntegrityError:
        if len(game.seats) > 2:
            raise
        return LemkeHowson().solve(table)
    weights = {role: _without_dust(its) for role, its in found.weights.items()}
    exact = _on_its_supports(game, {role: its * (its > _SUPPORT) for role, its in weights.items()})
    return game.answer(weights if exact is None or game.gap(exact) > TOLERANCE else exact)


def _on_its_supports(game: NormalForm, near: Profile) -> Profile | None:
    """Strategies with the supports of `near` that make all of them best responses; None where none are found."""
    if len(game.seats) > 2:
        return indifferent(game, near)
    pair = equilibrium_on(game, *(np.flatnonzero(near[role]).tolist() for role in game.seats))
    return None if pair is None else dict(zip(game.seats, map(distribution, pair), strict=True))


def _without_dust(weights: Floats) -> Floats:
    return distribution(np.where(weights > 1e-9, weights, 0.0))
