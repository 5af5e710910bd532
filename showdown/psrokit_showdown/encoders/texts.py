"""Spaces of words and numbers over whole batches of rows, in one compiled call: `tokenized` around any of Metamon's."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from psrokit.api import InputError
from psrokit_showdown.encoders.seat_rows import SeatRows
from psrokit_showdown.encoders.text_places import places_of
from psrokit_showdown.encoders.text_rows import text_row
from psrokit_showdown.encoders.text_template import Template, template_of
from psrokit_showdown.encoders.text_tokens import tokens_of
from psrokit_showdown.encoders.version import encoders_digest
from psrokit_showdown.engine import States
from psrokit_showdown.engine.compiling import entry
from psrokit_showdown.engine.layout import P1, P2
from psrokit_showdown.engine.rows import row_at
from psrokit_showdown.observation_spaces.default import Default
from psrokit_showdown.observation_spaces.expanded import Expanded
from psrokit_showdown.observation_spaces.opponent_move import OpponentMove
from psrokit_showdown.observation_spaces.team_preview import TeamPreview
from psrokit_showdown.observation_spaces.tokenized import Tokenized
from psrokit_showdown.vocabularies import load_vocabulary

BASES = (Default, Expanded, TeamPreview, OpponentMove)
"""The spaces whose words are known here."""


class _Plan(NamedTuple):
    """All that follows from a space and a format; places and tokens have one row each."""

    places: NDArray[np.int64]
    tokens: NDArray[np.int32]
    template: Template


def encode_tokens(space: Tokenized, views: SeatRows) -> dict[str, NDArray[Any]]:
    """The arrays of a space, each with a first axis of length k, of what seats see.

    `text_tokens` int32, shape (k, words), and `numbers` float32, shape (k, numbers), equal to those of the space's own
    encoders. Raises InputError for a base that is none of BASES and for a vocabulary that cannot be loaded.
    """
    places, tokens, template = _plan(space, views.format)
    count = len(views.states)
    words = np.empty((count, *template.tokens.shape), np.int32)
    numbers = np.empty((count, *template.numbers.shape), np.float32)
    words[:], numbers[:] = template
    _encode()(*views.checked(), places, tokens, words, numbers)
    return {"text_tokens": words, "numbers": numbers}


@lru_cache(maxsize=64)
def _plan(space: Tokenized, format_id: str) -> _Plan:
    if not isinstance(space.base, BASES):
        raise InputError(f"rows are encoded as {', '.join(base.__name__ for base in BASES)}, not as {space.base!r}")
    arrays, vocabulary = space.base.arrays, load_vocabulary(space.vocabulary)
    places = places_of(arrays["text"].columns, arrays["numbers"].columns)
    template = template_of(space.base, vocabulary, format_id)
    return _Plan(places[None], tokens_of(vocabulary)[None], template)


def _encode_entry(version: int) -> Callable[..., None]:
    def encode(
        states: States,
        seats: NDArray[np.int64],
        actors: NDArray[np.int64],
        notes: NDArray[np.int8],
        places: NDArray[np.int64],
        tokens: NDArray[np.int32],
        words: NDArray[np.int32],
        numbers: NDArray[np.float32],
    ) -> None:
        for i in range(len(states) if version else 0):
            row, p, noted = row_at(states, i), P2 if seats[i] else P1, row_at(notes, actors[i])
            text_row(row, p, row_at(places, 0), row_at(tokens, 0), noted, row_at(words, i), row_at(numbers, i))

    return entry(encode)


@cache
def _encode() -> Callable[..., None]:
    return _encode_entry(encoders_digest())
