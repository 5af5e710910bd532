"""The words of an .nfg file, each with its line and column."""

from __future__ import annotations

import re
from fractions import Fraction

from psrokit.api import InputError
from psrokit_plugins.tables.payoffs import LARGEST
from psrokit_plugins.tables.text import line_and_column

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}]|[^\s{}",]+', re.DOTALL)
_GAP = re.compile(r"[\s,]*")
_NUMBER = re.compile(r"[-+]?(?:\d{1,400}/\d{1,400}|(?:\d{1,400}(?:\.\d{0,400})?|\.\d{1,400})(?:[eE][-+]?\d{1,3})?)")
_MOST_STRATEGIES = 100_000


class Tokens:
    """Reads words from left to right. Each method takes the next one or raises InputError at its place."""

    def __init__(self, file: str, text: str) -> None:
        self._file = file
        self._text = text
        self._at = 0
        self._next: str | None = None
        self._end = 0
        self._look(0)

    def word(self, *allowed: str) -> str:
        """One of these words."""
        if self._next not in allowed:
            raise self.wrong(" or ".join(f"'{word}'" for word in allowed))
        return self._take()

    def text(self) -> str:
        """A text in double quotes; backslashes hide quotes and themselves, and else stand for themselves."""
        if not self.at_text():
            raise self.wrong("a text in double quotes")
        return re.sub(r'\\(["\\])', r"\1", self._take()[1:-1])

    def texts(self) -> list[str]:
        """Texts in braces."""
        self.open()
        found = []
        while not self.at("}"):
            found.append(self.text())
        self.close()
        return found

    def numbers(self, count: int) -> list[float]:
        """So many numbers."""
        return [self._number() for _ in range(count)]

    def size(self) -> int:
        """A whole number from 1 on."""
        number = self._whole()
        if not 1 <= number <= _MOST_STRATEGIES:
            raise self.wrong(f"a number of strategies from 1 to {_MOST_STRATEGIES} before this")
        return number

    def index(self, below: int) -> int:
        """A whole number from 0 on, less than `below`."""
        if not (self._next or "").isdecimal() or int((self._next or "")[:9]) >= below:
            raise self.wrong(f"the number of an outcome, 0 to {below - 1},")
        return self._whole()

    def open(self) -> None:
        """An opening brace."""
        self.word("{")

    def close(self) -> None:
        """A closing brace."""
        self.word("}")

    def at(self, word: str) -> bool:
        """Whether this comes next."""
        return self._next == word

    def at_text(self) -> bool:
        """Whether a text in quotes comes next."""
        return self._next is not None and self._next.startswith('"')

    def end(self) -> None:
        """Nothing follows."""
        if self._next is not None:
            raise self.wrong("the end of the file")

    def wrong(self, expected: str) -> InputError:
        """The error that says what should stand here."""
        line, column = line_and_column(self._text, self._at)
        found = "the file ends" if self._next is None else f"here is {self._next[:40]!r}"
        return InputError(f"{expected} is expected, {found}", place=f"{self._file}:{line}:{column}")

    def _whole(self) -> int:
        if self._next is None or not self._next.isdecimal() or len(self._next) > 9:
            raise self.wrong("a whole number")
        return int(self._take())

    def _number(self) -> float:
        if self._next is None or not _NUMBER.fullmatch(self._next):
            raise self.wrong("a number")
        try:
            value = float(Fraction(self._next)) if "/" in self._next else float(self._next)
        except (ZeroDivisionError, OverflowError):
            raise self.wrong("a finite number") from None
        if not abs(value) <= LARGEST:
            raise self.wrong(f"a number of at most {LARGEST:g}")
        self._take()
        return value

    def _take(self) -> str:
        taken = self._next
        assert taken is not None
        self._look(self._end)
        return taken

    def _look(self, start: int) -> None:
        gap = _GAP.match(self._text, start)
        self._at = gap.end() if gap else start
        match = _TOKEN.match(self._text, self._at)
        if match is None and self._at < len(self._text):
            line, column = line_and_column(self._text, self._at)
            raise InputError("a quote opened here is never closed", place=f"{self._file}:{line}:{column}")
        self._next, self._end = (match[0], match.end()) if match else (None, self._at)
