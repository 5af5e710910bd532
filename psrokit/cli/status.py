"""The state of a run as data: what `psrokit status RUN --json` and `psrokit run FILE --json` print."""

from __future__ import annotations

from typing import Any

from psrokit.report.weights import weights
from psrokit.store import Run
from psrokit.store.rows import estimate_data


def status(run: Run) -> dict[str, Any]:
    """The shape is fixed; keys are only ever added.

    iteration is None, and population, strategy and metrics are empty, while there is no complete state yet.
    """
    states = run.states()
    last = states[-1] if states else None
    newest = last.iteration if last else None
    shares = {role: weights(last, role) for role in last.population} if last else {}
    names = {role: [member.name for member in members] for role, members in (last.population if last else {}).items()}
    return {
        "name": run.name,
        "folder": str(run.folder),
        "iteration": newest,
        "finished": run.finished,
        "games": run.counts(),
        "population": names,
        "strategy": {
            role: {name: share.value for name, share in zip(members, shares[role], strict=True)}
            for role, members in names.items()
        },
        "weights": {
            role: {name: estimate_data(share) for name, share in zip(members, shares[role], strict=True)}
            for role, members in names.items()
        },
        "metrics": {
            metric.name: estimate_data(metric.estimate) for metric in run.metrics() if metric.iteration == newest
        },
    }
