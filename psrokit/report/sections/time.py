"""Where the time went: matches and seconds by purpose and by iteration, and what failed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from psrokit.report.columns import COLOURS, Layer, columns
from psrokit.report.facts import Facts
from psrokit.report.numbers import duration
from psrokit.report.section import Section, fill

COMPUTING = "computing"
"""Time of an iteration in which no match was awaited."""


@dataclass(frozen=True, slots=True)
class Purpose:
    """All matches of one purpose. share: of all time. layer: its seconds in each iteration."""

    finished: int
    failed: int
    retried: int
    decisions: int
    seconds: float
    share: float
    layer: Layer


def section(facts: Facts) -> Section:
    """The table, the chart and the failures."""
    names = list(dict.fromkeys(tally.purpose for tally in facts.tallies))
    layers = [Layer(name, place % COLOURS, _seconds(facts, name)) for place, name in enumerate(names)]
    computing = Layer(COMPUTING, None, _computing(facts, layers))
    spent = sum(sum(layer.values) for layer in [*layers, computing])
    failures = Counter[str]()
    for tally in facts.tallies:
        failures.update(dict(tally.failures))
    label = "seconds by iteration and by what they were spent on; the totals stand in the table"
    context = {
        "purposes": [_purpose(facts, layer, spent) for layer in layers],
        "computing": computing,
        "seconds": spent,
        "failures": failures.most_common(),
        "facts": facts,
        "chart": columns([*layers, computing], _iterations(facts), label, duration, duration),
    }
    return Section("time", "Where the time went", fill("time.html", context))


def _iterations(facts: Facts) -> range:
    """All iterations with a state, and the one under way if matches were played for it."""
    return range(max([facts.last.iteration, *(tally.iteration for tally in facts.tallies)]) + 1)


def _seconds(facts: Facts, purpose: str) -> tuple[float, ...]:
    spent = {tally.iteration: tally.seconds for tally in facts.tallies if tally.purpose == purpose}
    return tuple(spent.get(iteration, 0.0) for iteration in _iterations(facts))


def _computing(facts: Facts, layers: list[Layer]) -> tuple[float, ...]:
    """What is left of each iteration's time; nothing where it was interrupted and its time is not known."""
    return tuple(
        max(facts.seconds.get(iteration, 0.0) - sum(layer.values[iteration] for layer in layers), 0.0)
        for iteration in _iterations(facts)
    )


def _purpose(facts: Facts, layer: Layer, spent: float) -> Purpose:
    these = [tally for tally in facts.tallies if tally.purpose == layer.name]
    seconds = sum(layer.values)
    return Purpose(
        finished=sum(tally.finished for tally in these),
        failed=sum(tally.failed for tally in these),
        retried=sum(tally.retried for tally in these),
        decisions=sum(tally.decisions for tally in these),
        seconds=seconds,
        share=seconds / spent if spent else 0.0,
        layer=layer,
    )
