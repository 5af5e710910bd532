"""Where teams come from, and which two play: "builtin", a folder of team files, a file, or an export text.

Sets are sorted by name and drawing is a function of a seed, so the same reference and seed give the same teams on
every machine; `teams_digest` says whether two sets are the same.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from psrokit.api import InputError, seed, unknown
from psrokit_showdown.teams.export_text import parse_export
from psrokit_showdown.teams.packed_text import parse_packed
from psrokit_showdown.teams.team import Team

BUILTIN = "builtin"
_FORMAT = re.compile(r"gen(?P<generation>[1-9])[a-z0-9]+")
_BUILTIN_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class NamedTeam:
    """A team and the name it goes by in ledgers and tables (its file's name, without the ending)."""

    name: str
    team: Team

    def __post_init__(self) -> None:
        if not self.name or not self.name.isprintable():
            raise InputError(f"{self.name!r} cannot be a team's name: rename its file to something that prints")


def generation_of(format_id: str) -> int:
    """The generation of a Showdown format id such as "gen1ou". Raises InputError."""
    match = _FORMAT.fullmatch(format_id)
    if not match:
        raise InputError(f"'{format_id}' is not the id of a Showdown format (they look like gen1ou)")
    return int(match["generation"])


def makes_teams(format_id: str) -> bool:
    """Whether both sides get teams from the format itself, made from the battle's seed."""
    return format_id.endswith("randombattle")


def load_teams(ref: str, format_id: str) -> tuple[NamedTeam, ...]:
    """The teams that `ref` stands for, sorted by name; at least one, but none for a format that makes its own.

    `ref` is "builtin" (the teams that come with psrokit), a folder (every `*.{format_id}_team` in it and below; the
    name is the path in the folder without the ending), a file (one export text, or packed teams, one a line, named
    "file/1", "file/2", ...), or an export text itself (anything with a line break in it).
    Teams are read, not judged: see `validate`. Raises InputError with the file and line.
    """
    generation = generation_of(format_id)
    if makes_teams(format_id):
        if ref != BUILTIN:
            raise InputError(f"{format_id} makes its own teams; none can be brought", remedy=f"Leave out teams: {ref}")
        return ()
    if ref == BUILTIN:
        return _folder(_builtin_folder(format_id), format_id)
    if "\n" in ref:
        return (NamedTeam("text", parse_export(ref, "team text", generation)),)
    path = Path(ref)
    if path.is_dir():
        return _folder(path, format_id)
    if path.is_file():
        return _sorted(_file(path, path.stem, generation))
    raise InputError(
        f"there is no file or folder '{ref}'",
        remedy=f"Name a folder of .{format_id}_team files, a file of packed teams, or '{BUILTIN}'.",
    )


def teams_digest(teams: Sequence[NamedTeam]) -> str:
    """SHA-256 (hex) of the names and packed texts, in order: equal digests mean equal sets of teams."""
    lines = (f"{named.name}\t{named.team.packed}\n" for named in teams)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def draw_pair(teams: Sequence[NamedTeam], pair_seed: int) -> tuple[NamedTeam, NamedTeam]:
    """The teams of seat 0 and seat 1, each drawn uniformly (both may be the same), fixed by `pair_seed`.

    Both games of a mirrored pair use the same seed, hence the same two teams in the same seats, and exchange the
    *players*: each player plays each team once. Whatever one team is worth against the other enters a player's two
    results with opposite signs, and the sum of the pair is free of it.
    """
    first, second = (seed("teams", pair_seed, seat) % len(teams) for seat in (0, 1))
    return teams[first], teams[second]


def _builtin_folder(format_id: str) -> Path:
    formats = [folder.name for folder in _BUILTIN_FOLDER.iterdir() if any(folder.glob(f"*.{folder.name}_team"))]
    if format_id not in formats:
        raise InputError(
            unknown("format with built-in teams", format_id, formats),
            remedy="Give your own teams: teams: path/to/folder",
        )
    return _BUILTIN_FOLDER / format_id


def _folder(folder: Path, format_id: str) -> tuple[NamedTeam, ...]:
    ending = f".{format_id}_team"
    paths = [path for path in folder.rglob(f"*{ending}") if path.is_file()]
    if not paths:
        raise InputError(f"this folder holds no *{ending} file", place=str(folder))
    generation = generation_of(format_id)
    names = {path: path.relative_to(folder).as_posix().removesuffix(ending) for path in paths}
    return _sorted(team for path in paths for team in _file(path, names[path], generation))


def _sorted(teams: Iterator[NamedTeam]) -> tuple[NamedTeam, ...]:
    ordered = sorted(teams, key=lambda named: named.name)
    for named, following in pairwise(ordered):
        if named.name == following.name:
            raise InputError(f"two teams have the name '{named.name}'", remedy="Rename one of the files.")
    return tuple(ordered)


def _file(path: Path, name: str, generation: int) -> Iterator[NamedTeam]:
    text = _text(path)
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    packed = [(number, line.strip()) for number, line in lines if "|" in line]
    if not packed:
        yield NamedTeam(name, parse_export(text, str(path), generation))
        return
    if len(packed) < len(lines):
        raise InputError("some lines are packed teams (with '|') and some are not", place=str(path))
    for position, (number, line) in enumerate(packed, 1):
        own = name if len(packed) == 1 else f"{name}/{position:0{len(str(len(packed)))}}"
        yield NamedTeam(own, parse_packed(line, f"{path}:{number}", generation))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"this file is not UTF-8 text (byte {error.start})", place=str(path)) from None
    except OSError as error:
        raise InputError(f"this file cannot be read: {error.strerror}", place=str(path)) from None
