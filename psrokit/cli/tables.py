"""What a run has found, as tables for a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from psrokit.cli.output import printable
from psrokit.estimate import Estimate
from psrokit.report.facts import Facts
from psrokit.report.numbers import count, duration, percent
from psrokit.report.payoffs import pair_payoffs
from psrokit.report.standing import PROVEN, Response, responses, standings
from psrokit.report.weights import MOST_ROWS, foremost
from psrokit.report.words import (
    cell_text,
    common_decimals,
    interval_text,
    margin_text,
    meaning_text,
    range_text,
    value_text,
)
from psrokit.store import MEASURED

LARGEST_MATRIX = 10
_LONGEST_SPEC = 48
_LEAST_SHARE = 0.0005


def summary(facts: Facts) -> Iterator[RenderableType]:
    """Everything that `psrokit run` says at its end, in order."""
    yield headline(facts)
    yield population_table(facts)
    if len(facts.seats) == 2 and max(facts.last.table.sizes) <= LARGEST_MATRIX:
        yield payoff_matrix(facts)
    if facts.metrics:
        yield metric_table(facts)
    if found := list(responses(facts)):
        yield response_table(found)
    if facts.refused:
        yield refused_table(facts)
    answered = {response.iteration for response in found}
    if without := [state.iteration for state in facts.states[1:] if state.iteration not in answered]:
        yield Text(f"No new policy in iteration {', '.join(map(str, without))}.")


def headline(facts: Facts) -> Text:
    """How far the run is, what it played and how long it took."""
    state = "finished after" if facts.finished else "at"
    seconds = sum(event.body["seconds"] for event in facts.events if event.kind == MEASURED)
    games = f"{count(facts.total(failed=False))} games, {count(facts.total(failed=True))} failed"
    where = f"Run {printable(facts.name)}: {state} iteration {facts.last.iteration}"
    return Text(f"{where}. {games}, {duration(seconds)}.", style="bold")


def population_table(facts: Facts) -> Table:
    """The members with their weights and what they are worth against the mixture; of many those that count."""
    shown = {role: foremost(facts.last.strategy.weights[role]) for role in facts.roles}
    members = list(standings(facts))
    rows = [row for row in members if row.index in shown[row.role]]
    winning = any(row.win_rate for row in rows)
    table = titled("Population: weight in the mixture, and what each member earns against it")
    for heading in ("role", "member", "weight", "win rate" if winning else "payoff", "95 % interval", "policy"):
        table.add_column(heading, justify="left" if heading in {"role", "member", "policy"} else "right")
    for row in rows:
        worth = row.win_rate or row.payoff
        ends = (_percent_value(worth), _percent_range(worth)) if winning else (value_text(worth), range_text(worth))
        style = "bold" if row.weight.value >= _LEAST_SHARE else "dim"
        add(
            table, row.role, row.member.name, percent(row.weight.value), *ends, short_spec(row.member.spec), style=style
        )
    _leave_out(table, len(members) - len(rows), "members: these have the most weight")
    return table


def payoff_matrix(facts: Facts) -> Table:
    """What the first seat returns for each pair of policies, with the interval and the games behind it."""
    rows, columns = (facts.names(role) for role in facts.seats)
    payoffs = pair_payoffs(facts.last, facts.reach, (0, 1), range(len(rows)), range(len(columns)))
    games = facts.last.table.games
    places = common_decimals(cell for row in payoffs for cell in row)
    exact = bool(facts.last.table.exact.all())
    meaning = "exact" if exact else "mean, 95 % interval (its wider side), games"
    table = titled(f"Payoffs of {facts.seats[0]}: {meaning}")
    table.add_column("")
    for name in columns:
        table.add_column(Text(printable(name)), justify="right", overflow="fold")
    for i, name in enumerate(rows):
        cells = [
            cell_text(cell, places) if exact else _cell(cell, places, int(games[i, j]))
            for j, cell in enumerate(payoffs[i])
        ]
        table.add_row(Text(printable(name)), *map(Text, cells))
    return table


def metric_table(facts: Facts) -> Table:
    """What was measured about the last state, each number with its meaning."""
    table = titled("Measured")
    for heading in ("metric", "value", "interval", "what it is"):
        table.add_column(heading, justify="right" if heading in {"value", "interval"} else "left")
    for metric in facts.metrics:
        if metric.iteration == facts.last.iteration and metric.estimate.kind != "gain":
            estimate = metric.estimate
            value = "" if estimate.bound == "bracket" else value_text(estimate)
            add(table, metric.name, value, range_text(estimate), meaning_text(estimate))
    return table


def response_table(found: list[Response]) -> Table:
    """Each policy that an oracle added, and whether it is proven to be an improvement."""
    table = titled("Responses")
    for heading in ("response", "verdict", "gain", "interval", "what it is"):
        table.add_column(heading, justify="right" if heading in {"gain", "interval"} else "left")
    for response in found[-MOST_ROWS:]:
        style = "" if response.verdict == PROVEN else "yellow"
        names = [(response.label, response.verdict), *[("", "")] * (len(response.gains) - 1)]
        for (name, verdict), gain in zip(names, response.gains.values(), strict=True):
            add(table, name, verdict, value_text(gain), range_text(gain), gain.convention, style=style)
    _leave_out(table, len(found) - MOST_ROWS, "responses came before these")
    return table


def refused_table(facts: Facts) -> Table:
    """The responses that may not join, why, and on what evidence."""
    table = titled("Refused responses")
    for heading in ("iteration", "role", "policy", "why", "evidence"):
        table.add_column(heading)
    for judgement in facts.refused:
        evidence = "; ".join(f"{name} {interval_text(number)}" for name, number in judgement.evidence.items())
        policy = f"{short_spec(judgement.spec)} {judgement.hash[:8]}"
        add(table, str(judgement.iteration), judgement.role, policy, judgement.reason, evidence)
    return table


def short_spec(spec: Mapping[str, Any]) -> str:
    """A spec in one short line: its name, and its options as far as they fit."""
    options = ", ".join(f"{key}={_in_brief(value)}" for key, value in spec.items() if key != "use")
    text = f"{spec['use']}({options})" if options else str(spec["use"])
    return text if len(text) <= _LONGEST_SPEC else f"{text[: _LONGEST_SPEC - 1]}…"


def titled(title: str) -> Table:
    """A table under a title."""
    return Table(title=Text(printable(title)), title_justify="left")


def add(table: Table, *cells: str, style: str = "") -> None:
    """One row of plain text: what looks like markup, or would steer the terminal, is shown as it is."""
    table.add_row(*(Text(printable(cell)) for cell in cells), style=style)


def _in_brief(value: Any) -> str:
    if isinstance(value, Mapping):
        return str(value["use"]) if "use" in value else "{…}"
    return "[…]" if isinstance(value, list) and len(value) > 3 else json.dumps(value, ensure_ascii=False)


def _leave_out(table: Table, more: int, what: str) -> None:
    """Say below a table how many rows it would have, were there room for all."""
    if more > 0:
        table.caption = Text(f"{count(more)} more {what}; the report has all.")
        table.caption_justify = "left"


def _cell(estimate: Estimate, places: int, games: int) -> str:
    """Three short lines, so that many columns fit beside each other; an exact payoff took no games."""
    played = [count(games)] if games else []
    return "\n".join([cell_text(estimate, places), margin_text(estimate, places), *played])


def _percent_value(estimate: Estimate) -> str:
    return percent(estimate.value)


def _percent_range(estimate: Estimate) -> str:
    return "exact" if estimate.bound == "exact" else f"[{percent(estimate.low)}, {percent(estimate.high)}]"
