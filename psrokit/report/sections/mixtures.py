"""Mixtures over time, and what proves the newest one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from psrokit.estimate import Estimate, level_text
from psrokit.game import Role
from psrokit.report.columns import COLOURS, Layer, columns
from psrokit.report.facts import Facts
from psrokit.report.numbers import percent
from psrokit.report.payoffs import mixture_payoff
from psrokit.report.section import Section, fill

_CERTIFICATE: Mapping[str, str] = {
    "value": "What the first seat earns at this solution of the table as it stands, in returns.",
    "gap": "What all seats together could gain by changing to other members, divided by the scale. "
    "Zero up to rounding: nobody in the population gains on this table.",
    "scale": "Half the spread of the payoffs.",
    "unique": "1 if this was shown to be the table's only equilibrium, 0 if another one was found.",
}


@dataclass(frozen=True, slots=True)
class History:
    """The mixtures of a role. iterations: their numbers, one a column."""

    role: Role
    layers: tuple[Layer, ...]
    iterations: tuple[int, ...]
    chart: Markup


@dataclass(frozen=True, slots=True)
class Proof:
    """A number of the certificate and what it says."""

    name: str
    estimate: Estimate
    meaning: str


def section(facts: Facts) -> Section:
    """A stack of weights for each role, and the certificate."""
    certificate = facts.last.strategy.certificate
    worth = mixture_payoff(facts.last.table, facts.reach, facts.last, facts.seats[0])
    context = {
        "histories": [_history(facts, role) for role in facts.roles],
        "proofs": [_proof(name, value) for name, value in certificate.items()],
        "worth": worth,
        "equilibrium": "gap" in certificate,
        "unique": certificate.get("unique") == 1.0,
        "several": certificate.get("unique") == 0.0,
        "correlated": facts.last.strategy.joint is not None,
        "iteration": facts.last.iteration,
    }
    return Section("mixtures", "Mixtures over time", fill("mixtures.html", context))


def _proof(name: str, value: float) -> Proof:
    meaning = _CERTIFICATE.get(name, "")
    method = "computed from the payoff table as it stands; the sampling error of the table is not in it"
    estimate = Estimate.exact(value, kind="certificate", convention="of the payoff table", units=name, method=method)
    return Proof(name, estimate, meaning)


def _history(facts: Facts, role: Role) -> History:
    layers = tuple(_layers(facts, role))
    iterations = tuple(state.iteration for state in facts.states)
    label = f"weights of the members of {role} by iteration; the same numbers stand in the table below"
    return History(role, layers, iterations, columns(layers, iterations, label, level_text, percent))


def _layers(facts: Facts, role: Role) -> list[Layer]:
    """A layer for each member that ever had weight; all but the heaviest share one if there are too many."""
    weights = [_weights(facts, role, index) for index in range(len(facts.names(role)))]
    ever = [index for index, course in enumerate(weights) if max(course) > 0]
    heaviest = sorted(ever, key=lambda index: -sum(weights[index]))
    coloured = sorted(heaviest[: COLOURS if len(ever) <= COLOURS else COLOURS - 1])
    names = facts.names(role)
    layers = [Layer(names[index], colour, weights[index], f"#{index}") for colour, index in enumerate(coloured)]
    rest = [weights[index] for index in ever if index not in coloured]
    if rest:
        layers.append(Layer(f"{len(rest)} others", None, tuple(map(sum, zip(*rest, strict=True)))))
    return layers


def _weights(facts: Facts, role: Role, index: int) -> tuple[float, ...]:
    """A member's weight at each iteration, 0 before it joined."""
    course = [state.strategy.weights[role] for state in facts.states]
    return tuple(float(weights[index]) if index < len(weights) else 0.0 for weights in course)
