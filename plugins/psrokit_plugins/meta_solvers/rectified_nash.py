"""Rectified Nash: the learner answers only those whom it beats (PSRO_rN)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from psrokit.api import Floats, MetaSolver, MetaStrategy, PayoffTable, meta_solver
from psrokit_plugins.meta_solvers.nash import Nash
from psrokit_plugins.normal_form.game import NormalForm, distribution, two_players

_NEARLY = 1e-9


@meta_solver("rectified_nash")
@dataclass(frozen=True)
class RectifiedNash:
    """An equilibrium without the policies that beat the learner: "amplify strengths, ignore weaknesses".

    solver: computes the equilibrium.

    The learner of a role is its policy with the most equilibrium weight (the first of equals). The other role's weights
    are those of the equilibrium where the learner earns at least the equilibrium's value against the policy, else 0,
    divided by their sum (Balduzzi et al. 2019, arXiv:1901.08106, algorithm 4; there every policy in the support learns,
    here one response is trained at a time). Two players. Certificate: that of the rectified mixture, which is no
    equilibrium: `gap` is what deviations gain.
    """

    claims: ClassVar[frozenset[str]] = frozenset({"affine_invariant"})

    solver: MetaSolver = field(default_factory=Nash)

    def solve(self, table: PayoffTable) -> MetaStrategy:
        """Raises InputError unless there are two seats and `solver` takes the table; IntegrityError for its holes."""
        game = NormalForm.of(table)
        two_players(game, "rectified_nash", "fictitious_play, cce, uniform")
        equilibrium = self.solver.solve(table).weights
        rectified = {}
        for seat, role in enumerate(game.seats):
            learner = game.seats[1 - seat]
            rectified[role] = _rectified(game.payoffs[1 - seat], 1 - seat, equilibrium[learner], equilibrium[role])
        return game.answer(rectified)


def _rectified(payoffs: Floats, seat: int, own: Floats, others: Floats) -> Floats:
    """`others` without those who beat the policy with the most weight in `own`, which sits at `seat`."""
    learner = int(np.argmax(own >= own.max() - _NEARLY))
    against = np.moveaxis(payoffs, seat, 0)[learner]
    beaten = against >= against @ others - _NEARLY
    return distribution(np.where(beaten, others, 0.0))
