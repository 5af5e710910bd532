"""The oracle `xdo`: extensive-form double oracle, which mixes the actions of responses and not whole responses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from psrokit.api import Game, InputError, Policy, Seat, Task, oracle
from psrokit_plugins.exact.form import SequenceForm
from psrokit_plugins.exact.game import ExactGame, constant_sum_form, exact_game
from psrokit_plugins.exact.least_best import held_by_all
from psrokit_plugins.exact.mixed_play import evenly_mixed, mixed_play
from psrokit_plugins.exact.restriction import Mask, restricted
from psrokit_plugins.exact.states import Ints
from psrokit_plugins.policies.behaviour import realized


@oracle("xdo")
@dataclass(frozen=True)
class ExtensiveFormDoubleOracle:
    """A best response, and an equilibrium of the game in which players only take actions of their pure policies.

    Where PSRO mixes whole policies, XDO may choose at each information state anew among the actions that some policy
    takes there, so it ends after as many responses as a player has information states, not pure strategies (McAleer et
    al. 2021, arXiv:2103.06426). The equilibrium joins the population as one behaviour policy; with the meta-solver
    `last` it is what the next responses answer. For two players with a constant sum.

    tolerance: when no player gains more than this, in units of return, nothing is answered.

    Raises InputError for games that cannot be solved exactly or have other players, and for a population without pure
    policies; IntegrityError if the equilibrium could not be certified to 1e-9 of the largest return.
    """

    tolerance: float = 1e-12

    def respond(self, task: Task) -> Sequence[Policy]:
        """The response of the task's seat, if it has one, and its part of the restricted game's equilibrium."""
        game = self.solvable(task.game)
        form, _ = constant_sum_form(game, "the oracle 'xdo'")
        play = mixed_play(form, game.seats, task.population, task.strategy)
        gaining = [seat for seat in (0, 1) if play.gain(seat) > self.tolerance]
        if not gaining:
            return []
        even = evenly_mixed(form, game.seats, task.population)
        responses = {seat: form.best_choices(seat, play.reach(seat), even.reach(seat)) for seat in gaining}
        allowed = tuple(_allowed(form, task, seat, responses) for seat in (0, 1))
        own = [game.strategy(task.seat, responses[task.seat])] if task.seat in responses else []
        return [*own, _equilibrium(form, task.seat, allowed)]

    def solvable(self, game: Game) -> ExactGame:
        """`game` itself. Raises InputError if it cannot be solved exactly."""
        return exact_game(game, "the oracle 'xdo'", "a learning oracle")


def _allowed(form: SequenceForm, task: Task, seat: Seat, responses: dict[Seat, Ints]) -> Mask:
    """The actions of a seat's pure policies and of its response, shape (S,). Mixed policies were made of these."""
    states = form.states[seat]
    members = task.population[task.game.seats[seat]]
    behaviours = [form.behaviour(seat, member.policy) for member in members]
    pure = [behaviour > 0 for behaviour in behaviours if np.all((behaviour == 0) | (behaviour == 1))]
    if not pure:
        raise InputError(
            f"the oracle 'xdo' starts from pure policies, and role '{task.game.seats[seat]}' has none",
            remedy="Begin with, say, `population: [{use: pure, action: 0}]`.",
        )
    answered = [states.choosing(responses[seat]) > 0] if seat in responses else []
    return np.asarray(np.any([*pure, *answered], axis=0))


def _equilibrium(form: SequenceForm, seat: Seat, allowed: tuple[Mask, ...]) -> Policy:
    """An optimal strategy of `seat` in the restricted game."""
    smaller = restricted(form, allowed)
    plan = held_by_all(smaller.form, 1 - seat).mixture
    return realized(form.states[seat], smaller.whole(seat, plan, form.states[seat].sequences))
