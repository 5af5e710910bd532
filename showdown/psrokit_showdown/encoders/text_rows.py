"""One observation of a space of words and numbers, compiled: equal to `tokenized` around that space.

Written is what changes in a battle, over a copy of the space's template. Read are the words that
`psrokit_showdown.engine.view` shows to the seat, and no others.
"""

from __future__ import annotations

from psrokit_showdown.compiled.sight import looks, stage_shown, status_shown, type_shown
from psrokit_showdown.encoders.listing import (
    MOVE_RANK,
    MOVES,
    Array,
    foe_health,
    foes_left,
    known_of,
    move_at,
    move_listed,
    moves_listed,
    own_places,
    place_of,
    places_listed,
    pp_listed,
    reserve_places,
    shown_slot,
)
from psrokit_showdown.encoders.seat_rows import AILED, ASLEEP, FROZEN, MET, TEAM
from psrokit_showdown.encoders.text_memory import remember, revealed
from psrokit_showdown.encoders.text_places import (
    ABSENT,
    CATEGORY,
    CHOICE,
    EFFECT,
    FLAGS,
    HEALTH,
    LEFT,
    MOVE,
    MOVE_NUMBERS,
    MOVE_NUMBERS_WIDTH,
    MOVE_WIDTH,
    NAME,
    OPPONENT,
    OPPONENT_MOVES,
    OPPONENT_NUMBERS,
    OPPONENT_PREV,
    PLAYER,
    PLAYER_NUMBERS,
    PLAYER_PREV,
    PP_WARNING,
    REVEALED,
    SLOT,
    SLOT_MOVES,
    SLOT_WIDTH,
    STATUS,
    TYPES,
)
from psrokit_showdown.encoders.text_tables import BASE_COUNT, BASE_VALUES, LISTED_PP, MOVE_COUNT, MOVE_VALUES
from psrokit_showdown.encoders.text_tokens import (
    BLANK_AT,
    CHOICES_AT,
    EFFECTS_AT,
    MOVE_WORDS,
    MOVES_AT,
    SPECIES_AT,
    STATUSES_AT,
    TYPE_CODES,
    TYPES_AT,
)
from psrokit_showdown.engine.entering import record_of
from psrokit_showdown.engine.kernel import Row, Table, kernel
from psrokit_showdown.engine.layout import (
    ACCURACY,
    ACTIVE,
    ATTACK,
    BOTH,
    DEFENCE,
    EVASION,
    HP,
    LEVEL,
    MAX_HP,
    MON_MOVE,
    MON_SLOTS,
    ORDER,
    REQUEST,
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
    seen_of,
)
from psrokit_showdown.state_text import PAD, SWITCHES

NO_MARK = len(MARK_NAMES)
STAGES_LISTED: Table = (ATTACK, SPECIAL, DEFENCE, SPECIAL, SPEED_STAT, ACCURACY, EVASION)
"""The stages that are listed, in order."""
STAGE_COUNT = 7


@kernel
def text_row(row: Row, p: int, at: Row, tokens: Table, notes: Array, words: Array, numbers: Array) -> None:
    """What one seat sees."""
    foe = BOTH - p
    words[at[CHOICE]] = tokens[CHOICES_AT + (1 if row[p + REQUEST] == SWITCH_ASKED else 0)]
    mine, theirs = row[p + ACTIVE], row[foe + ACTIVE]
    _on_field(row, p, tokens, words, at[PLAYER], numbers, at[PLAYER_NUMBERS])
    numbers[at[PLAYER_NUMBERS]] = row[mine + HP] / row[mine + MAX_HP]
    _moves(row, p, at, tokens, words, numbers)
    _switches(row, p, at, tokens, words, numbers)
    _on_field(row, foe, tokens, words, at[OPPONENT], numbers, at[OPPONENT_NUMBERS])
    numbers[at[OPPONENT_NUMBERS]] = foe_health(row, theirs)
    words[at[PLAYER_PREV]] = tokens[MOVES_AT + MOVE_WORDS * row[known_of(p, mine) + LAST_USED]]
    words[at[OPPONENT_PREV]] = tokens[MOVES_AT + MOVE_WORDS * row[known_of(foe, theirs) + LAST_USED]]
    numbers[at[LEFT]] = foes_left(row, foe) / TEAM
    if at[OPPONENT_MOVES] != ABSENT:
        _moves_shown(row, foe, theirs, tokens, words, at[OPPONENT_MOVES])
    if at[REVEALED] != ABSENT:
        remember(row, foe, notes)
        revealed(row, foe, notes[MET], tokens, words, at[REVEALED])
        numbers[at[FLAGS]] = 1.0 if notes[AILED] & ASLEEP else 0.0
        numbers[at[FLAGS] + 1] = 1.0 if notes[AILED] & FROZEN else 0.0


