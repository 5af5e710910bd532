"""The results of the tournaments of Metamon's PSRO fork, as far as they are in the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from psrokit.api import InputError, NamedTable, table_format
from psrokit_plugins.tables.counts import ROLE, table_of_counts
from psrokit_plugins.tables.json_values import JsonValue, read_json

_ROUNDING = 1e-6
_RATE = "Win Rate"
_LOGS = (
    "The battles are in team_results/battle_log_*.csv: count them, and give a CSV with a line a pair: "
    "player_a,player_b,wins,losses."
)


@dataclass(frozen=True, slots=True)
class _Record:
    """Battles that the first of two policies won and did not win."""

    pair: tuple[int, int]
    won: int
    rest: int


@table_format("tournament_results")
@dataclass(frozen=True)
class TournamentResults:
    """`tournament_results.json`, which keeps a win rate where a learned policy met a scripted one, and no others.

    A rate counts as `battles_per_matchup` battles, the number that was asked for; what was not won counts as lost,
    since the file knows no ties. Matchups played on a ladder have no result in the file, those between scripted
    policies were never played though the program counts them as even, and failed ones have no names: all these pairs
    stay unknown.
    """

    def recognises(self, path: Path, beginning: str) -> bool:
        """JSON with the keys "battles_per_matchup" and "matchups"."""
        return path.suffix == ".json" and '"battles_per_matchup"' in beginning and '"matchups"' in beginning

    def read(self, path: Path) -> NamedTable:
        """The table of one population, +1 for a win. Raises InputError with the JSON path, or if there are no rates."""
        content = read_json(path)
        battles, matchups = content.key("battles_per_matchup").whole(), content.key("matchups").entries()
        names = (content.get("population") or content.key("models")).names()
        records = [record for matchup in matchups if (record := _record(matchup, names, battles)) is not None]
        if not records:
            raise InputError(
                f"none of these {len(matchups)} matchups has its result in the file",
                place=content.key("matchups").place,
                remedy=_LOGS,
            )
        wins = np.zeros((len(names), len(names)), dtype=np.int64)
        for record in records:
            i, j = record.pair
            if wins[i, j] or wins[j, i]:
                raise InputError(f"'{names[i]}' and '{names[j]}' have two results", place=content.key("matchups").place)
            wins[i, j], wins[j, i] = record.won, record.rest
        return NamedTable(
            table_of_counts(wins, np.zeros_like(wins)), {ROLE: names}, path.name, _remarks(matchups, battles)
        )


def _record(matchup: JsonValue, names: Sequence[str], battles: int) -> _Record | None:
    """What a matchup says about its two policies; None if it says nothing."""
    results = matchup.get("results")
    if results is None:
        return None
    i, j = (matchup.key(side).place_among(names) for side in ("model1", "model2"))
    if i == j:
        raise InputError(f"'{names[i]}' does not play against itself", place=matchup.place)
    rates = [value for key, value in results.items() if _RATE in key]
    if len({float(rate.array(0)) for rate in rates}) != 1:
        raise InputError(f"one '{_RATE}' is expected here, not {len(rates)}", place=results.place)
    won = float(rates[0].array(0)) * battles
    if not -_ROUNDING <= won <= battles + _ROUNDING or abs(won - round(won)) > _ROUNDING * max(battles, 1):
        raise InputError(
            f"a win rate of {float(rates[0].array(0)):g} is not of {battles} battles: more or fewer were played",
            place=rates[0].place,
            remedy=_LOGS,
        )
    return _Record((i, j), round(won), battles - round(won))


def _remarks(matchups: Sequence[JsonValue], battles: int) -> tuple[str, ...]:
    without = [matchup for matchup in matchups if matchup.get("results") is None]
    ways = Counter(str((matchup.get("method") or matchup.key("status")).value)[:40] for matchup in without)
    said = ", ".join(f"{number} {way}" for way, number in ways.items())
    rates = f"win rates are counted as {battles} battles each, as was asked for; ties, if any, count as lost"
    return (
        rates,
        *([f"{len(without)} matchups have no result in the file ({said}): they stay unknown"] if without else ()),
    )
