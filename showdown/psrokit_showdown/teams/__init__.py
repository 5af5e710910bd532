"""Teams: Showdown's two texts, where teams come from, and whether they are legal."""

from .export_text import parse_export
from .packed_text import parse_packed
from .source import NamedTeam, draw_pair, generation_of, load_teams, teams_digest
from .team import Member, Team
from .validation import TeamValidator, Verdict, validate

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
