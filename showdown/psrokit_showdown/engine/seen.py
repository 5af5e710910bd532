"""What a battle has shown, kept in the row beside the state: everything public that does not follow from the state.

Showdown tells a battle in lines, and a player knows what the lines said: which Pokemon and moves it has seen, what PP
they cost, how often somebody did not wake up, which effects were announced. Each function here is one kind of line and
does what `psrokit_showdown.messages` does for the text; kernels call it where Showdown prints the line. Nothing here
changes how a battle goes on.

A side's words are for each of its six Pokemon `POKEMON_WORDS`, then those of the Pokemon on the field.
"""

from __future__ import annotations

from psrokit_showdown.engine.kernel import Row, kernel
from psrokit_showdown.engine.layout import (
    ACTIVE,
    BOTH,
    HP,
    MON_MOVE,
    MON_SLOTS,
    MON_WORDS,
    MONS,
    P1,
    P2,
    SEEN,
    SEEN_WORDS,
    SLOT_MOVE,
    SLOT_PP,
    SLOTS,
    SPECIES_NOW,
    STAGE,
    STAGES,
    TEAM_WORDS,
)
from psrokit_showdown.engine.tables import BASE_PP

# Of each Pokemon. USES: of its four moves and of two others that it should not have (Mimic twice, the move without a
# name), each word (order in which moves were shown) * 1024 + uses. OWN_USES: PP its own side knows to be gone.
RANK, NAPS, USES, OTHERS, OWN_USES, LAST_USED = 0, 1, 2, 8, 10, 14
OWN_MOVES, OTHER_MOVES = 4, 2
POKEMON_WORDS = 15
COUNT_BITS = 10
COUNT = (1 << COUNT_BITS) - 1

# Of the Pokemon on the field. SLOT, MIMIC_SLOT: 1 + place in USES, 0 none. TYPES_SHOWN: 1 + first
# type + 16 * second type, 0 unless changed. LOOKS, STAGES_SHOWN: what it looked like when it fainted. BEGUN: per mark,
# the order in which effects began. BIDE_AGE, DISABLE_AGE: turns. OFFERED: how many moves it was last offered if they
# are not its own, and (move, PP) of each.
FIELD = 6 * POKEMON_WORDS
(
    LAST_SHOWN, PREPARING, BINDING, DISABLED, MIMICKED, SLOT, MIMIC_SLOT, TYPES_SHOWN, CONFUSED_TURNS,
    TOXIC_TURNS, LOOKS, EFFECTS_BEGUN, BIDE_AGE, DISABLE_AGE, OFFERED,
) = range(FIELD, FIELD + 15)  # fmt: skip
OFFERS = OFFERED + 1
STAGES_SHOWN = OFFERS + 2 * 4
BEGUN = STAGES_SHOWN + STAGES

MARK_NAMES = (
    "confusion", "substitute", "reflect", "lightscreen", "leechseed", "mist", "focusenergy", "bide", "disable",
    "mimic", "typechange", "transform", "mustrecharge",
)  # fmt: skip
"""Effects that are announced, by number."""
(
    CONFUSION_MARK, SUBSTITUTE_MARK, REFLECT_MARK, LIGHT_SCREEN_MARK, LEECH_SEED_MARK, MIST_MARK, FOCUS_MARK, BIDE_MARK,
    DISABLE_MARK, MIMIC_MARK, TYPE_MARK, TRANSFORM_MARK, RECHARGE_MARK,
) = range(13)  # fmt: skip
END_OF_FIELD = BEGUN + len(MARK_NAMES)

# Of the side. MOVED, MOVED_BEFORE: 1 or 2 for who used the first and second move of this turn, and of the last.
MOVED, MOVED_BEFORE = END_OF_FIELD, END_OF_FIELD + 1
BLOWN_AWAY = (
    CONFUSION_MARK, DISABLE_MARK, MIST_MARK, FOCUS_MARK, LEECH_SEED_MARK, LIGHT_SCREEN_MARK, REFLECT_MARK,
)  # fmt: skip

STRUGGLE, FISSURE, NAMELESS = 165, 90, 166


@kernel
def seen_of(p: int) -> int:
    """Where the words of a side begin."""
    return SEEN if p == P1 else SEEN + SEEN_WORDS


@kernel
def pokemon_seen(row: Row, p: int) -> int:
    """Where the words of a side's Pokemon on the field begin."""
    return seen_of(p) + (row[p + ACTIVE] - MONS) % TEAM_WORDS // MON_WORDS * POKEMON_WORDS


