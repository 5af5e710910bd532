"""How little a best responder can be held to: linear programs over realization plans, with certificates.

For two players with a constant sum. One player mixes within a polytope of plans, the other answers with its best
response among all strategies of the game; the answer's value is the maximum of a linear function over realization
plans, so its dual turns the whole into one linear program (Koller, Megiddo and von Stengel 1996).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy import sparse

from psrokit.api import Floats, IntegrityError, Seat
from psrokit_plugins.exact.form import SequenceForm
from psrokit_plugins.exact.states import InformationStates

_TOLERANCE = 1e-9
"""The largest gap between what is reached and what is proven, relative to the largest return."""


@dataclass(frozen=True, slots=True)
class Held:
    """What holds a responder, and how little it is left.

    mixture: shape (columns,). value: what the responder's best answer to it earns. proven: nothing leaves it less.
    response: the responder's plan, shape (S,), that earns as much as is proven against whatever the other plays.
    """

    mixture: Floats
    value: float
    proven: float
    response: Floats


def held_by_hull(form: SequenceForm, responder: Seat, plans: Floats) -> Held:
    """The mixture of the other seat's `plans`, shape (K, S), against which the best response is worth least.

    Raises IntegrityError if no answer could be certified.
    """
    gradients = np.asarray(form.payoff_matrix(responder) @ plans.T)
    one = sparse.csr_array(np.ones((1, len(plans))))
    weights, response = _solved(form, responder, sparse.csr_array(gradients), one)
    mixture = weights / weights.sum()
    reached = form.states[responder].best_value(gradients @ mixture)
    return _certified(form, Held(mixture, reached, float((response @ gradients).min()), response))


def held_by_all(form: SequenceForm, responder: Seat) -> Held:
    """The realization plan of the other seat against which the best response is worth least: an optimal strategy.

    Its value is the value of the game to `responder`, whose `response` is optimal too. Raises IntegrityError if no
    answer could be certified.
    """
    payoffs, other = form.payoff_matrix(responder), form.states[1 - responder]
    plan, response = _solved(form, responder, payoffs, _flow(other))
    mixture = _plan(other, plan)
    reached = form.states[responder].best_value(payoffs @ mixture)
    return _certified(form, Held(mixture, reached, -other.best_value(-(payoffs.T @ response)), response))


@lru_cache(maxsize=1)
def equilibrium(form: SequenceForm) -> tuple[Floats, Floats]:
    """An optimal plan of each seat, from one program; kept until another game is asked about. Not to be written into.

    Raises IntegrityError if it could not be certified.
    """
    held = held_by_all(form, 1)
    return held.mixture, held.response


def _plan(states: InformationStates, approximate: Floats) -> Floats:
    """The realization plan that a solver meant."""
    return states.plan(states.conditional(np.append(1.0, approximate[1:])))


def _certified(form: SequenceForm, held: Held) -> Held:
    gap = held.value - held.proven
    if gap > _TOLERANCE * form.scale:
        raise IntegrityError(
            f"the linear program over {form.name} could not be certified: {held.value:.12g} is reached, "
            f"but no more than {held.proven:.12g} is proven to be needed"
        )
    return held


def _flow(states: InformationStates) -> sparse.csr_array:
    """F with F q = (1, 0, ...) for realization plans q, shape (1 + H, S): actions share what leads to their state."""
    count = len(states.keys)
    rows = np.concatenate([[0], np.repeat(np.arange(count) + 1, states.sizes), np.arange(count) + 1])
    columns = np.concatenate([np.arange(states.sequences), states.parent])
    signs = np.concatenate([np.ones(states.sequences), -np.ones(count)])
    return sparse.coo_array((signs, (rows, columns)), shape=(1 + count, states.sequences)).tocsr()


def _solved(
    form: SequenceForm, responder: Seat, gradient: sparse.csr_array, flow: sparse.csr_array
) -> tuple[Floats, Floats]:
    """The minimum over q >= 0 with F q = (1, 0, ...) of the best value against `gradient` @ q; the q, the plan.

    The dual of the best response has a number for the root and for each information state of the responder: at least
    what each action there earns, at once and in the states that follow it.
    """
    from scipy.optimize import linprog  # noqa: PLC0415 # takes a second to import

    states = form.states[responder]
    mixed, duals = gradient.shape[1], 1 + len(states.keys)
    answer = linprog(
        np.eye(1, mixed + duals, mixed)[0],
        A_ub=sparse.hstack([gradient / (form.scale or 1.0), -_flow(states).T], format="csr"),
        b_ub=np.zeros(states.sequences),
        A_eq=sparse.hstack([flow, sparse.csr_array((flow.shape[0], duals))], format="csr"),
        b_eq=np.eye(1, flow.shape[0])[0],
        bounds=[(0, None)] * mixed + [(None, None)] * duals,
        method="highs-ipm",  # on games of cards and dice seconds, where the simplex method needs minutes
        options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
    )
    if answer.status != 0:
        raise IntegrityError(f"the linear program over {form.name} was not solved: {answer.message}")
    return np.maximum(answer.x[:mixed], 0.0), _plan(states, np.maximum(-answer.ineqlin.marginals, 0.0))
