"""Experiments as states of the loop, in this process and without a run folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from psrokit.api import Measurement, Setup, State, begin, psro
from psrokit.plan import make_plan
from psrokit.run.execution import enough

FOLDER = Path(__file__).parents[2] / "experiments"


def measured(name: str, *overrides: str) -> Iterator[tuple[State, dict[str, float]]]:
    """The states of an experiment with what its metrics measure, until it is over."""
    plan = make_plan(FOLDER / f"{name}.yaml", overrides)
    given = plan.experiment
    with given.executor.open(given.game) as venue:
        setup = Setup(given.game, given.oracle, given.meta_solver, given.evaluator, venue, given.seed)
        states: list[State] = [begin(setup, plan.population)]
        while True:
            found = {k: v for metric in given.metrics for k, v in metric.measure(Measurement(setup, states)).items()}
            yield states[-1], {name: estimate.value for name, estimate in found.items()}
            if enough(plan, states[-1].iteration, found):
                return
            states.append(next(psro(setup, states[-1])))


def course(name: str, metric: str, *overrides: str) -> list[float]:
    """One metric by iteration."""
    return [numbers[metric] for _, numbers in measured(name, *overrides)]
