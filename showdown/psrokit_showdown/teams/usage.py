"""What is played, how often and beside what: statistics of a format, read from three kinds of file or counted.

* Smogon's monthly "chaos" JSON (`{"info": ..., "data": {species: {"Moves": ..., "Teammates": ...}}}`);
* the monthly move-set files of Metamon (`{species: {"count": ..., "moves": ..., "teammates": ...}}`), all fractions;
* a team set, counted (`count_usage`), which `psrokit showdown teams stats --json` writes in the second form.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psrokit.api import InputError
from psrokit_showdown.protocol import to_id
from psrokit_showdown.teams.team import Member, Team

Shares = Mapping[str, float]
"""A fraction for each name, 0 to 1."""

TEAM_SIZE = 6
_NO_NAME = {"", "other", "empty"}
_NO_MOVE = "nothing"
_LARGEST_SHARE = 1000.0
"""More than rounding and weighing make of any share."""


@dataclass(frozen=True, slots=True)
class SpeciesUsage:
    """How one species is played, as fractions of the teams that have it.

    share: the fraction of teams that have it. moves add up to the mean number of moves (4), teammates to at most 5,
    the others to at most 1. spreads: "Nature:hp/atk/def/spa/spd/spe". Names are as the file writes them.
    """

    share: float
    moves: Shares
    items: Shares
    abilities: Shares
    spreads: Shares
    tera_types: Shares
    teammates: Shares


Usage = Mapping[str, SpeciesUsage]
"""By species, the most played first."""


def read_usage(path: Path) -> Usage:
    """The statistics in a file, whichever form it has. Raises InputError if it is in none."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        usage = _chaos(data["data"]) if "data" in data else _movesets(data)
        _check_shares(usage)
    except OSError as error:
        raise InputError(f"the file cannot be read: {error.strerror}", place=str(path)) from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputError(
            f"these are no usage statistics ({type(error).__name__}: {error})",
            place=str(path),
            remedy="Give Smogon's chaos JSON, a move-set file of Metamon, or what "
            "`psrokit showdown teams stats REF --json` prints.",
        ) from None
    if not usage:
        raise InputError(
            "these statistics count no team that has any species: they are too thin to draw from",
            place=str(path),
            remedy="Take those of a longer time, or of a lower rating.",
        )
    return dict(sorted(usage.items(), key=lambda item: -item[1].share))


def _check_shares(usage: Usage) -> None:
    """Raise ValueError for a number that can be no share: negative, endless, or none at all."""
    for species, found in usage.items():
        kinds = (found.moves, found.items, found.abilities, found.spreads, found.tera_types, found.teammates)
        for share in (found.share, *(share for kind in kinds for share in kind.values())):
            if not 0 <= share <= _LARGEST_SHARE:
                raise ValueError(f"{share!r} is no share of anything that {species} has")


def count_usage(teams: Iterable[Team]) -> Usage:
    """The statistics of these teams, each counting the same."""
    having: dict[str, list[tuple[Member, Team]]] = {}
    number = 0
    for number, team in enumerate(teams, 1):  # noqa: B007 # the last number is how many there are
        for member in team.members:
            having.setdefault(member.species, []).append((member, team))
    usage = {species: _counted(found, number) for species, found in having.items()}
    return dict(sorted(usage.items(), key=lambda item: (-item[1].share, item[0])))


def movesets(usage: Usage, teams: int) -> dict[str, Any]:
    """The statistics of `teams` teams in the form of Metamon's files; `read_usage` reads them back."""
    return {
        species: {
            "count": round(found.share * teams),
            "abilities": dict(found.abilities),
            "items": dict(found.items),
            "spreads": dict(found.spreads),
            "moves": dict(found.moves),
            "tera_types": dict(found.tera_types),
            "teammates": dict(found.teammates),
        }
        for species, found in usage.items()
    }


def _counted(found: list[tuple[Member, Team]], teams: int) -> SpeciesUsage:
    members = [member for member, _ in found]

    def shares(names: Iterable[str]) -> Shares:
        return {name: count / len(found) for name, count in Counter(names).most_common()}

    return SpeciesUsage(
        share=len(found) / teams,
        moves=shares(move for member in members for move in member.moves),
        items=shares(member.item or "Nothing" for member in members),
        abilities=shares(member.ability or "No Ability" for member in members),
        spreads=shares(f"{member.nature or 'Serious'}:{'/'.join(map(str, member.evs))}" for member in members),
        tera_types=shares(member.tera_type for member in members if member.tera_type),
        teammates=shares(mate.species for member, team in found for mate in team.members if mate is not member),
    )


def _chaos(data: Mapping[str, Any]) -> dict[str, SpeciesUsage]:
    # A weighted count of the teams that have a species: 0 where only players below the cutoff brought it.
    weights = {species: sum(found["Abilities"].values()) for species, found in data.items()}
    return {species: _of_chaos(found, weights[species], data) for species, found in data.items() if weights[species]}


def _of_chaos(found: Mapping[str, Any], weight: float, data: Mapping[str, Any]) -> SpeciesUsage:
    return SpeciesUsage(
        share=float(found["usage"]),
        moves=_moves(found["Moves"], weight),
        items=_fractions(found["Items"], weight),
        abilities=_fractions(found["Abilities"], weight),
        spreads=_fractions(found["Spreads"], weight),
        tera_types=_fractions(found.get("Tera Types", {}), weight),
        teammates=_teammates(_fractions(found["Teammates"], weight), data),
    )


def _teammates(said: Shares, data: Mapping[str, Any]) -> Shares:
    """Files of some years give how much more often than elsewhere a teammate is there, which can be negative."""
    if min(said.values(), default=0.0) >= 0.0:
        return said
    # What a cutoff leaves out of this file appears among the teammates without usage of its own.
    usual = {name: float(found["usage"]) for name, found in data.items()}
    return {name: min(max(usual[name] + more, 0.0), 1.0) for name, more in said.items() if name in usual}


def _movesets(data: Mapping[str, Any]) -> dict[str, SpeciesUsage]:
    total = sum(found["count"] for found in data.values())
    return {species: _of_movesets(found, total / TEAM_SIZE) for species, found in data.items() if found["count"]}


def _of_movesets(found: Mapping[str, Any], teams: float) -> SpeciesUsage:
    kinds = ("items", "abilities", "spreads", "tera_types", "teammates")
    shares = {kind: _fractions(found.get(kind, {}), 1.0) for kind in kinds}
    moves = _moves(found["moves"], 1.0)
    return SpeciesUsage(share=min(found["count"] / teams, 1.0), moves=moves, **shares)


def _fractions(weights: Mapping[str, float], whole: float) -> Shares:
    return {name: weight / whole for name, weight in weights.items() if to_id(name) not in _NO_NAME}


def _moves(weights: Mapping[str, float], whole: float) -> Shares:
    return {name: share for name, share in _fractions(weights, whole).items() if to_id(name) != _NO_MOVE}
