"""Where the run comes from: the experiment file as given, its components with every default, versions and commit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from psrokit.report.facts import Facts
from psrokit.report.section import Section, fill

_PARTS = ("game", "oracle", "meta_solver", "evaluator", "executor", "metrics")
_SETTINGS = ("seed", "iterations", "until", "max_failures", "overrides", "plugins", "digest")
_LEADING = ("psrokit", "python")
_LONGEST = 100_000


@dataclass(frozen=True, slots=True)
class Entry:
    """A name and a value, both text."""

    name: str
    value: str


def section(facts: Facts) -> Section:
    """Everything that is needed to repeat the run."""
    plan = facts.plan
    whole = json.dumps(plan, indent=2, ensure_ascii=False)
    context = {
        "parts": [Entry(name, _text(spec)) for name in _PARTS for spec in _listed(plan.get(name))],
        "settings": [Entry(name, _text(plan[name])) for name in _SETTINGS if plan.get(name) not in (None, [], {})],
        "commit": _commit(plan.get("git")),
        "versions": _versions(plan.get("versions") or {}),
        "experiment": facts.experiment,
        "plan": whole if len(whole) <= _LONGEST else None,
    }
    return Section("provenance", "Provenance", fill("provenance.html", context))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _commit(git: Mapping[str, Any] | None) -> str:
    if not git:
        return "not in a git repository"
    return f"{git.get('commit')}{', with uncommitted changes' if git.get('changed') else ''}"


def _versions(versions: Mapping[str, Any]) -> list[Entry]:
    names = [*(name for name in _LEADING if name in versions), *(name for name in versions if name not in _LEADING)]
    return [Entry(name, str(versions[name])) for name in names]
