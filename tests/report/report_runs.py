"""Runs to report on: real ones, played in a moment, and ledgers written for what no small run shows."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from psrokit.estimate import Estimate
from psrokit.meta import MetaStrategy
from psrokit.payoff import PayoffTable
from psrokit.plan import make_plan
from psrokit.play import Outcome
from psrokit.run import execute
from psrokit.store import FINISHED, MEASURED, STARTED, WARNING, Run
from psrokit.store.rows import MatchRow, StoredMember, StoredState
from psrokit.store.writer import LedgerWriter

KUHN = """
seed: 1
game: {use: openspiel, game: kuhn_poker}
population: [uniform]
oracle: exact
meta_solver: nash
evaluator: exact
metrics: [nash_conv, restricted_exploitability]
iterations: 10
until: {nash_conv: 1.0e-12}
"""
SAMPLED_RPS = """
seed: 3
game: {use: matrix, payoffs: [[0, -1, 1], [1, 0, -1], [-1, 1, 0]], seats: [player, player]}
population: [{use: pure, action: 0}]
oracle: exact
meta_solver: nash
evaluator: {use: sampled, pairs: 6}
metrics:
  - {use: restricted_exploitability, pairs: 8}
  - {use: response_gain, pairs: 12}
  - {use: progress, pairs: 10}
iterations: 4
"""
THREE_PLAYERS = """
seed: 3
game: {use: openspiel, game: "kuhn_poker(players=3)"}
population: [uniform]
oracle: exact
meta_solver: uniform
evaluator: {use: sampled, pairs: 5}
metrics: [nash_conv]
iterations: 2
"""
GENERAL_SUM = """
seed: 3
game: {use: matrix, payoffs: [[[3, 0], [5, 1]], [[3, 4], [0, 1]]]}
population: [{use: pure, action: 0}]
oracle: exact
meta_solver: uniform
evaluator: {use: sampled, pairs: 3}
iterations: 2
"""
ONLY_EVALUATED = """
seed: 3
game: {use: openspiel, game: kuhn_poker}
population: [uniform]
oracle: exact
meta_solver: nash
evaluator: {use: sampled, pairs: 5}
iterations: 0
"""


def played(folder: Path, text: str) -> Run:
    """A real run of this experiment."""
    file = folder / "experiment.yaml"
    file.write_text(text, encoding="utf-8")
    return execute(make_plan(file), folder / "run")


@dataclass(frozen=True)
class Ledger:
    """A run of two alike seats as somebody else's plugins may have left it: every text in it may be anything.

    names: the initial members' and those of one response each, so many as there are iterations.
    """

    names: Sequence[str]
    iterations: int = 1
    role: str = "trainer"
    purpose: str = "gate"
    failure: str = "crashed"
    metric: str = "restricted_exploitability"
    convention: str = "per player: gain of one seat"
    warning: str = ""
    experiment: str = "seed: 1\n"

    def write(self, folder: Path) -> Run:
        """The run, on disk."""
        folder.mkdir()
        (folder / "experiment.yaml").write_text(self.experiment, encoding="utf-8")
        with closing(LedgerWriter.open(folder / "run.sqlite")) as ledger:
            plan = {"seed": 1, "game": {"use": self.role}, "versions": {self.role: self.purpose}}
            ledger.add_event(STARTED, {"name": self.names[0], "digest": self.role, "plan": plan})
            before: StoredState | None = None
            for iteration in range(self.iterations + 1):
                before = self._add_state(ledger, iteration, before)
            if self.warning:
                ledger.add_event(WARNING, {"message": self.warning})
            ledger.add_event(FINISHED, {"iteration": self.iterations, "reason": "iterations"})
        return Run.open(folder)

    def _add_state(self, ledger: LedgerWriter, iteration: int, before: StoredState | None) -> StoredState:
        size = len(self.names) - self.iterations + iteration
        rows = [self._match(100 * iteration + number, number) for number in range(3)]
        ledger.add_matches(rows, {})
        members = tuple(StoredMember(name, name, {"use": name, "option": name}) for name in self.names[:size])
        weights = np.full(size, 1 / size)
        strategy = MetaStrategy({self.role: weights}, certificate={"gap": 0.0, self.names[0]: 1.0})
        table = sampled_table((self.role, self.role), size)
        state = StoredState(iteration, {self.role: members}, table, strategy, 3 * (iteration + 1))
        ledger.add_state(state, before)
        metrics = {self.metric: self._estimate("restricted_exploitability", "bracket")}
        if iteration:
            metrics[f"gain:{self.names[size - 1]}"] = self._estimate("gain", "estimate")
        ledger.add_metrics(iteration, metrics, MEASURED, {"iteration": iteration, "seconds": 1.5})
        return state

    def _match(self, seed: int, number: int) -> MatchRow:
        outcome = Outcome((1.0, -1.0), 1 + number, 9) if number < 2 else Outcome(None, 3, 4, self.failure)
        return MatchRow(f"key {seed}", ("payoff", self.purpose, "training")[number], seed, ("a", "b"), outcome, 0.25)

    def _estimate(self, kind: str, bound: str) -> Estimate:
        return Estimate(0.1, 0.05, 0.2, 0.95, kind, bound, self.convention, self.convention, 50, self.convention)  # type: ignore[arg-type] # chosen above


def sampled_table(seats: tuple[str, str], size: int, pairs: int = 4) -> PayoffTable:
    """A zero-sum table of alike seats: mirrored pairs of decisive games off the diagonal, which is exact."""
    above = np.triu(np.ones((size, size), dtype=np.int64), 1)
    wins = np.random.default_rng(size).binomial(1, 0.6, (2, pairs, size, size)) * above
    samples = (wins.sum(axis=0) - 1) * above
    won, total, squares = wins.sum(axis=(0, 1)), samples.sum(axis=0), (samples**2).sum(axis=0)
    played = above + above.T
    first = won + (2 * pairs * above - won).T
    empty = PayoffTable.empty(seats, (size, size))
    return replace(
        empty,
        count=pairs * played,
        total=np.stack([total - total.T, total.T - total]).astype(float),
        squares=np.stack([squares + squares.T] * 2).astype(float),
        exact=np.eye(size, dtype=np.bool_),
        games=2 * pairs * played,
        wins=np.stack([first, first.T]),
    )
