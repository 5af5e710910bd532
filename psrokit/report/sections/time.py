"""Where the time went: matches and seconds by purpose and by iteration, and what failed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from psrokit.report.columns import COLOURS, Layer, columns
from psrokit.report.facts import Facts
from psrokit.report.numbers import duration, number
from psrokit.report.section import Section, fill

COMPUTING = "computing"
"""Time of an iteration in which no match was awaited."""
_UNITS = ((3600.0, "h"), (60.0, "min"), (1.0, "s"))


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
    unit, name = _unit(max(map(sum, zip(*(layer.values for layer in [*layers, computing]), strict=True))))
    chart = columns(
        [replace(layer, values=tuple(value / unit for value in layer.values)) for layer in [*layers, computing]],
        _iterations(facts),
        "time by iteration and by what it was spent on; the totals stand in the table",
        lambda value: f"{number(value)} {name}",
        lambda value: duration(value * unit),
    )
    context = {
        "purposes": [_purpose(facts, layer, spent) for layer in layers],
        "computing": computing,
        "seconds": spent,
        "failures": failures.most_common(),
        "facts": facts,
        "chart": chart,
    }
    return Section("time", "Where the time went", fill("time.html", context))


def _unit(most: float) -> tuple[float, str]:
    """The seconds of the unit that suits a scale up to `most` seconds, and its name."""
    return next((unit for unit in _UNITS if most >= 2 * unit[0]), _UNITS[-1])


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
