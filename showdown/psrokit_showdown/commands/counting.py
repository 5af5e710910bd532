"""`psrokit showdown teams stats`: what is played in a set of teams."""

from __future__ import annotations

from itertools import islice

from psrokit.api import percent
from psrokit_showdown.commands.pasting import exit_code, given, readable
from psrokit_showdown.commands.saying import say, say_json
from psrokit_showdown.teams import find_teams
from psrokit_showdown.teams.usage import count_usage, movesets

_MOVES_SHOWN = 6


def show_usage(ref: str, format_id: str, *, as_json: bool) -> int:
    """Count and show; the exit code. Teams that cannot be read are named and not counted. Raises InputError."""
    found = find_teams(given(ref), format_id)
    teams = readable(found)
    usage = count_usage(named.team for named in teams)
    if as_json:
        say_json(movesets(usage, len(teams)))
        return exit_code(found)
    say(f"{len(teams)} teams in {format_id}: the share of teams with each species, and of those with each move")
    for species, played in usage.items():
        moves = ", ".join(f"{move} {percent(share)}" for move, share in islice(played.moves.items(), _MOVES_SHOWN))
        say(f"{percent(played.share):>8} {species}: {moves}")
    return exit_code(found)
