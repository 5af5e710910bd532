"""A run of a plan in a folder: begun, continued or left as it is.

Whatever ends a run early (a signal, a power cut, a full disk), the same command continues it.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from psrokit.plan import Plan
from psrokit.run.execution import Execution, Observer, enough
from psrokit.run.start import begun, claim, drift, start
from psrokit.run.stopping import stoppable
from psrokit.store import Run
from psrokit.store.lock import locked


def execute(plan: Plan, folder: Path, *, observers: Sequence[Observer] = ()) -> Run:
    """Run a plan in `folder`, or continue what was begun there; a run that is finished is left as it is.

    Raises RunLocked if another process runs there, InputError if the folder holds something else or a run of another
    plan, FailureBudgetExceeded if too many matches failed, KeyboardInterrupt after SIGINT, SIGTERM or SIGHUP,
    EnvironmentFault if the disk refuses, and what a component raises. After any of these the run can be continued.
    """
    claim(folder)
    with locked(folder), stoppable():
        earlier = begun(plan, folder)
        if earlier is None or not _complete(plan, earlier):
            drifted = drift(plan, earlier) if earlier else []
            with closing(start(plan, folder, earlier)) as ledger:
                execution = Execution(plan, Run(folder), ledger, tuple(observers))
                for change in drifted:
                    execution.warn(f"not as it was when this run was begun: {change}")
                execution.run()
    return Run(folder)


def _complete(plan: Plan, earlier: Run) -> bool:
    """Whether a run has ended as this plan wants it to."""
    if not earlier.finished:
        return False
    last = earlier.states()[-1].iteration
    metrics = {metric.name: metric.estimate for metric in earlier.metrics() if metric.iteration == last}
    return enough(plan, last, metrics) is not None
