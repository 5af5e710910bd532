"""A payoff table as a game of Gambit."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from psrokit.api import EnvironmentFault, NamedTable
from psrokit_plugins.table_formats.nfg import nfg_text
from psrokit_plugins.tables.payoffs import distinct

_ILLEGAL = re.compile(r"[^ -\[\]-~]")
"""Gambit's labels are of printable ASCII; a backslash does not survive its files."""


def gambit_game(named: NamedTable) -> Any:
    """A `pygambit.Game` in strategic form, whose payoffs are the same numbers as exact rationals.

    Gambit's labels hold printable ASCII alone: other characters of names become question marks, and what is then the
    same is numbered. Raises IntegrityError that names the cell if a payoff is missing, EnvironmentFault without
    pygambit.
    """
    try:
        import pygambit  # noqa: PLC0415 # an optional package
    except ImportError:
        raise EnvironmentFault("a game of Gambit needs pygambit", remedy="Run: pip install pygambit") from None
    table, seats = named.table, _labels(named.table.seats, "player")
    names = {seat: _labels(named.names[role], "policy") for seat, role in zip(seats, table.seats, strict=True)}
    plain = NamedTable(replace(table, seats=seats), names, _ILLEGAL.sub("?", named.source))
    return pygambit.read_nfg(io.BytesIO(nfg_text(plain).encode("ascii")))


def _labels(names: Sequence[str], fallback: str) -> tuple[str, ...]:
    return distinct([_ILLEGAL.sub("?", " ".join(name.split())) for name in names], fallback)
