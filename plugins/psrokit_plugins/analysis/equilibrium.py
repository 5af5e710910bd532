"""The equilibrium of a table as analyzers mean it, and those of the resampled tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from psrokit.api import Floats, InputError, MetaStrategy, PayoffTable, Question, Role
from psrokit_plugins.analysis.draws import complete_draws, returns
from psrokit_plugins.linear_programs.central_path import alike_equilibria
from psrokit_plugins.meta_solvers.max_entropy_nash import MaxEntropyNash
from psrokit_plugins.statistics.equilibrium_bootstrap import equilibrium_bootstrap
from psrokit_plugins.statistics.missing import Reach, reach, unknown
from psrokit_plugins.structure.symmetric import symmetric_pairs
from psrokit_plugins.tables.payoffs import table_of_payoffs

TRIES = 64
SUPPORT = 1e-6
"""A weight of a solved table above this is support."""
INCLUDED = 1e-3
"""A weight of a resampled equilibrium above this is support: those are exact to about 1e-5."""
SOLVER = MaxEntropyNash()


@dataclass(frozen=True, slots=True)
class Solution:
    """strategy: the equilibrium of the table, or the cautious mixture of one with holes, which loses at most `loss`.

    reach: what the holes could change; None where there are none.
    """

    strategy: MetaStrategy
    loss: float
    reach: Reach | None

    @property
    def certain(self) -> bool:
        """Whether it is an equilibrium whatever the missing payoffs are."""
        return self.loss == 0


def solution(question: Question) -> Solution:
    """Of a two-player constant-sum table. Raises InputError for other tables, and for holes if the seats differ."""
    table = question.table
    if not table.holes():
        return Solution(SOLVER.solve(table), 0.0, None)
    if len(set(table.seats)) > 1:
        raise InputError(
            f"the table has no games of {' / '.join(question.named.profile(table.holes()[0]))}, "
            "and what missing pairs could change is worked out for symmetric games only"
        )
    found = holes_reach(table, question)
    strategy = MetaStrategy({table.seats[0]: found.mixture})
    return Solution(strategy, found.loss, found)


def holes_reach(table: PayoffTable, question: Question) -> Reach:
    """What the holes of a symmetric table could change. Raises InputError for other tables."""
    pairs = symmetric_pairs(table)
    low, high = returns(table)
    half = (high - low) / 2
    return reach(unknown(pairs.payoff, pairs.known, (-half, half)), TRIES, question.rng("completions"))


def weight_draws(question: Question) -> Mapping[Role, Floats]:
    """Weights in the equilibria of the resampled tables: role -> (resamples, K), 0 outside the support.

    Raises InputError for a table that is none of two players with a constant sum.
    """
    table = question.table
    if not table.holes():
        found = equilibrium_bootstrap(table, question.resamples, question.rng("resampling")).weights
    else:
        draws = complete_draws(question)
        found = {table.seats[0]: alike_equilibria((draws[:, 0] - draws[:, 1]) / 2)[0]}
    return {role: np.where(weights > INCLUDED, weights, 0.0) for role, weights in found.items()}


def symmetric_weights(payoff: Floats) -> Floats:
    """The equilibrium of an antisymmetric payoff matrix, shape (K, K) -> (K,)."""
    table = table_of_payoffs(("player", "player"), np.stack([payoff, -payoff]))
    return SOLVER.solve(table).weights["player"]
