"""The allow-list: everything that reaches the simulator is built here from typed values, and nothing else does.

The simulator's text interface runs JavaScript for a line that starts with `>eval`, so no newline, no control
character and no word that is not on the list may ever get through from a name, a team, a choice or a file. Our worker
speaks JSON instead, and this module is the only place that writes it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import NewType

from psrokit_showdown.simulator.errors import InvalidCommand

Command = NewType("Command", str)
"""One operation as JSON, made by a function of this module."""
Seed = tuple[int, int, int, int]
"""The simulator's random state: four 16-bit numbers, high to low."""

FORFEIT = "forfeit"
"""How a forfeit is written in a choice log."""
MAXIMUM_TEAM_LENGTH = 8192

_FORMAT = re.compile(r"[a-z0-9]{1,40}", re.ASCII)
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 ._-]{0,16}[A-Za-z0-9])?", re.ASCII)
_CHOICE = re.compile(r"move [1-4](?: terastallize)?|switch [1-6]|team [1-6]|default", re.ASCII)
_WORD = re.compile(r"[A-Za-z0-9_ -]{0,40}", re.ASCII)
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""Control characters, line and paragraph separators, halves of surrogate pairs."""


@dataclass(frozen=True, slots=True)
class BattleSpec:
    """All that determines a battle before the first choice.

    format: a Showdown format id such as "gen1ou". seed: the simulator's random state. teams: packed, seat 0's first;
    "" in formats that generate teams (they then follow from the seed). names: as the log shows them.
    """

    format: str
    seed: Seed
    teams: tuple[str, str]
    names: tuple[str, str] = ("Seat 0", "Seat 1")


def start(lane: int, battle: BattleSpec) -> Command:
    """Begin `battle` in `lane`. Raises InvalidCommand if a part of it is not allowed."""
    if battle.names[0] == battle.names[1]:
        raise InvalidCommand(f"both seats are called {battle.names[0]!r}: the winner could not be told")
    seats = [
        [_name(name), _team(team), _seed(team_seed(battle.seed, seat))]
        for seat, (name, team) in enumerate(zip(battle.names, battle.teams, strict=True))
    ]
    return _command("start", _number(lane), _format(battle.format), _seed(battle.seed), seats)


def choose(lane: int, choices: Sequence[str | None]) -> Command:
    """What each seat chooses in `lane`, None for a seat that is not asked."""
    if len(choices) != 2:
        raise InvalidCommand(f"there are two seats, not {len(choices)}")
    return _command("choose", _number(lane), *(None if choice is None else _choice(choice) for choice in choices))


def forfeit(lane: int, seat: int) -> Command:
    """Seat 0 or 1 gives up the battle in `lane`."""
    if type(seat) is not int or seat not in (0, 1):
        raise InvalidCommand(f"there is no seat {seat!r}: only 0 and 1")
    return _command("forfeit", _number(lane), seat)


def drop(lane: int) -> Command:
    """Forget the battle in `lane`."""
    return _command("drop", _number(lane))


def validate(format_id: str, teams: Sequence[str]) -> Command:
    """Ask the simulator's own validator about packed `teams`."""
    return _command("validate", _format(format_id), [_team(team) for team in teams])


def generate(format_id: str, seeds: Sequence[Seed]) -> Command:
    """Ask for the teams that battles of these `seeds` get in a format that makes its own."""
    pairs = [[_seed(team_seed(seed, seat)) for seat in (0, 1)] for seed in seeds]
    return _command("generate", _format(format_id), pairs)


def imagine(format_id: str, known: object, own: str, guesses: Sequence[tuple[Seed, str]]) -> Command:
    """Begin battles that are only thought of. known: of plain values; own, guesses: packed teams, these with seeds."""
    teams = [[_seed(seed), _team(team)] for seed, team in guesses]
    return _command("imagine", _format(format_id), _plain(known), _team(own), teams)


def fork(pairs: Sequence[tuple[int, Seed]]) -> Command:
    """Copy battles that are thought of: the number of each and the random state it goes on with."""
    return _command("fork", [[_number(origin), _seed(seed)] for origin, seed in pairs])


def advance(steps: Sequence[tuple[int, int, int]]) -> Command:
    """The number of a copy and what both of its sides choose, as numbers, 0 where one is not asked."""
    return _command("advance", [[_number(part) for part in step] for step in steps])


def message(sequence: int, commands: Sequence[Command]) -> bytes:
    """One line for the worker: `[sequence, commands]`."""
    return f"[{_number(sequence)},[{','.join(commands)}]]\n".encode("ascii")


def _command(*parts: object) -> Command:
    # Escaping everything outside ASCII leaves no character that any reader could take for the end of a line.
    return Command(json.dumps(parts, ensure_ascii=True, separators=(",", ":")))


def _number(value: int) -> int:
    if type(value) is not int or not 0 <= value < 2**53:
        raise InvalidCommand(f"{value!r} is not a lane: lanes are whole numbers from 0")
    return value


def _plain(value: object) -> object:
    """Names and numbers, in lists and under names. Raises InvalidCommand for anything else."""
    if isinstance(value, Mapping):
        return {_word(key): _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, str):
        return _word(value)
    if value is not None and not isinstance(value, (bool, int, float)):
        raise InvalidCommand(f"{value!r} is neither a name nor a number")
    return value


def _word(value: str) -> str:
    if not _WORD.fullmatch(value):
        raise InvalidCommand(f"{value!r} is no name of an effect, a move or a field")
    return value


def _format(value: str) -> str:
    if not isinstance(value, str) or not _FORMAT.fullmatch(value):
        raise InvalidCommand(f"{value!r} is not a format id: lower-case letters and digits, as in 'gen1ou'")
    return value


def _name(value: str) -> str:
    if not isinstance(value, str) or not _NAME.fullmatch(value):
        raise InvalidCommand(f"{value!r} is not a seat name: 1 to 18 letters, digits, spaces, '.', '_' or '-'")
    return value


def _choice(value: str) -> str:
    if not isinstance(value, str) or not _CHOICE.fullmatch(value):
        choices = "'move 1' to 'move 4' (also with ' terastallize'), 'switch 1' to 'switch 6', 'team 1' to 'team 6'"
        raise InvalidCommand(f"{value!r} is not a choice: {choices} or 'default'")
    return value


def _team(value: str) -> str:
    if not isinstance(value, str) or len(value) > MAXIMUM_TEAM_LENGTH:
        raise InvalidCommand(f"a packed team is text of at most {MAXIMUM_TEAM_LENGTH} characters")
    if found := _FORBIDDEN.search(value):
        raise InvalidCommand(
            f"the packed team has a forbidden character U+{ord(found[0]):04X} at place {found.start()}"
        )
    return value


def _seed(value: Seed) -> str:
    if len(value) != 4 or any(type(part) is not int or not 0 <= part < 2**16 for part in value):
        raise InvalidCommand(f"{value!r} is not a seed: four whole numbers from 0 to 65535")
    return ",".join(str(part) for part in value)


def team_seed(seed: Seed, seat: int) -> Seed:
    """Where a generated team comes from: without a seed of its own it would be different every time."""
    digest = sha256(f"team:{seat}:{_seed(seed)}".encode("ascii")).digest()
    high, second, third, low = (int.from_bytes(digest[i : i + 2], "big") for i in range(0, 8, 2))
    return high, second, third, low