@kernel
def marked(row: Row, p: int, mark: int) -> bool:
    """Whether an effect was announced on a side's Pokemon and has not ended."""
    return row[seen_of(p) + BEGUN + mark] > 0


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
def _unmark(row: Row, p: int, mark: int) -> None:
    row[seen_of(p) + BEGUN + mark] = 0


@kernel
def sent_out(row: Row, p: int) -> None:
    """`switch`: somebody else stands on a side."""
    side = seen_of(p)
    for word in range(FIELD, END_OF_FIELD):
        row[side + word] = 0
    row[seen_of(BOTH - p) + BINDING] = 0
    pokemon = pokemon_seen(row, p)
    if row[pokemon + RANK] == 0:
        highest = 0
        for index in range(6):
            highest = max(highest, row[side + index * POKEMON_WORDS + RANK])
        row[pokemon + RANK] = highest + 1


@kernel
def fainted(row: Row, p: int) -> None:
    """`faint`, before what it had on the field is forgotten: a player still sees it lie there."""
    side = seen_of(p)
    row[side + LOOKS] = row[p + SPECIES_NOW]
    for stat in range(STAGES):
        row[side + STAGES_SHOWN + stat] = row[p + STAGE + stat]
    row[pokemon_seen(row, p) + NAPS] = 0


@kernel
def used(row: Row, p: int, move: int) -> None:
    """`move` without a source: from its own list, which costs PP."""
    row[seen_of(p) + SLOT] = _slot_of(row, p, move)
    _count(row, p, 1)
    _moved(row, p, move)


@kernel
def called(row: Row, p: int, move: int) -> None:
    """`move` with a source: by another move, or because it is locked in. A two-turn move costs PP when it comes."""
    if row[seen_of(p) + PREPARING] == move:
        _count(row, p, 1)
    _moved(row, p, move)


@kernel
def _moved(row: Row, p: int, move: int) -> None:
    side = seen_of(p)
    shown = FISSURE if move == NAMELESS else move
    if row[side + MOVED] == 0:
        row[side + MOVED] = row[seen_of(BOTH - p) + MOVED] + 1
    row[pokemon_seen(row, p) + LAST_USED] = shown
    row[side + PREPARING] = 0
    row[side + LAST_SHOWN] = shown
    row[side + BINDING] = 0
    _unmark(row, p, RECHARGE_MARK)


@kernel
def bound(row: Row, p: int, move: int) -> None:
    """A trapping move was used: hit or miss, the foe need not recharge. A miss says so itself."""
    row[seen_of(p) + BINDING] = move
    _unmark(row, BOTH - p, RECHARGE_MARK)


@kernel
def let_go(row: Row, p: int) -> None:
    """`-miss` of the user, `-immune` of its target: it holds nobody."""
    row[seen_of(p) + BINDING] = 0


@kernel
def _slot_of(row: Row, p: int, move: int) -> int:
    """1 + where the uses of a move are counted, 0 for Struggle and where there is no room."""
    side = seen_of(p)
    shown = FISSURE if move == NAMELESS else move
    if row[side + MIMICKED] == shown:
        return row[side + MIMIC_SLOT]
    if shown == STRUGGLE:
        return 0
    mon = row[p + ACTIVE]
    for slot in range(OWN_MOVES):
        if row[mon + MON_MOVE + slot] == shown:
            return slot + 1
    if marked(row, p, TRANSFORM_MARK):
        return 0
    pokemon = pokemon_seen(row, p)
    for other in range(OTHER_MOVES):
        if row[pokemon + OTHERS + other] == 0 or row[pokemon + OTHERS + other] == shown:
            row[pokemon + OTHERS + other] = shown
            return OWN_MOVES + other + 1
    return 0


@kernel
def _count(row: Row, p: int, pp: int) -> None:
    """PP of the slot in use is gone, or given back. Struggle and the moves of a Transform have no slot."""
    side = seen_of(p)
    slot = row[side + SLOT] - 1
    if slot < 0 or marked(row, p, TRANSFORM_MARK):
        return
    pokemon = pokemon_seen(row, p)
    word = row[pokemon + USES + slot]
    if word == 0:
        word = (_shown(row, pokemon) + 1) << COUNT_BITS
    row[pokemon + USES + slot] = max(word & ~COUNT, word + pp)
    if slot < OWN_MOVES:
        row[pokemon + OWN_USES + slot] = max(0, row[pokemon + OWN_USES + slot] + pp)


