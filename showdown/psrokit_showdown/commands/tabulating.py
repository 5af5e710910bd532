"""What `psrokit compete` says of a contest, as text and as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from psrokit_showdown.commands.order import Agreement
from psrokit_showdown.commands.saying import say
from psrokit_showdown.commands.score import Score
from psrokit_showdown.commands.standings import Standings

_NONE = "--"


def told(standings: Standings, agreed: Agreement | None) -> dict[str, Any]:
    """Every figure by name; None for what no finished game tells."""
    names, strengths = standings.names, standings.strengths
    pairs = [
        {"row": names[row], "column": names[column], "win_rate": asdict(score) if score else None}
        for (row, column), score in standings.scores.items()
    ]
    return {
        "failed": standings.failed,
        "failures": dict(standings.failures),
        "pairs": pairs,
        "strengths": {name: strengths.get(name) for name in names},
        "published": asdict(agreed) if agreed else None,
    }


def say_standings(standings: Standings, engines: Mapping[str, str], games: int) -> None:
    """A table in order of strength. engines: what played, by format. games: of each pair, in all formats."""
    played = ", ".join(f"{format_id} on the {name}" for format_id, name in _on(engines).items())
    each = f"{games} a pair"
    say(f"{played}: {games * len(standings.points)} games, {standings.failed} failed{_why(standings)}, {each}.")
    say("Win rate of the row in percent, ties 1/2, with half the width of its 95 % interval over mirrored pairs.")
    strengths = standings.strengths
    order = sorted(range(len(standings.names)), key=lambda place: -strengths.get(standings.names[place], -1.0))
    width = max(len(name) for name in standings.names)
    say(" " * width + "   mean " + "".join(f"{number + 1:>8}" for number in range(len(order))))
    for number, row in enumerate(order):
        cells = "".join(f"{_cell(standings, row, column):>8}" for column in order)
        name = standings.names[row]
        mean = f"{100 * strengths[name]:5.1f}" if name in strengths else f"{_NONE:>5}"
        say(f"{name:<{width}} {number + 1:>2} {mean}{cells}")


def say_agreement(agreed: Agreement) -> None:
    """The order beside the published one."""
    for line in agreed.lines():
        say(line)


def _on(engines: Mapping[str, str]) -> dict[str, str]:
    words = {"native": "native engine", "showdown": "simulator"}
    return {format_id: words[engine] for format_id, engine in engines.items()}


def _why(standings: Standings) -> str:
    kinds = ", ".join(f"{count} {kind}" for kind, count in standings.failures.items())
    return f" ({kinds})" if kinds else ""


def _cell(standings: Standings, row: int, column: int) -> str:
    score: Score | None = None if row == column else standings.of_pair(row, column)
    return f"{100 * score.value:>4.0f}±{50 * (score.high - score.low):<3.0f}" if score else _NONE
