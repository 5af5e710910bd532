"""What `psrokit doctor` says about a machine: one verdict a line, each with what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Health: TypeAlias = Literal["ok", "warn", "fail"]


@dataclass(frozen=True, slots=True)
class Check:
    """One finding about this machine.

    name: what was looked at, e.g. "python". health: "ok"; "warn" if psrokit works but slowly or not everywhere; "fail"
    if something will not work. found: what is there, in words. fix: what to do, "" where nothing need be done.
    """

    name: str
    health: Health
    found: str
    fix: str = ""
