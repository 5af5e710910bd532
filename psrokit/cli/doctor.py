"""`psrokit doctor`: the findings of the core and of all plugins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from rich.table import Table
from rich.text import Text

from psrokit.catalog import load_catalog
from psrokit.cli.machine import machine_checks
from psrokit.cli.output import console, print_json, printable
from psrokit.errors import EnvironmentFault
from psrokit.health import Check

_STYLES = {"ok": "green", "warn": "yellow", "fail": "bold red"}


def show_health(runs: Path, *, as_json: bool) -> int:
    """Show every finding and return the exit code."""
    checks = list(_checks(runs))
    healthy = all(check.health != "fail" for check in checks)
    if as_json:
        print_json({"healthy": healthy, "checks": [asdict(check) for check in checks]})
    else:
        console().print(_table(checks))
    return 0 if healthy else EnvironmentFault.exit_code


def _checks(runs: Path) -> Iterator[Check]:
    yield from machine_checks(runs)
    catalog = load_catalog()
    for fault in catalog.warnings:
        yield Check(f"plugin {fault.plugin}", "fail", f"left out: {fault.reason}", fault.remedy)
    yield Check("plugins", "ok", ", ".join(plugin.name for plugin in catalog.plugins.loaded) or "none")
    yield from catalog.hooks.doctor()


def _table(checks: list[Check]) -> Table:
    table = Table(show_header=False, box=None, padding=(0, 1))
    for check in checks:
        table.add_row(
            Text(check.health, style=_STYLES[check.health]), Text(printable(check.name)), Text(printable(check.found))
        )
        if check.fix:
            table.add_row("", "", Text(f"→ {printable(check.fix)}", style="bold"))
    return table
