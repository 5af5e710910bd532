"""Metamon's ExpandedObservationSpace: 100 words and 55 numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from psrokit.api import ArraySpec, Encoder, observation_space
from psrokit_showdown.memo import once_each
from psrokit_showdown.observation_spaces.default import NUMBERS as DEFAULT_NUMBERS
from psrokit_showdown.observation_spaces.default import WORDS as DEFAULT_WORDS
from psrokit_showdown.observation_spaces.default import DefaultEncoder
from psrokit_showdown.state_text import (
    BLANK,
    MOVES,
    PAD,
    TEAM,
    active_words,
    padded,
    sorted_moves,
    switch_words,
    text_arrays,
)
from psrokit_showdown.universal import UniversalMove, UniversalPokemon, UniversalState

_LAST = {"player.status": "player.tera", "opponent.status": "opponent.tera"}
_LAST |= {f"switch{slot}.move3": f"switch{slot}.tera" for slot in range(5)}
WORDS = (
    *(name for word in DEFAULT_WORDS for name in ((word, _LAST[word]) if word in _LAST else (word,))),
    *(f"revealed{number}" for number in range(TEAM)),
)
NUMBERS = (
    *(
        name
        for number in DEFAULT_NUMBERS
        for name in ((number, number.replace("priority", "pp_warning")) if number.endswith("priority") else (number,))
    ),
    *("opponent_asleep", "opponent_frozen", "can_tera"),
)
_NO_SWITCH = ("<switch>", *(BLANK,) * 9)


@observation_space("expanded")
@dataclass(frozen=True)
class Expanded:
    """Metamon's ExpandedObservationSpace: `text`, 100 words, and `numbers`, 55 float32.

    `default` with Tera types, warnings of low PP, the other side's species seen so far, and whether one of them has
    been seen asleep or frozen on the field; these last are remembered for the battle.
    """

    @property
    def arrays(self) -> Mapping[str, ArraySpec]:
        """One text and one vector."""
        return text_arrays(WORDS, NUMBERS)

    def start(self) -> Encoder:
        """An encoder that has seen nobody."""
        return ExpandedEncoder()


class ExpandedEncoder(DefaultEncoder):
    """Remembers whom it has seen on the field, and whether somebody was asleep or frozen there."""

    def __init__(self) -> None:
        self._seen: set[str] = set()
        self._asleep = self._frozen = False

    def remember(self, state: UniversalState) -> None:
        """The opponent on the field counts before it is written."""
        opponent = state.opponent_active_pokemon
        if opponent.base_species != BLANK:
            self._seen.add(opponent.base_species)
        self._asleep |= opponent.status == "slp"
        self._frozen |= opponent.status == "frz"

    def words(self, state: UniversalState, bench: Sequence[UniversalPokemon]) -> list[str]:
        """The words in the order of WORDS."""
        return super().words(state, bench) + padded(sorted(self._seen), TEAM)

    def numbers(self, state: UniversalState, bench: Sequence[UniversalPokemon]) -> list[float]:
        """The numbers in the order of NUMBERS."""
        flags = (self._asleep, self._frozen, state.can_tera)
        return [*super().numbers(state, bench), *map(float, flags)]

    def features(self, pokemon: UniversalPokemon) -> tuple[str, ...]:
        """With the Tera type."""
        return (*active_words(pokemon), pokemon.tera_type)

    def slot(self, pokemon: UniversalPokemon) -> tuple[str, ...]:
        """With the Tera type."""
        return (*switch_words(pokemon), pokemon.tera_type)

    def no_slot(self) -> tuple[str, ...]:
        """One word more."""
        return _NO_SWITCH

    def move_numbers(self, pokemon: UniversalPokemon) -> tuple[float, ...]:
        """Four numbers a move."""
        return _move_numbers(pokemon.moves)


@once_each
def _move_numbers(moves: tuple[UniversalMove, ...]) -> tuple[float, ...]:
    known = sorted_moves(moves)
    numbers = [
        number
        for move in known
        for number in (move.base_power / 200, move.accuracy, move.priority / 5, _pp_warning(move))
    ]
    return (*numbers, *(PAD,) * (4 * (MOVES - len(known))))


def _pp_warning(move: UniversalMove) -> float:
    """3 with at least half of the PP left, 2 with a quarter, 1 with any, else 0."""
    ratio = move.current_pp / move.max_pp if move.max_pp else 0.0
    return float((ratio >= 0.5) + (ratio >= 0.25) + (ratio > 0))
