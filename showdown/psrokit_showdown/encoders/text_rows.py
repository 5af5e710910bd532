"""One observation of a space of words and numbers, compiled: equal to `tokenized` around that space.

Written is what changes in a battle, over a copy of the space's template. Read are the words that
`psrokit_showdown.engine.view` shows to the seat, and no others.
"""

from __future__ import annotations

from typing import Any

from psrokit_showdown.compiled.sight import looks, stage_shown, status_shown, type_shown
from psrokit_showdown.encoders.listing import (
    MOVE_RANK,
    MOVES,
    SPECIES_RANK,
    active_index,
    first_of_kind,
    foe_health,
    known_of,
    move_at,
    moves_offered,
    offered,
    offered_pp,
    own_pp,
    rank_offered,
    rank_own,
    rank_reserve,
    shown_slot,
)
from psrokit_showdown.encoders.seat_rows import AILED, ASLEEP, FROZEN, MET, TEAM
from psrokit_showdown.encoders.text_places import ABSENT, EFFECT, NAME, STATUS, TYPES, Places
from psrokit_showdown.encoders.text_tables import BASE, BASE_COUNT, FULL_PP, MOVE_COUNT, MOVE_NUMBERS
from psrokit_showdown.encoders.text_tokens import Tokens
from psrokit_showdown.engine.entering import record_of
from psrokit_showdown.engine.kernel import Row, Table, kernel
from psrokit_showdown.engine.layout import (
    ACCURACY,
    ACTIVE,
    ATTACK,
    BOTH,
    DEFENCE,
    EVASION,
    FREEZE,
    HP,
    LEVEL,
    MAX_HP,
    MON_MOVE,
    MON_SLOTS,
    ORDER,
    REQUEST,
    SLEEPING,
    SPECIAL,
    SPECIES,
    SPEED_STAT,
    SWITCH_ASKED,
    TEAM_SIZE,
)
from psrokit_showdown.engine.seen import (
    BEGUN,
    BIDE_AGE,
    BIDE_MARK,
    DISABLE_AGE,
    DISABLE_MARK,
    EFFECTS_BEGUN,
    LAST_USED,
    MARK_NAMES,
    RANK,
    seen_of,
)
from psrokit_showdown.state_text import PAD, SWITCHES

NO_MARK = len(MARK_NAMES)
STAGES_LISTED: Table = (ATTACK, SPECIAL, DEFENCE, SPECIAL, SPEED_STAT, ACCURACY, EVASION)
"""The stages that are listed, in order."""
STAGE_COUNT = 7
Array = Any


@kernel
def text_row(row: Row, p: int, at: Places, tokens: Tokens, notes: Array, words: Array, numbers: Array) -> None:
    """What one seat sees."""
    foe = BOTH - p
    words[at.choice] = tokens.choices[1 if row[p + REQUEST] == SWITCH_ASKED else 0]
    mine, theirs = row[p + ACTIVE], row[foe + ACTIVE]
    _on_field(row, p, tokens, words, at.player, numbers, at.player_numbers)
    numbers[at.player_numbers] = row[mine + HP] / row[mine + MAX_HP]
    _moves(row, p, mine, at, tokens, words, numbers)
    _switches(row, p, at, tokens, words, numbers)
    _on_field(row, foe, tokens, words, at.opponent, numbers, at.opponent_numbers)
    numbers[at.opponent_numbers] = foe_health(row, theirs)
    words[at.player_prev] = tokens.moves[row[known_of(p, mine) + LAST_USED], 0]
    words[at.opponent_prev] = tokens.moves[row[known_of(foe, theirs) + LAST_USED], 0]
    numbers[at.left] = _left(row, foe) / TEAM
    if at.opponent_moves != ABSENT:
        _moves_shown(row, foe, theirs, tokens, words, at.opponent_moves)
    if at.revealed != ABSENT:
        _remember(row, foe, notes)
        _revealed(row, foe, notes[MET], tokens, words, at.revealed)
        numbers[at.ailed] = 1.0 if notes[AILED] & ASLEEP else 0.0
        numbers[at.ailed + 1] = 1.0 if notes[AILED] & FROZEN else 0.0


@kernel
def _on_field(row: Row, p: int, tokens: Tokens, words: Array, word: int, numbers: Array, number: int) -> None:
    """The Pokemon that a side has on the field, but for its HP."""
    mon, species = row[p + ACTIVE], looks(row, p)
    first, second = type_shown(row, p, 0), type_shown(row, p, 1)
    words[word + NAME] = tokens.species[species]
    words[word + TYPES] = tokens.types[first, second, 0]
    words[word + TYPES + 1] = tokens.types[first, second, 1]
    words[word + EFFECT] = tokens.effects[_effect(row, p)]
    words[word + STATUS] = tokens.statuses[status_shown(row, mon)]
    numbers[number + 1] = row[mon + LEVEL] / 100
    for stat in range(BASE_COUNT):
        numbers[number + 2 + stat] = BASE[species, stat]
    for stage in range(STAGE_COUNT):
        numbers[number + 2 + BASE_COUNT + stage] = stage_shown(row, p, STAGES_LISTED[stage]) / 6


@kernel
def _effect(row: Row, p: int) -> int:
    """Of the effects announced on a side's Pokemon the one that is youngest by its counter, else the first."""
    side, found, least = seen_of(p), NO_MARK, 0
    if row[side + EFFECTS_BEGUN] == 0:
        return found
    for mark in range(NO_MARK):
        begun = row[side + BEGUN + mark]
        if begun:
            age = (_age(row, side, mark) << 16) + begun
            if found == NO_MARK or age < least:
                found, least = mark, age
    return found


