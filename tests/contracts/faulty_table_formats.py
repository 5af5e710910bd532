"""Table formats that break laws of their kind, as a plugin file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from breaking import breaks

from psrokit.api import InputError, NamedTable, PayoffTable, table_format


@dataclass(frozen=True)
class _Means:
    """Names and exact payoffs of two seats as JSON: right, but for what the classes below change."""

    def recognises(self, path: Path, beginning: str) -> bool:
        return path.suffix == ".json" and beginning.strip()[:1] in {"", "{"}

    def read(self, path: Path) -> NamedTable:
        try:
            return self.table(self.content(path), path)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InputError(f"this is no table of means: {error}", place=str(path)) from None

    def content(self, path: Path) -> str:
        return path.read_text(encoding="utf-8")

    def table(self, content: str, path: Path) -> NamedTable:
        told = json.loads(content)
        means = np.array(told["means"])
        table = PayoffTable.empty(tuple(told["names"]), means.shape[1:])
        for profile in table.profiles():
            table = table.with_exact(profile, tuple(means[(slice(None), *profile)].tolist()))
        return NamedTable(table, {role: tuple(names) for role, names in told["names"].items()}, path.name)

    def write(self, named: NamedTable, path: Path) -> None:
        told = {"means": self.rounded(named.table.mean).tolist(), "names": dict(named.names)}
        path.write_text(json.dumps(told), encoding="utf-8")

    def rounded(self, means: np.ndarray) -> np.ndarray:
        return means


@table_format("sound_means")
@dataclass(frozen=True)
class Means(_Means):
    """Breaks nothing."""


@breaks("says yes or no to any beginning")
@table_format("faulty_unsure")
@dataclass(frozen=True)
class Unsure(_Means):
    """Says neither yes nor no to what it does not know."""

    def recognises(self, path: Path, beginning: str) -> bool:
        return True if path.suffix == ".json" else None  # type: ignore[return-value] # this is the fault


@breaks("refuses rubbish with the place")
@table_format("faulty_gullible")
@dataclass(frozen=True)
class Gullible(_Means):
    """Takes what is no JSON for a table in which nothing is known."""

    def table(self, content: str, path: Path) -> NamedTable:
        try:
            return super().table(content, path)
        except ValueError:
            return NamedTable(
                PayoffTable.empty(("row", "column"), (1, 1)), {"row": ("a",), "column": ("b",)}, path.name
            )


@breaks("refuses what is no file")
@table_format("faulty_placeless")
@dataclass(frozen=True)
class Placeless(_Means):
    """Does not say where there is no file."""

    def content(self, path: Path) -> str:
        if not path.is_file():
            raise InputError("there is no file")
        return super().content(path)


@breaks("reads back what it writes")
@table_format("faulty_rounding")
@dataclass(frozen=True)
class Rounding(_Means):
    """Writes two digits of a payoff."""

    def rounded(self, means: np.ndarray) -> np.ndarray:
        return means.round(2)
