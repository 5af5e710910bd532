"""The Nash equilibrium of the table, and how much of it is the luck of the games."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from psrokit.api import Finding, Floats, Question, Sheet, analyzer
from psrokit_plugins.analysis.draws import IGNORANCE, shared_draws
from psrokit_plugins.analysis.equilibrium import SUPPORT, Solution, solution, weight_draws
from psrokit_plugins.analysis.numbers import from_draws, games, listed, percent
from psrokit_plugins.statistics.deviations import against_others


@analyzer("equilibrium")
@dataclass(frozen=True)
class EquilibriumAnalyzer:
    """Weights in the Nash equilibrium of largest entropy, with intervals, and how often each policy is in its support.

    The table is drawn again from what its games allow, and solved each time. A policy whose share of those equilibria
    is neither near 0 nor near 1 is one about which the games do not say whether it belongs in.
    """

    def answer(self, question: Question) -> Finding:
        """Raises InputError for a table that is none of two players with a constant sum."""
        found = solution(question)
        drawn = weight_draws(question)
        sheets = tuple(_sheet(question, found, role, drawn[role]) for role in drawn)
        sentences = [*_headline(question, found), *_certainty(question, found, drawn)]
        return Finding("Equilibrium", tuple(sentences), sheets, rank=10)


def _sheet(question: Question, found: Solution, role: str, drawn: Floats) -> Sheet:
    table, names = question.table, question.named.names[role]
    seat, weights = table.seats.index(role), found.strategy.weights[role]
    included = (drawn > 0).mean(axis=0)
    earned = np.stack(
        [against_others(means, table.seats, found.strategy.weights, seat) for means in _filled(question)[:, seat]]
    )
    now = against_others(np.nan_to_num(table.mean[seat]), table.seats, found.strategy.weights, seat)
    unseen = _meets_holes(question, found, seat)
    rows = []
    for i in np.argsort(-included, kind="stable").tolist():
        weight = from_draws(
            float(weights[i]), drawn[:, i], question, kind="nash_weight", convention=_kind(found), units="probability"
        )
        payoff = from_draws(
            float(now[i]), earned[:, i], question, kind="payoff", convention="against the mixture", units="return"
        )
        rows.append((names[i], weight, float(included[i]), None if unseen[i] else payoff))
    heading = f"Policies of {role}" if len(question.named.names) > 1 else "Policies"
    holes = f" {IGNORANCE[0].upper()}{IGNORANCE[1:]}." if found.reach is not None else ""
    meaning = (
        f"weight: share in the {_kind(found)}, with the interval of its share in the equilibria of "
        f"{question.resamples} resampled tables (of several, their analytic centre) at {question.level:.0%}. in "
        "support: the share of those equilibria that give it weight. payoff: mean return against the mixture, interval "
        f"for this mixture.{holes}"
    )
    return Sheet(heading, ("policy", "weight", "in support", "payoff"), tuple(rows), meaning)


def _kind(found: Solution) -> str:
    return "Nash equilibrium of the table" if found.certain else "cautious mixture of the incomplete table"


def _filled(question: Question) -> Floats:
    """Resampled means with 0 in the holes, where a certain mixture puts no weight."""
    return np.nan_to_num(shared_draws(question))


def _meets_holes(question: Question, found: Solution, seat: int) -> list[bool]:
    """For each policy of a seat, whether its payoff against the mixture is not known."""
    holes = (~question.table.known).astype(float)
    met = against_others(holes, question.table.seats, found.strategy.weights, seat)
    return [bool(chance > 0) for chance in met]


def _headline(question: Question, found: Solution) -> list[str]:
    said = []
    for role, weights in found.strategy.weights.items():
        names = question.named.names[role]
        support = [i for i in np.argsort(-weights, kind="stable").tolist() if weights[i] > SUPPORT]
        whose = f" for {role}" if len(found.strategy.weights) > 1 else ""
        parts = listed([f"{names[i]} {weights[i]:.1%}" for i in support])
        said.append(f"The {_kind(found)}{whose}: {parts}.")
    if not found.certain:
        said.append(
            f"Missing games leave the equilibrium open. Whatever they would show, this mixture loses at most "
            f"{found.loss:.3g} to any policy of the table."
        )
    elif found.reach is not None:
        said.append("It is an equilibrium whatever the missing games would show.")
    elif found.strategy.certificate.get("unique") == 1:
        said.append("It is the only equilibrium of the table.")
    elif found.strategy.certificate.get("unique") == 0:
        said.append("It is one of several equilibria: other weights are as good on the same games.")
    return said


def _certainty(question: Question, found: Solution, drawn: Mapping[str, Floats]) -> list[str]:
    """What the resampled equilibria say about the support."""
    if games(question.table) == 0:
        return ["All payoffs are exact, so nothing about it is luck." if found.certain else "No games are counted."]
    said = []
    for role, weights in drawn.items():
        names, included = question.named.names[role], (weights > 0).mean(axis=0)
        sure = [i for i in range(len(names)) if included[i] >= question.level]
        never = [i for i in range(len(names)) if included[i] <= 1 - question.level]
        open_ = [i for i in range(len(names)) if i not in sure and i not in never]
        if sure:
            said.append(f"The games show that {listed(names[i] for i in sure)} belong{'s' * (len(sure) == 1)} to it.")
        if open_:
            parts = listed(f"{names[i]} ({percent(float(included[i]))})" for i in open_)
            who = "who else does" if sure else "who belongs to it"
            said.append(f"The games do not show {who}: in so many of the resampled equilibria are {parts}.")
        if never:
            said.append(f"Almost never in one: {listed(names[i] for i in never)}.")
    return said
