"""The interaction matrix of Metamon's PSRO fork, and the population beside it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from psrokit.api import InputError, NamedTable, table_format, unknown
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
        content = read_json(path)
        if content.get("matchups") is None and content.get("policies") is not None:
            population, path = path, path.with_name("interaction_matrix.json")
            if not path.is_file():
                raise InputError(
                    "this is a population without results: no interaction_matrix.json lies beside it",
                    place=str(population),
                    remedy="Give the file of the matchups.",
                )
            content = read_json(path)
        names = [entry.text() for entry in content.key("population").entries()]
        names += [name for name in _policies(path.with_name("population.json")) if name not in names]
        if not names or len(set(names)) < len(names):
            raise InputError("the population must be a list of different names", place=content.key("population").place)
        wins = np.zeros((len(names), len(names)), dtype=np.int64)
        ties = np.zeros_like(wins)
        met: dict[tuple[int, int], str] = {}
        for matchup in content.key("matchups").entries():
            i, j = (_index(matchup.key(side), names) for side in ("policy1", "policy2"))
            if i == j:
                raise InputError(f"'{names[i]}' does not play against itself", place=matchup.place)
            pair = (min(i, j), max(i, j))
            if pair in met:
                raise InputError(f"this pair stands already at {met[pair]}", place=matchup.place)
            met[pair] = matchup.place
            wins[i, j], wins[j, i] = matchup.key("policy1_wins").whole(), matchup.key("policy2_wins").whole()
            rest = matchup.key("total_battles").whole() - int(wins[i, j]) - int(wins[j, i])
            if rest < 0:
                raise InputError("the two won more battles than there were", place=matchup.place)
            ties[i, j] = ties[j, i] = rest
        remark = "wins may have been floored by the program that wrote the file (int(rate * n)); ties cannot be told"
        return NamedTable(table_of_counts(wins, ties), {ROLE: tuple(names)}, path.name, (remark,))


def _policies(path: Path) -> list[str]:
    return [name for name, _ in read_json(path).key("policies").items()] if path.is_file() else []


def _index(value: JsonValue, names: list[str]) -> int:
    name = value.text()
    if name not in names:
        raise InputError(unknown("policy", name, names), place=value.place)
    return names.index(name)
