"""Tables that come from files of any origin: evidence with the names of its policies, and what reads and writes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol, TypeVar, runtime_checkable

from psrokit.errors import InputError, PsrokitError
from psrokit.game import Role
from psrokit.payoff import PayoffTable
from psrokit.return_bounds import Returns, stating

E = TypeVar("E", bound=PsrokitError)


@dataclass(frozen=True, slots=True)
class NamedTable:
    """A payoff table with the names of its policies.

    names: role -> one name per policy, all different; roles stand in the order of the seats, however they were given.
    source: where it comes from, for people to read. remarks: what had to be assumed in reading it, a sentence each.
    """

    table: PayoffTable
    names: Mapping[Role, tuple[str, ...]]
    source: str
    remarks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for role, size in zip(self.table.seats, self.table.sizes, strict=True):
            names = self.names.get(role, ())
            if len(names) != size or len(set(names)) != size:
                raise InputError(f"{size} policies of role '{role}' need as many different names, not {list(names)}")
        if strange := sorted(set(self.names) - set(self.table.seats)):
            raise InputError(f"no seat has the role '{strange[0]}', whose policies are named")
        object.__setattr__(self, "names", {role: self.names[role] for role in dict.fromkeys(self.table.seats)})

    def profile(self, profile: tuple[int, ...]) -> tuple[str, ...]:
        """The names of the policies of a cell, one per seat."""
        return tuple(self.names[role][index] for role, index in zip(self.table.seats, profile, strict=True))

    def telling(self, error: E) -> E:
        """An error about this table with the names of policies in place of the indices of cells: "rock / paper"."""
        return error.naming(lambda cell: " / ".join(self.profile(cell)))

    def stating(self, returns: Returns) -> NamedTable:
        """The same, stating that returns lie in this range. Raises InputError where the table knows better."""
        try:
            return replace(self, table=stating(self.table, returns))
        except InputError as error:
            named = self.telling(error)
            named.place = named.place or self.source
            raise named from None


class TableFormat(Protocol):
    """A kind of file that holds a payoff table, whoever wrote it."""

    def recognises(self, path: Path, beginning: str) -> bool:
        """Whether the file looks like one of this kind; `beginning`: its first 64 KiB as text, "" of a folder."""

    def read(self, path: Path) -> NamedTable:
        """The table in a file. Pairs without evidence stay unknown.

        Raises InputError with the place in the file for whatever it cannot read.
        """


@runtime_checkable
class WritableFormat(TableFormat, Protocol):
    """A kind of file that tables can be written to as well."""

    def write(self, named: NamedTable, path: Path) -> None:
        """Write the table to a file. Raises InputError or IntegrityError for a table that the format cannot hold."""
