"""Names as Metamon's files and vocabularies write them: normalised words, and the words for what is not there.

Digits survive in names of species only. A name is one word: the normalisers leave nothing that separates words.
"""

from __future__ import annotations

from functools import cache

_ONE_MOVE = ("hiddenpower", "return", "frustration")
"""Moves that go by one name, whatever type or power they have."""
TYPELESS = "threequestionmarks"
"""The type "???" of Curse in gens 2-4."""
NO_TYPE = "notype"


@cache
def clean_name(name: str) -> str:
    """Letters and digits, in lower case."""
    return "".join(c for c in name if c.isalnum()).lower()


@cache
def clean_no_numbers(name: str) -> str:
    """Letters alone, in lower case."""
    return "".join(c for c in name if c.isalpha()).lower()


def pokemon_name(name: str) -> str:
    """The word for a species or form."""
    return clean_name(name)


@cache
def move_name(name: str) -> str:
    """The word for a move."""
    word = clean_no_numbers(name)
    if word == "vicegrip":
        return "visegrip"
    return next((one for one in _ONE_MOVE if word.startswith(one)), word)


@cache
def item_name(item: str | None) -> str:
    """The word for an item; None is one that has not been revealed, "" none."""
    if item is None or item == "unknown_item":
        return "unknownitem"
    return clean_no_numbers(item) or "noitem"


@cache
def ability_name(ability: str | None) -> str:
    """The word for an ability; None is one that has not been revealed, "" none."""
    if ability is None or ability == "unknown_ability":
        return "unknownability"
    return clean_no_numbers(ability) or "noability"


@cache
def status_name(status: str) -> str:
    """The word for a status; "" is none."""
    return clean_no_numbers(status) or "nostatus"


@cache
def type_names(types: tuple[str, ...]) -> str:
    """One or two types as two words in alphabetical order; what is missing is NO_TYPE."""
    words = [clean_name(each) or TYPELESS for each in types[:2]]
    return " ".join(sorted(words + [NO_TYPE] * (2 - len(words))))
