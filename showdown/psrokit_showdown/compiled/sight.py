"""What a seat sees of a row: Pokemon as damage needs them, moves to expect, HP as far as they are shown.

The compiled twin of `psrokit_showdown.matchup`'s fighters. Numbers are written into `work`, a scratch vector of the
battle's thread, from a given place on.
"""

from __future__ import annotations

from math import ceil

from psrokit_showdown.compiled.tables import BASE, FIRST_TYPE, LIKELY, SECOND_TYPE
from psrokit_showdown.engine.kernel import Row, kernel
from psrokit_showdown.engine.layout import (
    ACCURACY,
    ACTIVE,
    BURN,
    EVASION,
    GONE,
    HP,
    LEVEL,
    MAX_HP,
    MON_MOVE,
    MON_SLOTS,
    MON_WORDS,
    MONS,
    OWN,
    PARALYSIS,
    SLEEPING,
    SPECIES,
    SPECIES_NOW,
    SPEED_STAT,
    STAGE,
    STATS,
    STATUS,
    TEAM_WORDS,
)
from psrokit_showdown.engine.seen import (
    BEGUN,
    COUNT_BITS,
    FOCUS_MARK,
    LIGHT_SCREEN_MARK,
    LOOKS,
    OTHER_MOVES,
    OTHERS,
    OWN_MOVES,
    OWN_USES,
    POKEMON_WORDS,
    REFLECT_MARK,
    STAGES_SHOWN,
    TYPES_SHOWN,
    USES,
    full_pp,
    seen_of,
)
from psrokit_showdown.engine.stats import CAP
from psrokit_showdown.engine.tables import STAGE_PERCENT

# A fighter in `work`. NOW, ITS_OWN: Attack, Defence, Special, Speed as they are, and before stages, status, Transform.
(F_LEVEL, TYPE_A, TYPE_B, BASE_SPEED) = range(4)
NOW, ITS_OWN = 4, 8
ACCURATE, EVASIVE, REFLECTS, SCREENED, FOCUSED, ASLEEP = range(12, 18)
FIGHTER_WORDS = 18
FULL_VALUE = 30 + 63
SHOWN_LIMIT = 4
HUNDRED = 100


@kernel
def status_shown(row: Row, mon: int) -> int:
    """A Pokemon's status, GONE when it has fainted."""
    return GONE if row[mon + HP] == 0 else row[mon + STATUS]


@kernel
def best_stat(species: int, level: int, stat: int) -> int:
    """The greatest Attack, Defence, Special or Speed (0..3) that a species can have."""
    return (2 * BASE[species, stat + 1] + FULL_VALUE) * level // 100 + 5


@kernel
def best_hp(species: int, level: int) -> int:
    """The most HP that a species can have."""
    return (2 * BASE[species, 0] + FULL_VALUE + 100) * level // 100 + 10


@kernel
def shown_fraction(row: Row, mon: int) -> float:
    """HP from 0 to 1 as the other side sees them."""
    percent = ceil(100 * row[mon + HP] / row[mon + MAX_HP])
    if percent == HUNDRED and row[mon + HP] < row[mon + MAX_HP]:
        percent = 99
    return float(percent) / 100.0


@kernel
def looks(row: Row, p: int) -> int:
    """The species that a side's Pokemon on the field looks like."""
    down = row[row[p + ACTIVE] + HP] == 0
    return row[seen_of(p) + LOOKS] if down else row[p + SPECIES_NOW]


@kernel
def stage_shown(row: Row, p: int, stat: int) -> int:
    """A stage of a side's Pokemon on the field, also when it has just fainted."""
    down = row[row[p + ACTIVE] + HP] == 0
    return row[seen_of(p) + STAGES_SHOWN + stat] if down else row[p + STAGE + stat]


@kernel
def type_shown(row: Row, p: int, second: int) -> int:
    """The first or second type (0 or 1) of a side's Pokemon on the field."""
    changed = row[seen_of(p) + TYPES_SHOWN] - 1
    if changed >= 0:
        return changed // 16 if second else changed % 16
    species = looks(row, p)
    return SECOND_TYPE[species] if second else FIRST_TYPE[species]


@kernel
def has_mark(row: Row, p: int, mark: int) -> int:
    """1 if an effect was announced on a side's Pokemon on the field and has not ended."""
    return 1 if row[seen_of(p) + BEGUN + mark] > 0 else 0


