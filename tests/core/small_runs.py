"""A small run, and an observer that notes what it is told."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from psrokit.estimate import Estimate
from psrokit.plan import make_plan
from psrokit.psro import State
from psrokit.run import execute
from psrokit.store import Run

CHAOS = Path(__file__).parents[1] / "chaos"
EXPERIMENT = CHAOS / "experiment.yaml"
SMALL = ("iterations=1", "evaluator.pairs=2", "oracle.candidates=2", "oracle.deals=2", "metrics.0.deals=2")


@dataclass
class Noting:
    """An observer that remembers."""

    said: list[str] = field(default_factory=list)
    phases: list[tuple[int, str, int]] = field(default_factory=list)
    matches: list[tuple[int, int]] = field(default_factory=list)
    states: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)

    def told(self, message: str) -> None:
        self.said.append(message)

    def phase_started(self, iteration: int, purpose: str, planned: int) -> None:
        self.phases.append((iteration, purpose, planned))

    def match_finished(self, done: int, planned: int) -> None:
        self.matches.append((done, planned))

    def state_finished(self, state: State, metrics: Mapping[str, Estimate]) -> None:
        self.states.append((state.iteration, tuple(metrics)))


def run(folder: Path, *overrides: str, observers: Sequence[Noting] = (), experiment: Path = EXPERIMENT) -> Run:
    return execute(make_plan(experiment, (*SMALL, *overrides)), folder, observers=observers)


def kinds(run: Run) -> list[str]:
    return [event.kind for event in run.events()]


def with_plugin(folder: Path, plugin: str, **changes: str) -> Path:
    """The experiment with one more plugin file, and some of its lines changed."""
    shutil.copy(CHAOS / "parts.py", folder)
    (folder / "extra.py").write_text(plugin)
    text = EXPERIMENT.read_text().replace("[parts.py]", "[parts.py, extra.py]")
    for key, value in changes.items():
        lines = [f"{key}: {value}" if line.startswith(f"{key}:") else line for line in text.splitlines()]
        text = "\n".join(lines) + "\n"
    path = folder / "experiment.yaml"
    path.write_text(text)
    return path
