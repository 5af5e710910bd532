"""What a file or a paste of teams holds: each team's own text, and where in the file it stands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from psrokit.api import InputError
from psrokit_showdown.teams.export_text import headline_places, parse_export
from psrokit_showdown.teams.packed_text import parse_packed
from psrokit_showdown.teams.team import Team

Lines = Sequence[tuple[int, str]]
"""(number from 1, text) of the lines that hold something."""

_TITLE = re.compile(r"=== *(?:\[(?P<format>[a-z0-9-]+)\])?.*===")
_TEAM_FILE = re.compile(r"\.gen[1-9][a-z0-9]+_team$")


@dataclass(frozen=True, slots=True)
class TeamText:
    """A text that should be one team. fault: why it cannot be one, known before it is read."""

    name: str
    text: str
    place: str
    form: Literal["export", "packed"] = "export"
    fault: InputError | None = None

    def team(self, generation: int) -> Team:
        """The team. Raises InputError with the place."""
        if self.fault is not None:
            raise self.fault
        read = parse_export if self.form == "export" else parse_packed
        return read(self.text, self.place, generation)

    def places(self) -> tuple[str, ...]:
        """Where each member of a team that could be read is written."""
        if self.form == "export":
            return headline_places(self.text, self.place)
        return tuple(f"{self.place}: Pokemon {number}" for number, _ in enumerate(self.text.split("]"), 1))


def texts_in(text: str, name: str, place: str, format_id: str) -> Iterator[TeamText]:
    """The teams in the content of a file: in one of these forms, told apart by what is in it.

    * one export text: the team `name`;
    * packed teams, one a line: `name`, or `name/1`, `name/2`, ... if there are several;
    * JSON objects, one a line, with `packed`, and `name` (and `group`) if they have one;
    * export texts, each below a title `=== [gen1ou] my team ===`, as the team builder's backup writes them: those of
      other formats are left out.
    """
    lines = [(number, line.strip()) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if lines and all(line.startswith("{") for _, line in lines):
        yield from _objects(lines, name, place)
    elif sum(line.startswith("===") for _, line in lines) > 1:
        yield from _titled(text, name, place, format_id)
    elif any("|" in line for _, line in lines):
        yield from _packed(lines, name, place)
    else:
        yield TeamText(name, text, place)


def _packed(lines: Lines, name: str, place: str) -> Iterator[TeamText]:
    if not all("|" in line for _, line in lines):
        fault = InputError("some lines are packed teams (with '|') and some are not", place=place)
        yield TeamText(name, "", place, fault=fault)
        return
    for position, (number, line) in enumerate(lines, 1):
        yield TeamText(_numbered(name, position, len(lines)), line, f"{place}:{number}", "packed")


def _numbered(name: str, position: int, of: int) -> str:
    return name if of == 1 else f"{name}/{position:0{len(str(of))}}"


def _objects(lines: Lines, name: str, place: str) -> Iterator[TeamText]:
    for position, (number, line) in enumerate(lines, 1):
        unread = TeamText(_numbered(name, position, len(lines)), "", f"{place}:{number}", "packed")
        try:
            yield _object(json.loads(line), unread)
        except (ValueError, RecursionError) as error:
            yield replace(unread, fault=InputError(f"this line is not JSON: {error}", place=unread.place))


def _object(found: dict[str, object], unread: TeamText) -> TeamText:
    packed, parts = found.get("packed"), [found[key] for key in ("group", "name") if key in found]
    if not isinstance(packed, str) or not all(isinstance(part, str) for part in parts):
        message = "a team needs 'packed', and 'name' and 'group' if it has them, all of them text"
        return replace(unread, fault=InputError(message, place=unread.place))
    named = _TEAM_FILE.sub("", "/".join(str(part) for part in parts))
    return replace(unread, text=packed, name=named or unread.name)


def _titled(text: str, name: str, place: str, format_id: str) -> Iterator[TeamText]:
    """Each team keeps the empty lines that stand for everything before it, so that its places are right."""
    lines = text.split("\n")
    titles = [number for number, line in enumerate(lines) if line.strip().startswith("===")]
    wanted = 0
    for position, (start, end) in enumerate(zip(titles, [*titles[1:], len(lines)], strict=True), 1):
        title = _TITLE.fullmatch(lines[start].strip())
        if title is None or title["format"] in (None, format_id):
            wanted += 1
            own = "\n".join([""] * start + lines[start:end])
            yield TeamText(_numbered(name, position, len(titles)), own, place)
    if not wanted:
        raise InputError(f"none of the {len(titles)} teams here is titled [{format_id}]", place=place)
