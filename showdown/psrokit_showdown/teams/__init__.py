"""Teams: Showdown's two texts, where teams come from, and whether they are legal."""

from psrokit_showdown.teams.export_text import parse_export
from psrokit_showdown.teams.packed_text import parse_packed
from psrokit_showdown.teams.source import (
    NATIVE_FORMATS,
    NamedTeam,
    Unreadable,
    draw_pair,
    find_teams,
    generation_of,
    load_teams,
    plays_natively,
    teams_digest,
)
from psrokit_showdown.teams.team import Member, Team
from psrokit_showdown.teams.validation import TeamValidator, Verdict, place_of, validate

__all__ = [
    "NATIVE_FORMATS",
    "Member",
    "NamedTeam",
    "Team",
    "TeamValidator",
    "Unreadable",
    "Verdict",
    "draw_pair",
    "find_teams",
    "generation_of",
    "load_teams",
    "parse_export",
    "parse_packed",
    "place_of",
    "plays_natively",
    "teams_digest",
    "validate",
]
