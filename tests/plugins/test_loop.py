"""The loop and what it asks of oracles: names of responses, policies that are known, the incumbent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pytest
from planted import HereVenue, Planted, setup_for, state_of, symmetric_chances

from psrokit.api import MetaStrategy, Policy, Task, psro
from psrokit_plugins.policies.pure import Pure

RPS = Planted(symmetric_chances(np.array([[0, -1, 1], [1, 0, -1], [-1, 1, 0]]) * 0.4))


@dataclass(frozen=True)
class Several:
    """Answers every task with the same actions."""

    actions: tuple[int, ...]

    def respond(self, task: Task) -> Sequence[Policy]:
        return [Pure(action) for action in self.actions]


@pytest.mark.parametrize(
    ("actions", "names"),
    [
        ((1,), ("action-0", "response-1")),
        ((1, 2), ("action-0", "response-1", "response-1.2")),
        ((0, 2), ("action-0", "response-1.2")),
        ((2, 2), ("action-0", "response-1")),
        ((), ("action-0",)),
    ],
)
def test_responses_are_named_by_iteration_and_number_and_known_ones_do_not_join(
    actions: tuple[int, ...], names: tuple[str, ...]
) -> None:
    setup = replace(setup_for(RPS, HereVenue(RPS)), oracle=Several(actions))
    after = next(psro(setup, state_of(RPS, 1)))
    assert after.population.names("player") == names
    assert after.table.sizes == (len(names),) * 2


@pytest.mark.parametrize(("weights", "name"), [((0.2, 0.5, 0.3), "action-1"), ((0.4, 0.2, 0.4), "action-0")])
def test_the_incumbent_has_the_most_weight_the_first_of_equals(weights: tuple[float, ...], name: str) -> None:
    state = state_of(RPS, 3, MetaStrategy({"player": np.array(weights)}))
    assert Task(RPS, 0, 1, state.population, state.strategy, 1, HereVenue(RPS)).incumbent.name == name
