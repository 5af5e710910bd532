"""The equilibrium of a table as analyzers mean it, and those of the resampled tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from psrokit.api import Floats, InputError, IntegrityError, MetaStrategy, PayoffTable, Question, Role
from psrokit_plugins.analysis.draws import complete_draws, exact_tables
from psrokit_plugins.analysis.general_sum import limiting_logit_equilibrium
from psrokit_plugins.linear_programs.analytic_centres import alike_centres, distinct_centres
from psrokit_plugins.meta_solvers.max_entropy_nash import MaxEntropyNash
from psrokit_plugins.meta_solvers.nash import Nash
from psrokit_plugins.normal_form.constant_sum import two_player_sum
from psrokit_plugins.once import once
from psrokit_plugins.statistics.completions import Incomplete
from psrokit_plugins.statistics.equilibrium_bootstrap import equilibrium_bootstrap
from psrokit_plugins.statistics.missing import Reach, reach

INCLUDED = 1e-3
"""A weight of a resampled equilibrium above this is support: those of the central path are exact to about 1e-4."""
SOLVER = MaxEntropyNash()
_TRIES, _FEWER_TRIES = 64, 24
_MOST_DRAWS = 60


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


def zero_sum(table: PayoffTable) -> bool:
    """Whether the table is one of two players whose known payoffs have a constant sum."""
    return two_player_sum(table) is not None


def tries(table: PayoffTable) -> int:
    """How many completions of a table with holes are looked at."""
    return _TRIES if zero_sum(table) else _FEWER_TRIES


@once
def solution(question: Question) -> Solution:
    """The solution of the question's table; the same for every analyzer. Raises as `solution_of` does."""
    return solution_of(question.table, question.rng("completions"))


def solution_of(table: PayoffTable, rng: np.random.Generator) -> Solution:
    """Two players with a constant sum: the maximum-entropy Nash equilibrium; others: the limiting logit equilibrium.

    Raises InputError where nothing at all is known, IntegrityError where no equilibrium was found.
    """
    if not table.holes():
        solved = SOLVER.solve(table) if zero_sum(table) else limiting_logit_equilibrium(table)
        return Solution(solved, 0.0, None)
    if not table.known.any():
        raise InputError("nothing is known of any profile: there are neither games nor payoffs")
    solver = Nash().solve if zero_sum(table) else limiting_logit_equilibrium
    found = reach(Incomplete.of(table), lambda one: solver(one).weights, tries(table), rng)
    return Solution(MetaStrategy(found.weights), found.loss, found)


def weight_draws(question: Question) -> Mapping[Role, Floats]:
    """Weights in the equilibria of the resampled tables: role -> (resamples, K), 0 outside the support.

    Tables that are none of two players with a constant sum are solved one by one, up to 60 of them. Raises
    IntegrityError where none of those has an equilibrium that was found.
    """
    table = question.table
    if not zero_sum(table):
        found = _one_by_one(question)
    elif not table.holes():
        found = equilibrium_bootstrap(table, question.resamples, question.rng("resampling")).weights
    else:
        found = _by_interior_points(table, complete_draws(question))
    return {role: _without_dust(weights) for role, weights in found.items()}


def tables_drawn(question: Question) -> int:
    """Of how many resampled tables an equilibrium is looked for; `weight_draws` has as many, but for those without."""
    if zero_sum(question.table):
        return question.resamples
    return 1 if question.table.exact.all() else min(question.resamples, _MOST_DRAWS)


def _without_dust(weights: Floats) -> Floats:
    kept = np.where(weights > INCLUDED, weights, 0.0)
    return np.asarray(kept / kept.sum(axis=1, keepdims=True))


def _by_interior_points(table: PayoffTable, draws: Floats) -> Mapping[Role, Floats]:
    if table.seats[0] == table.seats[1]:
        return {table.seats[0]: alike_centres((draws[:, 0] - draws[:, 1]) / 2)[0]}
    row, column, _ = distinct_centres(draws[:, 0])
    return dict(zip(table.seats, (row, column), strict=True))


def _one_by_one(question: Question) -> Mapping[Role, Floats]:
    """Draws in which the branch is lost are left out."""
    table = question.table
    draws = complete_draws(question)[: tables_drawn(question)]
    found, lost = [], None
    for one in exact_tables(table, draws):
        try:
            found.append(limiting_logit_equilibrium(one).weights)
        except IntegrityError as error:
            lost = error
    if not found:
        raise lost or IntegrityError("no table was drawn")
    return {role: np.stack([weights[role] for weights in found]) for role in table.seats}
