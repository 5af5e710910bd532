"""The oracle `asked_response`: a best response to players that can only be asked, in a game that is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeGuard

from psrokit.api import InputError, Observation, Policy, Seat, Task, oracle
from psrokit_plugins.empirical.survey import best_response_to_answers
from psrokit_plugins.exact.game import ExactGame, exact_game


class AskingGame(ExactGame, Protocol):
    """A game that knows what a player is asked on the way to each of its information states."""

    def questions(self, seat: Seat) -> Mapping[str, tuple[Observation, ...]]:
        """By information state, all observations of the seat up to there."""


@oracle("asked_response")
@dataclass(frozen=True)
class AskedResponse:
    """Asks copies of each opponent what they do at their information states, and answers what they said.

    questions: how many answers to take in all, of all opponents together.

    The players are black boxes, the rules are not: the game's tree is known, and neither chance nor own moves are
    sampled. A copy is led to an information state by the observations on the way there: what a policy remembers of its
    own luck is lost, so one with a hidden mood is answered less well, never scored better. `explored_response` is the
    same for a game of which nothing is known.

    Raises InputError for games that cannot be solved exactly and for correlated mixtures.
    """

    questions: int = 200_000

    def __post_init__(self) -> None:
        if self.questions < 1:
            raise InputError("asked_response needs questions >= 1")

    def respond(self, task: Task) -> Sequence[Policy]:
        """The best response to the answers."""
        game = exact_game(task.game, "the oracle 'asked_response'", "the oracle `explored_response` or `tabular_q`")
        if not _is_asking(game):
            raise InputError("asked_response needs a game that lists its questions", remedy="Use `explored_response`.")
        questions = [game.questions(seat) for seat in range(len(game.seats))]
        choices = best_response_to_answers(task, game.exact(), questions, self.questions)
        return [game.strategy(task.seat, choices)]


def _is_asking(game: ExactGame) -> TypeGuard[AskingGame]:
    return hasattr(game, "questions")
