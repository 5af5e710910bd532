"""The oracle `exact`: a best response, computed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from psrokit.api import Game, InputError, Policy, Task, oracle
from psrokit_plugins.exact.game import ExactGame, exact_game
from psrokit_plugins.exact.mixed_play import evenly_mixed, mixed_play


@oracle("exact")
@dataclass(frozen=True)
class ExactResponse:
    """A pure best response to the others' mixture, by dynamic programming over the sequence form.

    Usually many responses are equally good, because much of the game is never reached. Among them the one that is best
    against the others' whole population, evenly mixed, is taken (Leduc needs half the iterations then that it needs
    with the first best action); what is still equal is decided for the first legal action.

    tolerance: a gain of at most this, in units of return, is none, and the oracle answers with no policy. When no role
    gains, the mixture is a Nash equilibrium up to it.

    Raises InputError for games that cannot be solved exactly.
    """

    tolerance: float = 1e-12

    def __post_init__(self) -> None:
        if not self.tolerance >= 0:
            raise InputError("the oracle 'exact' needs a tolerance of at least 0", place="tolerance")

    def respond(self, task: Task) -> Sequence[Policy]:
        """The best response of the task's seat, or nothing if the mixture leaves nothing to gain."""
        game = self.solvable(task.game)
        form = game.exact()
        play = mixed_play(form, game.seats, task.population, task.strategy)
        if play.gain(task.seat) <= self.tolerance:
            return []
        ties = evenly_mixed(form, game.seats, task.population).reach(task.seat)
        return [game.strategy(task.seat, form.best_choices(task.seat, play.reach(task.seat), ties))]

    def solvable(self, game: Game) -> ExactGame:
        """`game` itself. Raises InputError if it cannot be solved exactly."""
        return exact_game(game, "the oracle 'exact'", "a learning oracle")
