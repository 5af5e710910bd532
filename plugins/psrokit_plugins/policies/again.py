"""The policy `again`: one that belongs to a population already, as its newest member."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from psrokit.api import Actor, Floats, InputError, Policy, Seat, policy
from psrokit_plugins.exact.form import is_known
from psrokit_plugins.exact.states import InformationStates


@policy("again")
@dataclass(frozen=True)
class Again:
    """Plays as `policy` does, and is a member of its own.

    A population has no policy twice. Where the meta-solver `last` plays what joined last, an oracle that comes back to
    an earlier answer gives it like this.

    policy: who plays. times: how often it has come back, at least 1.

    Raises InputError for `times` below 1, and where action probabilities are asked for that `policy` does not know.
    """

    policy: Policy
    times: int = 1

    def __post_init__(self) -> None:
        if self.times < 1:
            raise InputError(f"the policy 'again' has come back at least once, not {self.times} times", place="times")

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:
        """The actor of `policy`."""
        return self.policy.start(seat, rng)

    def behaviour(self, states: InformationStates) -> Floats:
        """The probabilities of `policy`."""
        if not is_known(self.policy):
            raise InputError(f"the action probabilities of {self.policy!r} are not known")
        return self.policy.behaviour(states)


def newest(policy: Policy, before: Sequence[Policy]) -> Policy:
    """What makes `policy` the newest member after those `before`, joined in this order: itself, unless it is known."""
    members = list(dict.fromkeys(before))
    if policy not in members[:-1]:
        return policy
    returns = [member for member in members if isinstance(member, Again) and member.policy == policy]
    return returns[-1] if members[-1] in returns else Again(policy, len(returns) + 1)
