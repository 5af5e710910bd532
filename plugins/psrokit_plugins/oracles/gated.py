"""The oracle `gated`: a response joins only if fresh games show that it beats the mixture and is not known already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from psrokit.api import InputError, Judgement, Oracle, Policy, Task, oracle
from psrokit_plugins.statistics.deviations import FEWEST
from psrokit_plugins.statistics.look_alikes import disagreement, known_as, look_alike
from psrokit_plugins.statistics.response_trial import response_gain


@oracle("gated")
@dataclass(frozen=True)
class Gated:
    """Asks another oracle and examines each of its responses before it may join.

    oracle: who answers. pairs: fresh mirrored groups for the gain over the mixture. level: confidence of the interval,
    which must lie above 0. deals: mirrored groups in which a response is compared with the members, against opponents
    drawn from the whole population; a member that behaves the same in all of them makes it a duplicate.

    The interval knows no larger gain or loss than the games showed: where a response wins often and, too rarely to be
    seen, loses much, take more `pairs`.

    The games have the purpose "gate": no payoff and no training counts them. What was refused, and why, is kept among
    the run's events and shown in its report. Where everything is refused the population stays as it is.
    """

    oracle: Oracle
    pairs: int = 200
    level: float = 0.95
    deals: int = 50

    def __post_init__(self) -> None:
        if self.pairs < FEWEST or not 0 < self.level < 1 or self.deals < 1:
            raise InputError(f"gated needs pairs >= {FEWEST}, 0 < level < 1 and deals >= 1")

    def respond(self, task: Task) -> Sequence[Policy]:
        """The responses that passed. Raises IntegrityError if failures left too few games to judge by."""
        accepted: list[Policy] = []
        for policy in self.oracle.respond(task):
            judgement = self._judge(task, policy)
            task.judged(judgement)
            if judgement.accepted:
                accepted.append(policy)
        return accepted

    def _judge(self, task: Task, policy: Policy) -> Judgement:
        """The first reason to refuse it, or the gain that admits it."""
        if member := known_as(task, policy):
            return Judgement(policy, accepted=False, reason=f"it is '{member.name}' again", evidence={})
        if twin := look_alike(task, policy, self.deals):
            evidence = {"disagreement": disagreement(twin.deals, self.level)}
            reason = f"it played like '{twin.member.name}' on all of {twin.deals} deals"
            return Judgement(policy, accepted=False, reason=reason, evidence=evidence)
        gain = response_gain(task, policy, self.pairs, self.level)
        if gain.low > 0:
            return Judgement(policy, accepted=True, reason="it gains over the mixture", evidence={"gain": gain})
        reason = "it loses to the mixture" if gain.high < 0 else "no gain over the mixture is shown"
        return Judgement(policy, accepted=False, reason=reason, evidence={"gain": gain})
