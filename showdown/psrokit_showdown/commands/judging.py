"""`psrokit showdown teams check`: teams and what Showdown's own validator says of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from psrokit.api import InputError
from psrokit_showdown.commands.pasting import given
from psrokit_showdown.commands.saying import say, say_json, tell
from psrokit_showdown.simulator import Simulator
from psrokit_showdown.simulator.install import install
from psrokit_showdown.teams import NamedTeam, Unreadable, Verdict, find_teams, place_of, validate

Row = Mapping[str, Any]


def show_teams(ref: str, format_id: str, *, as_json: bool) -> int:
    """List the teams of `ref` with their verdicts; the exit code is that of bad input if one is not legal."""
    found = find_teams(given(ref), format_id)
    rows = _judged(found, format_id)
    illegal = sum(not row["legal"] for row in rows)
    if as_json:
        say_json({"format": format_id, "teams": rows})
        return InputError.exit_code if illegal else 0
    for row in rows:
        say(f"{'legal  ' if row['legal'] else 'ILLEGAL'} {row['name']}: {', '.join(row['species'])}")
        for place, reason in zip(row["places"], row["reasons"], strict=True):
            say(f"          {place}: {reason}" if place else f"          {reason}")
    say(f"{len(rows)} teams, {illegal} of them not legal in {format_id}")
    return InputError.exit_code if illegal else 0


def _judged(found: Sequence[NamedTeam | Unreadable], format_id: str) -> list[Row]:
    """A row for each, in order; the validator is asked once about all that can be read."""
    teams = [one for one in found if isinstance(one, NamedTeam)]
    install(tell)
    with Simulator() as simulator:
        verdicts = iter(validate(teams, format_id, simulator))
    return [_unreadable(one) if isinstance(one, Unreadable) else _row(one, next(verdicts)) for one in found]


def _row(named: NamedTeam, verdict: Verdict) -> Row:
    return {
        "name": named.name,
        "packed": named.team.packed,
        "species": [member.species for member in named.team.members],
        "legal": not verdict.reasons,
        "reasons": list(verdict.reasons),
        "places": [place_of(reason, named) for reason in verdict.reasons],
    }


def _unreadable(one: Unreadable) -> Row:
    found = {"legal": False, "reasons": [one.error.message], "places": [one.error.place or ""]}
    return {"name": one.name, "packed": None, "species": [], **found}
