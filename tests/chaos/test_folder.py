"""The run folder under rough treatment: two owners, signals, a full disk, copies of a live run, changed bytes."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from killing import EXPERIMENT, SMALL, Driver

from psrokit.errors import PsrokitError
from psrokit.plan import make_plan
from psrokit.run import execute
from psrokit.run.verify import canonical, verify
from psrokit.store import NoRun, Run
from psrokit.store.ledger import LEDGER_FILE
from psrokit.store.lock import locked

SLOW_GAME = "game={use: duel, pause: 0.08}"
TWO = "executor={use: processes, workers: 2, in_flight: 4}"
RACE = (*SMALL, SLOW_GAME)


def snapshot(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file with its time of change and content."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}


def workers_of(process: int) -> list[int]:
    """The worker processes that were started for `process`."""
    told = f"psrokit_plugins.worker\0{process}\0".encode()
    return [int(path.parent.name) for path in Path("/proc").glob("[0-9]*/cmdline") if told in _read(path)]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def wait_until(true: Callable[[], bool], what: str) -> None:
    patience = time.monotonic() + 30
    while not true():
        assert time.monotonic() < patience, what
        time.sleep(0.01)


@pytest.fixture
def begun(driver: Driver, tmp_path: Path) -> Path:
    """A run that was killed in the middle."""
    assert driver.run(tmp_path / "run", SMALL, kill_at=25) == -signal.SIGKILL
    return tmp_path / "run"


def test_the_second_process_leaves_at_once_and_touches_nothing(driver: Driver, begun: Path) -> None:
    with locked(begun):
        before = snapshot(begun)
        assert driver.run(begun, SMALL) == 5
        assert snapshot(begun) == before
    assert f"process {os.getpid()} on {os.uname().nodename}" in driver.error
    assert driver.run(begun, SMALL) == 0


@pytest.fixture(scope="module")
def drivers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Driver]]:
    """Four programs that have the plan ready."""
    drivers = [Driver.start() for _ in range(4)]
    folder = tmp_path_factory.mktemp("ready")
    for number, driver in enumerate(drivers):
        driver.run(folder / str(number), RACE, kill_at=1)
    yield drivers
    for driver in drivers:
        driver.process.communicate()


@pytest.mark.parametrize("race", range(3))
def test_of_racing_starters_exactly_one_wins(drivers: list[Driver], tmp_path: Path, race: int) -> None:
    folder = tmp_path / f"run-{race}"
    for driver in drivers:
        driver.begin(folder, RACE)
    assert sorted(driver.end() for driver in drivers) == [0, 5, 5, 5]
    assert verify(folder) == []


@pytest.fixture(scope="module")
def paused(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What the small experiment finds with games that last long enough to be disturbed on any machine."""
    folder = tmp_path_factory.mktemp("undisturbed") / "paused"
    execute(make_plan(EXPERIMENT, RACE), folder)
    return canonical(folder)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_no_worker_and_nothing_to_repair(
    driver: Driver, paused: bytes, tmp_path: Path, number: signal.Signals
) -> None:
    folder = tmp_path / "run"
    child = driver.begin(folder, (*RACE, TWO))
    wait_until(lambda: len(workers_of(child)) == 2, "the workers never started")
    before = time.monotonic()
    os.kill(child, number)
    assert driver.end() == 130
    assert time.monotonic() - before < 10
    # A worker that was just being started when the signal came is killed by the kernel a moment after its parent ended.
    wait_until(lambda: not workers_of(child), "workers outlive the run")
    assert Run.open(folder).events()[-1].kind == "interrupted"
    assert driver.run(folder, (*RACE, TWO)) == 0
    assert canonical(folder) == paused


def test_workers_die_with_a_killed_run(driver: Driver, tmp_path: Path) -> None:
    child = driver.begin(tmp_path / "run", (*SMALL, TWO, SLOW_GAME))
    wait_until(lambda: len(workers_of(child)) == 2, "the workers never started")
    os.kill(child, signal.SIGKILL)
    assert driver.end() == -signal.SIGKILL
    wait_until(lambda: not workers_of(child), "workers outlive the run")


