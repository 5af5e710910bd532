"""Alpha-rank: the share of time an evolving population spends at each policy or profile."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from psrokit.api import Floats, InputError, MetaStrategy, PayoffTable, Role, checked_means, meta_solver
from psrokit_plugins.structure.response_dynamics import LongRun, policies_long_run, profiles_long_run
from psrokit_plugins.structure.response_graph import better_policies, one_population
from psrokit_plugins.structure.selection_dynamics import MOST_STATES, policy_rates, profile_rates, selected


@meta_solver("alpha_rank")
@dataclass(frozen=True)
class AlphaRank:
    """The stationary distribution of selection and rare mutation (Omidshafiei et al. 2019; Rowland et al. 2019).

    alpha: how strongly fitness counts, per unit of payoff; none: the limit of infinite alpha, in which only better
    responses and ties are taken. The limit takes a million profiles, a finite alpha 2,500. population: how many
    individuals (m) compete; a mutant that is exactly as good takes over with probability 1/m.

    Two seats of one role: one population, and the weights are the stationary distribution over its policies. Distinct
    roles: one population each; the stationary distribution over profiles is the joint strategy, its marginals the
    weights.

    In the limit all mass is in the sink components of the response graph. Of several, each gets the share of uniformly
    drawn starts that end in it. Certificate: `sinks`, how many there are; `largest_sink`, the nodes of the largest.
    """

    alpha: float | None = None
    population: int = 50

    def __post_init__(self) -> None:
        if self.population < 2 or (self.alpha is not None and not 0 < self.alpha < math.inf):
            raise InputError(
                f"alpha_rank needs population >= 2 and a positive finite alpha or none, "
                f"not {self.population} and {self.alpha}",
                remedy="Leave alpha out for the limit of infinite alpha.",
            )

    @property
    def claims(self) -> frozenset[str]:
        """In the limit units do not matter either."""
        return frozenset({"anonymous", "affine_invariant"} if self.alpha is None else {"anonymous"})

    def solve(self, table: PayoffTable) -> MetaStrategy:
        """Raises InputError for more than two seats of one role, or if a finite alpha is beyond what can be computed.

        Raises IntegrityError, naming the cell, where a payoff is missing or no finite number.
        """
        means = checked_means(table)
        if one_population(table.seats):
            return self._policies(table.seats[0], means)
        mass, certificate = self._profiles(means)
        seats = range(len(table.seats))
        marginals = [mass.sum(axis=tuple(other for other in seats if other != seat)) for seat in seats]
        return MetaStrategy(dict(zip(table.seats, marginals, strict=True)), joint=mass, certificate=certificate)

    def _policies(self, role: Role, means: Floats) -> MetaStrategy:
        if self.alpha is not None:
            return MetaStrategy({role: selected(policy_rates(means, self.alpha, self.population))})
        found = policies_long_run(better_policies(means), self.population)
        return MetaStrategy({role: found.mass}, certificate=_certificate(found))

    def _profiles(self, means: Floats) -> tuple[Floats, dict[str, float]]:
        """The stationary distribution over profiles, shape (*K), and what is said about it."""
        if self.alpha is None:
            found = profiles_long_run(means, self.population)
            return found.mass.reshape(means.shape[1:]), _certificate(found)
        if means[0].size > MOST_STATES:
            raise InputError(
                f"alpha_rank with a finite alpha solves up to {MOST_STATES} profiles, here are {means[0].size}",
                remedy="Leave alpha out for the limit of infinite alpha, which takes a million.",
            )
        mass = selected(profile_rates(means, self.alpha, self.population))
        return np.asarray(mass.reshape(means.shape[1:])), {}


def _certificate(found: LongRun) -> dict[str, float]:
    return {"sinks": float(len(found.sinks)), "largest_sink": float(max(map(len, found.sinks)))}
