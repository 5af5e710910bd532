"""kill -9 at any moment, and the same command again: the result is the one of a run that nothing disturbed."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest
from killing import SMALL, Driver

from psrokit.run.verify import canonical, verify

SIGKILLED = -signal.SIGKILL
ONE = ("executor={use: processes, workers: 1}",)
TWO = ("executor={use: processes, workers: 2, in_flight: 4}",)


def test_killed_at_every_durable_step(driver: Driver, small: bytes, tmp_path: Path) -> None:
    for step in count(1):
        folder = tmp_path / f"step-{step}"
        code = driver.run(folder, SMALL, kill_at=step)
        if code == 0:
            break
        assert code == SIGKILLED, driver.error
        assert driver.run(folder, SMALL) == 0, (step, driver.error)
        assert canonical(folder) == small, step
        assert verify(folder) == [], step
    assert step > 40, "the steps of writing files and committing are not all counted"


@pytest.mark.parametrize("workers", [ONE, TWO], ids=["one worker", "two workers"])
def test_killed_at_some_durable_steps_with_workers(
    driver: Driver, small: bytes, tmp_path: Path, workers: tuple[str, ...]
) -> None:
    for step in (9, 23, 41):
        folder = tmp_path / f"step-{step}"
        assert driver.run(folder, (*SMALL, *workers), kill_at=step) == SIGKILLED, driver.error
        assert driver.run(folder, (*SMALL, *workers)) == 0, driver.error
        assert canonical(folder) == small


def test_killed_in_every_step_of_every_resumption(driver: Driver, small: bytes, tmp_path: Path) -> None:
    """The next attempt dies one step later than the last: resuming is interrupted wherever it can be."""
    folder = tmp_path / "run"
    for step in count(1):
        code = driver.run(folder, SMALL, kill_at=step)
        if code == 0:
            break
        assert code == SIGKILLED, driver.error
    assert step > 5
    assert canonical(folder) == small
    assert verify(folder) == []


def test_killed_at_random_instants(driver: Driver, whole: bytes, tmp_path: Path) -> None:
    _kill_at_random(driver, whole, tmp_path, (), kills=20)


def test_killed_at_random_instants_with_two_workers(driver: Driver, whole: bytes, tmp_path: Path) -> None:
    _kill_at_random(driver, whole, tmp_path, TWO, kills=5)


@pytest.mark.slow
@pytest.mark.parametrize(("workers", "kills"), [((), 400), (ONE, 50), (TWO, 50)], ids=["serial", "one", "two"])
def test_killed_very_often(driver: Driver, whole: bytes, tmp_path: Path, workers: tuple[str, ...], kills: int) -> None:
    _kill_at_random(driver, whole, tmp_path, workers, kills)


def _kill_at_random(driver: Driver, whole: bytes, tmp_path: Path, overrides: tuple[str, ...], kills: int) -> None:
    """Runs that are killed at an instant drawn over their length, again and again until one is not, then compared."""
    draw = random.Random(kills)  # noqa: S311 # instants, not secrets
    before = time.monotonic()
    assert driver.run(tmp_path / "measured", overrides) == 0, driver.error
    length = time.monotonic() - before
    while kills > 0:
        folder = tmp_path / f"{kills}-to-go"
        instant = draw.uniform(0, length)
        if _killed_after(driver, folder, overrides, instant):
            kills -= 1
        else:
            length = instant  # the machine was busier when the length was measured
        while kills > 0 and _killed_after(driver, folder, overrides, draw.uniform(0, length)):
            kills -= 1
        assert driver.run(folder, overrides) == 0, driver.error
        assert canonical(folder) == whole
        assert verify(folder) == []
        shutil.rmtree(folder)


def _killed_after(driver: Driver, folder: Path, overrides: tuple[str, ...], seconds: float) -> bool:
    child = driver.begin(folder, overrides)
    time.sleep(seconds)
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    code = driver.end()
    assert code in (0, SIGKILLED), driver.error
    return code == SIGKILLED
