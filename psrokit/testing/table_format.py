"""What every table format must do."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from psrokit.errors import InputError
from psrokit.game import Role
from psrokit.payoff import PayoffTable
from psrokit.table_format import NamedTable, TableFormat, WritableFormat
from psrokit.testing.suite import ComponentSuite, LawBroken, expect, insist

if TYPE_CHECKING:
    from psrokit.testing.rehearsal import Rehearsal

_ENDINGS = ("csv", "json", "npy", "npz", "nfg", "parquet", "xyz")
_RUBBISH = (
    b"",
    b"\0\xff\xfe",
    b"\xef\xbb\xbfa,b\n",
    b"{",
    b"[[[[",
    b'NFG 1 R "',
    b"a,b\na,1\nb",
    b"PAR1",
    b"\x93NUMPY",
)


@dataclass(frozen=True)
class TableFormatSuite(ComponentSuite):
    """Checks a table format on files that are none, and on what it writes itself."""

    def says_yes_or_no_to_any_beginning(self) -> None:
        """Recognising is a question about names and beginnings, and never fails."""
        for ending in _ENDINGS:
            for content in _RUBBISH:
                answer = self.component.recognises(Path(f"x.{ending}"), content.decode("utf-8", "replace"))
                expect(isinstance(answer, bool), f"it answers {answer!r}")

    def refuses_rubbish_with_the_place(self) -> None:
        """Files of another kind are an InputError that names the file."""
        noise = random.Random(0)  # noqa: S311 # noise, not secrets
        for content in (*_RUBBISH, *(noise.randbytes(50) for _ in range(10))):
            for ending in _ENDINGS:
                with _file(content, ending) as path:
                    self._must_refuse(path)

    def refuses_what_is_no_file(self) -> None:
        """A path without a file, and a folder, are InputErrors."""
        with TemporaryDirectory() as folder:
            self._must_refuse(Path(folder))
            self._must_refuse(Path(folder, "missing.csv"))

    def reads_back_what_it_writes(self) -> None:
        """Where it writes, the payoffs and the names it reads are those that were written."""
        if not isinstance(self.component, WritableFormat):
            return
        named = _sample()
        own = [ending for ending in _ENDINGS if self.component.recognises(Path(f"table.{ending}"), "")]
        for ending in own or _ENDINGS[-1:]:  # who knows none of these endings writes files of another
            with _file(b"", ending) as path:
                self.component.write(named, path)
                again = self.component.read(path)
                expect(np.array_equal(again.table.mean, named.table.mean), f"{again.table.mean} was {named.table.mean}")
                expect(list(again.names.values()) == list(named.names.values()), f"the names became {again.names}")

    def _must_refuse(self, path: Path) -> None:
        try:
            answer = self.component.read(path)
        except InputError as error:
            expect(path.name in str(error), f"the refusal does not name the file: {error}")
        else:
            raise LawBroken(f"it reads {path} as {answer!r}")


def suite(component: TableFormat, place: Rehearsal | None = None, role: Role = "") -> TableFormatSuite:
    """The suite for a table format. No experiment names one, so it needs no place."""
    del place, role
    return TableFormatSuite(component)


def check_table_format(table_format: TableFormat) -> None:
    """Raise LawBroken with all that `table_format` does wrong."""
    insist(TableFormatSuite(table_format))


@contextmanager
def _file(content: bytes, ending: str) -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        path = Path(folder, f"table.{ending}")
        path.write_bytes(content)
        yield path


def _sample() -> NamedTable:
    table = PayoffTable.empty(("row", "column"), (2, 2))
    for number, profile in enumerate(table.profiles()):
        payoff = (1 / (number + 3), -1e-17 * number)
        table = table.with_exact(profile, payoff)
    return NamedTable(table, {"row": ("a, b", 'say "x"'), "column": ("é", "1")}, "a sample")