@kernel
def _shown(row: Row, pokemon: int) -> int:
    """How many of a Pokemon's moves have been shown."""
    count = 0
    for slot in range(OWN_MOVES + OTHER_MOVES):
        count += row[pokemon + USES + slot] != 0
    return count


@kernel
def prepared(row: Row, p: int, move: int) -> None:
    """`-prepare`: the first half of a two-turn move, whose PP goes with the second half."""
    row[seen_of(p) + PREPARING] = move
    _count(row, p, -1)


@kernel
def slept(row: Row, p: int) -> None:
    """`cant ... slp`: a turn asleep."""
    row[pokemon_seen(row, p) + NAPS] += 1
    could_not(row, p)


@kernel
def could_not(row: Row, p: int) -> None:
    """`cant`: an action is lost."""
    row[seen_of(p) + BINDING] = 0
    _unmark(row, p, RECHARGE_MARK)


@kernel
def broke_off(row: Row, p: int) -> None:
    """`cant` for paralysis or Disable, which also breaks off a two-turn move."""
    row[seen_of(p) + PREPARING] = 0
    could_not(row, p)


@kernel
def hurt_itself(row: Row, p: int) -> None:
    """`-damage ... [from] confusion`."""
    row[seen_of(p) + PREPARING] = 0
    row[seen_of(p) + BINDING] = 0


@kernel
def must_recharge(row: Row, p: int) -> None:
    """`-mustrecharge`."""
    _mark(row, p, RECHARGE_MARK)


@kernel
def status_began(row: Row, p: int, asleep: bool) -> None:
    """`-status`."""
    row[pokemon_seen(row, p) + NAPS] = 0
    if asleep:
        _unmark(row, p, RECHARGE_MARK)


@kernel
def status_ended(row: Row, p: int) -> None:
    """`-curestatus`."""
    row[pokemon_seen(row, p) + NAPS] = 0


@kernel
def poisoned_badly(row: Row, p: int) -> None:
    """`-damage ... [from] psn` of a badly poisoned Pokemon that survives it."""
    if row[row[p + ACTIVE] + HP] > 0:
        row[seen_of(p) + TOXIC_TURNS] += 1


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
def began(row: Row, p: int, mark: int) -> None:
    """`-start` of an effect."""
    _mark(row, p, mark)


@kernel
def ended(row: Row, p: int, mark: int) -> None:
    """`-end` of an effect."""
    _unmark(row, p, mark)
    if mark == DISABLE_MARK:
        row[seen_of(p) + DISABLED] = 0


@kernel
def blown_away(row: Row, p: int) -> None:
    """`-end` of all that Haze ends."""
    for mark in BLOWN_AWAY:
        _unmark(row, p, mark)
    row[seen_of(p) + DISABLED] = 0


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
def full_pp(move: int) -> int:
    """With three PP Ups; in the game no more than 61."""
    return min(61, BASE_PP[move] * 8 // 5)


@kernel
def listed(row: Row, p: int) -> None:
    """A request that lists all moves of a Pokemon: its own side learns what PP they have left, or whose they are."""
    side, mon = seen_of(p), row[p + ACTIVE]
    own = row[p + SLOTS] == row[mon + MON_SLOTS]
    for slot in range(row[p + SLOTS]):
        own = own and row[p + SLOT_MOVE + slot] == row[mon + MON_MOVE + slot]
        row[side + OFFERS + 2 * slot] = row[p + SLOT_MOVE + slot]
        row[side + OFFERS + 2 * slot + 1] = row[p + SLOT_PP + slot]
    row[side + OFFERED] = 0 if own else row[p + SLOTS]
    if not marked(row, p, TRANSFORM_MARK):
        _learn_pp(row, p)


@kernel
def _learn_pp(row: Row, p: int) -> None:
    pokemon, mon = pokemon_seen(row, p), row[p + ACTIVE]
    for slot in range(row[mon + MON_SLOTS]):
        row[pokemon + OWN_USES + slot] = full_pp(row[mon + MON_MOVE + slot]) - row[p + SLOT_PP + slot]


@kernel
def turned(row: Row) -> None:
    """`turn`: the turn before is whole, and what lasts has lasted one turn more."""
    for p in (P1, P2):
        side = seen_of(p)
        row[side + MOVED_BEFORE] = row[side + MOVED]
        row[side + MOVED] = 0
        row[side + BIDE_AGE] += 1
        row[side + DISABLE_AGE] += 1
