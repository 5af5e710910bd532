"""Showdown's battle protocol read line by line: split lines, fields, tags, and the four small notations inside them.

Everything here is pure. The notations are parsed through caches, because a battle repeats the same few strings all the
time. The protocol is described in the simulator's own `SIM-PROTOCOL.md`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from psrokit.api import PsrokitError


class ProtocolError(PsrokitError):
    """The simulator, or a recorded stream, said something that does not have the form it must have."""


class Ident(NamedTuple):
    """Who a line is about: `p2a: Starmie` is side 1, position `a`; a benched Pokemon has no position."""

    side: int
    position: str
    name: str


class Details(NamedTuple):
    """What is public about a Pokemon: `Snorlax, L74, M` is (`snorlax`, 74, `M`); level 100 is not written."""

    species: str
    level: int
    gender: str


class Condition(NamedTuple):
    """Health as one seat sees it: `181/323 par` of its own side, `57/100 par` of the other; `0 fnt` is (0, 0, fnt)."""

    hp: int
    max_hp: int
    status: str


@lru_cache(maxsize=16384)
def to_id(name: str) -> str:
    """The identifier Showdown makes of a name: lower-case ASCII letters and digits only."""
    return "".join(c for c in name.lower() if c.isascii() and c.isalnum())


@lru_cache(maxsize=16384)
def effect_id(effect: str) -> str:
    """The identifier of an effect: `move: Leech Seed` and `Leech Seed` are both `leechseed`."""
    _, colon, name = effect.partition(": ")
    return to_id(name if colon else effect)


@lru_cache(maxsize=16384)
def parse_ident(text: str) -> Ident:
    """Read `p1a: Name` or `p1: Name`. Raises ProtocolError."""
    place, colon, name = text.partition(": ")
    if not colon or len(place) not in (2, 3) or place[0] != "p" or place[1] not in "1234":
        raise ProtocolError(f"'{text}' does not name a Pokemon")
    return Ident(int(place[1]) - 1, place[2:], name)


@lru_cache(maxsize=16384)
def parse_side(text: str) -> int:
    """Read the side of `p1`, `p1: Player` or `p1a: Name`. Raises ProtocolError."""
    if len(text) < 2 or text[0] != "p" or text[1] not in "1234":
        raise ProtocolError(f"'{text}' does not name a side")
    return int(text[1]) - 1


@lru_cache(maxsize=16384)
def parse_details(text: str) -> Details:
    """Read `Species, L50, M, shiny`. Raises ProtocolError."""
    species, *rest = text.split(", ")
    level, gender = 100, ""
    for part in rest:
        if part in ("M", "F"):
            gender = part
        elif part[:1] == "L" and part[1:].isdecimal():
            level = int(part[1:])
    if not to_id(species):
        raise ProtocolError(f"'{text}' does not name a species")
    return Details(to_id(species), level, gender)


@lru_cache(maxsize=65536)
def parse_condition(text: str) -> Condition:
    """Read `181/323 par`, `57/100`, `57/100y` (pixel scale with a colour letter) or `0 fnt`. Raises ProtocolError."""
    health, _, status = text.partition(" ")
    hp, slash, max_hp = health.partition("/")
    max_hp = max_hp.rstrip("gyr")
    if not hp.isdecimal() or (slash and not max_hp.isdecimal()) or not (slash or hp == "0"):
        raise ProtocolError(f"'{text}' is not a condition such as '181/323 par' or '0 fnt'")
    if hp == "0":
        return Condition(0, 0, "fnt")
    return Condition(int(hp), int(max_hp), status)


def for_seat(lines: Iterable[str], seat: int) -> list[str]:
    """The lines one seat is sent: of every `|split|SIDE`, secret, public triple its own or the public line.

    Raises ProtocolError when a triple is cut short.
    """
    own = f"|split|p{seat + 1}"
    seen: list[str] = []
    stream = iter(lines)
    for line in stream:
        if not line.startswith("|split|"):
            seen.append(line)
            continue
        secret, public = next(stream, None), next(stream, None)
        if secret is None or public is None:
            raise ProtocolError(f"the lines end inside '{line}'")
        if shown := secret if line == own else public:
            seen.append(shown)
    return seen


def tag(fields: Sequence[str], name: str) -> str | None:
    """The text of a tag such as `[from] Metronome` among a line's fields (empty for a bare tag), or None."""
    for text in fields:
        if text.startswith(name):
            return text[len(name) :].strip()
    return None