@kernel
def _age(row: Row, side: int, mark: int) -> int:
    if mark == BIDE_MARK:
        return row[side + BIDE_AGE]
    return row[side + DISABLE_AGE] if mark == DISABLE_MARK else 0


@kernel
def _moves(row: Row, p: int, mon: int, at: Places, tokens: Tokens, words: Array, numbers: Array) -> None:
    """The moves of the own Pokemon on the field: those last offered, or its own."""
    count = moves_offered(row, p)
    for slot in range(count):
        _move(offered(row, p, slot), offered_pp(row, p, slot), rank_offered(row, p, slot), at, tokens, words, numbers)
    if count == 0:
        for slot in range(row[mon + MON_SLOTS]):
            move = row[mon + MON_MOVE + slot]
            _move(move, own_pp(row, p, mon, slot), rank_own(row, mon, slot), at, tokens, words, numbers)


@kernel
def _move(move: int, pp: int, rank: int, at: Places, tokens: Tokens, words: Array, numbers: Array) -> None:
    word, number = rank * at.move_width, at.move_numbers + rank * at.move_numbers_width
    words[at.move + word] = tokens.moves[move, 0]
    words[at.move + word + 1] = tokens.moves[move, 1]
    if at.category != ABSENT:
        words[at.category + word] = tokens.moves[move, 2]
    for column in range(MOVE_COUNT):
        numbers[number + column] = MOVE_NUMBERS[move, column]
    if at.pp_warning != ABSENT:
        numbers[number + MOVE_COUNT] = _pp_warning(pp, FULL_PP[move])


@kernel
def _pp_warning(pp: int, full: int) -> int:
    """3 with at least half of the PP left, 2 with a quarter, 1 with any, else 0."""
    return (1 if 2 * pp >= full else 0) + (1 if 4 * pp >= full else 0) + (1 if pp > 0 else 0)


@kernel
def _switches(row: Row, p: int, at: Places, tokens: Tokens, words: Array, numbers: Array) -> None:
    """The reserves that have not fainted; places that are left over are blank."""
    count = 0
    for place in range(1, row[p + TEAM_SIZE]):
        mon = record_of(p, row[p + ORDER + place])
        if row[mon + HP] > 0:
            rank, count = rank_reserve(row, p, place, True), count + 1
            numbers[at.health + rank] = row[mon + HP] / row[mon + MAX_HP]
            words[at.slot + rank * at.slot_width] = tokens.species[row[mon + SPECIES]]
            for slot in range(row[mon + MON_SLOTS]):
                word = at.slot_moves + rank * at.slot_width + rank_own(row, mon, slot)
                words[word] = tokens.moves[row[mon + MON_MOVE + slot], 0]
    for rank in range(count, SWITCHES):
        numbers[at.health + rank] = PAD
        for word in range(at.slot_width - 1):
            words[at.slot + rank * at.slot_width + word] = tokens.blank[0]


@kernel
def _left(row: Row, foe: int) -> int:
    """How many of the other side's Pokemon have not been seen to faint."""
    left = TEAM
    for index in range(row[foe + TEAM_SIZE]):
        mon = record_of(foe, index)
        left -= 1 if row[known_of(foe, mon) + RANK] and row[mon + HP] == 0 else 0
    return left


@kernel
def _moves_shown(row: Row, foe: int, mon: int, tokens: Tokens, words: Array, word: int) -> None:
    """The first moves that a Pokemon has shown, in alphabetical order."""
    known = known_of(foe, mon)
    for order in range(1, MOVES + 1):
        slot, before = shown_slot(row, known, order), 0
        if slot < 0:
            return
        move = move_at(row, known, mon, slot)
        for other in range(1, MOVES + 1):
            at = shown_slot(row, known, other)
            before += 1 if at >= 0 and MOVE_RANK[move_at(row, known, mon, at)] < MOVE_RANK[move] else 0
        words[word + before] = tokens.moves[move, 0]


@kernel
def _remember(row: Row, foe: int, notes: Array) -> None:
    """Whom the seat has met on the field, and whether somebody was asleep or frozen there."""
    notes[MET] |= 1 << active_index(row, foe)
    status = status_shown(row, row[foe + ACTIVE])
    notes[AILED] |= ASLEEP if status == SLEEPING else FROZEN if status == FREEZE else 0


@kernel
def _revealed(row: Row, foe: int, met: int, tokens: Tokens, words: Array, word: int) -> None:
    """The species met, each once, in alphabetical order."""
    met = _once_each(row, foe, met)
    for index in range(TEAM):
        if met >> index & 1:
            species, before = row[record_of(foe, index) + SPECIES], 0
            for other in range(TEAM):
                theirs = row[record_of(foe, other) + SPECIES]
                before += 1 if met >> other & 1 and SPECIES_RANK[theirs] < SPECIES_RANK[species] else 0
            words[word + before] = tokens.species[species]


@kernel
def _once_each(row: Row, foe: int, met: int) -> int:
    """A set of Pokemon without those of whose species another one stands in it."""
    kinds = 0
    for index in range(TEAM):
        kinds |= 1 << first_of_kind(row, foe, index) if met >> index & 1 else 0
    return kinds
