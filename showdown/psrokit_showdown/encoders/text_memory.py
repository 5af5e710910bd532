"""What spaces of words remember of a battle: whom a seat has met on the field, and who was ill there."""

from __future__ import annotations

from psrokit_showdown.compiled.sight import status_shown
from psrokit_showdown.encoders.listing import SPECIES_RANK, Array, active_index, first_of_kind
from psrokit_showdown.encoders.seat_rows import AILED, ASLEEP, FROZEN, MET, TEAM
from psrokit_showdown.encoders.text_tokens import SPECIES_AT
from psrokit_showdown.engine.entering import record_of
from psrokit_showdown.engine.kernel import Row, Table, kernel
from psrokit_showdown.engine.layout import ACTIVE, FREEZE, SLEEPING, SPECIES


@kernel
def remember(row: Row, foe: int, notes: Array) -> None:
    """Whom the seat has met on the field, and whether somebody was asleep or frozen there."""
    notes[MET] |= 1 << active_index(row, foe)
    status = status_shown(row, row[foe + ACTIVE])
    notes[AILED] |= ASLEEP if status == SLEEPING else FROZEN if status == FREEZE else 0


@kernel
def revealed(row: Row, foe: int, met: int, tokens: Table, words: Array, word: int) -> None:
    """The species met, each once, in alphabetical order."""
    met = _once_each(row, foe, met)
    for index in range(TEAM):
        if met >> index & 1:
            species, before = row[record_of(foe, index) + SPECIES], 0
            for other in range(TEAM):
                theirs = row[record_of(foe, other) + SPECIES]
                before += 1 if met >> other & 1 and SPECIES_RANK[theirs] < SPECIES_RANK[species] else 0
            words[word + before] = tokens[SPECIES_AT + species]


@kernel
def _once_each(row: Row, foe: int, met: int) -> int:
    """A set of Pokemon without those of whose species another one stands in it."""
    kinds = 0
    for index in range(TEAM):
        kinds |= 1 << first_of_kind(row, foe, index) if met >> index & 1 else 0
    return kinds
