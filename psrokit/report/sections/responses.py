"""How each response did: its gain over the mixture it was to beat, and whether that is proven."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from psrokit.estimate import Estimate
from psrokit.game import Role
from psrokit.report.facts import Facts
from psrokit.report.payoffs import member_payoffs, mixture_payoff
from psrokit.report.intervals import difference
from psrokit.report.section import Section, fill
from psrokit.report.strip import strip, strip_axis, strip_scale
from psrokit.rows import StoredState

FROM_TABLE = "gain in the payoff table"


@dataclass(frozen=True, slots=True)
class Gain:
    """One measured gain. verdict: what its interval proves."""

    estimate: Estimate
    strip: Markup
    verdict: str
    proven: bool


@dataclass(frozen=True, slots=True)
class Response:
    """A policy that joined after the start. gains: by the measure's name; weight: in the mixture it entered."""

    iteration: int
    role: Role
    name: str
    weight: float
    gains: dict[str, Gain]


@dataclass(frozen=True, slots=True)
class Measure:
    """A column of the table: what was measured, the scale of its strips, an estimate that says what it is."""

    name: str
    axis: Markup
    example: Estimate


def section(facts: Facts) -> Section | None:
    """A row for each response; iterations in which an oracle found none are named below."""
    if len(facts.states) == 1:
        return None
    found = [(state, role, index) for state in facts.states[1:] for role, index in _newcomers(facts, state)]
    estimates = [_estimates(facts, *one) for one in found]
    measures = list(dict.fromkeys(name for of_one in estimates for name in of_one))
    scales = {name: strip_scale([of_one[name] for of_one in estimates if name in of_one]) for name in measures}
    responses = []
    for (state, role, index), of_one in zip(found, estimates, strict=True):
        gains = {name: _gain(estimate, strip(estimate, scales[name])) for name, estimate in of_one.items()}
        weight = float(state.strategy.weights[role][index])
        responses.append(Response(state.iteration, role, facts.names(role)[index], weight, gains))
    examples = {name: estimate for of_one in estimates for name, estimate in of_one.items()}
    context = {
        "responses": responses,
        "measures": [Measure(name, strip_axis(scales[name]), examples[name]) for name in measures],
        "roles": facts.roles,
        "silent": _silent(facts),
        "unproven": _unproven(responses),
        "from_table": FROM_TABLE,
    }
    return Section("responses", "How each response did", fill("responses.html", context))


def _newcomers(facts: Facts, state: StoredState) -> list[tuple[Role, int]]:
    """The members that joined in a state after the first, as (role, index)."""
    before = facts.states[facts.states.index(state) - 1]
    return [
        (role, index)
        for role in facts.roles
        for index in range(len(before.population[role]), len(state.population[role]))
    ]


def _estimates(facts: Facts, state: StoredState, role: Role, index: int) -> dict[str, Estimate]:
    """The gains that were measured for a newcomer; where none was, what the payoff table says."""
    name = facts.names(role)[index]
    labels = {name, f"{role}/{name}"}
    measured = {
        family: metric.estimate
        for metric in facts.metrics
        for family, _, label in [metric.name.partition(":")]
        if metric.iteration == state.iteration and label in labels and metric.estimate.kind == "gain"
    }
    return measured or {FROM_TABLE: _table_gain(facts, state, role, index)}


def _table_gain(facts: Facts, state: StoredState, role: Role, index: int) -> Estimate:
    before = facts.states[facts.states.index(state) - 1]
    own = member_payoffs(state.table, facts.reach, before, role)[index]
    base = mixture_payoff(state.table, facts.reach, before, role)
    convention = f"payoff against the mixture of iteration {before.iteration}, less that of the mixture itself"
    return difference(own, base, convention)


def _gain(estimate: Estimate, drawn: Markup) -> Gain:
    if estimate.low > 0:
        return Gain(estimate, drawn, "improvement proven", proven=True)
    return Gain(estimate, drawn, "worse, proven" if estimate.high < 0 else "not proven", proven=False)


def _silent(facts: Facts) -> list[tuple[int, str]]:
    """Iterations and roles without a new policy."""
    silent = []
    for state in facts.states[1:]:
        answered = {role for role, _ in _newcomers(facts, state)}
        missing = [role for role in facts.roles if role not in answered]
        if missing:
            silent.append((state.iteration, ", ".join(missing) if len(facts.roles) > 1 else ""))
    return silent


def _unproven(responses: list[Response]) -> int:
    """How many responses are proven by no measure."""
    return sum(not any(gain.proven for gain in response.gains.values()) for response in responses)
