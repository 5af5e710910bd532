"""Teams that the tests of teams read: the built-in ones, one of them, and the real ones where they are."""

from __future__ import annotations

from pathlib import Path

from psrokit_showdown.teams import (
    Team,
    load_teams,
)

REAL_TEAMS = Path(__file__).parents[3] / "shared" / "data" / "teams" / "gen1ou.jsonl"
BUILTIN = load_teams("builtin", "gen1ou")
LEGAL = BUILTIN[0].team


STALL = """\
Chansey
EVs: 252 HP / 252 Def / 252 SpA / 252 SpD / 252 Spe
IVs: 2 Atk
- Soft-Boiled
- Seismic Toss

Bob (Mr. Mime)
- Psychic
"""


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def content(team: Team) -> frozenset[tuple[str, frozenset[str]]]:
    return frozenset((m.species.lower(), frozenset(move.lower() for move in m.moves)) for m in team.members)


def species(team: Team) -> frozenset[str]:
    return frozenset(member.species for member in team.members)
