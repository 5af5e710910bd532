"""Which teams are legal, and why not: Showdown's own validator decides, in its own words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from psrokit_showdown.teams.source import NamedTeam


class TeamValidator(Protocol):
    """What can judge teams: a running simulator."""

    def validate(self, format_id: str, packed_teams: Sequence[str], /) -> Sequence[Sequence[str]]:
        """For each packed team the reasons why `format_id` refuses it; none when it is legal."""
        ...


class Verdict(NamedTuple):
    """What the validator said of one team: `reasons` is empty when the team is legal."""

    name: str
    reasons: tuple[str, ...]


def validate(teams: Sequence[NamedTeam], format_id: str, simulator: TeamValidator) -> list[Verdict]:
    """The verdict on every team, in order, with the validator's sentences unchanged."""
    reasons = simulator.validate(format_id, [named.team.packed for named in teams])
    return [Verdict(named.name, tuple(why)) for named, why in zip(teams, reasons, strict=True)]
