"""What pool and worker say to each other: one JSON object a line.

The pool:

* `{"open": {"game": SPEC, "files": [...], "in_flight": n, "attempts": n}}`
* `{"play": [[number, seed, purpose, [policy hash per seat]], ...],
  "policies": {hash: {"spec": SPEC, "files": [...]}}, "forget": bool}`

The worker:

* `{"ready": true}`
* `{"done": [[number, returns, attempts, decisions, failure, record], ...]}`
* `{"error": {"kinds": [class names], "message": ..., "place": ..., "remedy": ...}, "during": [numbers]}`
"""

from __future__ import annotations

import json
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from psrokit.api import EnvironmentFault, InputError, IntegrityError, Outcome, PolicyFault, PsrokitError

_ERRORS = {cls.__name__: cls for cls in (PolicyFault, InputError, EnvironmentFault, IntegrityError)}


class Garbage(Exception):
    """A worker said something that is not of this protocol."""


@dataclass(frozen=True, slots=True)
class Said:
    """One line of a worker. done: outcomes with match numbers. error: what it raised.
    during: the matches it was given together when it raised that.
    """

    ready: bool = False
    done: tuple[tuple[int, Outcome], ...] = ()
    error: PsrokitError | None = None
    during: tuple[int, ...] = ()


def line(message: Mapping[str, Any]) -> bytes:
    """A message as it is sent."""
    return json.dumps(message, separators=(",", ":")).encode() + b"\n"


def outcome_text(number: int, outcome: Outcome) -> str:
    """An outcome as JSON; floats keep every bit. Raises TypeError if its record is no JSON data."""
    data = [number, outcome.returns, outcome.attempts, outcome.decisions, outcome.failure, dict(outcome.record)]
    return json.dumps(data, separators=(",", ":"))


def done_line(outcomes: Sequence[str]) -> bytes:
    """Several outcomes as they are sent."""
    return f'{{"done":[{",".join(outcomes)}]}}\n'.encode()


def error_data(error: Exception) -> dict[str, Any]:
    """An exception as JSON data. One that is no PsrokitError is a fault of somebody's code and brings its traceback."""
    kinds = [cls.__name__ for cls in type(error).__mro__]
    if isinstance(error, PsrokitError):
        return {"kinds": kinds, "message": error.message, "place": error.place, "remedy": error.remedy}
    told = "".join(traceback.format_exception(error))
    return {"kinds": kinds, "message": f"raised in a worker process:\n{told}", "place": None, "remedy": None}


def understood(said: bytes) -> Said:
    """What a worker's line says. Raises Garbage."""
    try:
        message = json.loads(said)
        error = message.get("error")
        return Said(
            ready=message.get("ready") is True,
            done=tuple(_outcome(one) for one in message.get("done", ())),
            error=None if error is None else _error(error),
            during=tuple(int(number) for number in message.get("during", ())),
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Garbage(f"{said[:200]!r}") from error


def _outcome(data: Sequence[Any]) -> tuple[int, Outcome]:
    number, returns, attempts, decisions, failure, record = data
    values = None if returns is None else tuple(float(value) for value in returns)
    return int(number), Outcome(values, int(attempts), int(decisions), failure, dict(record))


def _error(data: Mapping[str, Any]) -> PsrokitError:
    known = next((_ERRORS[name] for name in data["kinds"] if name in _ERRORS), PsrokitError)
    return known(str(data["message"]), place=data["place"], remedy=data["remedy"])
