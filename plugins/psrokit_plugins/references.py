"""References to policies of runs: `run:runs/gen1ou/response-1`, wherever a policy can be named."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from psrokit.api import InputError, NoRun, Run, unknown

_PREFIX = "run:"
_RUNS = Path("runs")
_MOST_WORDS = 2
"""Between the run and the member: an iteration and a role."""


def spec_behind(ref: str) -> Mapping[str, Any] | None:
    """The spec of the member that `run:RUN/MEMBER`, `run:RUN/ROLE/MEMBER` or `run:RUN/ITERATION/ROLE/MEMBER` names.

    RUN: a run's folder, from here or in `runs`. None for anything that does not begin with `run:`. Raises InputError
    if there is no such run, role or member, or if several roles have a member of that name.
    """
    if not ref.startswith(_PREFIX):
        return None
    *parts, name = Path(ref.removeprefix(_PREFIX)).parts or ("",)
    run, words = _run_and_words(parts, ref)
    members = _members(run, words)
    found = [spec for (role, member), spec in members.items() if member == name and role in (words[-1:] or [role])]
    if not found:
        raise InputError(unknown(f"member of run {run.name}", name, {member for _, member in members}))
    if any(spec != found[0] for spec in found):
        roles = ", ".join(role for role, member in members if member == name)
        raise InputError(f"'{name}' is in the populations of {roles}", remedy=f"Write {_PREFIX}RUN/ROLE/{name}.")
    return found[0]


def _run_and_words(parts: list[str], ref: str) -> tuple[Run, list[str]]:
    """The run whose folder `parts` begin with, and what follows it."""
    for cut in range(len(parts), max(len(parts) - _MOST_WORDS, 1) - 1, -1):
        for folder in (Path(*parts[:cut]), _RUNS.joinpath(*parts[:cut])):
            try:
                return Run.open(folder), parts[cut:]
            except NoRun:
                continue
    raise InputError(f"'{ref}' names no run", remedy=f"Write {_PREFIX}RUN/MEMBER; psrokit ls lists the runs.")


def _members(run: Run, words: list[str]) -> dict[tuple[str, str], Mapping[str, Any]]:
    """The specs of the members of an iteration, by default the last, by role and name."""
    states = {str(state.iteration): state for state in run.states()}
    if not states:
        raise InputError(f"run {run.name} has no complete iteration yet", place=str(run.folder))
    if len(words) == _MOST_WORDS and words[0] not in states:
        raise InputError(unknown(f"iteration of run {run.name}", words[0], states))
    population = states[words[0] if len(words) == _MOST_WORDS else next(reversed(states))].population
    if words and words[-1] not in population:
        raise InputError(unknown(f"role of run {run.name}", words[-1], population))
    return {(role, member.name): member.spec for role, members in population.items() for member in members}
