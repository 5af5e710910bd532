"""A battle in Showdown's own words: what one seat was told, for players that read the protocol themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from psrokit.api import Action, InputError, Observation
from psrokit_showdown.knowledge import BattleView
from psrokit_showdown.view import Request


class Transcript(NamedTuple):
    """All that a seat has been told when it is asked, and nothing that it has not.

    lines: its own protocol lines from the beginning, those before its last decision included. On a server, a line
    `|init|` after others means that the room was joined again and everything is told anew. request: what it is asked.
    """

    lines: Sequence[str]
    request: Request


@dataclass(frozen=True, slots=True)
class Heard(Observation):
    """An observation that can also say what it was made from.

    tell: gives the transcript up to this decision, whoever plays the battle: the native engine, which writes no
    protocol, has the battle played along on the simulator from the first time that it is asked.
    """

    tell: Callable[[], Transcript] = field(compare=False, repr=False)


def heard(view: BattleView, legal: Sequence[Action], told: Sequence[str], request: Request) -> Heard:
    """An observation made from what has been told so far. `told` may grow: its transcript keeps to the lines of now."""
    return Heard(view, legal, partial(_until, told, len(told), request))


def _until(told: Sequence[str], count: int, request: Request) -> Transcript:
    return Transcript(told[:count], request)


def transcript_of(observation: Observation) -> Transcript:
    """What led to an observation. Raises InputError where it did not come from a battle."""
    if not isinstance(observation, Heard):
        raise InputError(
            "this player reads a battle's protocol, and here it is asked about a position without one",
            remedy="Have it play whole battles of the game 'showdown', or name a policy that plays by what it sees.",
        )
    return observation.tell()
