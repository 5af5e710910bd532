"""The state of a run as data: what `psrokit status RUN --json` and `psrokit run FILE --json` print."""

from __future__ import annotations

from typing import Any

from psrokit.store import Run
from psrokit.store.rows import estimate_data


def status(run: Run) -> dict[str, Any]:
    """The shape is fixed; keys are only ever added.

    iteration is None, and population, strategy and metrics are empty, while there is no complete state yet.
    """
    states = run.states()
    last = states[-1] if states else None
    newest = last.iteration if last else None
    names = {role: [member.name for member in members] for role, members in (last.population if last else {}).items()}
    weights = last.strategy.weights if last else {}
    return {
        "name": run.name,
        "folder": str(run.folder),
        "iteration": newest,
        "finished": run.finished,
        "games": run.counts(),
        "population": names,
        "strategy": {
            role: dict(zip(members, map(float, weights[role]), strict=True)) for role, members in names.items()
        },
        "metrics": {
            metric.name: estimate_data(metric.estimate) for metric in run.metrics() if metric.iteration == newest
        },
    }
