"""A simulator process that dies, hangs or talks nonsense costs its battles and nothing else, and never for long."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest
from playing import mixed_specs, pick, play, results

from psrokit_showdown.simulator import (
    BattleSpec,
    InvalidCommand,
    Simulator,
    SimulatorFailure,
    SimulatorUnavailable,
    Update,
)
from psrokit_showdown.simulator.install import install

FAKE = Path(__file__).with_name("FakeWorker.js")
SPECS = [spec for spec in mixed_specs(12, seed=50) if spec.format == "gen1ou"]
DUEL = BattleSpec(
    "gen1ou",
    (1, 2, 3, 4),
    ("Snorlax|||NoAbility|bodyslam,rest|Serious||N||||", "Chansey|||NoAbility|softboiled|Serious||N||||"),
)


@pytest.fixture(scope="module", autouse=True)
def _installed() -> None:
    install(lambda _: None)


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator() as fresh:
        yield fresh


def fake(folder: Path, fault: str, seconds: float = 20.0) -> Simulator:
    worker = folder / f"{fault}.FakeWorker.js"
    shutil.copyfile(FAKE, worker)
    return Simulator(worker=worker, exchange_seconds=seconds)


def pid(simulator: Simulator) -> int:
    assert simulator._worker.child
    return simulator._worker.child.pid


def begin(simulator: Simulator) -> dict[int, Update]:
    """Four battles, asked for their first choices."""
    for lane, spec in enumerate(SPECS[:4]):
        simulator.start(lane, spec)
    return {lane: answer for lane, answer in simulator.exchange().items() if isinstance(answer, Update)}


def is_gone(process: int, within: float = 5.0) -> bool:
    """Whether a process ends (a zombie has ended) within some seconds."""
    until = monotonic() + within
    while monotonic() < until:
        try:
            state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state == "Z":
            return True
        sleep(0.02)
    return False


def test_a_killed_child_fails_all_its_battles_and_the_next_child_plays_them_again(simulator: Simulator) -> None:
    undisturbed = play(simulator, SPECS[:4])
    first = begin(simulator)
    killed = pid(simulator)
    os.kill(killed, signal.SIGKILL)
    for lane, update in first.items():
        simulator.choose(lane, pick(update))
    answers = simulator.exchange()
    assert sorted(answers) == [0, 1, 2, 3]
    for answer in answers.values():
        assert isinstance(answer, SimulatorFailure)
        assert answer.kind == "crash"
        assert "signal 9" in answer.message
        assert len(answer.choices) == 2
    assert play(simulator, SPECS[:4]) == undisturbed
    assert pid(simulator) != killed
    assert is_gone(killed)


def test_battles_that_the_message_did_not_touch_fail_when_they_are_touched(simulator: Simulator) -> None:
    first = begin(simulator)
    os.kill(pid(simulator), signal.SIGKILL)
    simulator.choose(0, pick(first[0]))
    assert list(simulator.exchange()) == [0]
    simulator.start(0, DUEL)
    simulator.choose(2, pick(first[2]))
    simulator.drop(3)
    answers = simulator.exchange()
    assert sorted(answers) == [0, 2]
    assert isinstance(answers[0], Update)
    assert isinstance(answers[2], SimulatorFailure)
    simulator.forfeit(1, 0)
    assert isinstance(simulator.exchange()[1], SimulatorFailure)
    simulator.start(1, DUEL)
    assert isinstance(simulator.exchange()[1], Update)


def test_a_stopped_child_is_a_hang_within_the_deadline(simulator: Simulator) -> None:
    first = begin(simulator)
    stopped = pid(simulator)
    os.kill(stopped, signal.SIGSTOP)
    simulator._worker.seconds = 1.0
    simulator.choose(1, pick(first[1]))
    began = monotonic()
    failure = simulator.exchange()[1]
    assert monotonic() - began < 1.0 + 4.0
    assert isinstance(failure, SimulatorFailure)
    assert failure.kind == "hang"
    assert is_gone(stopped)


def test_a_stopped_child_that_reads_nothing_more_is_a_hang_too(simulator: Simulator) -> None:
    simulator.validate("gen1ou", [])
    os.kill(pid(simulator), signal.SIGSTOP)
    simulator._worker.seconds = 1.0
    began = monotonic()
    with pytest.raises(SimulatorUnavailable, match="silent"):
        simulator.validate("gen1ou", ["x" * 8000] * 400)
    assert monotonic() - began < 1.0 + 4.0


@pytest.mark.parametrize(
    "fault",
    ["garbage", "wrong-sequence", "no-answers", "strange-answers", "strange-deltas", "stray-words", "binary"],
)
def test_nonsense_is_garbage(tmp_path: Path, fault: str) -> None:
    with fake(tmp_path, fault) as simulator:
        simulator.start(0, DUEL)
        failure = simulator.exchange()[0]
        assert isinstance(failure, SimulatorFailure)
        assert failure.kind == "garbage"
        assert simulator._worker.child is None


@pytest.mark.parametrize("fault", ["silent", "endless-loop", "complains-without-end"])
def test_silence_is_a_hang(tmp_path: Path, fault: str) -> None:
    with fake(tmp_path, fault, seconds=0.5) as simulator:
        simulator.start(0, DUEL)
        began = monotonic()
        answer = simulator.exchange()[0]
        assert isinstance(answer, SimulatorFailure)
        assert answer.kind == "hang"
        assert monotonic() - began < 0.5 + 10.0  # the start of the process is in it


@pytest.mark.parametrize(
    ("fault", "words"),
    [("exits", "exit code 7; its last words: out of luck"), ("floods-stderr", "end of the flood")],
)
def test_an_exit_is_a_crash_with_the_child_s_last_words(tmp_path: Path, fault: str, words: str) -> None:
    with fake(tmp_path, fault) as simulator:
        simulator.start(0, DUEL)
        failure = simulator.exchange()[0]
        assert isinstance(failure, SimulatorFailure)
        assert failure.kind == "crash"
        assert words in failure.message
        assert len(failure.message) < 6000


def test_a_process_that_does_not_start_is_told_with_its_words(tmp_path: Path) -> None:
    with fake(tmp_path, "starts-badly") as simulator:
        simulator.start(0, DUEL)
        with pytest.raises(SimulatorUnavailable, match="cannot start"):
            simulator.exchange()
        simulator.start(0, DUEL)  # nothing of the first attempt is left behind


def test_a_child_is_replaced_after_its_share_of_battles_once_none_is_in_flight() -> None:
    with Simulator(battles_per_child=2) as simulator:
        begin(simulator)
        first = pid(simulator)
        for lane in range(3):
            simulator.forfeit(lane, 0)
        simulator.exchange()
        simulator.start(0, DUEL)
        simulator.exchange()
        assert pid(simulator) == first
        for lane in (0, 3):
            simulator.forfeit(lane, 0)
        simulator.exchange()
        simulator.start(0, DUEL)
        assert isinstance(simulator.exchange()[0], Update)
        assert pid(simulator) != first
        assert is_gone(first)


def test_closing_ends_the_child_and_a_closed_simulator_can_be_used_again(simulator: Simulator) -> None:
    begin(simulator)
    child = pid(simulator)
    simulator.close()
    assert is_gone(child)
    with pytest.raises(InvalidCommand, match="no battle"):
        simulator.forfeit(0, 0)
    assert len(begin(simulator)) == 4


def test_random_kills_never_lose_or_change_a_battle(simulator: Simulator) -> None:
    """Battles that fail are started again with the same seed, as the driver does."""
    undisturbed = play(simulator, SPECS)
    updates: dict[int, list[Update]] = {lane: [] for lane in range(len(SPECS))}
    kills = 0
    for lane, spec in enumerate(SPECS):
        simulator.start(lane, spec)
    for count, (lane, answer) in enumerate(results(simulator)):
        if isinstance(answer, SimulatorFailure):
            updates[lane] = []
            simulator.start(lane, SPECS[lane])
            continue
        updates[lane].append(answer)
        if not answer.ended:
            simulator.choose(lane, pick(answer))
        if count % 250 == 200 and kills < 3 and simulator._worker.child:
            kills += 1
            os.kill(pid(simulator), signal.SIGKILL)
    assert kills >= 2
    assert updates == {lane: battle.updates for lane, battle in enumerate(undisturbed)}


PARENT = """
import sys, threading, time
from psrokit_showdown.simulator import BattleSpec, Simulator
from pathlib import Path

def begin():
    worker = {} if len(sys.argv) < 3 else {"worker": Path(sys.argv[2])}
    simulator = Simulator(**worker)
    simulator.validate("gen1ou", []) if not worker else simulator._worker.send([])
    print(simulator._worker.child.pid, flush=True)
    time.sleep(600)

if sys.argv[1] == "main-thread":
    begin()
else:
    threading.Thread(target=begin).start()
"""


@pytest.mark.parametrize("thread", ["main-thread", "other-thread"])
def test_the_child_of_a_killed_parent_is_gone_within_5_seconds(thread: str) -> None:
    assert_no_orphan(thread)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux kills the children of a process that was killed")
def test_even_a_child_in_an_endless_loop_dies_with_its_parent(tmp_path: Path) -> None:
    worker = tmp_path / "endless-loop.FakeWorker.js"
    shutil.copyfile(FAKE, worker)
    assert_no_orphan("main-thread", str(worker))


def assert_no_orphan(*arguments: str) -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT, *arguments], stdout=subprocess.PIPE) as parent:
        assert parent.stdout
        child = int(parent.stdout.readline())
        assert not is_gone(child, within=0.1)
        parent.kill()
        parent.wait(10)
        assert is_gone(child, within=5.0)
