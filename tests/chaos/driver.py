"""A program that runs experiments in forked children and lets them be killed: what the chaos tests talk to.

It imports everything once and forks for every run, so that a kill costs milliseconds and not seconds. Requests and
answers are JSON lines. A child dies by SIGKILL at its n-th durable step if it is asked to: before and after every
fsync, rename and commit.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sqlite3
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from psrokit.errors import PsrokitError
from psrokit.plan import Plan, make_plan
from psrokit.run import execute


@dataclass(frozen=True)
class Request:
    """One run. kill_at: the durable step at which to die, 0 for none. largest: bytes a file may have, 0 for any."""

    experiment: str
    out: str
    overrides: Sequence[str] = ()
    kill_at: int = 0
    largest: int = 0


def main() -> None:
    for line in sys.stdin:
        request = Request(**json.loads(line))
        plan = plan_of(request.experiment, tuple(request.overrides))
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGINT, signal.default_int_handler)
            os._exit(run(plan, request))
        say({"pid": child})
        _, status = os.waitpid(child, 0)
        say({"code": os.waitstatus_to_exitcode(status)})


@cache
def plan_of(experiment: str, overrides: tuple[str, ...]) -> Plan:
    return make_plan(Path(experiment), overrides)


def run(plan: Plan, request: Request) -> int:
    """Execute and answer with the exit code that the command line would have."""
    if request.kill_at:
        kill_at(request.kill_at)
    if request.largest:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (request.largest, resource.RLIM_INFINITY))
    try:
        execute(plan, Path(request.out))
    except PsrokitError as error:
        say({"error": str(error)})
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    return 0


def kill_at(number: int) -> None:
    """Die at the `number`-th durable step from now on."""
    steps = count(1)

    def step() -> None:
        if next(steps) == number:
            os.kill(os.getpid(), signal.SIGKILL)

    def surrounded(call: Callable[..., Any]) -> Callable[..., Any]:
        def both_sides(*args: Any, **kwargs: Any) -> Any:
            step()
            result = call(*args, **kwargs)
            step()
            return result

        return both_sides

    class CountingConnection(sqlite3.Connection):
        def execute(self, query: str, *values: Any) -> sqlite3.Cursor:
            call = super().execute
            return (surrounded(call) if query == "COMMIT" else call)(query, *values)

        def executescript(self, script: str) -> sqlite3.Cursor:
            return surrounded(super().executescript)(script)

    connect = sqlite3.connect
    sqlite3.connect = lambda *args, **options: connect(*args, **{**options, "factory": CountingConnection})
    os.fsync = surrounded(os.fsync)
    Path.replace = surrounded(Path.replace)  # type: ignore[method-assign]


def say(answer: dict[str, Any]) -> None:
    os.write(1, json.dumps(answer).encode() + b"\n")


if __name__ == "__main__":
    main()
