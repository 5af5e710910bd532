"""`psrokit plan`: what an experiment would run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from psrokit.cli.output import print_json, printable
from psrokit.cli.running import RUNS
from psrokit.plan import make_plan
from psrokit.store import NoRun, Run

_SAID_APART = ("digest", "overrides", "versions", "git", "plugins")


def show_plan(file: Path, overrides: Sequence[str], *, as_json: bool) -> None:
    """Build everything an experiment names and show it. Raises what `make_plan` raises."""
    plan = make_plan(file, overrides)
    folder = RUNS / plan.name
    data = {"plan": dict(plan.resolved), "run": {"folder": str(folder), **_begun(folder, plan.digest)}}
    if as_json:
        print_json(data)
        return
    for key, value in plan.resolved.items():
        if key not in _SAID_APART:
            click.echo(printable(f"{key + ':':<14}{_in_words(value)}"))
    for line in _about_plugins(plan.resolved["plugins"]):
        click.echo(printable(line))
    click.echo(f"{'run:':<14}{folder} ({_said(data['run'])})")


def _begun(folder: Path, digest: str) -> dict[str, Any]:
    try:
        run = Run.open(folder)
    except NoRun:
        return {"exists": False, "continues": False, "finished": False}
    return {"exists": True, "continues": run.digest == digest, "finished": run.finished}


def _said(run: Mapping[str, Any]) -> str:
    if not run["exists"]:
        return "new"
    if not run["continues"]:
        return "holds a run of another plan: choose another --out"
    return "finished" if run["finished"] else "will be continued"


def _in_words(value: Any) -> str:
    if isinstance(value, Mapping) and "use" in value:
        options = ", ".join(f"{key}: {_in_words(item)}" for key, item in value.items() if key != "use")
        return f"{value['use']} ({options})" if options else str(value["use"])
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_in_words(item)}" for key, item in value.items()) or "none"
    if isinstance(value, list):
        return ", ".join(_in_words(item["policy"] if _is_member(item) else item) for item in value) or "none"
    return "none" if value is None else str(value)


def _is_member(item: Any) -> bool:
    return isinstance(item, Mapping) and "policy" in item


def _about_plugins(plugins: Sequence[Mapping[str, str]]) -> Iterator[str]:
    for plugin in plugins:
        yield f"{'plugin file:':<14}{plugin['file']} (SHA-256 {plugin['sha256'][:16]}…)"
