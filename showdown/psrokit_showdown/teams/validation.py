"""Which teams are legal, and why not: Showdown's own validator decides, in its own words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, Protocol

from psrokit_showdown.protocol import to_id
from psrokit_showdown.teams.source import NamedTeam
from psrokit_showdown.teams.team import Member


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


def place_of(reason: str, named: NamedTeam) -> str:
    """Where the Pokemon is written that a sentence of the validator is about; where the team begins if it names none.

    A sentence begins with the Pokemon's name, or it speaks of a species, move, item or ability that the Pokemon has.
    """
    if not named.places:
        return ""
    said = to_id(reason)
    begins = [_longest(_names(member), said.startswith) for member in named.team.members]
    speaks = [_longest((*_names(member), *_parts(member)), said.__contains__) for member in named.team.members]
    lengths = begins if any(begins) else speaks
    return named.places[lengths.index(max(lengths))]


def _names(member: Member) -> tuple[str, ...]:
    return (member.nickname, member.species)


def _parts(member: Member) -> tuple[str, ...]:
    return (*member.moves, member.item, member.ability)


def _longest(names: Iterable[str], told: Callable[[str], bool]) -> int:
    return max((len(name) for name in map(to_id, names) if told(name)), default=0)
