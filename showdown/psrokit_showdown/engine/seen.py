"""What a battle has shown: the words of a row that hold what is public and does not follow from the state.

Showdown tells a battle in lines, and a player knows what the lines said: which Pokemon and moves it has seen, what PP
they cost, how often somebody did not wake up, which effects were announced. The modules `tell_...` write these words;
views and players read them. Nothing here changes how a battle goes on.

A side's words are for each of its six Pokemon `POKEMON_WORDS`, then those of the Pokemon on the field.
"""

from __future__ import annotations

from psrokit_showdown.engine.kernel import Row, kernel
from psrokit_showdown.engine.layout import ORDER, P1, SEEN, SEEN_WORDS, STAGES
from psrokit_showdown.engine.tables import FULL_PP

# Of each Pokemon. USES: of its four moves and of two others that it should not have (Mimic twice, the move without a
# name), each word (order in which moves were shown) * 1024 + uses. OWN_USES: PP its own side knows to be gone.
RANK, NAPS, USES, OTHERS, OWN_USES, LAST_USED = 0, 1, 2, 8, 10, 14
OWN_MOVES, OTHER_MOVES = 4, 2
POKEMON_WORDS = 15
COUNT_BITS = 10
COUNT = (1 << COUNT_BITS) - 1

# Of the Pokemon on the field. SLOT, MIMIC_SLOT: 1 + place in USES, 0 none. TYPES_SHOWN: 1 + first
# type + 16 * second type, 0 unless changed. LOOKS, STAGES_SHOWN: what it looked like when it fainted. BEGUN: per mark,
# the order in which effects began. BIDE_AGE, DISABLE_AGE: turns. LOCKED_TURNS, DISABLED_TURNS: own actions in the move
# that lasts, and since it was disabled. SUBSTITUTE_HITS: hits borne. OFFERED: how many moves it was last offered if
# they are not its own, and (move, PP) of each.
FIELD = 6 * POKEMON_WORDS
(
    LAST_SHOWN, PREPARING, BINDING, DISABLED, MIMICKED, SLOT, MIMIC_SLOT, TYPES_SHOWN, CONFUSED_TURNS,
    LOCKED_TURNS, DISABLED_TURNS, SUBSTITUTE_HITS, LOOKS, EFFECTS_BEGUN, BIDE_AGE, DISABLE_AGE, OFFERED,
) = range(FIELD, FIELD + 17)  # fmt: skip
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


@kernel
def seen_of(p: int) -> int:
    """Where the words of a side begin."""
    return SEEN if p == P1 else SEEN + SEEN_WORDS


@kernel
def pokemon_seen(row: Row, p: int) -> int:
    """Where the words of a side's Pokemon on the field begin."""
    return seen_of(p) + row[p + ORDER] * POKEMON_WORDS


@kernel
def marked(row: Row, p: int, mark: int) -> bool:
    """Whether an effect was announced on a side's Pokemon and has not ended."""
    return row[seen_of(p) + BEGUN + mark] > 0


@kernel
def full_pp(move: int) -> int:
    """With three PP Ups; in the game no more than 61."""
    return FULL_PP[move]
