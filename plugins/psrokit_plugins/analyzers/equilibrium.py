"""A Nash equilibrium of the table, and how much of it is the luck of the games."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from psrokit.api import Finding, Floats, Question, Sheet, analyzer, level_text, percent, returns_are_wins
from psrokit_plugins.analysis.draws import IGNORANCE, complete_draws
from psrokit_plugins.analysis.equilibrium import Solution, solution, tables_drawn, weight_draws, zero_sum
from psrokit_plugins.analysis.general_sum import RULE
from psrokit_plugins.analysis.numbers import by_size, from_draws, games, settled, share
from psrokit_plugins.analysis.words import at_most, listed, plain, share_in_words
from psrokit_plugins.statistics.deviations import against_others
from psrokit_plugins.structure.clustering import SUPPORT

_UNIQUE = {
    1.0: "It is the only equilibrium of the table.",
    0.0: "It is one of several equilibria: other weights are as good on the same games.",
    None: "Whether it is the only equilibrium of the table was not decided.",
}


@analyzer("equilibrium")
@dataclass(frozen=True)
class EquilibriumAnalyzer:
    """Weights in a Nash equilibrium, with intervals, and how often each policy is in its support.

    Two players with a constant sum: the equilibrium of largest entropy. Other tables: the limiting logit equilibrium.
    Tables with holes: the mixture that loses least whatever they hold.

    The table is drawn again from what its games allow, and solved each time. A policy whose share of those equilibria
    is neither near 0 nor near 1 is one about which the games do not say whether it belongs in.
    """

    def answer(self, question: Question) -> Finding:
        """Raises InputError where nothing is known, IntegrityError where no equilibrium was found."""
        found = solution(question)
        drawn = weight_draws(question)
        sheets = tuple(_sheet(question, found, role, drawn[role]) for role in drawn)
        sentences = [*_headline(question, found), _standing(question, found), *_certainty(question, drawn)]
        return Finding("Equilibrium", tuple(sentences), sheets, rank=10)


def _sheet(question: Question, found: Solution, role: str, drawn: Floats) -> Sheet:
    table, names = question.table, question.named.names[role]
    seat, weights = table.seats.index(role), found.strategy.weights[role]
    earned = np.stack(
        [
            against_others(means, table.seats, found.strategy.weights, seat)
            for means in complete_draws(question)[:, seat]
        ]
    )
    now = against_others(np.nan_to_num(table.mean[seat]), table.seats, found.strategy.weights, seat)
    unseen = _meets_holes(question, found, seat)
    rows = []
    for i in np.argsort(-(drawn > 0).mean(axis=0), kind="stable").tolist():
        weight = from_draws(
            float(weights[i]), drawn[:, i], question, kind="nash_weight", convention=_kind(found), units="probability"
        )
        payoff = from_draws(
            float(now[i]), earned[:, i], question, kind="payoff", convention="against the mixture", units="return"
        )
        included = share(drawn[:, i] > 0, question, f"in the support of the {_kind(found)}")
        rows.append((names[i], weight, included, None if unseen[i] else payoff))
    heading = f"Policies of {role}" if len(question.named.names) > 1 else "Policies"
    return Sheet(heading, ("policy", "weight", "in support", "payoff"), tuple(rows), _meaning(question, found, drawn))


def _meaning(question: Question, found: Solution, drawn: Floats) -> str:
    weight = f"weight: share in the {_kind(found)}"
    scale = " (a win rate w is a return of 2 w - 1)" if returns_are_wins(question.table) else ""
    payoff = f"payoff: mean return against the mixture{scale}"
    if settled(question.table):
        return f"{weight}. in support: 1 if it has weight. {payoff}. All payoffs are exact."
    each = "of several, their analytic centre" if zero_sum(question.table) else "the limiting logit equilibrium of each"
    holes = f" {IGNORANCE[0].upper()}{IGNORANCE[1:]}." if found.reach is not None else ""
    without = tables_drawn(question) - len(drawn)
    lost = f" In {without} more none was found: they count nowhere." if without else ""
    return (
        f"{weight}, with the interval of its share in the equilibria of {len(drawn)} resampled tables ({each}) at "
        f"{level_text(question.level)}.{lost} in support: the share of those equilibria that give it weight. {payoff}, "
        f"interval for this mixture.{holes}"
    )


def _kind(found: Solution) -> str:
    return "Nash equilibrium of the table" if found.certain else "cautious mixture of the incomplete table"


def _meets_holes(question: Question, found: Solution, seat: int) -> list[bool]:
    """For each policy of a seat, whether its payoff against the mixture is not known."""
    holes = (~question.table.known).astype(float)
    met = against_others(holes, question.table.seats, found.strategy.weights, seat)
    return [bool(chance > 0) for chance in met]


def _headline(question: Question, found: Solution) -> list[str]:
    article = "The" if zero_sum(question.table) or not found.certain else "A"
    said = []
    for role, weights in found.strategy.weights.items():
        names = question.named.names[role]
        support = [i for i in by_size(weights) if weights[i] > SUPPORT]
        whose = f" for {role}" if len(found.strategy.weights) > 1 else ""
        parts = listed([f"{names[i]} {percent(float(weights[i]))}" for i in support])
        said.append(f"{article} {_kind(found)}{whose}: {parts}.")
    return said


def _standing(question: Question, found: Solution) -> str:
    """In what sense it is an equilibrium, and whether there are others."""
    if not found.certain:
        return (
            "Missing games leave the equilibrium open. Whatever they would show, deviations to policies of the table "
            f"gain {at_most(found.loss)} against this mixture."
        )
    general = not zero_sum(question.table)
    if found.reach is not None:
        others = " Whether there are others depends on them." if general else ""
        return f"It is an equilibrium whatever the missing games would show.{others}"
    if general:
        return f"It is {RULE}. {_regrets(question, found)}"
    return _UNIQUE[found.strategy.certificate.get("unique")]


def _regrets(question: Question, found: Solution) -> str:
    """What each role earns and what its best deviation gains, in the table as it is."""
    table, weights = question.table, found.strategy.weights
    earned, gained = [], 0.0
    for role, own in weights.items():
        seat = table.seats.index(role)
        payoffs = against_others(table.mean[seat], table.seats, weights, seat)
        earned.append(f"{role} {plain(float(payoffs @ own))}")
        gained = max(gained, float(payoffs.max() - payoffs @ own))
    nobody = gained <= 1e-9 * max(float(np.ptp(table.mean)), 1e-300)
    gain = "nobody gains by deviating" if nobody else f"the best deviation of one seat gains {plain(gained)}"
    return f"In the table it pays {listed(earned)}, and {gain}."


def _certainty(question: Question, drawn: Mapping[str, Floats]) -> list[str]:
    """What the resampled equilibria say about the support."""
    if games(question.table) == 0:
        return ["All payoffs are exact, so nothing about it is luck."] if settled(question.table) else []
    said = []
    for role, weights in drawn.items():
        names, included = question.named.names[role], (weights > 0).mean(axis=0)
        sure = [i for i in range(len(names)) if included[i] >= question.level]
        never = [i for i in range(len(names)) if included[i] <= 1 - question.level]
        open_ = [i for i in range(len(names)) if i not in sure and i not in never]
        whose = f"For {role}, the" if len(drawn) > 1 else "The"
        if sure:
            said.append(
                f"{whose} games show that {listed(names[i] for i in sure)} belong{'s' * (len(sure) == 1)} to it."
            )
        if open_:
            parts = listed(f"{names[i]} ({share_in_words(float(included[i]))})" for i in open_)
            who = "who else does" if sure else "who belongs to it"
            said.append(f"{whose} games do not show {who}: in so many of the resampled equilibria are {parts}.")
        if never:
            rarely = f"For {role}, almost" if len(drawn) > 1 else "Almost"
            said.append(f"{rarely} never in one: {listed(names[i] for i in never)}.")
    return said
