"""What else was measured about the states, such as progress since the start."""

from __future__ import annotations

from psrokit.report.facts import Facts
from psrokit.report.section import Section, fill
from psrokit.report.sections.distance import DISTANCES, courses


def section(facts: Facts) -> Section | None:
    """A chart and a table for each further metric."""
    found = courses(facts, lambda metric: metric.estimate.kind not in DISTANCES)
    if not found:
        return None
    return Section("measurements", "Further measurements", fill("measurements.html", {"courses": found}))
