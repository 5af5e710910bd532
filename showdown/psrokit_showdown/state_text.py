"""The pieces that Metamon's text observations are made of: words and numbers of moves and Pokemon.

Each piece is a tuple that is worked out once for the same Pokemon or move.
"""

from __future__ import annotations

from operator import itemgetter

import numpy as np

from psrokit.api import Arrays, ArraySpec, InputError
from psrokit_showdown.memo import once_each
from psrokit_showdown.universal import UniversalMove, UniversalPokemon

Words = tuple[str, ...]
Numbers = tuple[float, ...]
BLANK = "<blank>"
PAD = -2.0
"""What stands in the numbers for a move or a Pokemon that is not there."""
MOVES, SWITCHES, TEAM = 4, 5, 6
TEXT = np.dtype("<U2048")
"""Room for the longest words in every place."""
FLOATS = np.dtype(np.float32)
SLOT_NAMES = tuple(f"switch{number}" for number in range(SWITCHES))
MOVE_NAMES = tuple(f"move{number}" for number in range(MOVES))
_STATS = ("atk", "spa", "def", "spd", "spe")
STATS_COLUMNS = (
    *("hp_pct", "lvl"),
    *(f"base_{stat}" for stat in (*_STATS, "hp")),
    *(f"{stat}_boost" for stat in (*_STATS, "accuracy", "evasion")),
)
"""The names of `active_numbers`."""
_PLACE = UniversalPokemon._fields.index
_base = itemgetter(*[_PLACE(name) for name in STATS_COLUMNS if name.startswith("base_")])
_stages = itemgetter(*[_PLACE(name) for name in STATS_COLUMNS if name.endswith("_boost")])


def text_arrays(words: Words, numbers: Words) -> dict[str, ArraySpec]:
    """The form of an observation of one text and one vector, from the names of their places."""
    return {
        "text": ArraySpec((), TEXT, columns=words),
        "numbers": ArraySpec((len(numbers),), FLOATS, -10.0, 10.0, numbers),
    }


def text_observation(words: list[str], numbers: list[float]) -> Arrays:
    """The arrays of `text_arrays`. Raises InputError for words that have no room."""
    text = " ".join(words)
    if len(text) > TEXT.itemsize // 4:
        raise InputError(f"the words of an observation have {len(text)} characters; there is room for 2048: {text}")
    return {"text": np.array(text, TEXT), "numbers": np.array(numbers, FLOATS)}


def move_order(move: UniversalMove) -> str:
    """What moves are sorted by, everywhere."""
    return move.name


def pokemon_order(pokemon: UniversalPokemon) -> str:
    """What Pokemon are sorted by, everywhere."""
    return pokemon.name


@once_each
def sorted_moves(moves: tuple[UniversalMove, ...]) -> tuple[UniversalMove, ...]:
    """Up to four moves in the order of their names."""
    return tuple(sorted(moves, key=move_order)[:MOVES])


@once_each
def active_words(pokemon: UniversalPokemon) -> Words:
    """Name, item, ability, two types, effect, status."""
    first, second = pokemon.types.split(" ")
    return (pokemon.name, pokemon.item, pokemon.ability, first, second, pokemon.effect, pokemon.status)


def active_numbers(pokemon: UniversalPokemon) -> Numbers:
    """The 15 numbers of STATS_COLUMNS: HP 0-1, level / 100, base stats / 255, stages / 6."""
    base = [stat / 255 for stat in _base(pokemon)]
    return (pokemon.hp_pct, pokemon.lvl / 100, *base, *[stage / 6 for stage in _stages(pokemon)])


@once_each
def move_words(moves: tuple[UniversalMove, ...]) -> Words:
    """Four times `<move>`, name, type, category, in order of names."""
    known = sorted_moves(moves)
    words = [word for move in known for word in ("<move>", move.name, move.move_type, move.category)]
    return (*words, *("<move>", BLANK, BLANK, BLANK) * (MOVES - len(known)))


@once_each
def move_numbers(moves: tuple[UniversalMove, ...]) -> Numbers:
    """Four times power / 200, accuracy, priority / 5, in order of names."""
    known = sorted_moves(moves)
    numbers = [number for move in known for number in (move.base_power / 200, move.accuracy, move.priority / 5)]
    return (*numbers, *(PAD,) * (3 * (MOVES - len(known))))


@once_each
def moveset_words(moves: tuple[UniversalMove, ...]) -> Words:
    """Four names, in order."""
    names = [move.name for move in sorted_moves(moves)]
    return (*names, *(BLANK,) * (MOVES - len(names)))


@once_each
def switch_words(pokemon: UniversalPokemon) -> Words:
    """`<switch>`, name, item, ability, `<moveset>` and four names of moves."""
    return ("<switch>", pokemon.name, pokemon.item, pokemon.ability, "<moveset>", *moveset_words(pokemon.moves))


def padded(names: list[str], size: int) -> list[str]:
    """Exactly `size` words."""
    return (names + [BLANK] * size)[:size]
