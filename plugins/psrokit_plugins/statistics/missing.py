"""What the missing cells of a symmetric zero-sum table could change.

Nothing is put into them. A payoff nobody measured lies between the lowest and the highest return there is, and three
things can be said whatever it is:

* The *cautious mixture* maximises its worst payoff when every missing cell is as bad for it as can be (one linear
  program). What it can lose is at most `loss`, however the table is completed; where that is 0, it is an equilibrium of
  every completion, and the holes change nothing about it.
* A policy is *out* if it is in no equilibrium of any completion: because another mixture earns more against everybody
  who is not out, in every completion (iterated strict dominance between bounds); or because it loses for certain to a
  mixture that is an equilibrium of every completion (whoever is in one equilibrium of a zero-sum game is a best
  response to each other one).
* A policy is *in question* if some completions that were tried give it weight and others do not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog

from psrokit.api import Floats
from psrokit_plugins.linear_programs.zero_sum import solve_symmetric, solve_zero_sum

_CLEAR = 1e-9
_SUPPORT = 1e-6
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Unknown:
    """A payoff matrix with holes. low, high: (K, K), the bounds of each payoff of the row; equal where it is known."""

    low: Floats
    high: Floats

    @property
    def holes(self) -> Bools:
        """Where the payoff is not known."""
        return np.asarray(self.high > self.low)

    def filled(self, share: Floats) -> Floats:
        """An antisymmetric completion; share: (K, K) in [0, 1], where between its bounds each payoff is."""
        upper = np.triu(self.low + share * (self.high - self.low), 1)
        return np.asarray(upper - upper.T)


@dataclass(frozen=True, slots=True)
class Reach:
    """What holds for all completions. mixture, loss: the cautious mixture and what it loses at most.

    out: policies in no equilibrium of any completion. ever, always: policies in the support of the equilibria of some,
    and of all, of the completions tried.
    """

    mixture: Floats
    loss: float
    out: Bools
    ever: Bools
    always: Bools


def unknown(payoff: Floats, known: Bools, bounds: tuple[float, float]) -> Unknown:
    """Payoffs (K, K) with their bounds; the diagonal is 0."""
    certain = known | np.eye(len(payoff), dtype=np.bool_)
    return Unknown(np.where(certain, payoff, bounds[0]), np.where(certain, payoff, bounds[1]))


def reach(table: Unknown, tries: int, rng: np.random.Generator) -> Reach:
    """The cautious mixture, the policies that are out, and what `tries` random completions make of the others.

    Half of the completions are extreme, every missing cell at one of its bounds.
    """
    saddle = solve_zero_sum(table.low) if table.holes.any() else solve_symmetric(table.low)
    loss = max(-saddle.value, 0.0)
    loss = loss if loss > _CLEAR * saddle.scale else 0.0
    gone = out(table)
    if loss == 0:
        gone = gone | (table.high @ saddle.row < -_CLEAR * saddle.scale)
    supports = np.array([solve_symmetric(payoff).row > _SUPPORT for payoff in completions(table, tries, rng)])
    ever, always = (np.asarray(quantifier(supports, axis=0)) for quantifier in (np.any, np.all))
    return Reach(saddle.row, loss, gone, ever, always)


def completions(table: Unknown, tries: int, rng: np.random.Generator) -> Iterator[Floats]:
    """Antisymmetric payoff matrices without holes, the extreme ones first."""
    shape = table.low.shape
    for number in range(tries):
        share = rng.random(shape)
        yield table.filled(np.rint(share) if number < (tries + 1) // 2 else share)


def out(table: Unknown) -> Bools:
    """Policies that iterated strict dominance excludes from every equilibrium of every completion."""
    gone = np.zeros(len(table.low), dtype=np.bool_)
    while True:
        left = np.flatnonzero(~gone)
        beaten = [policy for policy in left if _dominated(table, int(policy), left)]
        if not beaten:
            return gone
        gone[beaten] = True


def _dominated(table: Unknown, policy: int, left: npt.NDArray[np.intp]) -> bool:
    """Whether a mixture of the others earns more than `policy` against everybody left, whatever the holes hold.

    Between two unknown payoffs against one opponent the worse for the mixture is compared with the better for the
    policy, which holds for every completion. Against the policy itself the mixture earns minus what the policy does.
    """
    others = left[left != policy]
    if not len(others):
        return False
    lead = table.low[np.ix_(others, left)] - table.high[policy, left]
    answer = linprog(
        np.append(np.zeros(len(others)), -1.0),
        A_ub=np.hstack([-lead.T, np.ones((len(left), 1))]),
        b_ub=np.zeros(len(left)),
        A_eq=np.append(np.ones(len(others)), 0.0)[np.newaxis],
        b_eq=[1.0],
        bounds=[(0, None)] * len(others) + [(None, None)],
    )
    scale = max(float(np.ptp(table.high)), np.finfo(float).tiny)
    return bool(answer.status == 0 and -answer.fun > 1e-7 * scale)
