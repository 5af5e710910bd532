"""Native battles in a format that makes its own teams: the simulator's teams, battles, records."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from itertools import product

import pytest

from psrokit.api import Match, Outcome, Policy, drive, drive_ticks, open_lanes
from psrokit_showdown.baselines.greedy_damage import GreedyDamage
from psrokit_showdown.baselines.random import Random
from psrokit_showdown.baselines.scripted import Scripted
from psrokit_showdown.baselines.type_switcher import TypeSwitcher
from psrokit_showdown.battle import prng_seed
from psrokit_showdown.compiled.arena import NativeArena
from psrokit_showdown.engine.dealing import Dealt, GeneratedTeams
from psrokit_showdown.games.showdown import Showdown
from psrokit_showdown.replays.recorded import Recorded, play_again
from psrokit_showdown.simulator import BattleSpec, InvalidCommand, Simulator, SimulatorUnavailable
from psrokit_showdown.simulator.install import install
from psrokit_showdown.verification.recorder import Recorder, Recording, Script

FORMAT = "gen1randombattle"
PLAYERS: tuple[Policy, ...] = (Random(), GreedyDamage(), TypeSwitcher(), Scripted())


@pytest.fixture(scope="module", autouse=True)
def _installed() -> None:
    install(lambda _: None)


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator() as running:
        yield running


def matches(count: int) -> list[Match]:
    pairs = list(product(PLAYERS, repeat=2))
    return [Match(pairs[number % len(pairs)], number, "payoff") for number in range(count)]


def play(game: Showdown, count: int) -> list[Outcome]:
    with open_lanes(game) as lanes:
        outcomes = dict(drive(lanes, matches(count), in_flight=8))
    return [outcomes[index] for index in range(count)]


def same(one: Dealt, other: Dealt) -> bool:
    return one[:2] == other[:2] and all((a == b).all() for a, b in zip(one.records, other.records, strict=True))


def test_generated_teams_are_those_that_the_unmodified_simulator_plays_with(simulator: Simulator) -> None:
    seeds = [prng_seed(number) for number in range(400)]
    made = simulator.generate(FORMAT, seeds)
    with Recorder() as recorder:
        recordings = recorder.record([Script(BattleSpec(FORMAT, seed, ("", "")), choices=()) for seed in seeds])
    assert [recording.teams for recording in recordings if isinstance(recording, Recording)] == made
    dittos = [sum("Ditto|" in team for team in pair) for pair in made]
    assert set(dittos) == {0, 1}  # the second team of a battle has none if the first has one


def test_matches_come_out_as_on_the_simulator() -> None:
    native = play(Showdown(FORMAT), 16)
    assert native == play(Showdown(FORMAT, engine="showdown"), 16)
    assert native == play(Showdown(FORMAT, audit=1.0), 16)


def test_compiled_players_play_as_their_plain_versions() -> None:
    with open_lanes(Showdown(FORMAT)) as lanes:
        assert isinstance(lanes, NativeArena)
        assert all(map(lanes.hosts, matches(48)))
        assert dict(drive(lanes, matches(48), in_flight=16)) == dict(drive_ticks(lanes, matches(48), 16))


def test_a_record_replays_on_the_simulator(simulator: Simulator) -> None:
    for outcome in play(Showdown(FORMAT), 3):
        assert play_again(Recorded.of(outcome.record), simulator)[-1].ended


def test_only_formats_that_make_teams_give_any(simulator: Simulator) -> None:
    with pytest.raises(InvalidCommand, match=r"no format .gen1ou. that makes its own teams"):
        simulator.generate("gen1ou", [prng_seed(1)])


def test_a_simulator_that_dies_costs_no_battle(simulator: Simulator) -> None:
    dealer = GeneratedTeams(FORMAT, simulator)
    before = dealer.deal([1, 2, 3])
    assert simulator._worker.child is not None
    os.kill(simulator._worker.child.pid, signal.SIGKILL)
    assert all(map(same, before, dealer.deal([1, 2, 3])))


def test_one_that_always_dies_says_so(simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulator._worker, "seconds", 0.0)
    with pytest.raises(SimulatorUnavailable, match="teams could not be generated"):
        GeneratedTeams(FORMAT, simulator).deal([1])
