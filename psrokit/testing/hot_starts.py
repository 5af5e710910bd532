"""What a meta-solver that can begin at a known solution must keep."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from psrokit.game import Floats, Role
from psrokit.meta import MetaStrategy, hot_started
from psrokit.payoff import PayoffTable
from psrokit.seeds import generator
from psrokit.testing.solver_answers import CLOSE, SolverAnswers
from psrokit.testing.suite import expect
from psrokit.testing.tables import ALIKE, DISTINCT, zero_sum

_SIZE, _BEFORE = 24, 20


@dataclass(frozen=True)
class HotStartLaws(SolverAnswers):
    """Tables of growing populations, for solvers that have `solve_from`; others have nothing to break."""

    def answers_alike_from_any_start(self) -> None:
        """From the answer to a smaller table, from its own or from a wrong one it comes to what it finds from nothing.

        A run that was resumed, and whoever solves the last table of a run, get the same mixture then.
        """
        solver = self.component
        if not hot_started(solver):
            return
        for name, table, before in _growing():
            cold = self._solve(table)
            starts = {"its smaller table": self._solve(before), "itself": cold, "a guess": _guess(before)}
            for place, start in starts.items():
                hot = solver.solve_from(table, start).weights
                alike = all(np.allclose(hot[role], weights, atol=CLOSE) for role, weights in cold.weights.items())
                expect(alike, f"{name}: {cold.weights!r} from nothing, {hot!r} from {place}")


def _growing() -> Iterator[tuple[str, PayoffTable, PayoffTable]]:
    """Tables before and after the population grew; the repeated ones have several equilibria."""
    rng = generator("check", "growing")
    payoff = rng.normal(size=(_SIZE, _SIZE))
    skew = payoff - payoff.T
    copied = np.arange(_SIZE) % (_BEFORE - 2)
    games: Mapping[str, tuple[Sequence[Role], Floats]] = {
        "two roles": (DISTINCT, payoff),
        "alike seats": (ALIKE, skew),
        "repeated policies": (DISTINCT, payoff[copied]),
        "repeated alike policies": (ALIKE, skew[copied][:, copied]),
    }
    for name, (seats, game) in games.items():
        yield name, zero_sum(game, seats), zero_sum(game[:_BEFORE, :_BEFORE], seats)


def _guess(table: PayoffTable) -> MetaStrategy:
    """The first three policies of each role."""
    return MetaStrategy({role: np.eye(3, _BEFORE).mean(axis=0) for role in table.seats})
