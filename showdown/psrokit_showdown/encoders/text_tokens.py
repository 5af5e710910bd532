"""The words that a battle of the native engine can bring into an observation, in one vector that codes point into."""

from __future__ import annotations

from itertools import accumulate, chain

import numpy as np
from numpy.typing import NDArray

from psrokit_showdown.data import gen1_moves, gen1_species
from psrokit_showdown.data.codes import STATUSES, TYPES
from psrokit_showdown.data.dex import dex_move
from psrokit_showdown.engine.layout import MOVE_CODES, NO_TYPE
from psrokit_showdown.engine.seen import MARK_NAMES
from psrokit_showdown.engine.view import GENERATION
from psrokit_showdown.naming import clean_no_numbers, move_name, pokemon_name, status_name, type_names
from psrokit_showdown.observation_spaces.default import ANY_CHOICE, FORCED_SWITCH
from psrokit_showdown.state_text import BLANK
from psrokit_showdown.to_universal import NO_EFFECT
from psrokit_showdown.universal import NO_MOVE
from psrokit_showdown.vocabularies import Vocabulary

MOVE_WORDS, TYPE_CODES = 3, NO_TYPE + 1


def _of_species() -> list[str]:
    return [BLANK, *(pokemon_name(species.id) for species in gen1_species().values())]


def _of_moves() -> list[str]:
    """Name, type and category of each code; those of no move where there is none."""
    rows = {move.num: (move_name(move.id), dex_move(GENERATION, move.id)) for move in gen1_moves().values()}
    words = {code: (name, row.type, row.category) for code, (name, row) in rows.items()}
    nothing = (NO_MOVE.name, NO_MOVE.move_type, NO_MOVE.category)
    return [word for code in range(MOVE_CODES) for word in words.get(code, nothing)]


def _of_types() -> list[str]:
    """Both words of each pair of types, as they are listed."""
    kinds = [(name,) for name in TYPES] + [()] * (TYPE_CODES - len(TYPES))
    return [word for first in kinds for second in kinds for word in type_names((*first, *second)).split(" ")]


_SECTIONS = (
    [BLANK],
    [ANY_CHOICE, FORCED_SWITCH],
    _of_species(),
    _of_types(),
    _of_moves(),
    [status_name(name) for name in STATUSES],
    [*(clean_no_numbers(name) for name in MARK_NAMES), NO_EFFECT],
)
BLANK_AT, CHOICES_AT, SPECIES_AT, TYPES_AT, MOVES_AT, STATUSES_AT, EFFECTS_AT = accumulate(
    map(len, _SECTIONS[:-1]), initial=0
)
"""Where they begin: a word, then words by choice asked, species, two types and place, move, status, mark."""


def tokens_of(vocabulary: Vocabulary) -> NDArray[np.int32]:
    """The tokens of all these words."""
    return vocabulary.encode(chain.from_iterable(_SECTIONS))
