"""Checks and counters from usage statistics: how well each species fares against another."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from psrokit.api import InputError
from psrokit_showdown.naming import pokemon_name
from psrokit_showdown.tactics.habits import NO_CHECKS, Checks
from psrokit_showdown.tactics.scene import Mon

_REMEDY = "Name a file of Smogon's (gen1ou-1760-chaos.json) or of Metamon's usage statistics, or a folder of them."


@lru_cache(maxsize=16)
def read_checks(path: str) -> Mapping[str, Checks]:
    """For each species, how well others do against it, from 0 to 1; later files of a folder replace earlier ones.

    Two forms are read: Smogon's `chaos` files ({"data": {species: {"Checks and Counters": {other: [n, mean, sd]}}}})
    and Metamon's ({species: {other: score}}, or with the scores under "checks"). Smogon's own score, the mean less four
    standard deviations, is used. Raises InputError with the place for a file that is missing or neither.
    """
    where = Path(path)
    files = sorted(where.glob("*.json")) if where.is_dir() else [where]
    if not files or not where.exists():
        raise InputError("there are no usage statistics here", place=path, remedy=_REMEDY)
    return {species: scores for file in files for species, scores in _read(file).items()}


def checks_against(checks: Mapping[str, Checks], foe: Mon | None) -> Checks:
    """The scores against a Pokemon; none against a species that the statistics do not have."""
    return NO_CHECKS if foe is None else checks.get(foe.base.base_species, NO_CHECKS)


def _read(file: Path) -> dict[str, Checks]:
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        rows = data["data"] if "data" in data and "info" in data else data
        return {pokemon_name(species): _scores(row) for species, row in rows.items()}
    except OSError as error:
        raise InputError(f"cannot read usage statistics: {error.strerror}", place=str(file)) from None
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        raise InputError("these are no usage statistics", place=str(file), remedy=_REMEDY) from None


def _scores(row: Mapping[str, Any]) -> Checks:
    found = row.get("Checks and Counters", row.get("checks", row))
    return {pokemon_name(other): _score(value) for other, value in found.items()}


def _score(value: Any) -> float:
    if isinstance(value, list):
        _, mean, deviation = value
        return max(0.0, float(mean) - 4 * float(deviation))
    return float(value)
