"""Which spaces can be encoded from rows."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeAlias

from numpy.typing import NDArray

from psrokit.api import ObservationSpace
from psrokit_showdown.encoders.entities import encode_entities
from psrokit_showdown.encoders.seat_rows import SeatRows
from psrokit_showdown.encoders.texts import BASES, encode_tokens
from psrokit_showdown.observation_spaces.gen1_entities import Gen1Entities
from psrokit_showdown.observation_spaces.tokenized import Tokenized

RowEncoder: TypeAlias = Callable[[SeatRows], dict[str, NDArray[Any]]]
"""From k rows to the arrays of a space, each with a first axis of length k."""


def row_encoder(space: ObservationSpace) -> RowEncoder | None:
    """What encodes a space from rows, equal to its own encoders; None for a space that gives words."""
    if isinstance(space, Gen1Entities):
        return encode_entities
    if not isinstance(space, Tokenized):
        return None
    return partial(encode_tokens, space) if isinstance(space.base, BASES) else row_encoder(space.base)