@kernel
def staged(stat: int, stage: int) -> int:
    """A stat at a stage."""
    if stage == 0:
        return stat
    return max(1, min(CAP, stat * STAGE_PERCENT[stage + 6] // 100))


@kernel
def see(row: Row, p: int, mon: int, own: int, work: Row, to: int) -> None:
    """Write a side's Pokemon as a fighter. own: 1 if its stats are known, else they are the best it can have."""
    level, species = row[mon + LEVEL], row[mon + SPECIES]
    on_field = row[p + ACTIVE] == mon
    shown = looks(row, p) if on_field else species
    for stat in range(STATS):
        first = row[mon + OWN + stat] if own else best_stat(species, level, stat)
        work[to + ITS_OWN + stat] = first
        now = first if shown == species else best_stat(shown, level, stat)
        work[to + NOW + stat] = staged(now, stage_shown(row, p, stat)) if on_field else now
    work[to + F_LEVEL] = level
    work[to + BASE_SPEED] = BASE[species, 4]
    _weaken(row, mon, work, to)
    _see_field(row, p, species, on_field, work, to)


@kernel
def _weaken(row: Row, mon: int, work: Row, to: int) -> None:
    status = status_shown(row, mon)
    if status == BURN:
        work[to + NOW] = max(1, work[to + NOW] // 2)
    if status == PARALYSIS:
        work[to + NOW + SPEED_STAT] = max(1, work[to + NOW + SPEED_STAT] // 4)
    work[to + ASLEEP] = 1 if status == SLEEPING else 0


@kernel
def _see_field(row: Row, p: int, species: int, on_field: bool, work: Row, to: int) -> None:
    work[to + TYPE_A] = type_shown(row, p, 0) if on_field else FIRST_TYPE[species]
    work[to + TYPE_B] = type_shown(row, p, 1) if on_field else SECOND_TYPE[species]
    work[to + ACCURATE] = stage_shown(row, p, ACCURACY) if on_field else 0
    work[to + EVASIVE] = stage_shown(row, p, EVASION) if on_field else 0
    work[to + REFLECTS] = has_mark(row, p, REFLECT_MARK) if on_field else 0
    work[to + SCREENED] = has_mark(row, p, LIGHT_SCREEN_MARK) if on_field else 0
    work[to + FOCUSED] = has_mark(row, p, FOCUS_MARK) if on_field else 0


@kernel
def _known_of(p: int, mon: int) -> int:
    """Where the words stand that a Pokemon has shown."""
    return seen_of(p) + (mon - MONS) % TEAM_WORDS // MON_WORDS * POKEMON_WORDS


@kernel
def own_moves(row: Row, p: int, mon: int, work: Row, to: int) -> int:
    """Write the moves of an own Pokemon that have PP left, as its side knows; how many."""
    known, count = _known_of(p, mon), 0
    for slot in range(row[mon + MON_SLOTS]):
        move = row[mon + MON_MOVE + slot]
        if full_pp(move) > row[known + OWN_USES + slot]:
            work[to + count] = move
            count += 1
    return count


@kernel
def foe_moves(row: Row, p: int, mon: int, work: Row, to: int) -> int:
    """Write the moves to expect of a Pokemon, those shown first, in their order; how many."""
    count = _shown_moves(row, _known_of(p, mon), mon, work, to)
    if count >= SHOWN_LIMIT:
        return count
    shown, place, species = count, 0, row[mon + SPECIES]
    while LIKELY[species, place]:
        move, new = LIKELY[species, place], 1
        for other in range(shown):
            new = 0 if work[to + other] == move else new
        if new:
            work[to + count] = move
            count += 1
        place += 1
    return count


@kernel
def _shown_moves(row: Row, known: int, mon: int, work: Row, to: int) -> int:
    """The i-th move shown carries i + 1 in the upper bits of its word."""
    count = 0
    for order in range(1, OWN_MOVES + OTHER_MOVES + 1):
        for slot in range(OWN_MOVES + OTHER_MOVES):
            if row[known + USES + slot] >> COUNT_BITS == order:
                own = slot < OWN_MOVES
                move = row[mon + MON_MOVE + slot] if own else row[known + OTHERS + slot - OWN_MOVES]
                work[to + count] = move
                count += 1
    return count
