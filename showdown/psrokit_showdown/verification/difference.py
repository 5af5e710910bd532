"""The first place where two accounts of one battle part, in a form that a test can keep."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from psrokit_showdown.simulator import BattleSpec
from psrokit_showdown.verification.recorder import Choices, Ints, Recording, Script

MOVE_REQUEST = 1
_DIGITS = "0123456789a"
_SEATS = 2


@dataclass(frozen=True, slots=True)
class Difference:
    """decision: how many decisions had been made. field: its name; expected: Showdown's number; got: the engine's.

    script: the battle up to and including the decision after which the two differ.
    """

    decision: int
    field: str
    expected: int
    got: int
    script: Script

    def told(self) -> Mapping[str, Any]:
        """As JSON data; `kept_script` makes the script of it again."""
        return {
            "decision": self.decision,
            "field": self.field,
            "expected": self.expected,
            "got": self.got,
            **asdict(self.script.battle),
            "pp": self.script.pp,
            "choices": choices_text(self.script.choices or ()),
        }

    def __str__(self) -> str:
        return (
            f"after {self.decision} decisions {self.field} is {self.got}, on Showdown {self.expected}; "
            f"to keep it: {json.dumps(self.told())}"
        )


def first_difference(recording: Recording, replayed: Ints, names: tuple[str, ...]) -> Difference | None:
    """Where `replayed`, shape (n, fields), leaves the recording, or None if it is the same battle.

    A Pokemon that has fainted on the field has lost what it had there; of that only its speed still decides something
    (who is replaced first), so only that is compared.
    """
    expected = recording.trace
    rows = min(len(expected), len(replayed))
    differs = (expected[:rows] != replayed[:rows]) & ~_forgotten(expected[:rows], names)
    found = np.argwhere(differs)
    if len(found):
        row, column = (int(place) for place in found[0])
        return _difference(recording, row, names[column], int(expected[row, column]), int(replayed[row, column]))
    if rows < len(expected):
        return _difference(recording, rows, "accepted", 1, 0)
    return None


def _forgotten(rows: Ints, names: tuple[str, ...]) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """What need not agree: shape (n, fields)."""
    place = {name: column for column, name in enumerate(names)}
    mask = np.zeros(rows.shape, dtype=bool)
    for seat in "01":
        active = [place[name] for name in names if name.startswith(f"{seat}.active.") and name not in _LASTING[seat]]
        mask[:, active] |= _down(rows, place, seat)[:, None]
        # Flags of a Pokemon that left with a disabled move stay where they are until the next request sets them anew.
        disabled = [place[f"{seat}.active.slot.{slot}.disabled"] for slot in range(4)]
        mask[:, disabled] |= (rows[:, place[f"{seat}.request"]] != MOVE_REQUEST)[:, None]
    return mask


def _down(rows: Ints, place: Mapping[str, int], seat: str) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """In which rows a side's Pokemon on the field has fainted."""
    stride = place[f"{seat}.pokemon.1.hp"] - place[f"{seat}.pokemon.0.hp"]
    columns = place[f"{seat}.pokemon.0.hp"] + rows[:, place[f"{seat}.order.0"]] * stride
    return np.asarray(rows[np.arange(len(rows)), columns] == 0)


_LASTING = {seat: {f"{seat}.active.speed", f"{seat}.active.modified.spe"} for seat in "01"}


def _difference(recording: Recording, row: int, field: str, expected: int, got: int) -> Difference:
    battle = recording.script.battle
    played = BattleSpec(battle.format, battle.seed, recording.teams, battle.names)
    script = Script(played, choices=recording.choices[:row], pp=recording.script.pp)
    return Difference(row, field, expected, got, script)


def kept_script(kept: Mapping[str, Any]) -> Script:
    """The script of a kept difference."""
    first, second, third, fourth = kept["seed"]
    battle = BattleSpec(kept["format"], (first, second, third, fourth), (kept["teams"][0], kept["teams"][1]))
    pp = kept["pp"] and tuple(tuple(tuple(one) for one in team) for team in kept["pp"])
    return Script(battle, choices=choices_of(kept["choices"]), pp=pp or None)


def choices_text(choices: Choices) -> str:
    """Two characters a decision, one a seat: 0 not asked, 1 to 4 a move, 5 to a a place of the team."""
    return "".join(_DIGITS[first] + _DIGITS[second] for first, second in choices)


def choices_of(text: str) -> Choices:
    """The choices of such a text."""
    pairs = [text[place : place + _SEATS] for place in range(0, len(text), _SEATS)]
    return tuple((_DIGITS.index(pair[0]), _DIGITS.index(pair[1])) for pair in pairs)
