"""The oracle `sp_psro`: besides a best response, the average of the best responses to a learning opponent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from psrokit.api import Game, InputError, Policy, Task, oracle
from psrokit_plugins.exact.against_best import learned_against_best
from psrokit_plugins.exact.game import ExactGame, constant_sum_form, exact_game
from psrokit_plugins.oracles.exact import ExactResponse
from psrokit_plugins.policies.behaviour import realized


@oracle("sp_psro")
@dataclass(frozen=True)
class SelfPlayPSRO:
    """A best response, and one mixed policy: the average of what answers the opponents' population while that learns.

    The opponents' population is mixed by regret matching+ against best responses; the time average of those responses
    is nearly unexploitable by that population, so one policy does what PSRO needs many iterations of pure responses
    for (SP-PSRO: McAleer et al. 2022, arXiv:2207.06541). Use it with `nash`. For two players with a constant sum.

    steps: how often the learner is answered by a best response.
    tolerance: when a player gains no more than this, in units of return, nothing is answered.

    Raises InputError for games that cannot be solved exactly or have other players.
    """

    steps: int = 500
    tolerance: float = 1e-12

    def __post_init__(self) -> None:
        if self.steps < 1:
            raise InputError("the oracle 'sp_psro' learns in at least 1 step", place="steps")

    def respond(self, task: Task) -> Sequence[Policy]:
        """The response of the task's seat and the average, or nothing if the mixture leaves nothing to gain."""
        form, _ = constant_sum_form(self.solvable(task.game), "the oracle 'sp_psro'")
        responses = ExactResponse(self.tolerance).respond(task)
        if not responses:
            return []
        other = 1 - task.seat
        policies = [member.policy for member in task.population[task.game.seats[other]]]
        learned = learned_against_best(form, task.seat, form.plans(other, policies), self.steps)
        return [*responses, realized(form.states[task.seat], learned.responder)]

    def solvable(self, game: Game) -> ExactGame:
        """`game` itself. Raises InputError if it cannot be solved exactly."""
        return exact_game(game, "the oracle 'sp_psro'", "a learning oracle")
