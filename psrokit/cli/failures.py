"""How a verb fails: one readable message, one exit code, no traceback for anything a user can act on."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import click

from psrokit.cli.output import JSON_FLAG, print_json, printable
from psrokit.errors import PsrokitError

USAGE_CODE = 2
INTERRUPTED_CODE = 130
KINDS: Mapping[int, str] = {
    2: "input",
    3: "environment",
    4: "failures",
    5: "locked",
    6: "integrity",
    130: "interrupted",
}
"""Exit code -> the `kind` of an error in JSON; what is not listed is "error"."""


def report_failure(error: BaseException, arguments: Sequence[str]) -> int:
    """Say what went wrong, as JSON if `arguments` ask for it, and return the exit code. Raises what no user caused."""
    if isinstance(error, BrokenPipeError):
        _abandon_output()
        return 0
    code, problem = _explain(error)
    if JSON_FLAG in arguments:
        print_json({"error": problem})
    else:
        click.echo(_sentences(problem), err=True)
    return code


def _explain(error: BaseException) -> tuple[int, dict[str, Any]]:
    if isinstance(error, PsrokitError):
        return error.exit_code, _problem(error.exit_code, error.message, error.place, error.remedy)
    if isinstance(error, click.UsageError):
        help_line = f"See: {error.ctx.command_path} --help" if error.ctx else None
        return USAGE_CODE, _problem(USAGE_CODE, error.format_message(), None, help_line)
    if isinstance(error, click.ClickException):
        return USAGE_CODE, _problem(USAGE_CODE, error.format_message(), None, None)
    if isinstance(error, click.Abort | KeyboardInterrupt):
        return INTERRUPTED_CODE, _problem(INTERRUPTED_CODE, "interrupted", None, None)
    raise error


def _problem(code: int, message: str, place: str | None, remedy: str | None) -> dict[str, Any]:
    return {"kind": KINDS.get(code, "error"), "message": message, "place": place, "remedy": remedy}


def _sentences(problem: Mapping[str, Any]) -> str:
    where = f"{problem['place']}: " if problem["place"] else ""
    what_to_do = f"\n  {problem['remedy']}" if problem["remedy"] else ""
    return printable(f"error: {where}{problem['message']}{what_to_do}")


def _abandon_output() -> None:
    """Whoever read our output has gone: nothing more is written, not even by the interpreter when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
