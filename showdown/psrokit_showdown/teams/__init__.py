"""Teams: Showdown's two texts, where teams come from, and whether they are legal."""

from psrokit_showdown.teams.export_text import parse_export
from psrokit_showdown.teams.packed_text import parse_packed
from psrokit_showdown.teams.source import NamedTeam, draw_pair, generation_of, load_teams, teams_digest
from psrokit_showdown.teams.team import Member, Team
from psrokit_showdown.teams.validation import TeamValidator, Verdict, validate

__all__ = [
    "Member",
    "NamedTeam",
    "Team",
    "TeamValidator",
    "Verdict",
    "draw_pair",
    "generation_of",
    "load_teams",
    "parse_export",
    "parse_packed",
    "teams_digest",
    "validate",
]
