"""The page: all sections of a report in one self-contained file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from psrokit.report.facts import Facts, read
from psrokit.report.frame import framed
from psrokit.report.section import Section
from psrokit.report.sections import (
    distance,
    measurements,
    mixtures,
    payoffs,
    population,
    provenance,
    responses,
    summary,
    terms,
    time,
)
from psrokit.store import Run
from psrokit.store.files import make_folder, write_durably

SectionOf = Callable[[Facts], Section | None]
"""Makes a section, or None where the run has nothing to say under its title."""

SECTIONS: tuple[SectionOf, ...] = (
    summary.section,
    population.section,
    payoffs.section,
    distance.section,
    mixtures.section,
    responses.section,
    measurements.section,
    time.section,
    terms.section,
    provenance.section,
)


def write(run: Run, target: Path) -> Path:
    """Write the report of `run` to the file `target` and return it.

    Raises IntegrityError if the run has no complete state or its ledger is damaged, EnvironmentFault if the disk
    refuses.
    """
    make_folder(target.parent)
    write_durably(target, render(read(run)).encode("utf-8", "replace"))
    return target


def render(facts: Facts, sections: Sequence[SectionOf] = SECTIONS) -> str:
    """The whole page. It runs no script and loads nothing: its policy allows only its own style, named by hash."""
    made = [section for section in (make(facts) for make in sections) if section is not None]
    context = {
        "facts": facts,
        "sections": made,
    }
    return framed("page.html", context)
