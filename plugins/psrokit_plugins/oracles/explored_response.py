"""The oracle `explored_response`: a best response found by exploring a game of which nothing is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from psrokit.api import Game, InputError, Policy, Task, oracle
from psrokit_plugins.empirical.exploring import explored
from psrokit_plugins.empirical.learned_game import LearnedGame
from psrokit_plugins.empirical.survey import best_response_to_answers
from psrokit_plugins.exact.form import SequenceForm
from psrokit_plugins.once import once
from psrokit_plugins.policies.behaviour import Behaviour


@oracle("explored_response")
@dataclass(frozen=True)
class ExploredResponse:
    """Learns the game's tree by playing it, asks copies of the opponents what they do there, and answers exactly.

    moves: how many to try in order to learn the game. questions: how many answers to take of all opponents together,
    once it is learned.

    Neither the rules nor the players are known: episodes are dealt and moved in every seat, and policies are asked to
    act. What was seen is kept as a tree of joint histories (Zhang and Sandholm 2021, arXiv:2009.07384). Where episodes
    can be forked (a forward model) and the moves suffice for hundreds of deals, every move of every deal is tried, but
    not again where all is known and nothing left to chance: 2,500,000 moves show Liar's dice. Else episodes are played,
    with moves that were tried least; those that chance answers are tried more often, so that its probabilities can be
    counted. The opponents' answers are counted at each of their information states, whoever holds what behind it, and
    the best response to both counts is exact, as in `asked_response`.

    Where a game is too large to be seen whole, moves that were never tried count as what play from there returned on
    average, and the answer is as good as that; `search_response` is then better, if episodes can be forked. The game is
    learned once, whatever opponents follow, and the tree kept: 1 to 2 kB for each move seen in OpenSpiel's games.

    Answers with a `behaviour` policy. Raises InputError for games whose views have no `key`, or whose keys forget what
    a seat did before, and for correlated mixtures.
    """

    moves: int = 500_000
    questions: int = 200_000

    def __post_init__(self) -> None:
        if self.moves < 1 or self.questions < 1:
            raise InputError("explored_response needs moves >= 1 and questions >= 1")

    def respond(self, task: Task) -> Sequence[Policy]:
        """The best response to what was seen and answered."""
        learned, form = _learned(task.game, self.moves)
        choices = best_response_to_answers(task, form, learned.questions, self.questions)
        states = form.states[task.seat]
        taken = zip(states.keys, states.legal, choices.tolist(), strict=True)
        return [Behaviour({key: legal[choice] for key, legal, choice in taken})]


@once
def _learned(game: Game, moves: int) -> tuple[LearnedGame, SequenceForm]:
    """A game as so many moves show it, the same for every seat and all opponents."""
    found = explored(game, moves, "explored_response")
    return found, found.form(game.utility_sum)
