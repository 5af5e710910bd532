"""Lines about Pokemon: who came, who fainted, who lost an action, whose status changed, and the end of a turn.

Each function is one kind of line and does what `psrokit_showdown.messages` does for the text; kernels call it where
Showdown prints the line.
"""

from __future__ import annotations

from psrokit_showdown.engine.kernel import Row, kernel
from psrokit_showdown.engine.layout import BOTH, P1, P2, SPECIES_NOW, STAGE, STAGES
from psrokit_showdown.engine.seen import (
    BIDE_AGE,
    BINDING,
    DISABLE_AGE,
    END_OF_FIELD,
    FIELD,
    LOCKED_TURNS,
    LOOKS,
    MOVED,
    MOVED_BEFORE,
    NAPS,
    POKEMON_WORDS,
    PREPARING,
    RANK,
    RECHARGE_MARK,
    STAGES_SHOWN,
    pokemon_seen,
    seen_of,
)
from psrokit_showdown.engine.tell_effects import end_mark


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
def turned(row: Row) -> None:
    """`turn`: the turn before is whole, and what lasts has lasted one turn more."""
    for p in (P1, P2):
        side = seen_of(p)
        row[side + MOVED_BEFORE] = row[side + MOVED]
        row[side + MOVED] = 0
        row[side + BIDE_AGE] += 1
        row[side + DISABLE_AGE] += 1
