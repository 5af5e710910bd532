"""How far from equilibrium: exploitability and its relatives by iteration."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from psrokit.report.curve import Point, curve
from psrokit.report.facts import Facts
from psrokit.report.section import Section, fill
from psrokit.report.words import ROUNDING, kind_words
from psrokit.store.rows import StoredMetric

DISTANCES = frozenset({"nash_conv", "cce_gap", "ce_gap", "exploitability", "restricted_exploitability", "regret"})


@dataclass(frozen=True, slots=True)
class Course:
    """One metric over the iterations. chart: None where it is zero up to rounding throughout."""

    name: str
    points: tuple[Point, ...]
    chart: Markup | None

    @property
    def newest(self) -> Point:
        """Its last value."""
        return self.points[-1]


def section(facts: Facts) -> Section | None:
    """A chart and a table for each number that says how far the mixture is from equilibrium."""
    found = courses(facts, lambda metric: metric.estimate.kind in DISTANCES)
    context = {"courses": found, "kinds": {course.newest.estimate.kind for course in found}}
    return Section("distance", "Distance from equilibrium", fill("distance.html", context)) if found else None


def courses(facts: Facts, wanted: Callable[[StoredMetric], bool]) -> list[Course]:
    """The metrics that are wanted, each over all iterations. Those about one policy are left to other sections."""
    points: dict[str, list[Point]] = {}
    for metric in facts.metrics:
        if ":" not in metric.name and wanted(metric):
            points.setdefault(metric.name, []).append(Point(metric.iteration, metric.estimate))
    return [Course(name, tuple(these), _chart(name, these)) for name, these in points.items()]


def _chart(name: str, points: list[Point]) -> Markup | None:
    if all(point.estimate.bound == "exact" and abs(point.estimate.value) <= ROUNDING for point in points):
        return None
    return curve(points, _label(name, points))


def _label(name: str, points: list[Point]) -> str:
    return f"{name} ({kind_words(points[-1].estimate.kind)}) by iteration; the same numbers stand in the table below"
