"""`psrokit showdown teams`: teams and what Showdown's own validator says of them."""

from __future__ import annotations

from psrokit.api import InputError
from psrokit_showdown.commands.saying import say, say_json, tell
from psrokit_showdown.simulator import Simulator
from psrokit_showdown.simulator.install import install
from psrokit_showdown.teams import load_teams, validate


def show_teams(ref: str, format_id: str, *, as_json: bool) -> int:
    """List the teams of `ref` with their verdicts; the exit code is that of bad input if one is not legal."""
    teams = load_teams(ref, format_id)
    install(tell)
    with Simulator() as simulator:
        verdicts = validate(teams, format_id, simulator)
    illegal = sum(bool(verdict.reasons) for verdict in verdicts)
    if as_json:
        rows = [
            {"name": named.name, "packed": named.team.packed, "legal": not verdict.reasons, "reasons": verdict.reasons}
            for named, verdict in zip(teams, verdicts, strict=True)
        ]
        say_json({"format": format_id, "teams": rows})
        return InputError.exit_code if illegal else 0
    for named, verdict in zip(teams, verdicts, strict=True):
        members = ", ".join(member.species for member in named.team.members)
        say(f"{'legal  ' if not verdict.reasons else 'ILLEGAL'} {named.name}: {members}")
        for reason in verdict.reasons:
            say(f"          {reason}")
    say(f"{len(teams)} teams, {illegal} of them not legal in {format_id}")
    return InputError.exit_code if illegal else 0
