"""The oracle `exact_recommended`: a best response for each policy that a correlated strategy may recommend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from psrokit.api import Game, InputError, Policy, Task, oracle
from psrokit_plugins.exact.game import ExactGame, exact_game
from psrokit_plugins.exact.mixed_play import evenly_mixed, told_plays


@oracle("exact_recommended")
@dataclass(frozen=True)
class RecommendedResponse:
    """Pure best responses to the others' play given each policy that may be drawn for this seat.

    What JPSRO needs to end in a correlated equilibrium (Marris et al. 2021, arXiv:2106.09435); for a coarse one the
    oracle `exact` is enough. Ties are decided as there. Any number of players, which may mix independently, too.

    tolerance: a gain of at most this, in units of return, is none; when nothing gains, nothing is answered.

    Raises InputError for games that cannot be solved exactly.
    """

    tolerance: float = 1e-12

    def __post_init__(self) -> None:
        if not self.tolerance >= 0:
            raise InputError("the oracle 'exact_recommended' needs a tolerance of at least 0", place="tolerance")

    def respond(self, task: Task) -> Sequence[Policy]:
        """The different responses, in the order of the policies that they answer."""
        game, seat = self.solvable(task.game), task.seat
        form = game.exact()
        ties = evenly_mixed(form, game.seats, task.population).reach(seat)
        plays = told_plays(form, game.seats, task.population, task.strategy, seat)
        gaining = [play for play in plays if play.gain(seat) > self.tolerance]
        found = [game.strategy(seat, form.best_choices(seat, play.reach(seat), ties)) for play in gaining]
        return list(dict.fromkeys(found))

    def solvable(self, game: Game) -> ExactGame:
        """`game` itself. Raises InputError if it cannot be solved exactly."""
        return exact_game(game, "the oracle 'exact_recommended'", "a learning oracle")
