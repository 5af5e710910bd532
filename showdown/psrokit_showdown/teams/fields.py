"""What both texts of a team are made of: names, numbers, spreads, and what Showdown assumes when they are absent.

What a text leaves out is filled in as Showdown's validator would fill it:

* EVs: a member without any gets 252 everywhere in generations 1 and 2 (no limit existed) and 0 everywhere later;
  in a list that names only some stats, the others are 0. IVs: 31 for every stat not named. Level 100, happiness 255.
* Generations 1 and 2 have no abilities and no natures: the ability becomes "NoAbility" and the nature "Serious",
  whatever the text says. The simulator acts on what it is given (an "Intimidate" Tauros would lower Attack in
  generation 1), so this may not be left open. In generation 1 nobody has a gender ("N").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from psrokit.api import InputError
from psrokit_showdown.teams.placeholders import is_nothing
from psrokit_showdown.teams.team import LARGEST_NUMBER, Member, Spread, default_evs, packed_name

_NUMBER = re.compile(r"[0-9]{1,4}")


def refuse_invisible(text: str, place: str) -> None:
    """Raise InputError if `text` holds a control character, a line break or another character that does not print."""
    if not text.isprintable():
        odd = next(character for character in text if not character.isprintable())
        raise InputError(f"the invisible character U+{ord(odd):04X} may not be in a team", place=place)


def read_name(text: str, what: str, place: str) -> str:
    """The packed form of a name ("Body Slam" -> "BodySlam"). Raises InputError if it could be no name of a `what`."""
    name = packed_name(text)
    if not name:
        raise InputError(f"{text!r} cannot be the name of a {what}", place=place)
    return name


def name_or_none(text: str, what: str, place: str) -> str:
    """The same, but "" for a word of Metamon's that says there is none. Raises InputError."""
    return "" if is_nothing(text) else read_name(text, what, place)


def read_number(text: str, what: str, place: str) -> int:
    """A whole number in digits. Raises InputError."""
    if not _NUMBER.fullmatch(text):
        raise InputError(f"{what} needs a whole number from 0 to {LARGEST_NUMBER}, not {text!r}", place=place)
    return int(text)


def spread(numbers: Sequence[int]) -> Spread:
    """Six numbers as a spread."""
    hp, attack, defense, special_attack, special_defense, speed = numbers
    return hp, attack, defense, special_attack, special_defense, speed


def filled(found: dict[str, Any], generation: int, place: str) -> Member:
    """The member whose text said `found` (fields of Member), with the rest as the module's docstring says."""
    if found["nickname"] == found["species"]:
        found["nickname"] = ""
    found.setdefault("evs", default_evs(generation))
    found.setdefault("moves", ())
    if generation <= 2:
        found |= {"ability": "NoAbility", "nature": "Serious"}
    if generation == 1 or found.get("gender") == "N":
        found["gender"] = "N" if generation == 1 else ""
    try:
        return Member(**found)
    except InputError as error:
        raise InputError(error.message, place=place) from None
