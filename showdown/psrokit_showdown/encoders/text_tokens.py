"""The tokens of every word that a battle of the native engine can bring into an observation, by the engine's codes."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from psrokit_showdown.data import gen1_moves, gen1_species
from psrokit_showdown.data.dex import dex_move
from psrokit_showdown.engine.layout import MOVE_CODES, NO_TYPE, TYPES
from psrokit_showdown.engine.seen import MARK_NAMES
from psrokit_showdown.engine.view import GENERATION, STATUS_NAMES
from psrokit_showdown.naming import clean_no_numbers, move_name, pokemon_name, status_name, type_names
from psrokit_showdown.observation_spaces.default import ANY_CHOICE, FORCED_SWITCH
from psrokit_showdown.state_text import BLANK
from psrokit_showdown.to_universal import NO_EFFECT
from psrokit_showdown.universal import NO_MOVE
from psrokit_showdown.vocabularies import Vocabulary

Array = Any


class Tokens(NamedTuple):
    """Arrays of int32. choices: (2,), 1 for a forced switch. types: of a pair, shape (16, 16, 2). moves: name, type and
    category, shape (MOVE_CODES, 3), 0 for none. effects: by mark, then that of none.
    """

    blank: Array
    choices: Array
    species: Array
    types: Array
    moves: Array
    statuses: Array
    effects: Array


def tokens_of(vocabulary: Vocabulary) -> Tokens:
    """The tokens of a vocabulary."""
    species = {one.num: pokemon_name(one.id) for one in gen1_species().values()}
    moves = {move.num: _move(move.id) for move in gen1_moves().values()}
    nothing = (NO_MOVE.name, NO_MOVE.move_type, NO_MOVE.category)
    kinds = [(name,) for name in TYPES] + [()] * (NO_TYPE + 1 - len(TYPES))
    pairs = [type_names((*first, *second)).split(" ") for first in kinds for second in kinds]
    return Tokens(
        blank=vocabulary.encode([BLANK]),
        choices=vocabulary.encode([ANY_CHOICE, FORCED_SWITCH]),
        species=vocabulary.encode([species.get(code, BLANK) for code in range(len(species) + 1)]),
        types=_table(vocabulary, pairs).reshape(len(kinds), len(kinds), 2),
        moves=_table(vocabulary, [moves.get(code, nothing) for code in range(MOVE_CODES)]),
        statuses=vocabulary.encode([status_name(name) for name in STATUS_NAMES]),
        effects=vocabulary.encode([*[clean_no_numbers(name) for name in MARK_NAMES], NO_EFFECT]),
    )


def _move(name: str) -> tuple[str, str, str]:
    row = dex_move(GENERATION, name)
    return (move_name(name), row.type, row.category)


def _table(vocabulary: Vocabulary, rows: list[Any]) -> NDArray[np.int32]:
    return np.array([vocabulary.encode(row) for row in rows])
