"""Recordings that are kept: read back as they were, or refused with a remedy."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from psrokit.api import EnvironmentFault, IntegrityError
from psrokit_showdown.simulator import BattleSpec
from psrokit_showdown.verification.recorder import Recording, Script, Unplayable
from psrokit_showdown.verification.store import Handful, RecordingStore

SCRIPTS = [Script(BattleSpec("gen1ou", (1, 2, 3, number), ("", "")), chooser=number) for number in range(2)]
TRACE = np.arange(12, dtype=np.int32).reshape(3, 4)
HANDFUL = Handful(
    ("0.choice", "1.choice", "turn", "ended"),
    [Recording(SCRIPTS[0], ("a", "b"), "win 0", TRACE), Unplayable(SCRIPTS[1], "no such move")],
    {"used": {"tackle": 3}},
)


def test_what_was_kept_is_read_back(tmp_path: Path) -> None:
    store = RecordingStore(tmp_path / "kept")
    assert store.load(SCRIPTS) is None
    store.save(SCRIPTS, HANDFUL)
    found = RecordingStore(tmp_path / "kept").load(SCRIPTS)
    assert found is not None
    first, second = found.answers
    assert isinstance(first, Recording)
    assert np.array_equal(first.trace, TRACE)
    assert (first.teams, first.end, second) == (("a", "b"), "win 0", HANDFUL.answers[1])
    assert (found.names, found.coverage) == (HANDFUL.names, HANDFUL.coverage)
    assert store.load(SCRIPTS[:1]) is None
    assert len(list((tmp_path / "kept").iterdir())) == 1


@pytest.mark.parametrize("left", [0, 1, 100, 500, -1, -30])
def test_a_damaged_file_is_named_with_what_to_do(tmp_path: Path, left: int) -> None:
    store = RecordingStore(tmp_path)
    store.save(SCRIPTS, HANDFUL)
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:left])
    with pytest.raises(IntegrityError, match="Delete this file") as told:
        store.load(SCRIPTS)
    assert told.value.place == str(file)


def test_where_nothing_can_be_kept_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(EnvironmentFault, match="cannot be kept"):
        RecordingStore(tmp_path / "file" / "kept")
    store = RecordingStore(tmp_path / "kept")
    shutil.rmtree(tmp_path / "kept")
    with pytest.raises(EnvironmentFault, match="cannot be kept"):
        store.save(SCRIPTS, HANDFUL)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
