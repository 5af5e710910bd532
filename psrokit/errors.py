"""Every error a user can meet: one root class, a place, a remedy, an exit code."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from copy import copy
from difflib import get_close_matches
from typing import ClassVar, Self


class PsrokitError(Exception):
    """Root of psrokit's own errors: something a user can read and act on.

    `place` says where ("gen1ou.yaml:12:5", "plugin foo"), `remedy` what to do about it. `cells`: those of a payoff
    table that the message tells, in order, each as `str(cell)`, for whoever knows their names. The command line prints
    `str(error)` without a traceback and leaves with `exit_code`.
    """

    exit_code: ClassVar[int] = 1

    def __init__(
        self,
        message: str,
        *,
        place: str | None = None,
        remedy: str | None = None,
        cells: Sequence[tuple[int, ...]] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.remedy = remedy
        self.cells = tuple(cells)

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        what_to_do = f"\n  {self.remedy}" if self.remedy else ""
        return f"{where}{self.message}{what_to_do}"

    def naming(self, name: Callable[[tuple[int, ...]], str]) -> Self:
        """The same error with its cells told by what `name` calls them."""
        if not self.cells:
            return self
        named = copy(self)
        for cell in self.cells:
            named.message = named.message.replace(str(cell), name(cell), 1)
        named.cells = ()
        return named


class InputError(PsrokitError):
    """What the user wrote cannot be used: a file, an option, a name."""

    exit_code = 2


class EnvironmentFault(PsrokitError):
    """This machine lacks something: a package, Node, a port, disk."""

    exit_code = 3


class FailureBudgetExceeded(PsrokitError):
    """More games failed than the experiment allows."""

    exit_code = 4


class RunLocked(PsrokitError):
    """Another process owns the run folder."""

    exit_code = 5


class IntegrityError(PsrokitError):
    """Stored or computed data contradicts itself: a wrong hash, a table with holes, a failed certificate."""

    exit_code = 6


_MOST_NAMED = 60


def unknown(what: str, name: str, known: Iterable[str]) -> str:
    """Sentences for an unknown name: what it was, the nearest existing name, and what exists; of many what is near."""
    names = sorted(known)
    near = [other for other in names if _plain(other) == _plain(name)]
    near = near or get_close_matches(name, names, n=1, cutoff=0.5) or _beginnings(name, names)
    hint = f" Did you mean '{near[0]}'?" if near else ""
    if len(names) <= _MOST_NAMED:
        return f"unknown {what} '{name}'.{hint} There are: {', '.join(names) or 'none'}."
    alike = get_close_matches(name, names, n=5, cutoff=0.5)
    return f"unknown {what} '{name}'.{hint} There are {len(names)}{', near it: ' if alike else ''}{', '.join(alike)}."


def _beginnings(name: str, names: Iterable[str]) -> list[str]:
    """Names with which this one begins, the longest first: max_bp for MaxBPBaseline."""
    return sorted((other for other in names if _plain(name).startswith(_plain(other))), key=len, reverse=True)


def _plain(name: str) -> str:
    """What GymLeader, gym-leader and gym_leader have in common."""
    return name.lower().replace("_", "").replace("-", "")
