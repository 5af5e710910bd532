"""Rows of the native engine in the terms of a recording: what each of its numbers is in a row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

import numpy as np

from psrokit_showdown import engine
from psrokit_showdown.engine import layout
from psrokit_showdown.engine.options import NOTHING, options_of
from psrokit_showdown.verification.recorder import Ints

Column = Callable[[Ints], Ints]
"""From rows, shape (n, WORDS), to one number per row."""

STAT_NAMES = ("atk", "def", "spc", "spe")
STAGE_NAMES = (*STAT_NAMES, "accuracy", "evasion")


def traced(rows: Ints, names: tuple[str, ...], choices: Ints) -> Ints:
    """Rows as a recording describes them, shape (n, fields)."""
    asked = {"0.choice": choices[:, 0], "1.choice": choices[:, 1], **_asked(rows)}
    columns = _columns()
    return np.stack([asked[name] if name in asked else columns[name](rows) for name in names], axis=1)


def _asked(rows: Ints) -> dict[str, Ints]:
    """What both seats are asked, which the engine and its lists must say for each row."""
    legal = engine.legal(rows.astype(np.int16)).astype(np.int32)
    words = rows.tolist()
    found: dict[str, Ints] = {}
    for seat in (0, 1):
        table = np.array([_request_numbers(row, seat) for row in words], dtype=np.int32)
        found |= {f"{seat}.{name}": table[:, column] for column, name in enumerate(_REQUEST_NAMES)}
        found[f"{seat}.legal"] = legal[:, seat]
    return found


_ENTRY_NAMES = ("move", "pp", "disabled")
_REQUEST_NAMES = ("trapped", "maybe_locked", *(f"option.{slot}.{name}" for slot in range(4) for name in _ENTRY_NAMES))


def _request_numbers(row: Sequence[int], seat: int) -> list[int]:
    options = options_of(row, seat) if row[layout.RESULT] == layout.RUNNING else NOTHING
    numbers = [int(options.trapped), int(options.maybe_locked)]
    for entry in options.entries:
        numbers += (entry.move, entry.pp, entry.disabled)
    return numbers + [0] * (len(_REQUEST_NAMES) - len(numbers))


@cache
def _columns() -> Mapping[str, Column]:
    columns = dict(_battle())
    for seat, side in enumerate((layout.P1, layout.P2)):
        columns |= {f"{seat}.{name}": column for name, column in _side(seat, side)}
    return columns


def _word(offset: int) -> Column:
    return lambda rows: rows[:, offset]


def _unsigned(offset: int) -> Column:
    return lambda rows: rows[:, offset] & 0xFFFF


def _double(offset: int) -> Column:
    return lambda rows: (rows[:, offset] & 0xFFFF) | (rows[:, offset + 1] << 16)


def _present(offset: int) -> Column:
    return lambda rows: np.minimum(rows[:, offset], 1)


def _index(offset: int) -> Column:
    """The place in its team of the Pokemon whose record a word names, 0 where it names none."""
    return lambda rows: np.where(
        rows[:, offset] > 0, (rows[:, offset] - layout.MONS) % layout.TEAM_WORDS // layout.MON_WORDS, 0
    )


def _battle() -> Iterator[tuple[str, Column]]:
    yield "turn", _word(layout.TURN)
    yield "ended", _present(layout.RESULT)
    yield "winner", lambda rows: np.choose(rows[:, layout.RESULT], (-1, 0, 1, -1, -1))
    for part in range(4):
        yield f"prng.{part}", _unsigned(layout.SEED + part)
    yield "last_damage", _double(layout.LAST_DAMAGE)


def _side(seat: int, side: int) -> Iterator[tuple[str, Column]]:
    yield "request", _word(side + layout.REQUEST)
    yield "left", _word(side + layout.LEFT)
    for place in range(6):
        yield f"order.{place}", _place(side, place)
    yield "last_selected_move", _word(side + layout.SELECTED)
    yield "last_selected_slot", _word(side + layout.SELECTED_SLOT)
    yield "last_enemy_selected_move", _word(side + layout.ENEMY_SELECTED)
    yield "last_move", _word(side + layout.LAST_MOVE)
    yield "last_enemy_move", _word(side + layout.ENEMY_MOVE)
    yield "fainted_this_turn", _present(side + layout.FAINTED_NOW)
    for index in range(6):
        pokemon = layout.MONS + seat * layout.TEAM_WORDS + index * layout.MON_WORDS
        yield from ((f"pokemon.{index}.{name}", column) for name, column in _pokemon(pokemon))
    yield from ((f"active.{name}", column) for name, column in _active(side))


def _place(side: int, place: int) -> Column:
    return lambda rows: np.where(place < rows[:, side + layout.TEAM_SIZE], rows[:, side + layout.ORDER + place], -1)


def _pokemon(offset: int) -> Iterator[tuple[str, Column]]:
    yield "hp", _word(offset + layout.HP)
    yield "max_hp", _word(offset + layout.MAX_HP)
    yield "status", _word(offset + layout.STATUS)
    yield "sleep", _asleep(offset, layout.SLEEP)
    yield "rested", _asleep(offset, layout.SELF_SLEEP)
    for slot in range(4):
        yield f"move.{slot}", _word(offset + layout.MON_MOVE + slot)
        yield f"pp.{slot}", _word(offset + layout.MON_PP + slot)


def _asleep(offset: int, word: int) -> Column:
    """What is only read of somebody who sleeps."""
    return lambda rows: np.where(rows[:, offset + layout.STATUS] == layout.SLEEPING, rows[:, offset + word], 0)


def _active(side: int) -> Iterator[tuple[str, Column]]:
    yield "species", _word(side + layout.SPECIES_NOW)
    yield "type.0", _word(side + layout.TYPE1)
    yield "type.1", _word(side + layout.TYPE2)
    yield "speed", _word(side + layout.SPEED)
    yield "sub_fainted", _sub_broken(side)
    yield "transformed", _word(side + layout.TRANSFORMED)
    yield "last_move", _word(side + layout.USED)
    for number, name in enumerate(STAT_NAMES):
        yield f"stored.{name}", _word(side + layout.STORED + number)
        yield f"modified.{name}", _word(side + layout.MODIFIED + number)
    for number, name in enumerate(STAGE_NAMES):
        yield f"boost.{name}", _word(side + layout.STAGE + number)
    for slot in range(4):
        yield f"slot.{slot}.move", _word(side + layout.SLOT_MOVE + slot)
        yield f"slot.{slot}.pp", _word(side + layout.SLOT_PP + slot)
        yield f"slot.{slot}.disabled", _word(side + layout.SLOT_DISABLED + slot)
        yield f"slot.{slot}.virtual", _word(side + layout.SLOT_VIRTUAL + slot)
    yield from _volatiles(side)


def _sub_broken(side: int) -> Column:
    def read(rows: Ints) -> Ints:
        return rows[np.arange(len(rows)), rows[:, side + layout.ACTIVE] + layout.SUB_BROKEN]

    return read


def _volatiles(side: int) -> Iterator[tuple[str, Column]]:
    yield "bide", _present(side + layout.BIDE)
    yield "bide.damage", _double(side + layout.BIDE_DAMAGE)
    yield "trapping.locked", _index(side + layout.TRAPPING_WHOM)
    yield "trapped.source", _index(side + layout.TRAPPED_BY)
    for name, offset in VOLATILES.items():
        yield name, _word(side + offset)


VOLATILES = {
    "bide.time": layout.BIDE,
    "disable.move": layout.DISABLED_MOVE,
    "disable.slot": layout.DISABLED_SLOT,
    "disable.time": layout.DISABLED_TIME,
    "confusion.time": layout.CONFUSION,
    "substitute.hp": layout.SUBSTITUTE,
    "thrash.move": layout.THRASH,
    "thrash.time": layout.THRASH_TIME,
    "thrash.accuracy": layout.THRASH_ACCURACY,
    "rage": layout.RAGE,
    "rage.accuracy": layout.RAGE_ACCURACY,
    "charge.move": layout.CHARGING,
    "trapping.move": layout.TRAPPING,
    "trapping.duration": layout.TRAPPING_TIME,
    "trapping.total": layout.TRAPPING_TOTAL,
    "trapping.damage": layout.TRAPPING_DAMAGE,
    "trapped.duration": layout.TRAPPED,
    "trapped.maybe_locked": layout.TRAPPED_MAYBE,
    "fake_trapped.duration": layout.ENDED_TRAP,
    "toxic": layout.TOXIC,
    "toxic.counter": layout.TOXIC_COUNT,
    "invulnerability": layout.INVULNERABLE,
    "flinch": layout.FLINCH,
    "leechseed": layout.LEECH_SEED,
    "mist": layout.MIST,
    "focusenergy": layout.FOCUS_ENERGY,
    "reflect": layout.REFLECT,
    "lightscreen": layout.LIGHT_SCREEN,
    "mustrecharge": layout.RECHARGE,
}
"""Words that hold exactly what the recording holds."""
