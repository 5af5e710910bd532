"""What a run has found, as tables for a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from psrokit.cli.output import printable
from psrokit.cli.standing import standings
from psrokit.estimate import Estimate
from psrokit.report.facts import Facts
from psrokit.report.intervals import evidence, weighted
from psrokit.report.numbers import count, duration, number, percent
from psrokit.rows import StoredMetric
from psrokit.store import MEASURED

LARGEST_MATRIX = 10
IMPROVEMENT = "response_improvement:"
GAIN = "response_gain:"
_LONGEST_SPEC = 48


def summary(facts: Facts) -> Iterator[RenderableType]:
    """Everything that `psrokit run` says at its end, in order."""
    yield headline(facts)
    yield population_table(facts)
    if len(facts.seats) == 2 and max(facts.last.table.sizes) <= LARGEST_MATRIX:
        yield payoff_matrix(facts)
    if facts.metrics:
        yield metric_table(facts)
    yield from map(Text, responses(facts))


def headline(facts: Facts) -> Text:
    """How far the run is, what it played and how long it took."""
    state = "finished after" if facts.finished else "at"
    seconds = sum(event.body["seconds"] for event in facts.events if event.kind == MEASURED)
    failed = facts.total(failed=True)
    return Text(
        f"Run {printable(facts.name)}: {state} iteration {facts.last.iteration}. "
        f"{count(facts.total(failed=False))} games, {count(failed)} failed, {duration(seconds)}."
    )


def population_table(facts: Facts) -> Table:
    """The members with their weights and what they are worth against the mixture."""
    rows = list(standings(facts))
    winning = any(row.win_rate for row in rows)
    table = Table(title="Population and mixture", title_justify="left")
    for heading in ("role", "member", "weight", "win rate" if winning else "payoff", "policy"):
        table.add_column(heading, justify="left" if heading in {"role", "member", "policy"} else "right")
    for row in rows:
        worth = row.win_rate or row.payoff
        style = "bold" if row.weight > 0.005 else "dim"
        cells = (row.role, row.name, percent(row.weight), _worth(worth, winning), short_spec(row.spec))
        table.add_row(*(Text(printable(cell)) for cell in cells), style=style)
    return table


def payoff_matrix(facts: Facts) -> Table:
    """What the first seat returns for each pair of policies, with half the interval's width and the games behind it."""
    rows, columns = (facts.names(role) for role in facts.seats)
    played, cells = facts.last.table.games, evidence(facts.last.table, 0, facts.reach)
    table = Table(title=f"Payoffs of {printable(facts.seats[0])}: mean ± half of the 95 % interval (games)")
    table.title_justify = "left"
    table.add_column("")
    for name in columns:
        table.add_column(Text(printable(name)), justify="right", overflow="fold")
    for i, name in enumerate(rows):
        estimates = [_cell(cells, (i, j)) for j in range(len(columns))]
        texts = [_matrix_cell(estimate, int(played[i, j])) for j, estimate in enumerate(estimates)]
        table.add_row(Text(printable(name)), *map(Text, texts))
    return table


def metric_table(facts: Facts) -> Table:
    """What was measured about the last state, each number with its meaning."""
    table = Table(title="Measured", title_justify="left")
    table.add_column("metric")
    table.add_column("value", justify="right")
    table.add_column("what it is")
    for metric in facts.metrics:
        if metric.iteration == facts.last.iteration:
            table.add_row(*(Text(printable(cell)) for cell in (metric.name, interval(metric.estimate), meaning(metric.estimate))))
    return table


def responses(facts: Facts) -> Iterator[str]:
    """One sentence for each new policy: whether it is proven to be better than what it was to improve on."""
    for role in facts.roles:
        for index, name in enumerate(facts.names(role)):
            if iteration := facts.joined(role, index):
                label = f"{role}/{name}" if len(facts.roles) > 1 else name
                yield printable(f"{label}: {_verdict(facts, label, iteration)}")


def interval(estimate: Estimate) -> str:
    """A number with its interval: `0.31 [0.25, 0.37]`, or the bracket alone where only its ends mean something."""
    if estimate.bound == "exact":
        return number(estimate.value)
    ends = f"[{number(estimate.low)}, {number(estimate.high)}]"
    return ends if estimate.bound == "bracket" else f"{number(estimate.value)} {ends}"


def meaning(estimate: Estimate) -> str:
    """What a number is: its kind, what its interval means, its convention and its sample."""
    kind = estimate.kind.replace("_", " ")
    if estimate.bound == "exact":
        return f"{kind}, exact; {estimate.convention}"
    bound = {"estimate": "interval", "bracket": "bracket"}.get(estimate.bound, f"{estimate.bound} bound")
    level = percent(estimate.level)
    return f"{kind}, {level} {bound}; {estimate.convention}; {estimate.units}, n = {count(estimate.n)}"


def short_spec(spec: Mapping[str, Any]) -> str:
    """A spec in one short line: its name, and its options as JSON as far as they fit."""
    options = ", ".join(f"{key}={json.dumps(value)}" for key, value in spec.items() if key != "use")
    text = f"{spec['use']}({options})" if options else str(spec["use"])
    return text if len(text) <= _LONGEST_SPEC else f"{text[: _LONGEST_SPEC - 1]}…"


def _worth(estimate: Estimate, winning: bool) -> str:
    if not winning:
        return interval(estimate)
    return f"{percent(estimate.value)} [{percent(estimate.low)}, {percent(estimate.high)}]"


def _cell(cells: Any, index: tuple[int, int]) -> Estimate:
    import numpy as np  # noqa: PLC0415

    return weighted(cells.at(index), np.ones(()), kind="payoff", convention="")


def _matrix_cell(estimate: Estimate, games: int) -> str:
    if estimate.bound == "exact":
        return f"{estimate.value:+.3f}"
    return f"{estimate.value:+.2f} ±{(estimate.high - estimate.low) / 2:.2f} ({games})"


def _verdict(facts: Facts, label: str, iteration: int) -> str:
    measured = {metric.name: metric for metric in facts.metrics if metric.iteration == iteration}
    found: StoredMetric | None = measured.get(f"{IMPROVEMENT}{label}") or measured.get(f"{GAIN}{label}")
    if found is None:
        return f"joined in iteration {iteration}; its improvement was not measured"
    numbers = f"{interval(found.estimate)} ({found.estimate.convention})"
    if found.estimate.low > 0:
        return f"a proven improvement, {numbers}"
    if found.estimate.high < 0:
        return f"worse than what it was to improve on, {numbers}"
    return f"no proven improvement, {numbers}"
