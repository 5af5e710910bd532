"""The oracle `linear_program`: an optimal strategy of the whole game at once, where that is affordable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from psrokit.api import Game, Policy, Task, oracle
from psrokit_plugins.exact.game import ExactGame, constant_sum_form, exact_game
from psrokit_plugins.exact.least_best import equilibrium
from psrokit_plugins.policies.behaviour import realized


@oracle("linear_program")
@dataclass(frozen=True)
class LinearProgram:
    """The seat's part of an equilibrium, from one linear program over realization plans (Koller et al. 1996).

    With the meta-solver `last` one iteration solves the game: the yardstick for everything that finds responses step by
    step. Liar's dice with six sides, 24,576 information states, takes seconds. For two players with a constant sum.

    Raises InputError for games that cannot be solved exactly or have other players, IntegrityError if the answer could
    not be certified to 1e-9 of the largest return.
    """

    def respond(self, task: Task) -> Sequence[Policy]:
        """One behaviour policy, always the same."""
        form, _ = constant_sum_form(self.solvable(task.game), "the oracle 'linear_program'")
        return [realized(form.states[task.seat], equilibrium(form)[task.seat])]

    def solvable(self, game: Game) -> ExactGame:
        """`game` itself. Raises InputError if it cannot be solved exactly."""
        return exact_game(game, "the oracle 'linear_program'", "a learning oracle")
