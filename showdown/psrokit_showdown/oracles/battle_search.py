"""The response that knows the mixture and searches against it: what remains to be gained by looking ahead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from psrokit.api import InputError, Policy, Task, oracle
from psrokit_showdown.baselines.scripted import Scripted
from psrokit_showdown.baselines.search import Search
from psrokit_showdown.baselines.search_against import SearchAgainst


@oracle("battle_search")
@dataclass(frozen=True)
class BattleSearch:
    """Answers the mixture of the other side with `search_against`: nothing is trained, each decision is searched.

    search: how, as options of the player `search`. With `depth: 1` and `horizon: 1000` the answer is local best
    response (Lisy and Bowling 2017, arXiv:1612.07547).

    Members without a compiled version are taken for `scripted` in the search, so that no answer carries another within
    it. Only for formats of generation 1. Raises InputError for a joint mixture.
    """

    search: Policy = field(default_factory=Search)

    def __post_init__(self) -> None:
        SearchAgainst((Scripted(),), (1.0,), self.search)

    def respond(self, task: Task) -> Sequence[Policy]:
        """One policy; what it is worth, games must say."""
        # numba is heavy: only those who search wait for it
        from psrokit_showdown.compiled.roster import code_of  # noqa: PLC0415

        if task.strategy.joint is not None:
            raise InputError("battle_search answers mixtures of independent players, and this one is joint")
        other = task.game.seats[1 - task.seat]
        members, weights = task.population[other], task.strategy.weights[other]
        shares: dict[Policy, float] = {}
        for member, weight in zip(members, np.asarray(weights).tolist(), strict=True):
            known = member.policy if code_of(member.policy) else Scripted()
            if weight > 0:
                shares[known] = shares.get(known, 0.0) + weight
        return [SearchAgainst(tuple(shares), tuple(shares.values()), self.search)]
