"""What every oracle must do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from psrokit.component import spec_hash, tag_of
from psrokit.drive import open_lanes
from psrokit.game import Lanes, Role
from psrokit.oracle import Oracle, Task
from psrokit.policy import Policy
from psrokit.testing.policy import PolicySuite
from psrokit.testing.suite import ComponentSuite, expect, insist, results
from psrokit.testing.venues import RememberingVenue, ReversedVenue

if TYPE_CHECKING:
    from psrokit.testing.rehearsal import Rehearsal


@dataclass(frozen=True)
class OracleSuite(ComponentSuite):
    """Checks an oracle on one task.

    payoff_purposes: of the matches that the task's payoff table was made from. lanes: open, of the task's game.
    """

    task: Task
    payoff_purposes: frozenset[str]
    lanes: Lanes

    def answers_with_policies(self) -> None:
        """The response is a sequence of policies: components that can start an actor."""
        responses = self._respond(self.task)
        expect(isinstance(responses, Sequence), f"the response is {responses!r}")
        for policy in responses:
            tag = tag_of(policy)
            expect(tag is not None and tag.kind.name == "policy", f"{policy!r} carries no @policy decorator")
            expect(callable(getattr(policy, "start", None)), f"{policy!r} starts no actor")

    def answers_the_same_task_alike(self) -> None:
        """The response depends on nothing but the task."""
        expect(self._hashes(self.task) == self._hashes(self.task), "the same task had two different responses")

    def does_not_depend_on_scratch_space(self) -> None:
        """With and without a scratch folder, empty as it is after a crash, the response is the same."""
        with TemporaryDirectory(prefix="psrokit-check-") as folder:
            with_space = self._hashes(replace(self.task, workdir=Path(folder) / "task"))
        expect(with_space == self._hashes(replace(self.task, workdir=None)), "the scratch folder changes the response")

    def does_not_care_who_finishes_first(self) -> None:
        """The response is the same if training matches finish in the opposite order."""
        reverse = replace(self.task, venue=ReversedVenue(self.task.venue))
        expect(self._hashes(reverse) == self._hashes(self.task), "the order of matches changes the response")

    def answers_with_policies_that_pass(self) -> None:
        """What it answers with keeps the laws of policies, in the role that asked."""
        for policy in self._respond(self.task):
            for result in results(PolicySuite(policy, self.task.game, self.task.role, self.lanes)):
                expect(result.problem is None, f"its response breaks '{result.law}': {result.problem}")

    def keeps_training_apart_from_payoffs(self) -> None:
        """No training match has the purpose of a match that a payoff is made from."""
        venue = RememberingVenue(self.task.venue)
        self._respond(replace(self.task, venue=venue))
        mixed = venue.purposes & self.payoff_purposes
        expect(not mixed, f"it trains on matches of the purpose {sorted(mixed)}")

    def leaves_the_task_alone(self) -> None:
        """Population and strategy are the same afterwards."""
        population = dict(self.task.population.members)
        weights = {role: np.array(its) for role, its in self.task.strategy.weights.items()}
        self._respond(self.task)
        expect(population == dict(self.task.population.members), "the population was changed")
        for role, its in weights.items():
            expect(np.array_equal(its, self.task.strategy.weights[role]), f"the weights of {role} were changed")

    def _respond(self, task: Task) -> Sequence[Policy]:
        responses: Sequence[Policy] = self.component.respond(task)
        return responses

    def _hashes(self, task: Task) -> list[str]:
        return [spec_hash(policy) for policy in self._respond(task)]


def suite(component: Oracle, place: Rehearsal, role: Role) -> OracleSuite:
    """The suite for an oracle that an experiment names."""
    task = place.task(place.experiment.game.seats.index(role))
    return OracleSuite(component, task, place.payoff_purposes, place.lanes)


def check_oracle(oracle: Oracle, task: Task, payoff_purposes: frozenset[str] = frozenset({"payoff"})) -> None:
    """Raise LawBroken with all that `oracle` does wrong on `task`. The task's venue plays each match once."""
    with open_lanes(task.game) as lanes:
        insist(OracleSuite(oracle, replace(task, venue=RememberingVenue(task.venue)), payoff_purposes, lanes))