def test_a_full_disk_stops_a_run_that_can_go_on(driver: Driver, small: bytes, tmp_path: Path) -> None:
    sizes = [100, 3_000, 20_000, 60_000, 100_000, 150_000, 250_000]
    codes = []
    for size in sizes:
        folder = tmp_path / f"run-{size}"
        codes.append(driver.run(folder, SMALL, largest=size))
        if codes[-1] != 0:
            assert "cannot write" in driver.error
        assert driver.run(folder, SMALL) == 0, (size, driver.error)
        assert canonical(folder) == small
        assert verify(folder) == []
    assert set(codes) <= {0, 3}
    assert codes.count(3) >= 5, "the limits were no obstacle"


def test_copies_of_a_live_run_open_and_verify(driver: Driver, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    child = driver.begin(folder, (*SMALL, "game={use: duel, pause: 0.06}"))
    wait_until(lambda: _has_begun(folder), "the run never began")
    matches = [0]
    while matches[-1] < 20:
        copy = tmp_path / f"copy-{len(matches)}"
        shutil.copytree(folder, copy, copy_function=_copy_if_there)
        matches.append(Run.open(copy).counts()["finished"])
        assert verify(copy) == []
        assert Run.open(folder).finished is False
    os.kill(child, signal.SIGKILL)
    driver.end()
    assert matches == sorted(matches)
    assert len(matches) >= 5


def _has_begun(folder: Path) -> bool:
    try:
        return bool(Run.open(folder))
    except NoRun:
        return False


def _copy_if_there(source: str, target: str) -> None:
    """As every tool that copies folders does: a file that vanished since the folder was listed is left out."""
    with suppress(FileNotFoundError):
        shutil.copy2(source, target)


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("done") / "run"
    execute(make_plan(EXPERIMENT, SMALL), folder)
    return folder


@pytest.mark.parametrize("name", ["experiment.yaml", "plan.json"])
def test_a_changed_or_missing_file_is_named(done: Path, tmp_path: Path, name: str) -> None:
    copy = tmp_path / "run"
    shutil.copytree(done, copy)
    (copy / name).write_bytes((done / name).read_bytes() + b" ")
    assert verify(copy) == [f"{name} is not the file that the run started with"]
    (copy / name).unlink()
    assert verify(copy) == [f"{name} is missing"]


@pytest.mark.parametrize("part", [0.0, 0.2, 0.5, 0.9, 0.999])
def test_a_shortened_ledger_is_found(done: Path, tmp_path: Path, part: float) -> None:
    copy = tmp_path / "run"
    shutil.copytree(done, copy)
    content = (copy / LEDGER_FILE).read_bytes()
    (copy / LEDGER_FILE).write_bytes(content[: int(part * len(content))])
    assert _harmless(copy, b"") is None


def test_changed_bits_are_found_or_harmless(done: Path, small: bytes, tmp_path: Path) -> None:
    _change_bits(done, small, tmp_path, changes=60)


@pytest.mark.slow
def test_many_changed_bits_are_found_or_harmless(done: Path, small: bytes, tmp_path: Path) -> None:
    _change_bits(done, small, tmp_path, changes=1000)


def _change_bits(done: Path, small: bytes, tmp_path: Path, changes: int) -> None:
    draw = random.Random(changes)  # noqa: S311 # positions, not secrets
    content = (done / LEDGER_FILE).read_bytes()
    copy = tmp_path / "run"
    shutil.copytree(done, copy)
    for _ in range(changes):
        position, bit = draw.randrange(len(content)), 1 << draw.randrange(8)
        changed = bytearray(content)
        changed[position] ^= bit
        (copy / LEDGER_FILE).write_bytes(changed)
        assert _harmless(copy, small) is not False, f"bit {bit} of byte {position} went unnoticed"


def _harmless(folder: Path, expected: bytes) -> bool | None:
    """None if a problem is named, else whether the run still says what it found."""
    try:
        if verify(folder):
            return None
        return canonical(folder) == expected and Run.open(folder).finished
    except PsrokitError:
        return None
