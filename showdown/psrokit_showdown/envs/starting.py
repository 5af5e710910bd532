"""How a battle of an environment begins: its seed, its seats, and whom a reset puts against the learner."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from psrokit.api import InputError, Policy, Seat, unknown
from psrokit_showdown.envs.interface import Part, component
from psrokit_showdown.games.showdown import Showdown

SEATS = (0, 1)
_OPTIONS = ("opponent",)


def match_seed(rng: np.random.Generator) -> int:
    """The seed of the next match, from an environment's own generator."""
    return int(rng.integers(1 << 62))


def checked_seat(seat: Seat) -> Seat:
    """A seat that exists. Raises InputError."""
    if isinstance(seat, bool) or not isinstance(seat, int) or seat not in SEATS:
        raise InputError(f"a battle has the seats 0 and 1, not {seat!r}")
    return seat


def battles_of(part: Part) -> Showdown:
    """The game that is meant. Raises InputError if it is unknown or has no battles of Pokemon Showdown."""
    game = component("game", part)
    if not isinstance(game, Showdown):
        raise InputError(
            f"this environment plays battles of Pokemon Showdown, not {part!r}",
            remedy='Give game="showdown", or {"use": "showdown", "format": ..., "teams": ..., "engine": ...}.',
        )
    return game


def new_opponent(options: Mapping[str, Any], opponent: Policy) -> Policy:
    """The opponent that the options of a reset name, or the one there was. Raises InputError for other options."""
    for name in options:
        if name not in _OPTIONS:
            raise InputError(unknown("option of reset", name, _OPTIONS))
    policy: Policy = component("policy", options.get("opponent", opponent))
    return policy
