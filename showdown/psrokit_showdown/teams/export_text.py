"""Read Showdown's export text, the one people write and paste, strictly.

Gengar
- Hypnosis
- Explosion

Chansey
EVs: 252 HP / 252 Def / 252 SpA / 252 SpD / 252 Spe
- Soft-Boiled
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from psrokit.api import InputError
from psrokit_showdown.teams.fields import filled, name_or_none, read_name, read_number, refuse_invisible, spread
from psrokit_showdown.teams.placeholders import is_nothing, refuse_missing, without_assumed
from psrokit_showdown.teams.team import FULL_IVS, NO_EVS, STATS, Member, Spread, Team

_NAMED = re.compile(r"(?P<nickname>.+) \((?P<species>[^()]+)\)")
_NATURE = re.compile(r"(?P<nature>[A-Za-z0-9]+|<nonature>) [Nn]ature")
_STAT = re.compile(r"(?P<number>[0-9]{1,4}) (?P<stat>[A-Za-z]+)")
_BLANK = " \t\u200b"
"""What may surround a line: pasted texts end in zero-width spaces now and then."""
_PLACES: Mapping[str, tuple[int, ...]] = {
    **{stat.lower(): (place,) for place, stat in enumerate(STATS)},
    "spc": (STATS.index("SpA"), STATS.index("SpD")),
}


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    place: str


def parse_export(text: str, source: str, generation: int = 1) -> Team:
    """The team in an export text: one block of lines a Pokemon, an empty line between; `Team.export` writes it back.

    `source` is how errors name the text ("stall.gen1ou_team"). A title line "=== ... ===" may come first. Metamon's
    placeholders are understood (see `placeholders`). Legality is not judged. Raises InputError with `source:line`.
    """
    members = tuple(_member(block, generation) for block in _blocks(text, source))
    if not members:
        raise InputError("there is no Pokemon in this text", place=source)
    return Team(members, generation)


def headline_places(text: str, source: str) -> tuple[str, ...]:
    """Where each Pokemon of an export text begins, as `source:line`."""
    return tuple(block[0].place for block in _blocks(text, source))


def _blocks(text: str, source: str) -> Iterator[list[_Line]]:
    by_emptiness = groupby(_lines(text, source), key=lambda line: line.text in ("", "---"))
    yield from (list(lines) for empty, lines in by_emptiness if not empty)


def _lines(text: str, source: str) -> Iterator[_Line]:
    begun = False
    for number, raw in enumerate(text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n"), 1):
        line = _Line(raw.strip(_BLANK), f"{source}:{number}")
        refuse_invisible(line.text, line.place)
        if not line.text.startswith("==="):
            begun = begun or line.text != ""
            yield line
        elif begun:
            remedy = "Write one team a file, or a file of packed teams, one a line."
            raise InputError("a second team begins here", place=line.place, remedy=remedy)


def _member(block: list[_Line], generation: int) -> Member:
    found = _headline(block[0])
    for line in _without_assumed(block[1:], generation):
        refuse_missing(line.text, found["species"], line.place)
        field, value = _understood(line)
        if field == "moves":
            found["moves"] = (*found.get("moves", ()), *value)
        elif field in found:
            raise InputError(f"the {field} of {found['species']} is given a second time", place=line.place)
        else:
            found[field] = value
    return filled(found, generation, block[0].place)


def _without_assumed(lines: list[_Line], generation: int) -> Iterator[_Line]:
    for line in lines:
        if known := without_assumed(line.text, generation):
            yield _Line(known, line.place)


def _headline(line: _Line) -> dict[str, Any]:
    if line.text.startswith("- "):
        raise InputError("a Pokemon begins with its name, not with a move", place=line.place)
    name, at, item = line.text.rpartition(" @ ") if " @ " in line.text else (line.text, "", "")
    refuse_missing(name, "a Pokemon", line.place)
    refuse_missing(item, name, line.place)
    found: dict[str, Any] = {"item": name_or_none(item, "item", line.place)} if at else {}
    if name.endswith((" (M)", " (F)")):
        name, found["gender"] = name[:-4], name[-2]
    named = _NAMED.fullmatch(name)
    found["species"] = read_name(named["species"] if named else name, "species", line.place)
    found["nickname"] = (named["nickname"] if named else name).strip()
    return found


def _understood(line: _Line) -> tuple[str, Any]:
    """The field of Member that this line is about, and its value."""
    if line.text.startswith("-"):
        move = line.text[1:].strip()
        return "moves", () if is_nothing(move) else (read_name(move, "move", line.place),)
    if nature := _NATURE.fullmatch(line.text):
        return "nature", name_or_none(nature["nature"], "nature", line.place)
    label, _, value = line.text.partition(":")
    if label in _READERS:
        field, reader = _READERS[label]
        return field, reader(value.strip(), label, line.place)
    raise InputError(
        f"'{line.text}' is not understood",
        place=line.place,
        remedy="Below its name a Pokemon has moves ('- Body Slam'), '... Nature', or lines that begin with "
        f"{', '.join(_READERS)}; an empty line ends it.",
    )


def _yes(text: str, what: str, place: str) -> bool:
    if text != "Yes":
        raise InputError(f"{what} can only be Yes, not {text!r}; leave the line out otherwise", place=place)
    return True


def _evs(text: str, what: str, place: str) -> Spread:
    return _stats(text, NO_EVS, what, place)


def _ivs(text: str, what: str, place: str) -> Spread:
    return _stats(text, FULL_IVS, what, place)


def _stats(text: str, unnamed: Spread, what: str, place: str) -> Spread:
    numbers, named = list(unnamed), set[int]()
    for part in text.split("/"):
        said = _STAT.fullmatch(part.strip())
        places = _PLACES.get(said["stat"].lower(), ()) if said else ()
        if not said or not places or named & set(places):
            raise InputError(f"{what} look like '252 HP / 4 Spe', each stat once; not {part.strip()!r}", place=place)
        named |= set(places)
        for index in places:
            numbers[index] = int(said["number"])
    return spread(numbers)


_READERS: Mapping[str, tuple[str, Callable[[str, str, str], Any]]] = {
    "Ability": ("ability", name_or_none),
    "Level": ("level", read_number),
    "Shiny": ("shiny", _yes),
    "Happiness": ("happiness", read_number),
    "Pokeball": ("pokeball", read_name),
    "Hidden Power": ("hidden_power", read_name),
    "Dynamax Level": ("dynamax_level", read_number),
    "Gigantamax": ("gigantamax", _yes),
    "Tera Type": ("tera_type", name_or_none),
    "EVs": ("evs", _evs),
    "IVs": ("ivs", _ivs),
}
