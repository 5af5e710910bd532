"""The weights of a mixture as numbers that say what they are."""

from __future__ import annotations

from psrokit.estimate import Estimate
from psrokit.game import Floats, Role
from psrokit.store.rows import StoredState

MOST_ROWS = 20
"""A table of more members than these begins with those that count."""
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


def foremost(shares: Floats) -> list[int]:
    """The members that a table has room for: the heaviest, then the newest, in the order in which they joined."""
    order = sorted(range(len(shares)), key=lambda index: (-shares[index], -index))
    return sorted(order[:MOST_ROWS])
