"""Vocabularies: the numbers of words. One of our own, the five that Metamon published, and any JSON file of that form.

A file is one JSON object, word to number. Numbers come from the file and never change; new words get the next ones.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from hashlib import sha256
from importlib.resources import files
from itertools import repeat
from pathlib import Path
from typing import get_args

import numpy as np
import numpy.typing as npt

from psrokit.api import InputError, IntegrityError
from psrokit_showdown.cache import cache_folder
from psrokit_showdown.vocabularies.published import PUBLISHED, PublishedName

UNKNOWN = -1
"""The number of every word that a vocabulary does not have."""
UNKNOWN_WORD = "<unknown>"
"""What stands for a word whose number is UNKNOWN, when numbers are read back."""
OWN = "psrokit-v1"
LARGEST_FILE = 4 * 2**20


@dataclass(frozen=True)
class Vocabulary:
    """numbers: word to number, 0 to n-1, each once."""

    name: str
    numbers: Mapping[str, int] = field(repr=False)

    def __post_init__(self) -> None:
        if sorted(self.numbers.values()) != list(range(len(self.numbers))):
            raise InputError("its numbers are not 0 to n-1, each once", place=f"vocabulary {self.name}")

    def __len__(self) -> int:
        return len(self.numbers)

    def encode(self, words: Iterable[str]) -> npt.NDArray[np.int32]:
        """The numbers of words, shape (words,); UNKNOWN for those that it does not have."""
        return np.array([*map(self.numbers.get, words, repeat(UNKNOWN))], np.int32)

    def decode(self, numbers: Iterable[int]) -> list[str]:
        """The words of numbers that `encode` gave; UNKNOWN_WORD for those that it did not have.

        Raises InputError for a number that stands for nothing.
        """
        words = self._words
        given = [int(number) for number in numbers]
        strange = [number for number in given if not UNKNOWN <= number < len(words) - 1]
        if strange:
            raise InputError(
                f"{strange[0]} is no number of a word: they go from {UNKNOWN} to {len(self) - 1}",
                place=f"vocabulary {self.name}",
            )
        return [words[number] for number in given]

    @cached_property
    def _words(self) -> list[str]:
        """By number; that of UNKNOWN, which is -1, stands last."""
        return [*sorted(self.numbers, key=self.numbers.__getitem__), UNKNOWN_WORD]

    def unknown(self, words: Iterable[str]) -> list[str]:
        """Those of the words that it does not have, sorted."""
        return sorted(set(words) - self.numbers.keys())

    def grown(self, words: Iterable[str]) -> Vocabulary:
        """With the missing ones of these words after its own, in alphabetical order."""
        more = enumerate(self.unknown(words), len(self))
        return Vocabulary(self.name, {**self.numbers, **{word: number for number, word in more}})

    def text(self) -> str:
        """The JSON text of its file, in the order of the numbers."""
        lines = [
            f"{json.dumps(word)}: {number}" for word, number in sorted(self.numbers.items(), key=lambda one: one[1])
        ]
        return "{\n" + ",\n".join(lines) + "\n}\n"


def load_vocabulary(choice: str | Path) -> Vocabulary:
    """`psrokit-v1`, a published vocabulary that was imported, or a file. Raises InputError."""
    return _own() if choice == OWN else _from_file(str(choice))


@cache
def _own() -> Vocabulary:
    text = files(__package__).joinpath(f"{OWN}.json").read_text(encoding="utf-8")
    return read_vocabulary(OWN, text)


def _from_file(choice: str) -> Vocabulary:
    published = PUBLISHED.get(choice)
    path = imported_file(choice) if published else Path(choice)
    try:
        content = path.read_bytes()
    except OSError as error:
        remedy = f"psrokit showdown vocab import {published.file}" if published else None
        raise InputError(f"the vocabulary {choice} cannot be read: {error}", remedy=remedy) from error
    if published and recognized(content) != choice:
        raise IntegrityError(f"{path} is not what was published as {choice}", remedy="Import it anew.")
    return _parsed(choice, content.decode(errors="replace"))


@lru_cache(maxsize=16)
def _parsed(name: str, text: str) -> Vocabulary:
    return read_vocabulary(name, text)


def imported_file(name: str) -> Path:
    """Where a published vocabulary is kept on this machine."""
    return cache_folder() / "vocabularies" / f"{name}.json"


def read_vocabulary(name: str, text: str) -> Vocabulary:
    """The vocabulary that a JSON text holds. Raises InputError."""
    if len(text) > LARGEST_FILE:
        raise InputError(f"it has {len(text)} characters; a vocabulary has at most {LARGEST_FILE}", place=name)
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"it is not JSON: {error}", place=f"vocabulary {name}") from error
    if not isinstance(told, dict) or not all(type(number) is int for number in told.values()):
        raise InputError("it is not one object of words and whole numbers", place=f"vocabulary {name}")
    return Vocabulary(name, told)


def recognized(content: bytes) -> PublishedName | None:
    """The name under which Metamon published this content, byte for byte, or None."""
    digest = sha256(content).hexdigest()
    return next((name for name in get_args(PublishedName) if PUBLISHED[name].sha256 == digest), None)