@kernel
def _on_field(row: Row, p: int, tokens: Table, words: Array, word: int, numbers: Array, number: int) -> None:
    """The Pokemon that a side has on the field, but for its HP."""
    mon, species = row[p + ACTIVE], looks(row, p)
    types = TYPES_AT + 2 * (TYPE_CODES * type_shown(row, p, 0) + type_shown(row, p, 1))
    words[word + NAME] = tokens[SPECIES_AT + species]
    words[word + TYPES] = tokens[types]
    words[word + TYPES + 1] = tokens[types + 1]
    words[word + EFFECT] = tokens[EFFECTS_AT + _effect(row, p)]
    words[word + STATUS] = tokens[STATUSES_AT + status_shown(row, mon)]
    numbers[number + 1] = row[mon + LEVEL] / 100
    for stat in range(BASE_COUNT):
        numbers[number + 2 + stat] = BASE_VALUES[species, stat]
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
def _moves(row: Row, p: int, at: Row, tokens: Table, words: Array, numbers: Array) -> None:
    """The moves of the own Pokemon on the field: those last offered, or its own."""
    places = places_listed(row, p)
    for slot in range(moves_listed(row, p)):
        move, pp, place = move_listed(row, p, slot), pp_listed(row, p, slot), place_of(places, slot)
        _move(move, pp, place, at, tokens, words, numbers)


@kernel
def _move(move: int, pp: int, place: int, at: Row, tokens: Table, words: Array, numbers: Array) -> None:
    word, number = place * at[MOVE_WIDTH], at[MOVE_NUMBERS] + place * at[MOVE_NUMBERS_WIDTH]
    name = MOVES_AT + MOVE_WORDS * move
    words[at[MOVE] + word] = tokens[name]
    words[at[MOVE] + word + 1] = tokens[name + 1]
    if at[CATEGORY] != ABSENT:
        words[at[CATEGORY] + word] = tokens[name + 2]
    for column in range(MOVE_COUNT):
        numbers[number + column] = MOVE_VALUES[move, column]
    if at[PP_WARNING] != ABSENT:
        numbers[number + MOVE_COUNT] = _pp_warning(pp, LISTED_PP[move])


@kernel
def _pp_warning(pp: int, full: int) -> int:
    """3 with at least half of the PP left, 2 with a quarter, 1 with any, else 0."""
    return (1 if 2 * pp >= full else 0) + (1 if 4 * pp >= full else 0) + (1 if pp > 0 else 0)


@kernel
def _switches(row: Row, p: int, at: Row, tokens: Table, words: Array, numbers: Array) -> None:
    """The reserves that have not fainted; places that are left over are blank."""
    places, count = reserve_places(row, p), 0
    for reserve in range(1, row[p + TEAM_SIZE]):
        mon = record_of(p, row[p + ORDER + reserve])
        if row[mon + HP] > 0:
            place, count = place_of(places, reserve), count + 1
            numbers[at[HEALTH] + place] = row[mon + HP] / row[mon + MAX_HP]
            words[at[SLOT] + place * at[SLOT_WIDTH]] = tokens[SPECIES_AT + row[mon + SPECIES]]
            _moves_of_reserve(row, mon, tokens, words, at[SLOT_MOVES] + place * at[SLOT_WIDTH])
    for place in range(count, SWITCHES):
        numbers[at[HEALTH] + place] = PAD
        for word in range(at[SLOT_WIDTH] - 1):
            words[at[SLOT] + place * at[SLOT_WIDTH] + word] = tokens[BLANK_AT]


@kernel
def _moves_of_reserve(row: Row, mon: int, tokens: Table, words: Array, word: int) -> None:
    places = own_places(row, mon)
    for slot in range(row[mon + MON_SLOTS]):
        words[word + place_of(places, slot)] = tokens[MOVES_AT + MOVE_WORDS * row[mon + MON_MOVE + slot]]


@kernel
def _moves_shown(row: Row, foe: int, mon: int, tokens: Table, words: Array, word: int) -> None:
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
        words[word + before] = tokens[MOVES_AT + MOVE_WORDS * move]
