"""The oracle `apsro`: mixes the population against best responses of the whole game, so that it never gets worse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from psrokit.api import Game, InputError, Policy, Task, oracle
from psrokit_plugins.exact.against_best import learned_against_best
from psrokit_plugins.exact.game import ExactGame, constant_sum_form, exact_game
from psrokit_plugins.oracles.exact import ExactResponse
from psrokit_plugins.policies.again import newest
from psrokit_plugins.policies.behaviour import averaged


@oracle("apsro")
@dataclass(frozen=True)
class AnytimePSRO:
    """A best response, and the mixture of the population that a best responder can exploit least.

    A Nash equilibrium of the payoff table only fears the policies that are in it, and may be more exploitable than the
    one before. This mixture is learned against best responses of the whole game, so its exploitability does not grow,
    up to what is left to learn (McAleer et al. 2022, arXiv:2201.07700). It joins the population as one behaviour
    policy; with the meta-solver `last` it is what the next responses answer. For two players with a constant sum.

    steps: how often the learner (regret matching+) is answered by a best response.
    tolerance: when a player gains no more than this, in units of return, it has no response.

    Raises InputError for games that cannot be solved exactly or have other players.
    """

    steps: int = 500
    tolerance: float = 1e-12

    def __post_init__(self) -> None:
        if self.steps < 1:
            raise InputError("the oracle 'apsro' learns in at least 1 step", place="steps")

    def respond(self, task: Task) -> Sequence[Policy]:
        """The response of the task's seat, if it has one, and the least exploitable mixture with it."""
        form, _ = constant_sum_form(self.solvable(task.game), "the oracle 'apsro'")
        responses = ExactResponse(self.tolerance).respond(task)
        policies = [*(member.policy for member in task.population[task.role]), *responses]
        learned = learned_against_best(form, 1 - task.seat, form.plans(task.seat, policies), self.steps)
        return [*responses, newest(averaged(form, task.seat, policies, learned.weights), policies)]

    def solvable(self, game: Game) -> ExactGame:
        """`game` itself. Raises InputError if it cannot be solved exactly."""
        return exact_game(game, "the oracle 'apsro'", "a learning oracle")
