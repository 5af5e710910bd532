"""Formats and seeds as numbers."""

from __future__ import annotations

from psrokit.api import InputError, unknown
from psrokit_showdown.engine.layout import FREEZE_CLAUSE, SLEEP_CLAUSE, UNWRAPPED
from psrokit_showdown.teams.source import NATIVE_FORMATS

STANDARD = SLEEP_CLAUSE | FREEZE_CLAUSE
FORMATS = dict.fromkeys(NATIVE_FORMATS, STANDARD) | {"gen1customgame": UNWRAPPED}
"""The clauses that rule in battle. All formats share the Endless Battle Clause; bans are the validator's business.

UNWRAPPED: in Showdown's custom games numbers do not wrap around as they do on the cartridge: stats above 1023 stay
large in the damage formula, and PP fall below 0 where they would become 63.
"""


def clauses(format_id: str) -> int:
    """The clause bits of a format. Raises InputError for one that the engine does not play."""
    if format_id not in FORMATS:
        raise InputError(
            unknown("format of the native engine", format_id, FORMATS),
            remedy="engine: showdown plays every format.",
        )
    return FORMATS[format_id]


def seed_of(text: str) -> int:
    """Showdown's "a,b,c,d" as the generator's state of 64 bits. Raises InputError."""
    parts = text.split(",")
    if len(parts) != 4 or not all(part.strip().isdecimal() and int(part) < 1 << 16 for part in parts):
        raise InputError(f"the seed '{text}' is not of the form 1,2,3,4: four numbers below 65536")
    a, b, c, d = map(int, parts)
    return a << 48 | b << 32 | c << 16 | d


def seed_text(state: int) -> str:
    """A generator's state as Showdown writes it."""
    return ",".join(str(state >> shift & 0xFFFF) for shift in (48, 32, 16, 0))
