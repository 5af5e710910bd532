"""Where the run stands: the newest mixture and the newest value of each measured number."""

from __future__ import annotations

from dataclasses import dataclass

from psrokit.estimate import Estimate
from psrokit.game import Role
from psrokit.report.facts import Facts
from psrokit.report.section import Section, fill
from psrokit.report.weights import weights

_MEMBERS_SHOWN = 5
_SHARE_SHOWN = 0.0005


@dataclass(frozen=True, slots=True)
class Mixture:
    """A role's newest mixture. members: name and weight, the heaviest first. more: how many more have weight."""

    role: Role
    members: tuple[tuple[str, Estimate], ...]
    more: int


@dataclass(frozen=True, slots=True)
class Figure:
    """The newest value of a metric."""

    name: str
    iteration: int
    estimate: Estimate


def section(facts: Facts) -> Section:
    """The summary."""
    context = {
        "facts": facts,
        "mixtures": [_mixture(facts, role) for role in facts.roles],
        "figures": _newest(facts),
    }
    return Section("summary", "Where it stands", fill("summary.html", context))


def _mixture(facts: Facts, role: Role) -> Mixture:
    pairs = sorted(zip(facts.names(role), weights(facts.last, role), strict=True), key=lambda pair: -pair[1].value)
    held = [(name, weight) for name, weight in pairs if weight.value >= _SHARE_SHOWN]
    return Mixture(role, tuple(held[:_MEMBERS_SHOWN]), max(len(held) - _MEMBERS_SHOWN, 0))


def _newest(facts: Facts) -> list[Figure]:
    """The newest value of each metric that is not about one policy."""
    figures = {
        metric.name: Figure(metric.name, metric.iteration, metric.estimate)
        for metric in facts.metrics
        if ":" not in metric.name
    }
    return list(figures.values())
