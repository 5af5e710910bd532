"""What stands in every observation of a format: the words and numbers that no battle of generation 1 changes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from psrokit.api import ObservationSpace
from psrokit_showdown.engine.view_pokemon import NO_ABILITY
from psrokit_showdown.naming import NO_TYPE, item_name
from psrokit_showdown.state_text import SWITCHES
from psrokit_showdown.to_universal import NO_CONDITIONS, NO_FIELD, NO_WEATHER, TEAM, UNSEEN_POKEMON
from psrokit_showdown.universal import NO_MOVE, UniversalState
from psrokit_showdown.vocabularies import Vocabulary


class Template(NamedTuple):
    """tokens: int32, shape (words,); numbers: float32. All switches are there, no move is."""

    tokens: NDArray[np.int32]
    numbers: NDArray[np.float32]


def template_of(space: ObservationSpace, vocabulary: Vocabulary, format_id: str) -> Template:
    """What a space of words and numbers gives for a battle of which nothing is known but its format."""
    arrays = space.start().encode(_nothing_known(format_id))
    return Template(vocabulary.encode(arrays["text"].item().split(" ")), arrays["numbers"])


def _nothing_known(format_id: str) -> UniversalState:
    own = UNSEEN_POKEMON._replace(item=item_name(""), ability=NO_ABILITY, tera_type=NO_TYPE)
    foe = own._replace(item=item_name(None))
    last_moves = (NO_MOVE, NO_MOVE)
    conditions = (NO_CONDITIONS, NO_CONDITIONS, NO_WEATHER, NO_FIELD)
    flags = (False, False, False, False)
    return UniversalState(format_id, own, foe, (own,) * SWITCHES, *last_moves, TEAM, *conditions, *flags, ())
