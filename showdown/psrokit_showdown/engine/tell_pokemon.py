"""Lines about Pokemon: who came, who fainted, what began and what ended.

Each function is one kind of line and does what `psrokit_showdown.messages` does for the text; kernels call it where
Showdown prints the line.
"""

from __future__ import annotations

from psrokit_showdown.engine.kernel import Row, kernel
from psrokit_showdown.engine.layout import BOTH, P1, P2, SPECIES_NOW, STAGE, STAGES
from psrokit_showdown.engine.seen import (
    BEGUN,
    BIDE_AGE,
    BIDE_MARK,
    BINDING,
    CONFUSED_TURNS,
    CONFUSION_MARK,
    DISABLE_AGE,
    DISABLE_MARK,
    DISABLED,
    DISABLED_TURNS,
    EFFECTS_BEGUN,
    END_OF_FIELD,
    FIELD,
    FOCUS_MARK,
    LEECH_SEED_MARK,
    LIGHT_SCREEN_MARK,
    LOCKED_TURNS,
    LOOKS,
    MIMIC_MARK,
    MIMIC_SLOT,
    MIMICKED,
    MIST_MARK,
    MOVED,
    MOVED_BEFORE,
    NAPS,
    POKEMON_WORDS,
    PREPARING,
    RANK,
    RECHARGE_MARK,
    REFLECT_MARK,
    SLOT,
    STAGES_SHOWN,
    SUBSTITUTE_HITS,
    SUBSTITUTE_MARK,
    TRANSFORM_MARK,
    TYPE_MARK,
    TYPES_SHOWN,
    pokemon_seen,
    seen_of,
)

BLOWN_AWAY = (
    CONFUSION_MARK, DISABLE_MARK, MIST_MARK, FOCUS_MARK, LEECH_SEED_MARK, LIGHT_SCREEN_MARK, REFLECT_MARK,
)  # fmt: skip


@kernel
def _mark(row: Row, p: int, mark: int) -> None:
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
def sent_out(row: Row, p: int) -> None:
    """`switch`: somebody else stands on a side."""
    side = seen_of(p)
    for word in range(FIELD, END_OF_FIELD):
        row[side + word] = 0
    let_go(row, BOTH - p)
    pokemon = pokemon_seen(row, p)
    if row[pokemon + RANK] == 0:
        highest = 0
        for index in range(6):
            highest = max(highest, row[side + index * POKEMON_WORDS + RANK])
        row[pokemon + RANK] = highest + 1


@kernel
def let_go(row: Row, p: int) -> None:
    """`-miss` of the user, `-immune` or `switch` of its target: a side holds nobody any more."""
    side = seen_of(p)
    if row[side + BINDING]:
        row[side + BINDING] = 0
        row[side + LOCKED_TURNS] = 0


@kernel
def fainted(row: Row, p: int) -> None:
    """`faint`, before what it had on the field is forgotten: a player still sees it lie there."""
    side = seen_of(p)
    row[side + LOOKS] = row[p + SPECIES_NOW]
    for stat in range(STAGES):
        row[side + STAGES_SHOWN + stat] = row[p + STAGE + stat]
    row[pokemon_seen(row, p) + NAPS] = 0


@kernel
def could_not(row: Row, p: int) -> None:
    """`cant`: an action is lost."""
    row[seen_of(p) + BINDING] = 0
    end_mark(row, p, RECHARGE_MARK)


@kernel
def slept(row: Row, p: int) -> None:
    """`cant ... slp`: a turn asleep."""
    row[pokemon_seen(row, p) + NAPS] += 1
    could_not(row, p)


@kernel
def broke_off(row: Row, p: int) -> None:
    """`cant` for paralysis or Disable, which also breaks off a two-turn move."""
    row[seen_of(p) + PREPARING] = 0
    could_not(row, p)


@kernel
def paralysed(row: Row, p: int) -> None:
    """`cant` for paralysis, which breaks off all that lasts."""
    broke_off(row, p)
    row[seen_of(p) + LOCKED_TURNS] = 0


@kernel
def hurt_itself(row: Row, p: int) -> None:
    """`-damage ... [from] confusion`."""
    side = seen_of(p)
    row[side + PREPARING] = 0
    row[side + BINDING] = 0
    row[side + LOCKED_TURNS] = 0


@kernel
def must_recharge(row: Row, p: int) -> None:
    """`-mustrecharge`."""
    _mark(row, p, RECHARGE_MARK)


@kernel
def status_began(row: Row, p: int, asleep: bool) -> None:
    """`-status`."""
    row[pokemon_seen(row, p) + NAPS] = 0
    if asleep:
        end_mark(row, p, RECHARGE_MARK)


@kernel
def status_ended(row: Row, p: int) -> None:
    """`-curestatus`."""
    row[pokemon_seen(row, p) + NAPS] = 0


@kernel
def confusion_began(row: Row, p: int) -> None:
    """`-start ... confusion`."""
    row[seen_of(p) + CONFUSED_TURNS] = 0
    _mark(row, p, CONFUSION_MARK)


@kernel
def is_confused(row: Row, p: int) -> None:
    """`-activate ... confusion`: one more turn of it."""
    row[seen_of(p) + CONFUSED_TURNS] += 1


@kernel
def is_biding(row: Row, p: int) -> None:
    """`-activate ... Bide`: it bears on."""
    row[seen_of(p) + LOCKED_TURNS] += 1


@kernel
def is_disabled(row: Row, p: int) -> None:
    """It has come as far as its move, and the Disable has not ended."""
    row[seen_of(p) + DISABLED_TURNS] += 1


@kernel
def substitute_bore(row: Row, p: int) -> None:
    """`-activate ... Substitute`: a hit that did not break it."""
    row[seen_of(p) + SUBSTITUTE_HITS] += 1


@kernel
def has_raged_out(row: Row, p: int) -> None:
    """`-start ... confusion` in silence: the last use of Thrash or Petal Dance."""
    row[seen_of(p) + LOCKED_TURNS] = 0


@kernel
def began(row: Row, p: int, mark: int) -> None:
    """`-start` of an effect."""
    _mark(row, p, mark)


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
def disabled(row: Row, p: int, move: int) -> None:
    """`-start ... Disable`."""
    row[seen_of(p) + DISABLED] = move
    _mark(row, p, DISABLE_MARK)


@kernel
def mimicked(row: Row, p: int, move: int) -> None:
    """`-start ... Mimic`: what it copied takes the place of what it chose."""
    side = seen_of(p)
    row[side + MIMICKED] = move
    row[side + MIMIC_SLOT] = row[side + SLOT]
    _mark(row, p, MIMIC_MARK)


@kernel
def changed_type(row: Row, p: int, first: int, second: int) -> None:
    """`-start ... typechange`."""
    row[seen_of(p) + TYPES_SHOWN] = 1 + first + 16 * second
    _mark(row, p, TYPE_MARK)


@kernel
def transformed(row: Row, p: int) -> None:
    """`-transform` into the Pokemon opposite."""
    row[seen_of(p) + TYPES_SHOWN] = row[seen_of(BOTH - p) + TYPES_SHOWN]
    _mark(row, p, TRANSFORM_MARK)


@kernel
def turned(row: Row) -> None:
    """`turn`: the turn before is whole, and what lasts has lasted one turn more."""
    for p in (P1, P2):
        side = seen_of(p)
        row[side + MOVED_BEFORE] = row[side + MOVED]
        row[side + MOVED] = 0
        row[side + BIDE_AGE] += 1
        row[side + DISABLE_AGE] += 1
