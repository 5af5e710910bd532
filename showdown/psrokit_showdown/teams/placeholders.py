"""What Metamon's team files say where nothing is (`<noitem>`), and where something is not known (`$missing_item$`).

A revealed team is such a file: what its owner never showed is missing. Where Showdown assumes something for what a text
leaves out (see `fields`), it does so for what is missing too; anything else that is missing makes a team incomplete.
"""

from __future__ import annotations

import re

from psrokit.api import InputError

NOTHING = ("<nomove>", "<noability>", "<noitem>", "<nonature>", "<notera>")

_MISSING = re.compile(r"\$missing_(?P<what>[a-z]+)\$")
_WORDS = {"ev": "EVs", "iv": "IVs", "tera": "Tera type"}
_ASSUMED = ("ev", "iv")
_ASSUMED_EARLY = (*_ASSUMED, "ability", "nature")


def is_nothing(text: str) -> bool:
    """Whether a word says that there is no move, ability, item, nature or Tera type."""
    return text in NOTHING


def refuse_missing(text: str, owner: str, place: str) -> None:
    """Raise InputError if something of `owner` is missing in `text`."""
    if found := _MISSING.search(text):
        what = _WORDS.get(found["what"], found["what"])
        raise InputError(
            f"this team is incomplete: the {what} of {owner} is not known ({found[0]})",
            place=place,
            remedy="Write what it is, or leave this team out.",
        )


def without_assumed(text: str, generation: int) -> str:
    """A line of an export text without those missing things that are assumed; "" if nothing else is in it."""
    found = _MISSING.search(text)
    if found is None or found["what"] not in (_ASSUMED_EARLY if generation <= 2 else _ASSUMED):
        return text
    label, colon, values = text.partition(":")
    known = [value.strip() for value in values.split("/") if value and not _MISSING.search(value)]
    return f"{label}{colon} {' / '.join(known)}" if known else ""
