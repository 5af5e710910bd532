"""The game on the native engine: the same episodes as on the simulator, and an audit that nothing gets past."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pytest

from psrokit.api import EpisodeFailed, InputError, IntegrityError, Match, Outcome, drive, generator, open_lanes, spec
from psrokit_showdown.baselines.greedy_damage import GreedyDamage
from psrokit_showdown.baselines.random import Random
from psrokit_showdown.baselines.type_switcher import TypeSwitcher
from psrokit_showdown.choices import decode_choices
from psrokit_showdown.engine import layout
from psrokit_showdown.engine.audit import Audit, differences
from psrokit_showdown.engine.dealing import BroughtTeams
from psrokit_showdown.engine.lanes import CAPACITY, NativeLanes
from psrokit_showdown.games.showdown import Showdown
from psrokit_showdown.simulator import BattleSpec, Simulator, Update
from psrokit_showdown.simulator.install import install
from psrokit_showdown.simulator.replay import replay


@pytest.fixture(scope="module", autouse=True)
def _installed() -> None:
    install(lambda _: None)


def matches(count: int) -> list[Match]:
    players = (Random(), GreedyDamage(), TypeSwitcher())
    return [Match((players[number % 3], players[(number + 1) % 3]), number, "payoff") for number in range(count)]


def play(game: Showdown, scheduled: list[Match], in_flight: int = 8) -> list[Outcome]:
    with open_lanes(game) as lanes:
        outcomes = dict(drive(lanes, scheduled, in_flight=in_flight))
    return [outcomes[index] for index in range(len(scheduled))]


@contextmanager
def native(share: float) -> Iterator[NativeLanes]:
    with Audit(share, 60.0) as audit:
        yield NativeLanes(BroughtTeams("gen1ou", Showdown()._named_teams()), audit)


def test_matches_come_out_as_on_the_simulator() -> None:
    """Views, choices, records: players that decide by what they see would part at the first difference."""
    assert play(Showdown(engine="native"), matches(9)) == play(Showdown(engine="showdown"), matches(9))


def test_a_native_record_replays_on_the_simulator() -> None:
    (outcome,) = play(Showdown(engine="native"), matches(1))
    record = outcome.record
    first, second, third, fourth = (int(part) for part in record["prng"].split(","))
    spec = BattleSpec(record["format"], (first, second, third, fourth), tuple(record["packed"]))
    with Simulator() as simulator:
        last = list(replay(simulator, spec, decode_choices(record["choices"])))[-1]
    assert isinstance(last, Update)
    assert (last.ended, last.winner, last.turn) == (True, record["winner"], record["turns"])


def test_audited_battles_pass() -> None:
    audited = play(Showdown(engine="native", audit=1.0), matches(4))
    assert audited == play(Showdown(engine="native"), matches(4))


def test_the_share_of_audited_battles_is_as_asked() -> None:
    with native(0.25) as lanes:
        lanes.deal(list(range(200)))
        assert 30 <= len(lanes._audit._twins) <= 70


def test_a_difference_stops_the_run_and_names_itself() -> None:
    with native(1.0) as lanes:
        (battle,) = lanes.deal([3])
        assert not isinstance(battle, EpisodeFailed)
        first = layout.MONS + layout.HP
        lanes._states[battle.row, first] -= 1
        with pytest.raises(IntegrityError, match=r"seat 0\.team\.\d\.hp is \d+, on Showdown \d+") as caught:
            lanes.advance([(battle, {0: "move 1", 1: "move 1"})])
    assert "choices M1m1" in str(caught.value)
    assert battle.prng in str(caught.value)


@pytest.mark.parametrize("choice", ["switch 1", "switch 0", "move 7", "move 300", "pass", None])
def test_an_illegal_choice_fails_that_battle_alone(choice: str | None) -> None:
    with native(1.0) as lanes:
        one, other = lanes.deal([1, 2])
        legal = {seat: seen.legal[0] for seat, seen in other.pending().items()}
        wrong, fine = lanes.advance([(one, {0: choice, 1: "move 1"}), (other, legal)])
    assert wrong is not None
    assert wrong.kind == "invalid_choice"
    assert fine is None


def test_there_is_room_for_more_battles_than_rows() -> None:
    with native(0.0) as lanes:
        battles = lanes.deal(list(range(CAPACITY + 5)))
        assert len({battle.row for battle in battles}) == CAPACITY + 5
        assert all(battle.pending() for battle in battles)


def test_one_battle_can_be_dealt_alone() -> None:
    episode, rng = Showdown(engine="native").deal(3), generator("test")
    while pending := episode.pending():
        episode.advance({seat: seen.legal[int(rng.integers(len(seen.legal)))] for seat, seen in pending.items()})
    assert abs(np.sum(episode.returns())) == 0


def test_audit_without_the_native_engine_is_refused() -> None:
    with pytest.raises(InputError, match="engine: native"):
        Showdown(engine="showdown", audit=0.01)
    with pytest.raises(InputError, match="from 0 to 1"):
        Showdown(engine="native", audit=1.5)


def test_the_engine_is_native_where_it_can_play_and_the_spec_says_so() -> None:
    assert spec(Showdown())["engine"] == "native"
    assert spec(Showdown("gen1randombattle"))["engine"] == "native"
    for format_id in ("gen9ou", "gen2randombattle", "gen1tradebacksou"):
        assert spec(Showdown(format_id))["engine"] == "showdown"
        with pytest.raises(InputError, match=f"not {format_id}\n.*engine: showdown plays every format"):
            Showdown(format_id, engine="native")


def test_differences_are_found_down_to_single_values() -> None:
    one, other = {"a": (1, (2, 3)), "b": 5}, {"a": (1, (2, 4)), "b": 5}
    assert list(differences("", one, other)) == [("a.1.1", 3, 4)]
