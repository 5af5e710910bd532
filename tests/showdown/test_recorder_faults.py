"""A recorder whose process fails says so, and leaves no process behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from psrokit_showdown.simulator import SimulatorUnavailable
from psrokit_showdown.simulator.install import Installation
from psrokit_showdown.verification import recorder as recorders
from psrokit_showdown.verification.recorder import Recorder

STAYS = "setInterval(() => {}, 1000);"
FAULTS = {"nonsense": f"console.log('{{'); {STAYS}", "exit": "process.exit(3);"}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_recorder_that_does_not_start_is_ended(
    fault: str, installation: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "recorder.js"
    script.write_text(FAULTS[fault], encoding="utf-8")
    monkeypatch.setattr(recorders, "SCRIPT", script)
    recorder = Recorder(installation)
    with pytest.raises(SimulatorUnavailable, match="the recorder failed"), recorder:
        pass
    assert recorder._child._process.poll() is not None


def test_a_recorder_that_dies_between_two_questions_says_so(
    installation: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "recorder.js"
    script.write_text("console.log('[]'); process.stdin.destroy();", encoding="utf-8")
    monkeypatch.setattr(recorders, "SCRIPT", script)
    with Recorder(installation) as recorder:
        recorder._child._process.wait(10.0)
        with pytest.raises(SimulatorUnavailable, match="the recorder failed: the simulator died with exit code 0"):
            recorder.coverage()
