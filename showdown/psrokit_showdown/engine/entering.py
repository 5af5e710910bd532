"""The active Pokemon of a side changes: by a switch, at the start, after a faint."""

from __future__ import annotations

from psrokit_showdown.engine.conditions import slot_move
from psrokit_showdown.engine.health import hp_of, hurt, share_of_max
from psrokit_showdown.engine.kernel import Row, kernel
from psrokit_showdown.engine.layout import (
    ACTIVE,
    BAD_POISON,
    BOTH,
    BURN,
    ENEMY_SELECTED,
    FAINTED,
    FAINTED_NOW,
    HEALTHY,
    MAYBE_LOCKED,
    MODIFIED,
    MON_MOVE,
    MON_PP,
    MON_SLOTS,
    MON_WORDS,
    MONS,
    ORDER,
    OWN,
    OWN_TYPE1,
    OWN_TYPE2,
    P1,
    POISON,
    SELECTED,
    SELECTED_SLOT,
    SIDE_WORDS,
    SLOT_DISABLED,
    SLOT_MOVE,
    SLOT_PP,
    SLOT_VIRTUAL,
    SLOTS,
    SPECIES,
    SPECIES_NOW,
    SPEED,
    SPEED_STAT,
    STAGE,
    STAGES,
    STATS,
    STATUS,
    STORED,
    SWITCH_TO,
    TEAM_WORDS,
    TRANSFORMED,
    TRAPPING,
    TYPE1,
    TYPE2,
    USED,
    VOLATILES,
)
from psrokit_showdown.engine.stats import apply_status_losses
from psrokit_showdown.engine.status import status_of
from psrokit_showdown.engine.tables import METRONOME
from psrokit_showdown.engine.tell_pokemon import sent_out
from psrokit_showdown.engine.ties import refresh_speed


@kernel
def record_of(p: int, index: int) -> int:
    """The record of a side's Pokemon by its place in the team as brought."""
    return MONS + (p - P1) // SIDE_WORDS * TEAM_WORDS + index * MON_WORDS


@kernel
def reset_active(row: Row, p: int) -> None:
    """Forget everything that switching forgets: the active Pokemon is as its own record has it.

    The losses of burn and paralysis are applied, once; the cached speed is that without them.
    """
    m = row[p + ACTIVE]
    for word in range(VOLATILES, SIDE_WORDS):
        row[p + word] = 0
    row[p + SPECIES_NOW] = row[m + SPECIES]
    row[p + TYPE1] = row[m + OWN_TYPE1]
    row[p + TYPE2] = row[m + OWN_TYPE2]
    for stat in range(STATS):
        row[p + STORED + stat] = row[m + OWN + stat]
        row[p + MODIFIED + stat] = row[m + OWN + stat]
    for stat in range(STAGES):
        row[p + STAGE + stat] = 0
    row[p + SPEED] = row[m + OWN + SPEED_STAT]
    apply_status_losses(row, p)
    row[p + USED] = 0
    row[p + TRANSFORMED] = 0
    row[p + MAYBE_LOCKED] = 0
    _reset_moves(row, p)


@kernel
def _reset_moves(row: Row, p: int) -> None:
    m = row[p + ACTIVE]
    row[p + SLOTS] = row[m + MON_SLOTS]
    for slot in range(4):
        row[p + SLOT_MOVE + slot] = row[m + MON_MOVE + slot]
        row[p + SLOT_PP + slot] = row[m + MON_PP + slot]
        row[p + SLOT_DISABLED + slot] = 0
        row[p + SLOT_VIRTUAL + slot] = 0


@kernel
def bring_in(row: Row, p: int) -> None:
    """Exchange the active Pokemon with the one that was chosen, in the list as well."""
    m = row[p + ACTIVE]
    if row[m + FAINTED]:
        row[m + STATUS] = HEALTHY
    place = row[p + SWITCH_TO]
    newcomer = row[p + ORDER + place]
    row[p + ORDER + place] = row[p + ORDER]
    row[p + ORDER] = newcomer
    row[p + ACTIVE] = record_of(p, newcomer)
    reset_active(row, p)
    refresh_speed(row, p)
    sent_out(row, p)


@kernel
def run_switch(row: Row, p: int) -> None:
    """What entry does: bad poison becomes plain, both sides' last moves are forgotten, poison and burn take their
    share unless a Pokemon of this side fainted this turn.
    """
    m = row[p + ACTIVE]
    if row[m + STATUS] == BAD_POISON:
        row[m + STATUS] = POISON
    row[p + USED] = 0
    row[BOTH - p + USED] = 0
    row[p + SELECTED_SLOT] = 0
    _restart_metronome(row, BOTH - p)
    status = status_of(row, p)
    if row[p + FAINTED_NOW] == 0 and status in (POISON, BURN):
        hurt(row, p, share_of_max(row, p, 16))


@kernel
def _restart_metronome(row: Row, p: int) -> None:
    """A trap that Metronome called is not repeated on a newcomer: Metronome is."""
    if hp_of(row, p) == 0 or row[p + TRAPPING] == 0:
        return
    if slot_move(row, p, row[p + SELECTED_SLOT]) == METRONOME:
        row[p + SELECTED] = METRONOME
        row[p + ENEMY_SELECTED] = METRONOME
