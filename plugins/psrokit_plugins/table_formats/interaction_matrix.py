"""The interaction matrix of Metamon's PSRO fork, and the population beside it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from psrokit.api import InputError, NamedTable, table_format
from psrokit_plugins.tables.counts import ROLE, table_of_counts
from psrokit_plugins.tables.json_values import JsonValue, read_json

_ELSEWHERE = '"battles_per_matchup"'
"""What the program's other files have: tournaments and mixtures."""


@table_format("interaction_matrix")
@dataclass(frozen=True)
class InteractionMatrix:
    """`interaction_matrix.json` with integer wins per pair; a `population.json` beside it adds policies without games.

    The file knows no ties: what is missing between the wins and the total is one. Pairs it does not mention were
    never played and stay unknown, where the program that wrote the file counts them as 0.5.
    """

    def recognises(self, path: Path, beginning: str) -> bool:
        """JSON with the key "matchups"; or the population file itself, which leads to it."""
        keys = ('"matchups"', '"policy_type"')
        return path.suffix == ".json" and any(key in beginning for key in keys) and _ELSEWHERE not in beginning

    def read(self, path: Path) -> NamedTable:
        """The table of one population, +1 for a win. Raises InputError with the JSON path."""
        path, content = _matchups(path)
        names = content.key("population").names()
        names += tuple(name for name in _policies(path.with_name("population.json")) if name not in names)
        if not names:
            raise InputError("there are no policies in this file", place=content.key("population").place)
        wins = np.zeros((len(names), len(names)), dtype=np.int64)
        ties = np.zeros_like(wins)
        met: dict[tuple[int, int], str] = {}
        for matchup in content.key("matchups").entries():
            i, j = (matchup.key(side).place_among(names) for side in ("policy1", "policy2"))
            if i == j:
                raise InputError(f"'{names[i]}' does not play against itself", place=matchup.place)
            pair = (min(i, j), max(i, j))
            if pair in met:
                raise InputError(f"this pair stands already at {met[pair]}", place=matchup.place)
            met[pair] = matchup.place
            wins[i, j], wins[j, i], ties[i, j] = _results(matchup)
            ties[j, i] = ties[i, j]
        remark = "wins may have been floored by the program that wrote the file (int(rate * n)); ties cannot be told"
        return NamedTable(table_of_counts(wins, ties), {ROLE: names}, path.name, (remark,))


def _matchups(path: Path) -> tuple[Path, JsonValue]:
    """The file of the matchups, where the other one was given the one beside it, and its content."""
    content = read_json(path)
    if content.get("matchups") is not None or content.get("policies") is None:
        return path, content
    beside = path.with_name("interaction_matrix.json")
    if not beside.is_file():
        raise InputError(
            "this is a population without results: no interaction_matrix.json lies beside it",
            place=str(path),
            remedy="Give the file of the matchups.",
        )
    return beside, read_json(beside)


def _policies(path: Path) -> list[str]:
    return [name for name, _ in read_json(path).key("policies").items()] if path.is_file() else []


def _results(matchup: JsonValue) -> tuple[int, int, int]:
    """Wins of either policy and the rest."""
    won, lost, battles = (matchup.key(name).whole() for name in ("policy1_wins", "policy2_wins", "total_battles"))
    if won + lost > battles:
        raise InputError("the two won more battles than there were", place=matchup.place)
    return won, lost, battles - won - lost
