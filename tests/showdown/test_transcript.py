"""What a seat was told: the same from the native engine as from the simulator, and nothing but its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import numpy as np
import pytest

from psrokit.api import Action, Episode, EpisodeFailed, InputError, Lanes, Observation, Seat, open_lanes
from psrokit_showdown.games.showdown import Showdown
from psrokit_showdown.simulator.install import install
from psrokit_showdown.transcript import transcript_of
from psrokit_showdown.view import Fold


@pytest.fixture(scope="module", autouse=True)
def _installed() -> None:
    install(lambda _: None)


def first(lanes: Lanes, seed: int) -> Episode:
    (battle,) = lanes.deal([seed])
    assert not isinstance(battle, EpisodeFailed)
    return battle


def any_actions(battle: Episode, rng: np.random.Generator) -> Mapping[Seat, Action]:
    return {seat: seen.legal[int(rng.integers(len(seen.legal)))] for seat, seen in battle.pending().items()}


@contextmanager
def both_engines(seed: int) -> Iterator[tuple[Lanes, Episode, Lanes, Episode]]:
    with open_lanes(Showdown()) as native, open_lanes(Showdown(engine="showdown")) as simulator:
        yield native, first(native, seed), simulator, first(simulator, seed)


@pytest.mark.parametrize("asked_first_at", [0, 9])
def test_the_native_engine_tells_what_the_simulator_tells(asked_first_at: int) -> None:
    rng, decisions = np.random.default_rng(asked_first_at), 0
    with both_engines(3) as (native, ours, simulator, theirs):
        while ours.pending():
            if decisions >= asked_first_at:
                told = [transcript_of(seen) for seen in ours.pending().values()]
                assert told == [transcript_of(seen) for seen in theirs.pending().values()]
            actions, decisions = any_actions(ours, rng), decisions + 1
            assert native.advance([(ours, actions)]) == simulator.advance([(theirs, actions)]) == [None]
    assert decisions > asked_first_at + 20


def test_a_seat_is_told_its_own_lines_only() -> None:
    """The other side's health comes in percent, and no line of both stands there before it is resolved."""
    rng = np.random.default_rng(5)
    with open_lanes(Showdown(engine="showdown")) as lanes:
        battle = first(lanes, 4)
        while pending := battle.pending():
            seen = dict(pending)
            lanes.advance([(battle, any_actions(battle, rng))])
    for seat, observation in seen.items():
        lines = transcript_of(observation).lines
        foe = [line.split("|")[-1] for line in lines if line.startswith(f"|switch|p{2 - seat}a")]
        assert foe
        assert all(condition.partition(" ")[0].endswith("/100") for condition in foe)
        assert not any("split" in line for line in lines)
        fold = Fold(seat)
        fold.feed(lines)
        view = fold.view(transcript_of(observation).request)
        assert (view.turn, view.foes, view.foe) == (observation.view.turn, observation.view.foes, observation.view.foe)


def test_a_transcript_ends_with_its_decision_also_when_it_is_read_later() -> None:
    rng = np.random.default_rng(6)
    with open_lanes(Showdown(engine="showdown")) as lanes:
        battle = first(lanes, 5)
        observation = battle.pending()[0]
        before = transcript_of(observation)
        lanes.advance([(battle, any_actions(battle, rng))])
        assert transcript_of(observation) == before
        assert len(transcript_of(battle.pending()[0]).lines) > len(before.lines)


def test_the_native_engine_tells_nothing_of_a_decision_that_is_past() -> None:
    with open_lanes(Showdown()) as lanes:
        battle = first(lanes, 5)
        observation = battle.pending()[0]
        lanes.advance([(battle, any_actions(battle, np.random.default_rng(7)))])
        with pytest.raises(RuntimeError, match="gone on"):
            transcript_of(observation)


def test_a_position_without_a_battle_has_none() -> None:
    with pytest.raises(InputError, match="without one"):
        transcript_of(Observation(None, ("move 1",)))
