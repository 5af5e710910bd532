"""The compiled encoder gives what the space `gen1_entities` gives for a seat's view, and hides what that hides."""

from __future__ import annotations

import random

import numpy as np
import pytest

from psrokit.api import EpisodeFailed
from psrokit_showdown import engine
from psrokit_showdown.encoders.entities import NOTES, encode_entities
from psrokit_showdown.engine import layout
from psrokit_showdown.engine.audit import Audit
from psrokit_showdown.engine.episode import NativeBattle
from psrokit_showdown.engine.lanes import NativeLanes
from psrokit_showdown.engine.seen import POKEMON_WORDS, RANK
from psrokit_showdown.games.showdown import Showdown
from psrokit_showdown.observation_spaces.gen1_entities import Gen1Entities


@pytest.fixture(scope="module", autouse=True)
def _compiled_engine() -> None:
    engine.prepare(print)


def decisions_compared(games: int, seed: int) -> int:
    """Play at random and compare every decision; how many there were."""
    rng = random.Random(seed)  # noqa: S311 # choices of a test
    lanes = NativeLanes("gen1ou", Showdown()._named_teams(), Audit(0.0, 60.0))
    battles = [battle for battle in lanes.deal(range(games)) if isinstance(battle, NativeBattle)]
    encoders = [Gen1Entities().start() for _ in range(2 * games)]
    notes, count = np.zeros((2 * games, NOTES), np.int8), 0
    while running := [(number, battle) for number, battle in enumerate(battles) if battle.pending()]:
        asked = [(number, battle, seat) for number, battle in running for seat in battle.pending()]
        rows = np.array([battle.words for _, battle, _ in asked], np.int16)
        actors = np.array([2 * number + seat for number, _, seat in asked])
        arrays = encode_entities(rows, actors % 2, actors, notes)
        for place, (number, battle, seat) in enumerate(asked):
            expected = encoders[2 * number + seat].encode(battle.pending()[seat].view)
            for name, array in expected.items():
                np.testing.assert_array_equal(arrays[name][place], array, err_msg=name)
        count += len(asked)
        moves = [
            (battle, {seat: rng.choice(seen.legal) for seat, seen in battle.pending().items()}) for _, battle in running
        ]
        lanes.advance(moves)
    return count


def test_every_decision_of_random_battles() -> None:
    assert decisions_compared(12, 1) > 1000


@pytest.mark.slow
def test_many_battles() -> None:
    assert decisions_compared(400, 2) > 40_000


def test_nothing_hidden_leaks() -> None:
    """Whatever an unseen Pokemon is, and whatever stats a seen one has, the arrays are the same."""
    lanes = NativeLanes("gen1ou", Showdown()._named_teams(), Audit(0.0, 60.0))
    (battle,) = lanes.deal([5])
    assert not isinstance(battle, EpisodeFailed)
    assert isinstance(battle, NativeBattle)
    row = np.array(battle.words, np.int16)
    other, nobody = row.copy(), np.zeros(1, np.int64)
    for index in range(6):
        mon = layout.MONS + layout.TEAM_WORDS + index * layout.MON_WORDS
        seen = row[layout.SEEN + layout.SEEN_WORDS + index * POKEMON_WORDS + RANK]
        hidden = slice(layout.OWN, layout.HP) if seen else slice(layout.SPECIES, layout.MON_WORDS)
        other[mon + hidden.start : mon + hidden.stop] = row[mon + hidden.start : mon + hidden.stop][::-1]
    assert (other != row).sum() > 40
    one, two = (encode_entities(state[None], nobody, nobody, np.zeros((1, NOTES), np.int8)) for state in (row, other))
    for name, array in one.items():
        np.testing.assert_array_equal(two[name], array, err_msg=name)
