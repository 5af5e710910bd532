"""The weights of a mixture as numbers that say what they are."""

from __future__ import annotations

from psrokit.estimate import Estimate
from psrokit.game import Role
from psrokit.store.rows import StoredState

METHOD = "what the meta-solver made of the payoff table; the sampling error of the table is not in it"


def weights(state: StoredState, role: Role) -> list[Estimate]:
    """The weight of each member of a role in a state's mixture.

    It is exact as the solver's decision. How much of it is luck of the games, resampling the table says.
    """
    convention = f"share in the mixture of role '{role}' of iteration {state.iteration}"
    return [
        Estimate.exact(float(weight), kind="weight", convention=convention, units="share", method=METHOD)
        for weight in state.strategy.weights[role]
    ]
