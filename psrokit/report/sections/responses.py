"""How each response did: its gain over the mixture it was to beat, and whether that is proven."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from psrokit.estimate import Estimate
from psrokit.report.facts import Facts
from psrokit.report.section import Section, fill
from psrokit.report.standing import FROM_TABLE, PROVEN, Response, responses, verdict
from psrokit.report.strip import strip, strip_axis, strip_scale
from psrokit.report.weights import MOST_ROWS, weights


@dataclass(frozen=True, slots=True)
class Gain:
    """One measured gain. verdict: what its interval proves."""

    estimate: Estimate
    strip: Markup
    verdict: str
    proven: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A response. name: without its role. weight: in the mixture it entered. gains: by the measure's name."""

    iteration: int
    role: str
    name: str
    weight: Estimate
    gains: Mapping[str, Gain]


@dataclass(frozen=True, slots=True)
class Measure:
    """A column of the table: what was measured, the scale of its strips, the newest one to say what it is."""

    name: str
    axis: Markup
    newest: Estimate


def section(facts: Facts) -> Section | None:
    """A row for each response; iterations in which an oracle found none are named below."""
    if len(facts.states) == 1:
        return None
    found = list(responses(facts))
    columns: dict[str, list[Estimate]] = {}
    for response in found:
        for name, gain in response.gains.items():
            columns.setdefault(name, []).append(gain)
    context = {
        "rows": _rows(facts, found, columns),
        "most": MOST_ROWS,
        "measures": [Measure(name, strip_axis(strip_scale(gains)), gains[-1]) for name, gains in columns.items()],
        "roles": facts.roles,
        "silent": _silent(facts, found),
        "refused": facts.refused,
        "unproven": sum(response.verdict != PROVEN for response in found),
        "from_table": FROM_TABLE,
    }
    return Section("responses", "How each response did", fill("responses.html", context))


def _rows(facts: Facts, found: list[Response], columns: Mapping[str, list[Estimate]]) -> list[Row]:
    scales = {name: strip_scale(gains) for name, gains in columns.items()}
    states = {state.iteration: state for state in facts.states}
    rows = []
    for response in found:
        role, index = response.role, response.index
        gains = {
            name: Gain(estimate, strip(estimate, scales[name]), verdict(estimate), verdict(estimate) == PROVEN)
            for name, estimate in response.gains.items()
        }
        weight = weights(states[response.iteration], role)[index]
        rows.append(Row(response.iteration, role, facts.names(role)[index], weight, gains))
    return rows


def _silent(facts: Facts, found: list[Response]) -> list[tuple[int, str]]:
    """Iterations without a new policy, each with the roles that have none; no roles where there is one only."""
    answered = {(response.iteration, response.role) for response in found}
    silent = []
    for state in facts.states[1:]:
        missing = [role for role in facts.roles if (state.iteration, role) not in answered]
        if missing:
            silent.append((state.iteration, ", ".join(missing) if len(facts.roles) > 1 else ""))
    return silent
