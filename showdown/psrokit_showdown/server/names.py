"""User names: at most 18 characters, of which a server keeps letters and digits only."""

from __future__ import annotations

import os
import secrets

from psrokit.api import InputError
from psrokit_showdown.protocol import to_id

LONGEST = 18
_PASSWORD = "PSROKIT_SHOWDOWN_PASSWORD"  # noqa: S105 # the name of a variable, not what it holds


def player_name() -> str:
    """A name that no other player has: 60 random bits, unique in a run and between runs."""
    return f"psro{secrets.token_hex(7)}"[:LONGEST]


def checked_name(name: str) -> str:
    """`name`, if a server takes it. Raises InputError."""
    if not to_id(name) or len(name) > LONGEST or not name.isprintable() or set(name) & set("|,"):
        raise InputError(f"{name!r} cannot be a user name: 1 to {LONGEST} characters, a letter or digit among them")
    return name


def password() -> str | None:
    """The password of a registered name, from the environment (never an option: those are written down)."""
    return os.environ.get(_PASSWORD)
