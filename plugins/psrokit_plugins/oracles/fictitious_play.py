"""The oracle `fictitious_play`: the average of all best responses so far, as one policy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from psrokit.api import Game, Policy, Task, oracle
from psrokit_plugins.exact.game import ExactGame, exact_game
from psrokit_plugins.oracles.exact import ExactResponse
from psrokit_plugins.policies.again import newest
from psrokit_plugins.policies.behaviour import averaged


@oracle("fictitious_play")
@dataclass(frozen=True)
class FictitiousPlay:
    """What the seat played until now, moved towards a best response by 1 / (iteration + 1).

    With the meta-solver `last` this is fictitious play in the full game: each player answers the average of all that
    the other has played (Brown 1951; in realization plans, extensive-form fictitious play: Heinrich, Lanctot and Silver
    2015). The population only records it. (`uniform` with the oracle `exact` is something else: there a response that
    is known already does not count again.)

    Raises InputError for games that cannot be solved exactly.
    """

    def respond(self, task: Task) -> Sequence[Policy]:
        """The new average, or nothing if no other response would be better."""
        game = self.solvable(task.game)
        form = game.exact()
        responses = ExactResponse().respond(task)
        if not responses:
            return []
        members = [member.policy for member in task.population[task.role]]
        weights = np.append(task.strategy.weights[task.role] * task.iteration, 1.0) / (task.iteration + 1)
        return [newest(averaged(form, task.seat, [*members, *responses], weights), members)]

    def solvable(self, game: Game) -> ExactGame:
        """`game` itself. Raises InputError if it cannot be solved exactly."""
        return exact_game(game, "the oracle 'fictitious_play'", "a learning oracle and the meta-solver `uniform`")
