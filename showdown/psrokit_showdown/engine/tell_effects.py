"""Lines about effects on a Pokemon: what began, what showed itself again and what ended, and how often or how long.

Each function is one kind of line and does what `psrokit_showdown.messages` does for the text; kernels call it where
Showdown prints the line.
"""

from __future__ import annotations

from psrokit_showdown.engine.kernel import Row, kernel
from psrokit_showdown.engine.layout import BOTH
from psrokit_showdown.engine.seen import (
    BEGUN,
    BIDE_AGE,
    BIDE_MARK,
    CONFUSED_TURNS,
    CONFUSION_MARK,
    DISABLE_AGE,
    DISABLE_MARK,
    DISABLED,
    DISABLED_TURNS,
    EFFECTS_BEGUN,
    FOCUS_MARK,
    LEECH_SEED_MARK,
    LIGHT_SCREEN_MARK,
    LOCKED_TURNS,
    MIMIC_MARK,
    MIMIC_SLOT,
    MIMICKED,
    MIST_MARK,
    RECHARGE_MARK,
    REFLECT_MARK,
    SLOT,
    SUBSTITUTE_HITS,
    SUBSTITUTE_MARK,
    TRANSFORM_MARK,
    TYPE_MARK,
    TYPES_SHOWN,
    seen_of,
)

BLOWN_AWAY = (
    CONFUSION_MARK, DISABLE_MARK, MIST_MARK, FOCUS_MARK, LEECH_SEED_MARK, LIGHT_SCREEN_MARK, REFLECT_MARK,
)  # fmt: skip


@kernel
def began(row: Row, p: int, mark: int) -> None:
    """`-start` of an effect, or once more."""
    side = seen_of(p)
    if row[side + BEGUN + mark] == 0:
        row[side + EFFECTS_BEGUN] += 1
        row[side + BEGUN + mark] = row[side + EFFECTS_BEGUN]
        if mark == BIDE_MARK:
            row[side + BIDE_AGE] = 0
        elif mark == DISABLE_MARK:
            row[side + DISABLE_AGE] = 0


@kernel
def end_mark(row: Row, p: int, mark: int) -> None:
    """An effect is over."""
    row[seen_of(p) + BEGUN + mark] = 0


@kernel
def ended(row: Row, p: int, mark: int) -> None:
    """`-end` of an effect."""
    end_mark(row, p, mark)
    if mark == DISABLE_MARK:
        _enabled(row, p)
    elif mark == BIDE_MARK:
        row[seen_of(p) + LOCKED_TURNS] = 0
    elif mark == SUBSTITUTE_MARK:
        row[seen_of(p) + SUBSTITUTE_HITS] = 0


@kernel
def _enabled(row: Row, p: int) -> None:
    row[seen_of(p) + DISABLED] = 0
    row[seen_of(p) + DISABLED_TURNS] = 0


@kernel
def blown_away(row: Row, p: int) -> None:
    """`-end` of all that Haze ends."""
    for mark in BLOWN_AWAY:
        end_mark(row, p, mark)
    _enabled(row, p)


@kernel
def confusion_began(row: Row, p: int) -> None:
    """`-start ... confusion`."""
    row[seen_of(p) + CONFUSED_TURNS] = 0
    began(row, p, CONFUSION_MARK)


@kernel
def is_confused(row: Row, p: int) -> None:
    """`-activate ... confusion`: one more turn of it."""
    row[seen_of(p) + CONFUSED_TURNS] += 1


@kernel
def has_raged_out(row: Row, p: int) -> None:
    """`-start ... confusion` in silence: the last use of Thrash or Petal Dance."""
    row[seen_of(p) + LOCKED_TURNS] = 0


@kernel
def is_biding(row: Row, p: int) -> None:
    """`-activate ... Bide`: it bears on."""
    row[seen_of(p) + LOCKED_TURNS] += 1


@kernel
def disabled(row: Row, p: int, move: int) -> None:
    """`-start ... Disable`."""
    row[seen_of(p) + DISABLED] = move
    began(row, p, DISABLE_MARK)


@kernel
def is_disabled(row: Row, p: int) -> None:
    """It has come as far as its move, and the Disable has not ended."""
    row[seen_of(p) + DISABLED_TURNS] += 1


@kernel
def substitute_bore(row: Row, p: int) -> None:
    """`-activate ... Substitute`: a hit that did not break it."""
    row[seen_of(p) + SUBSTITUTE_HITS] += 1


@kernel
def mimicked(row: Row, p: int, move: int) -> None:
    """`-start ... Mimic`: what it copied takes the place of what it chose."""
    side = seen_of(p)
    row[side + MIMICKED] = move
    row[side + MIMIC_SLOT] = row[side + SLOT]
    began(row, p, MIMIC_MARK)


@kernel
def changed_type(row: Row, p: int, first: int, second: int) -> None:
    """`-start ... typechange`."""
    row[seen_of(p) + TYPES_SHOWN] = 1 + first + 16 * second
    began(row, p, TYPE_MARK)


@kernel
def transformed(row: Row, p: int) -> None:
    """`-transform` into the Pokemon opposite."""
    row[seen_of(p) + TYPES_SHOWN] = row[seen_of(BOTH - p) + TYPES_SHOWN]
    began(row, p, TRANSFORM_MARK)


@kernel
def must_recharge(row: Row, p: int) -> None:
    """`-mustrecharge`."""
    began(row, p, RECHARGE_MARK)
