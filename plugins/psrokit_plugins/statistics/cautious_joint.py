"""Correlated play of tables with holes: what holds for all completions.

The *cautious* joint distribution has weight on known profiles alone, and deviations gain least from it when every
missing payoff is as much worth to who comes to it as returns can be. One linear program finds it: the gains of a
deviation are linear in the distribution, and of the deviations among which a seat chooses the best one counts. Its gap
is reached by the completion with the greatest return in every hole; where payoffs must have a constant sum there is no
such completion, and the gap is a bound. Of several such distributions it is one that pays all seats together most.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from psrokit.api import Floats, IntegrityError, Profile, seat_exchanges
from psrokit_plugins.normal_form.game import distribution
from psrokit_plugins.normal_form.joint_deviations import Deviations, Ints
from psrokit_plugins.statistics.completions import Incomplete

_FEASIBLE = 1e-10
_LARGEST = 2.0
"""No deviation gains more than the spread of payoffs, which is twice the scale."""
_ROOM = 1e-9
"""By how much of the scale the gap may exceed the least one when the payoff of all is made largest."""


def cautious_joint(table: Incomplete, deviations: Deviations) -> Floats:
    """The distribution, (*K), from which all seats together gain least, at worst, by such deviations.

    Alike seats share it. Raises InputError where the table is too large, IntegrityError where nothing is known or a
    program fails.
    """
    programs = _Programs.of(table, deviations)
    chosen = np.zeros(table.low.shape[1:])
    chosen.flat[programs.known] = programs.best_paid(table.low.sum(axis=0).ravel() / table.scale)
    return np.asarray(np.mean([chosen.transpose(order) for order in seat_exchanges(table.seats)], axis=0))


def gap_if_least(table: Incomplete, deviations: Deviations, hole: Profile) -> float:
    """What deviations from the cautious distribution gain at most once it is known that a missing profile pays least.

    Never more than while it is missing. Raises as `cautious_joint`.
    """
    high = table.high.copy()
    for order in seat_exchanges(table.seats):
        cell: tuple[slice | int, ...] = (slice(None), *(hole[seat] for seat in order))
        high[cell] = table.low[cell]
    found = replace(table, high=high, holes=tuple(other for other in table.holes if other != hole))
    return _Programs.of(found, deviations).least_gap() * table.scale


@dataclass(frozen=True, slots=True)
class _Programs:
    """Variables: a distribution over the known profiles, and for each set of rivals the best of their gains or 0.

    gains: (deviations, known profiles), in units of the scale. known: those profiles as numbers.
    """

    known: Ints
    gains: sparse.csr_array
    rivals: Ints

    @classmethod
    def of(cls, table: Incomplete, deviations: Deviations) -> _Programs:
        """Raises IntegrityError where no profile has all its payoffs."""
        known = np.flatnonzero((table.low == table.high).all(axis=0))
        if not known.size:
            raise IntegrityError("no profile has all its payoffs")
        gains = deviations.rows(table.high, table.low).tocsc()[:, known] / table.scale
        return cls(known, sparse.csr_array(gains), deviations.rivals(table.low.shape[1:]))

    def least_gap(self) -> float:
        """The least sum of best gains."""
        return float(self._solved(np.zeros(self.known.size), 1.0, _LARGEST * len(self.rivals)).fun)

    def best_paid(self, paid: Floats) -> Floats:
        """Of the distributions with the least sum one that is paid most, (known profiles,); paid: of all profiles."""
        answer = self._solved(-paid[self.known], 0.0, self.least_gap() + _ROOM)
        return distribution(answer.x[: self.known.size])

    def _solved(self, cost: Floats, cost_of_gaps: float, most: float) -> Any:
        """The least cost with a sum of best gains of at most `most`. Raises IntegrityError if the program fails."""
        deviations, profiles = self.gains.shape
        sets = int(self.rivals.max(initial=-1)) + 1
        choice = sparse.csr_array(
            (-np.ones(deviations), (np.arange(deviations), self.rivals)), shape=(deviations, sets)
        )
        together = np.append(np.zeros(profiles), np.ones(sets))
        answer = linprog(
            np.append(cost, np.full(sets, cost_of_gaps)),
            A_ub=sparse.vstack([sparse.hstack([self.gains, choice]), sparse.csr_array(together[np.newaxis])]),
            b_ub=np.append(np.zeros(deviations), most),
            A_eq=1.0 - np.sign(together)[np.newaxis],
            b_eq=[1.0],
            method="highs",
            options={"primal_feasibility_tolerance": _FEASIBLE, "dual_feasibility_tolerance": _FEASIBLE},
        )
        if answer.status != 0:
            raise IntegrityError(f"the linear program of joint play failed: {answer.message}")
        return answer
