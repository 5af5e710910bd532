"""The dials of a scripted style as numbers, each in its place."""

from __future__ import annotations

from dataclasses import fields
from typing import Protocol

from psrokit_showdown.weights import Weights


class Numbers(Protocol):
    """A vector of numbers."""

    def __getitem__(self, place: int, /) -> float:
        """One number."""

    def __setitem__(self, place: int, value: float, /) -> None:
        """Write one number."""


DIALS = len(fields(Weights))
"""Places of the dials, in the order of the fields of `Weights`."""
(
    DAMAGE, KNOCK_OUT, FIRST_STRIKE, RECHARGE, BOOM, BIND, COUNTERED, SLEEP, PARALYSE, SPEED_CONTROL, FREEZING, BURNING,
    CHIP, CONFUSE, RECOVERED, RECOVER_BELOW, RESTED, REST_BELOW, SCREEN, SUBSTITUTE, SETUP, SETUP_UNTIL, SWITCH, TEMPO,
    ENTRY, PREDICTION, KEEP_BOOSTS, CLEANSE, PRESERVE, FEAR, TEMPERATURE,
) = range(DIALS)  # fmt: skip


def dials_of(weights: Weights) -> tuple[float, ...]:
    """The dials as numbers, in the order of their fields."""
    return tuple(getattr(weights, one.name) for one in fields(Weights))
