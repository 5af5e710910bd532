"""The oracle `xdo`: extensive-form double oracle, which mixes the actions of responses and not whole responses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from psrokit.api import Floats, Game, Policy, Seat, Task, oracle
from psrokit_plugins.exact.form import SequenceForm
from psrokit_plugins.exact.game import ExactGame, constant_sum_form, exact_game
from psrokit_plugins.exact.least_best import equilibrium
from psrokit_plugins.exact.mixed_play import mixed_play
from psrokit_plugins.exact.restriction import Mask, beyond, restricted
from psrokit_plugins.exact.states import Ints
from psrokit_plugins.policies.again import newest
from psrokit_plugins.policies.behaviour import realized


@oracle("xdo")
@dataclass(frozen=True)
class ExtensiveFormDoubleOracle:
    """A best response, and an equilibrium of the game in which players only take actions of their pure policies.

    Where PSRO mixes whole policies, XDO may choose at each information state anew among the actions that some policy
    takes there, so it ends after as many responses as a player has information states, not pure strategies (McAleer et
    al. 2021, arXiv:2103.06426). The equilibrium joins the population as one behaviour policy; with the meta-solver
    `last` it is what the next responses answer. For two players with a constant sum.

    Where the restricted game never comes an equilibrium of it says nothing, yet that is where the next response goes.
    There, and among equally good responses, what does best against uniform play is taken: Liar's dice with six sides
    needs about half the iterations then that it needs with uniform play there.

    tolerance: when no player gains more than this, in units of return, nothing is answered.

    Raises InputError for games that cannot be solved exactly or have other players; IntegrityError if the equilibrium
    could not be certified to 1e-9 of the largest return.
    """

    tolerance: float = 1e-12

    def respond(self, task: Task) -> Sequence[Policy]:
        """The response of the task's seat, and its part of the restricted game's equilibrium."""
        game = self.solvable(task.game)
        form, _ = constant_sum_form(game, "the oracle 'xdo'")
        play = mixed_play(form, game.seats, task.population, task.strategy)
        if all(play.gain(seat) <= self.tolerance for seat in (0, 1)):
            return []
        responses = [form.best_choices(seat, play.reach(seat), _uniform_reach(form, seat)) for seat in (0, 1)]
        allowed = tuple(_allowed(form, task, seat, response) for seat, response in enumerate(responses))
        plan = _equilibrium(form, *(mask.tobytes() for mask in allowed))[task.seat]
        response = game.strategy(task.seat, responses[task.seat])
        members = [member.policy for member in task.population[task.role]]
        return [response, newest(realized(form.states[task.seat], plan), [*members, response])]

    def solvable(self, game: Game) -> ExactGame:
        """`game` itself. Raises InputError if it cannot be solved exactly."""
        return exact_game(game, "the oracle 'xdo'", "a learning oracle")


def _allowed(form: SequenceForm, task: Task, seat: Seat, response: Ints) -> Mask:
    """The actions of a seat's pure policies and of its response, shape (S,). Mixed policies were made of these."""
    members = task.population[task.game.seats[seat]]
    behaviours = [form.behaviour(seat, member.policy) for member in members]
    pure = [behaviour > 0 for behaviour in behaviours if np.all((behaviour == 0) | (behaviour == 1))]
    return np.asarray(np.any([*pure, form.states[seat].choosing(response) > 0], axis=0))


@lru_cache(maxsize=1)
def _equilibrium(form: SequenceForm, *masks: bytes) -> list[Floats]:
    """An optimal plan of each seat of the game in which only the actions in `masks` are taken; kept for the next seat.

    Where it never comes, play is that of the best response to uniform play.
    """
    allowed = tuple(np.frombuffer(mask, dtype=bool) for mask in masks)
    smaller = restricted(form, allowed)
    return [
        _completed(form, seat, smaller.whole(seat, plan, form.states[seat].sequences), allowed)
        for seat, plan in enumerate(equilibrium(smaller.form))
    ]


def _completed(form: SequenceForm, seat: Seat, plan: Floats, allowed: tuple[Mask, ...]) -> Floats:
    """`plan` where the others' allowed actions lead, the best response to uniform play elsewhere; shape (S,)."""
    states, reach = form.states[seat], _uniform_reach(form, seat)
    elsewhere = np.append(False, np.repeat(beyond(form, seat, allowed), states.sizes))  # "nothing yet"
    response = states.choosing(form.best_choices(seat, reach, reach))
    return states.plan(np.where(elsewhere, response, states.conditional(plan)))


def _uniform_reach(form: SequenceForm, seat: Seat) -> Floats:
    """The probability, shape (L,), that uniform play of the others leads towards each leaf."""
    return form.reach(seat, [states.plan(states.uniform) for states in form.states])
