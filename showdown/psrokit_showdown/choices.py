"""A battle's choices as one short text for the ledger: two characters a choice.

The first says who and what (`M`, `S`, `D` for seat 0's move, switch, default; lower case for seat 1), the second is the
number (`-` for a default), so `M1s3` is seat 0 choosing "move 1" and seat 1 "switch 3". A forfeit is `F-` or `f-`, the
lead of a team preview `T`, a move with Terastallization `X`.
"""

from __future__ import annotations

from collections.abc import Sequence

from psrokit.api import InputError
from psrokit_showdown.actions import TERASTALLIZE

_WORDS = {"M": "move", "S": "switch", "D": "default", "F": "forfeit", "T": "team", "X": "move"}
_LETTERS = {word: letter for letter, word in reversed(_WORDS.items())}
_TERASTALLIZE = f" {TERASTALLIZE}"


def encode_choices(choices: Sequence[tuple[int, str]]) -> str:
    """The short text of (seat, choice) pairs in the order in which they were made."""
    return "".join(_encode(seat, choice) for seat, choice in choices)


def decode_choices(text: str) -> tuple[tuple[int, str], ...]:
    """The (seat, choice) pairs of a short text. Raises InputError if it is none."""
    if len(text) % 2:
        raise InputError(f"a choice log has two characters a choice; this one has {len(text)} characters")
    return tuple(_decode(text[place : place + 2]) for place in range(0, len(text), 2))


def _encode(seat: int, choice: str) -> str:
    word, _, number = choice.removesuffix(_TERASTALLIZE).partition(" ")
    letter = "X" if choice.endswith(_TERASTALLIZE) else _LETTERS[word]
    return f"{letter if seat == 0 else letter.lower()}{number or '-'}"


def _decode(pair: str) -> tuple[int, str]:
    letter, number = pair[0], pair[1]
    word = _WORDS.get(letter.upper())
    if word is None or not (number == "-" or number.isdecimal()):
        raise InputError(f"'{pair}' is not a choice in a choice log")
    more = _TERASTALLIZE if letter.upper() == "X" else ""
    return int(letter.islower()), word if number == "-" else f"{word} {number}{more}"
