"""The space `gen1_entities` over a whole batch of rows, in one compiled call."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from psrokit_showdown.encoders.active_rows import on_field
from psrokit_showdown.encoders.entity_rows import foe_team, forced_asleep, own_team, some_frozen
from psrokit_showdown.encoders.listing import Array, active_index, first_of_kind
from psrokit_showdown.encoders.seat_rows import FASTER, TEAM, SeatRows
from psrokit_showdown.encoders.version import encoders_digest
from psrokit_showdown.engine import States
from psrokit_showdown.engine.compiling import entry
from psrokit_showdown.engine.entering import record_of
from psrokit_showdown.engine.kernel import Row, kernel
from psrokit_showdown.engine.layout import (
    BOTH,
    HP,
    MAYBE_LOCKED,
    MOVE_ASKED,
    P1,
    P2,
    REQUEST,
    SWITCH_ASKED,
    TEAM_SIZE,
    TURN,
)
from psrokit_showdown.engine.requests import LOCKED, SLOTS_SHOWN, move_form
from psrokit_showdown.engine.rows import row_at
from psrokit_showdown.engine.seen import LAST_SHOWN, MOVED_BEFORE, POKEMON_WORDS, RANK, seen_of
from psrokit_showdown.engine.tables import PRIORITY
from psrokit_showdown.observation_spaces.gen1_entities import Gen1Entities

LONGEST_TURN = 1000


@kernel
def _field(row: Row, p: int, seat: int, notes: Array, field: Array) -> None:
    """The array `field`, in the order of FIELD_COLUMNS."""
    foe = BOTH - p
    deciding = row[p + REQUEST] == MOVE_ASKED
    form = move_form(row, p) if deciding else SLOTS_SHOWN
    field[0] = min(row[TURN], LONGEST_TURN) / LONGEST_TURN
    field[1], field[2] = (1.0 if deciding else 0.0), (1.0 if row[p + REQUEST] == SWITCH_ASKED else 0.0)
    field[3] = 1.0 if form == LOCKED else 0.0
    field[4] = 1.0 if deciding and form != LOCKED and row[p + MAYBE_LOCKED] else 0.0
    field[5] = 0.0 if form == SLOTS_SHOWN else 1.0
    unseen, own_up, foes_up = row[foe + TEAM_SIZE], 0, row[foe + TEAM_SIZE]
    for index in range(TEAM):
        own_up += 1 if index < row[p + TEAM_SIZE] and row[record_of(p, index) + HP] > 0 else 0
        if row[seen_of(foe) + index * POKEMON_WORDS + RANK]:
            unseen -= 1
            foes_up -= 1 if row[record_of(foe, index) + HP] == 0 else 0
    field[6], field[7], field[8] = unseen / TEAM, own_up / TEAM, foes_up / TEAM
    field[9], field[10] = forced_asleep(row, p, False), forced_asleep(row, foe, True)
    field[11], field[12] = some_frozen(row, foe, True), some_frozen(row, p, False)
    mine, theirs = row[seen_of(p) + MOVED_BEFORE], row[seen_of(foe) + MOVED_BEFORE]
    field[13] = 1.0 if mine and (theirs == 0 or mine < theirs or (mine == theirs and seat == 0)) else 0.0
    field[14] = 1.0 if (mine or theirs) and field[13] == 0.0 else 0.0
    faster = _faster(row, p, deciding and mine > 0 and theirs > 0, field[13] > 0.0, notes)
    field[15], field[16] = (1.0 if faster > 0 else 0.0), (1.0 if faster < 0 else 0.0)


@kernel
def _faster(row: Row, p: int, both_moved: bool, first: bool, notes: Array) -> int:
    """1 where the own Pokemon was the faster of the two now on the field, -1 for the other; what is seen is noted."""
    foe = BOTH - p
    pair = first_of_kind(row, p, active_index(row, p)) * TEAM + first_of_kind(row, foe, active_index(row, foe))
    mine, theirs = row[seen_of(p) + LAST_SHOWN], row[seen_of(foe) + LAST_SHOWN]
    if both_moved and mine and theirs and PRIORITY[mine] == PRIORITY[theirs]:
        notes[FASTER + pair] = 1 if first else -1
    noted: int = notes[FASTER + pair]
    return noted


def _encode_entry(version: int) -> Callable[..., None]:
    def encode(
        states: States,
        seats: NDArray[np.int64],
        actors: NDArray[np.int64],
        notes: NDArray[np.int8],
        pokemon_ids: NDArray[np.int16],
        pokemon: NDArray[np.float32],
        active_ids: NDArray[np.int16],
        actives: NDArray[np.float32],
        field: NDArray[np.float32],
    ) -> None:
        for i in range(len(states) if version else 0):
            row, seat = row_at(states, i), seats[i]
            p = P2 if seat else P1
            own_team(row, p, row_at(pokemon_ids, i), row_at(pokemon, i))
            foe_team(row, BOTH - p, row_at(pokemon_ids, i), row_at(pokemon, i))
            on_field(row, p, BOTH - p, row_at(active_ids, i), row_at(actives, i), 0)
            on_field(row, BOTH - p, p, row_at(active_ids, i), row_at(actives, i), 1)
            _field(row, p, seat, row_at(notes, actors[i]), row_at(field, i))

    return entry(encode)


@cache
def _encode() -> Callable[..., None]:
    return _encode_entry(encoders_digest())


def encode_entities(views: SeatRows) -> dict[str, NDArray[Any]]:
    """The arrays of `gen1_entities`, each with a first axis of length k, of what seats see."""
    forms, count = Gen1Entities().arrays, len(views.states)
    flat = {name: np.zeros((count, prod(form.shape)), form.dtype) for name, form in forms.items()}
    _encode()(*views.checked(), *flat.values())
    return {name: array.reshape(count, *forms[name].shape) for name, array in flat.items()}
