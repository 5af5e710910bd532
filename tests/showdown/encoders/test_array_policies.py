"""A policy that encodes rows in the arena plays the battles that its actors play tick by tick."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np
import pytest
from numpy.typing import NDArray

from psrokit.api import (
    Action,
    Actor,
    ArenaLanes,
    Decisions,
    Encoder,
    Match,
    Observation,
    ObservationSpace,
    Seat,
    drive,
    drive_ticks,
    open_lanes,
)
from psrokit_showdown.action_spaces.minimal import Minimal
from psrokit_showdown.encoders.choices import columns_of_numbers
from psrokit_showdown.encoders.of_space import row_encoder
from psrokit_showdown.games.showdown import Showdown
from psrokit_showdown.observation_spaces.default import Default
from psrokit_showdown.observation_spaces.expanded import Expanded
from psrokit_showdown.observation_spaces.gen1_entities import Gen1Entities
from psrokit_showdown.observation_spaces.tokenized import Tokenized

NUMBERS = Minimal()


@dataclass(frozen=True)
class Hashed:
    """Chooses by everything that it sees: a difference in one element changes what it does."""

    space: ObservationSpace

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:
        return _Hashed(self.space.start())

    def act_rows(self, decisions: Decisions) -> NDArray[np.int64]:
        encode = row_encoder(self.space)
        assert encode is not None
        arrays = encode(decisions.views)
        columns = columns_of_numbers(decisions.views)[:, : NUMBERS.size]
        chosen = [_number({n: a[row] for n, a in arrays.items()}, columns[row] >= 0) for row in range(len(columns))]
        return columns[np.arange(len(columns)), chosen].astype(np.int64)


@dataclass(frozen=True)
class _Hashed:
    encoder: Encoder

    def act(self, observation: Observation) -> Action:
        number = _number(self.encoder.encode(observation.view), NUMBERS.mask(observation))
        return NUMBERS.action(observation, number)


def _number(arrays: Any, mask: NDArray[np.bool_]) -> int:
    legal = np.flatnonzero(mask)
    return int(legal[crc32(b"".join(array.tobytes() for array in arrays.values())) % len(legal)])


@pytest.mark.parametrize("space", [Tokenized(Default()), Tokenized(Expanded()), Gen1Entities()])
def test_the_arena_and_single_seats_agree(space: ObservationSpace) -> None:
    policy = Hashed(space)
    matches = [Match((policy, policy), seed, "test") for seed in range(6)]
    with open_lanes(Showdown(engine="native")) as lanes:
        assert isinstance(lanes, ArenaLanes)
        assert all(lanes.hosts(match) for match in matches)
        hosted, plain = dict(drive(lanes, matches, in_flight=6)), dict(drive_ticks(lanes, matches, 6))
    assert hosted == plain
    assert sum(outcome.decisions for outcome in hosted.values()) > 400


def test_words_are_not_encoded_from_rows() -> None:
    assert row_encoder(Default()) is None
    assert row_encoder(Tokenized(Gen1Entities())) is row_encoder(Gen1Entities())
