"""Where teams come from, and which two play: "builtin", a folder of team files, a file, or a pasted text.

Sets are sorted by name and drawing is a function of a seed, so the same reference and seed give the same teams on
every machine; `teams_digest` says whether two sets are the same.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

from psrokit.api import InputError, seed, unknown
from psrokit_showdown.teams.team import Team
from psrokit_showdown.teams.texts import TeamText, texts_in

BUILTIN = "builtin"
NATIVE_FORMATS = ("gen1ou", "gen1uu", "gen1nu", "gen1ubers", "gen1randombattle", "gen1customgame")
_FORMAT = re.compile(r"gen(?P<generation>[1-9])[a-z0-9]+")
_BUILTIN_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class NamedTeam:
    """A team and the name it goes by in ledgers and tables (its file's name, without the ending).

    places: where each member is written ("stall.gen1ou_team:7"); empty for a team that was never a text.
    """

    name: str
    team: Team
    places: tuple[str, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        if not self.name or not self.name.isprintable():
            raise InputError(f"{self.name!r} cannot be a team's name: rename its file to something that prints")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A text that should have been a team, and why it is none."""

    name: str
    error: InputError


Found: TypeAlias = NamedTeam | Unreadable


def generation_of(format_id: str) -> int:
    """The generation of a Showdown format id such as "gen1ou". Raises InputError."""
    match = _FORMAT.fullmatch(format_id)
    if not match:
        raise InputError(f"'{format_id}' is not the id of a Showdown format (they look like gen1ou)")
    return int(match["generation"])


def makes_teams(format_id: str) -> bool:
    """Whether both sides get teams from the format itself, made from the battle's seed."""
    return format_id.endswith("randombattle")


def plays_natively(format_id: str) -> bool:
    """Whether the native engine can play it: some formats of generation 1. Raises InputError for what is no format."""
    generation_of(format_id)
    return format_id in NATIVE_FORMATS


def load_teams(ref: str, format_id: str) -> tuple[NamedTeam, ...]:
    """The teams that `ref` stands for, sorted by name; at least one, but none for a format that makes its own.

    `ref` is as `find_teams` says. Teams are read, not judged: see `validate`. Raises InputError with the file and line
    of the first text that cannot be read.
    """
    teams = []
    for found in find_teams(ref, format_id):
        if isinstance(found, Unreadable):
            raise found.error
        teams.append(found)
    return tuple(teams)


def find_teams(ref: str, format_id: str) -> tuple[Found, ...]:
    """The same, with what cannot be read among them, so that one bad text does not hide the others.

    `ref` is "builtin" (the teams that come with psrokit), a folder (every `*.{format_id}_team` in it and below; the
    name is the path in the folder without the ending), a file, or a pasted text (anything with a line break in it).
    What a file may hold, `texts_in` says. Raises InputError if there is no such place or nothing in it.
    """
    if makes_teams(format_id):
        if ref != BUILTIN:
            raise InputError(f"{format_id} makes its own teams; none can be brought", remedy=f"Leave out teams: {ref}")
        return ()
    generation = generation_of(format_id)
    return _sorted(_read(text, generation) for text in _texts(ref, format_id))


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
            remedy="Give your own: teams: path/to/folder, or --teams path/to/folder",
        )
    return _BUILTIN_FOLDER / format_id


def _texts(ref: str, format_id: str) -> Iterator[TeamText]:
    if ref == BUILTIN:
        return _folder(_builtin_folder(format_id), format_id)
    if "\n" in ref:
        return texts_in(ref, "text", "team text", format_id)
    path = Path(ref)
    if path.is_dir():
        return _folder(path, format_id)
    if path.is_file():
        return _file(path, path.stem, format_id)
    raise InputError(
        f"there is no file or folder '{ref}'",
        remedy=f"Name a folder of .{format_id}_team files, a file of teams, or '{BUILTIN}'.",
    )


def _folder(folder: Path, format_id: str) -> Iterator[TeamText]:
    ending = f".{format_id}_team"
    # A link to nowhere is no file, and is named as a team that cannot be read.
    paths = [path for path in folder.rglob(f"*{ending}") if path.is_file() or (path.is_symlink() and not path.exists())]
    if not paths:
        raise InputError(f"this folder holds no *{ending} file", place=str(folder))
    for path in paths:
        yield from _file(path, path.relative_to(folder).as_posix().removesuffix(ending), format_id)


def _file(path: Path, name: str, format_id: str) -> Iterator[TeamText]:
    try:
        yield from texts_in(path.read_text(encoding="utf-8-sig"), name, str(path), format_id)
    except UnicodeDecodeError as error:
        fault = InputError(f"this file is not UTF-8 text (byte {error.start})", place=str(path))
        yield TeamText(name, "", str(path), fault=fault)
    except OSError as error:
        fault = InputError(f"this file cannot be read: {error.strerror}", place=str(path))
        yield TeamText(name, "", str(path), fault=fault)


def _read(text: TeamText, generation: int) -> Found:
    try:
        return NamedTeam(text.name, text.team(generation), text.places())
    except InputError as error:
        return Unreadable(text.name, error)


def _sorted(teams: Iterator[Found]) -> tuple[Found, ...]:
    ordered = sorted(teams, key=lambda found: found.name)
    for found, following in pairwise(ordered):
        if found.name == following.name:
            raise InputError(f"two teams have the name '{found.name}'", remedy="Rename one of the files.")
    return tuple(ordered)
