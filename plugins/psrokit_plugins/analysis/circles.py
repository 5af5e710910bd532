"""The clearest circles of a table: policies of which each is answered by the next."""

from __future__ import annotations

from typing import Any

import numpy as np

from psrokit.api import Estimate, Floats, Question, Sheet, level_text
from psrokit_plugins.analysis.chances import probability
from psrokit_plugins.analysis.numbers import settled
from psrokit_plugins.analysis.payoffs import advantage, bounded_advantages, drawn_advantages
from psrokit_plugins.structure.circles import MOST_POLICIES, Circle, pennies, triples

_MOST_ROWS = 5


def clearest_circles(question: Question) -> tuple[list[str], list[Sheet]]:
    """What is to be said about circles, and a sheet of those whose least payoff is the largest."""
    table = question.table
    if max(table.sizes) > MOST_POLICIES:
        return [f"Circles were not looked for: there are more than {MOST_POLICIES} policies of a role."], []
    alike = table.seats[0] == table.seats[1]
    payoff = advantage(table)
    found = triples(payoff) if alike else pennies(payoff)
    if not found:
        return _none(payoff, table.seats), []
    draws, (lower, upper) = drawn_advantages(question), bounded_advantages(question)
    rows, certain = [], 0
    for circle in found[:_MOST_ROWS]:
        least = _least(question, circle, payoff, lower, upper)
        certain += least.low > 0
        often = probability(circle.least(draws, draws) > 0, question, "a circle in a resampled table")
        rows.append((_words(question, circle), least, often))
    said = f"The table holds {len(found)} circle{'s' * (len(found) > 1)}"
    if settled(table):
        said += "."
    elif certain:
        is_are = "is" if certain == 1 else "are"
        said += f"; of the {len(rows)} clearest {certain} {is_are} certain at {level_text(question.level)}."
    else:
        said += f", none of which is certain at {level_text(question.level)}: luck makes circles, too."
    luck = (
        ""
        if settled(table)
        else ", with an interval that holds for all pairs of the table at once (Clopper-Pearson, Bonferroni), so also "
        "for circles that were picked by their size. in resamples: how often it is positive"
    )
    meaning = f"{_MEANING[len(found[0].below)]}{luck}. The {len(rows)} with the largest of {len(found)}."
    title = "Rock, paper, scissors" if alike else "Matching pennies"
    return [said], [Sheet(title, ("circle", "least", "in resamples"), tuple(rows), meaning)]


_MEANING = {
    0: "Each policy beats the next. least: the smallest of the three payoffs",
    2: "The first policy is better against the first opponent, the second against the second, and the opponents prefer "
    "it the other way round. least: the smallest of the four differences of payoffs",
}
"""By how many cells a circle has below."""


def _none(payoff: Floats, seats: tuple[str, ...]) -> list[str]:
    if seats[0] != seats[1]:
        return [f"No two policies of {seats[0]} and two of {seats[1]} that all met go in a circle."]
    met = np.isfinite(payoff).astype(float)
    np.fill_diagonal(met, 0.0)
    triples_met = bool(np.trace(met @ met @ met) > 0)
    return ["No three policies that all met beat each other in a circle."] if triples_met else []


def _least(question: Question, circle: Circle, payoff: Floats, lower: Floats, upper: Floats) -> Estimate:
    table = question.table
    value = float(circle.least(payoff, payoff))
    cells = (*circle.above, *circle.below)
    meaning: dict[str, Any] = {"kind": "gain", "convention": "the least payoff in a circle", "units": "return"}
    if all(table.exact[cell] for cell in cells):
        return Estimate.exact(value, method="exact payoffs", **meaning)
    return Estimate(
        value=value,
        low=float(circle.least(lower, upper)),
        high=float(circle.least(upper, lower)),
        level=question.level,
        bound="estimate",
        n=min(int(table.count[cell]) for cell in cells if not table.exact[cell]),
        method="simultaneous Clopper-Pearson bounds of all pairs",
        **meaning,
    )


def _words(question: Question, circle: Circle) -> str:
    if not circle.below:
        names = [question.named.profile(cell)[0] for cell in circle.above]
        return " > ".join((*names, names[0]))
    (one, left), (two, right) = (question.named.profile(cell) for cell in circle.above)
    return f"{one}, {two} against {left}, {right}"
