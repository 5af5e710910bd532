"""The Showdown game through the whole stack: real simulator, views, policies, driver."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from shutil import copyfile

import numpy as np
import pytest

from psrokit.api import EpisodeFailed, InputError, Match, Outcome, drive, generator, open_lanes
from psrokit_showdown.baselines.greedy_damage import GreedyDamage
from psrokit_showdown.baselines.random import Random
from psrokit_showdown.choices import decode_choices, encode_choices
from psrokit_showdown.games.showdown import Showdown
from psrokit_showdown.lanes import BattleLanes
from psrokit_showdown.simulator import BattleSpec, Simulator, Update
from psrokit_showdown.simulator.install import install
from psrokit_showdown.simulator.replay import replay


@pytest.fixture(scope="module", autouse=True)
def _installed() -> None:
    install(lambda _: None)


def matches(count: int) -> list[Match]:
    return [Match((Random(), GreedyDamage()), number, "payoff") for number in range(count)]


def play(scheduled: list[Match], in_flight: int) -> list[Outcome]:
    with open_lanes(Showdown(engine="showdown")) as lanes:
        outcomes = dict(drive(lanes, scheduled, in_flight=in_flight))
    return [outcomes[index] for index in range(len(scheduled))]


def test_battles_end_and_depend_on_their_match_alone() -> None:
    together, one_by_one = play(matches(8), 8), play(matches(8), 1)
    assert together == one_by_one
    for outcome in together:
        assert outcome.failure is None
        assert outcome.returns in {(1.0, -1.0), (-1.0, 1.0), (0.0, 0.0)}
        assert outcome.record["turns"] >= 1
    assert sum(outcome.returns == (-1.0, 1.0) for outcome in together) >= 6


def test_a_recorded_battle_replays_exactly() -> None:
    (outcome,) = play(matches(1), 1)
    record = outcome.record
    first, second, third, fourth = (int(part) for part in record["prng"].split(","))
    spec = BattleSpec(record["format"], (first, second, third, fourth), tuple(record["packed"]))
    with Simulator() as simulator:
        last = list(replay(simulator, spec, decode_choices(record["choices"])))[-1]
    assert isinstance(last, Update)
    assert (last.ended, last.winner, last.turn) == (True, record["winner"], record["turns"])


def test_both_matches_of_a_pair_have_the_same_teams_in_the_same_seats() -> None:
    pair = [Match((Random(), GreedyDamage()), 5, "payoff"), Match((GreedyDamage(), Random()), 5, "payoff")]
    one, other = play(pair, 2)
    assert one.record["packed"] == other.record["packed"]
    assert one.record["prng"] == other.record["prng"]


def test_a_killed_simulator_costs_attempts_but_no_result() -> None:
    undisturbed = play(matches(6), 6)
    with Simulator() as simulator:
        lanes = BattleLanes(simulator, "gen1ou", Showdown(engine="showdown")._named_teams())
        outcomes: dict[int, Outcome] = {}
        for index, outcome in drive(lanes, matches(6), in_flight=6):
            if not outcomes:
                assert simulator._worker.child is not None
                os.kill(simulator._worker.child.pid, signal.SIGKILL)
            outcomes[index] = outcome
    assert [outcomes[index].returns for index in range(6)] == [outcome.returns for outcome in undisturbed]
    assert max(outcome.attempts for outcome in outcomes.values()) == 2


def test_a_battle_that_tells_nonsense_leaves_no_lane_behind(tmp_path: Path) -> None:
    worker = tmp_path / "strange-lines.FakeWorker.js"
    copyfile(Path(__file__).parent / "simulator" / "FakeWorker.js", worker)
    with Simulator(worker=worker) as simulator:
        lanes = BattleLanes(simulator, "gen1ou", Showdown(engine="showdown")._named_teams())
        (failure,) = lanes.deal([1])
        assert isinstance(failure, EpisodeFailed)
        assert failure.kind == "garbage"
        assert not simulator._lanes


def test_one_battle_can_be_dealt_alone() -> None:
    episode, rng = Showdown(engine="showdown").deal(3), generator("test")
    while pending := episode.pending():
        episode.advance({seat: seen.legal[int(rng.integers(len(seen.legal)))] for seat, seen in pending.items()})
    assert abs(np.sum(episode.returns())) == 0


def test_an_illegal_choice_fails_that_battle_and_names_it() -> None:
    with open_lanes(Showdown(engine="showdown")) as lanes:
        (battle,) = lanes.deal([1])
        assert not isinstance(battle, EpisodeFailed)
        (failure,) = lanes.advance([(battle, {0: "move 4", 1: "switch 1"})])
    assert failure is not None
    assert failure.kind == "invalid_choice"


def test_illegal_teams_are_refused_before_anything_is_played(tmp_path: Path) -> None:
    (tmp_path / "bad.gen1ou_team").write_text("Mewtwo\n- Psychic\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"bad: .*Mewtwo"):
        Showdown(engine="showdown", teams=tmp_path).prepare(lambda _: None)


def test_choice_logs_round_trip_and_refuse_nonsense() -> None:
    choices = ((0, "move 1"), (1, "switch 6"), (0, "default"), (1, "forfeit"))
    assert decode_choices(encode_choices(choices)) == choices
    for nonsense in ("M", "Q1", "M\n"):
        with pytest.raises(InputError):
            decode_choices(nonsense)
