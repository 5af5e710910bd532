"""From what a poke-env player sends to a server to one of a seat's choices, by the rules of the server.

The rules are those of `chooseMove`, `chooseSwitch` and `chooseTeam` in Showdown's `sim/side.ts`: moves by number or
identifier, Pokemon by place, name or species, a team by the order of its members.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from psrokit_showdown.actions import TERASTALLIZE
from psrokit_showdown.data.dex import slot_id
from psrokit_showdown.protocol import to_id

Request = Mapping[str, Any]
_LEADING_NUMBER = re.compile(r"\s*\+?(\d+)")


def choice_of(order: str, request: Request) -> str | None:
    """The choice that a message such as `/choose move bodyslam` makes, None for one that makes none.

    It may still be one that the request does not allow. Of a team's order only who leads is kept.
    """
    verb, _, what = order.removeprefix("/choose ").removeprefix("/").partition(" ")
    match verb:
        case "move":
            return _move(what, request)
        case "switch":
            return _numbered("switch", _member(what, request["side"]["pokemon"]))
        case "team":
            return _numbered("team", _number(what.partition(",")[0][:1]))
    return None


def _move(what: str, request: Request) -> str | None:
    name, changing = what.removesuffix(f" {TERASTALLIZE}"), what.endswith(f" {TERASTALLIZE}")
    moves = [slot_id(move["id"]) for move in request["active"][0]["moves"]] if request.get("active") else []
    wanted = slot_id(to_id(name))
    place = _number(name) if name.isdecimal() else moves.index(wanted) + 1 if wanted in moves else None
    choice = _numbered("move", place)
    return f"{choice} {TERASTALLIZE}" if choice and changing else choice


def _member(what: str, team: Sequence[Request]) -> int | None:
    """The place, from 1, of the first Pokemon of this name or species."""
    if (number := _number(what)) is not None:
        return number
    for place, member in enumerate(team, start=1):
        name = member["ident"].partition(": ")[2]
        if name.lower() == what.lower() or to_id(member["details"].partition(",")[0]) == to_id(what):
            return place
    return None


def _number(text: str) -> int | None:
    found = _LEADING_NUMBER.match(text)
    return int(found[1]) if found else None


def _numbered(verb: str, place: int | None) -> str | None:
    return None if place is None else f"{verb} {place}"
