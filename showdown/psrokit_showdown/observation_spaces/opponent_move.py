"""Metamon's OpponentMoveObservationSpace: 106 words and 55 numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from psrokit.api import ArraySpec, Encoder, observation_space
from psrokit_showdown.memo import once_each
from psrokit_showdown.observation_spaces.expanded import NUMBERS
from psrokit_showdown.observation_spaces.team_preview import WORDS as TEAM_PREVIEW_WORDS
from psrokit_showdown.observation_spaces.team_preview import TeamPreviewEncoder
from psrokit_showdown.state_text import BLANK, MOVE_NAMES, MOVES, moveset_words, sorted_moves, text_arrays
from psrokit_showdown.universal import UniversalMove, UniversalPokemon

_DROPPED = {f"{move}.{word}" for move in MOVE_NAMES for word in ("category",)}
_REVEALED = tuple(f"opponent.{move}" for move in MOVE_NAMES)
WORDS = tuple(
    name
    for word in TEAM_PREVIEW_WORDS
    if word not in _DROPPED
    for name in ((word, *_REVEALED) if word == "opponent.tera" else (word,))
)


@observation_space("opponent_move")
@dataclass(frozen=True)
class OpponentMove:
    """Metamon's OpponentMoveObservationSpace: `text`, 106 words, and `numbers`, 55 float32.

    `team_preview` without the categories of the own moves, with the four moves that the opponent on the field has
    shown.
    """

    @property
    def arrays(self) -> Mapping[str, ArraySpec]:
        """One text and one vector."""
        return text_arrays(WORDS, NUMBERS)

    def start(self) -> Encoder:
        """An encoder that has seen nobody."""
        return OpponentMoveEncoder()


class OpponentMoveEncoder(TeamPreviewEncoder):
    """Trades four words on the own moves for four moves of the opponent."""

    def opponent(self, pokemon: UniversalPokemon) -> tuple[str, ...]:
        """With the moves it has shown."""
        return (*self.features(pokemon), *moveset_words(pokemon.moves))

    def moves(self, pokemon: UniversalPokemon) -> tuple[str, ...]:
        """Without categories."""
        return _move_words(pokemon.moves)


@once_each
def _move_words(moves: tuple[UniversalMove, ...]) -> tuple[str, ...]:
    known = sorted_moves(moves)
    words = [word for move in known for word in ("<move>", move.name, move.move_type)]
    return (*words, *("<move>", BLANK, BLANK) * (MOVES - len(known)))
