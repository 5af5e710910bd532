"""Watching a run: a live panel on a terminal, a plain line now and then anywhere else, never both.

Everything goes to standard error, so that standard output holds nothing but results.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import click
import numpy as np
from rich.console import Console
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from psrokit.cli.output import printable
from psrokit.cli.tally import Tally
from psrokit.estimate import Estimate, level_text
from psrokit.game import Floats
from psrokit.psro import State
from psrokit.report.numbers import duration
from psrokit.report.words import range_text, value_text
from psrokit.run.execution import Observer

SECONDS_BETWEEN_LINES = 5.0
PURPOSES: Mapping[str, str] = {
    "payoff": "filling the payoff table",
    "training": "training a response",
    "gate": "testing the response",
    "exploitability": "bounding the exploitability",
    "progress": "comparing with the first population",
}
"""What to call the phases of the run; others are called by their purpose."""


@contextmanager
def progress(iterations: int, known: int = -1) -> Iterator[Observer]:
    """An observer for a run of so many iterations, `known` of which are over, fit for where standard error goes."""
    tally = Tally(iterations)
    if not sys.stderr.isatty():
        yield Progress(tally, say_plainly, SECONDS_BETWEEN_LINES, known)
        return
    screen = Console(stderr=True, highlight=False)
    with Live(console=screen, get_renderable=lambda: panel(tally), refresh_per_second=4, transient=True):
        yield Progress(tally, lambda line: screen.print(Text(line)), math.inf, known)


def say_plainly(line: str) -> None:
    """One line on standard error."""
    click.echo(line, err=True)


@dataclass
class Progress:
    """Keeps a tally, and says what is told, each iteration and, every `pause` seconds, where the run is.

    known: the last iteration that an earlier process finished, and said; -1: there is none.
    """

    tally: Tally
    say: Callable[[str], None]
    pause: float
    known: int = -1
    _said_at: float = -math.inf

    def told(self, message: str) -> None:
        """Something to know: said at once."""
        self.say(printable(message))

    def phase_started(self, iteration: int, purpose: str, planned: int) -> None:
        """Counting starts anew."""
        self.tally.begin(iteration, purpose, planned)
        self._say_now_and_then()

    def match_finished(self, done: int, planned: int) -> None:
        """One more is over."""
        self.tally.count(done, planned)
        self._say_now_and_then()

    def state_finished(self, state: State, metrics: Mapping[str, Estimate]) -> None:
        """An iteration is complete: its line is said, unless an earlier process has."""
        self.tally.end_iteration(state.iteration)
        if state.iteration > self.known:
            self.say(printable(iteration_line(state, metrics)))
        elif state.iteration == self.known:
            self.say(f"continuing after iteration {self.known}")

    def _say_now_and_then(self) -> None:
        if (now := self.tally.clock()) - self._said_at >= self.pause:
            self._said_at = now
            self.say(tally_line(self.tally))


def panel(tally: Tally) -> Table:
    """Where the run is, for a terminal."""
    row = Table.grid(padding=(0, 1))
    row.add_row(
        Text(f"iteration {tally.iteration} of {tally.iterations}", style="bold"),
        Text(phase_name(tally.phase)),
        ProgressBar(total=max(tally.planned, 1), completed=tally.done, width=30),
        Text(_counts(tally)),
    )
    return row


def phase_name(purpose: str) -> str:
    """What a phase is called for people."""
    return PURPOSES.get(purpose, printable(purpose))


def tally_line(tally: Tally) -> str:
    """Where the run is, in one line."""
    return f"iteration {tally.iteration}/{tally.iterations}  {phase_name(tally.phase)}  {_counts(tally)}"


def iteration_line(state: State, metrics: Mapping[str, Estimate]) -> str:
    """What came of an iteration, in one line: who carries the mixture and what was measured."""
    mixtures = [heaviest(state.population.names(role), weights) for role, weights in state.strategy.weights.items()]
    measured = "  ".join(f"{name} {short(estimate)}" for name, estimate in metrics.items())
    return f"iteration {state.iteration} done: {' | '.join(mixtures)}" + (f"  {measured}" if measured else "")


def heaviest(names: Sequence[str], weights: Floats) -> str:
    """The three members with the most weight."""
    return ", ".join(f"{names[i]} {weights[i]:.2f}" for i in np.argsort(-weights, kind="stable")[:3] if weights[i] > 0)


def short(estimate: Estimate) -> str:
    """A number with its interval, its level and its bound; the metric's name says the rest."""
    if estimate.bound == "exact":
        return f"{value_text(estimate)} (exact)"
    value = "" if estimate.bound == "bracket" else f"{value_text(estimate)} "
    return f"{value}{range_text(estimate)} ({estimate.bound} at {level_text(estimate.level)})"


def _counts(tally: Tally) -> str:
    parts = [f"{tally.done}/{tally.planned}"]
    if tally.rate is not None:
        parts.append(f"{tally.rate:.1f}/s")
    if tally.phase_seconds is not None:
        parts.append(f"{duration(tally.phase_seconds)} left")
    if tally.run_seconds:
        parts.append(f"(about {duration(tally.run_seconds)} for the other iterations)")
    return "  ".join(parts)
