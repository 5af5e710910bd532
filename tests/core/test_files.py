"""Files that are whole or not there, and the lock of a run folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from psrokit.errors import EnvironmentFault, RunLocked
from psrokit.store.files import make_folder, write_durably
from psrokit.store.lock import LOCK_FILE, locked


def test_a_file_is_written_synced_renamed_and_its_folder_synced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    sync, rename = os.fsync, Path.replace

    def noted_sync(handle: int) -> None:
        done.append("sync " + Path(f"/proc/self/fd/{handle}").readlink().name)
        sync(handle)

    def noted_rename(self: Path, target: Path) -> Path:
        done.append(f"rename to {target.name}")
        return rename(self, target)

    monkeypatch.setattr(os, "fsync", noted_sync)
    monkeypatch.setattr(Path, "replace", noted_rename)
    write_durably(tmp_path / "plan.json", b"{}")
    assert done == ["sync .plan.json.draft", "rename to plan.json", f"sync {tmp_path.name}"]
    assert (tmp_path / "plan.json").read_bytes() == b"{}"
    assert [path.name for path in tmp_path.iterdir()] == ["plan.json"]


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_durably(tmp_path / "plan.json", b"old")

    def refuse(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(EnvironmentFault, match=r"cannot write .*plan\.json: .*No space left"):
        write_durably(tmp_path / "plan.json", b"new")
    assert (tmp_path / "plan.json").read_bytes() == b"old"


def test_a_folder_where_a_file_is_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(EnvironmentFault, match="cannot write"):
        make_folder(tmp_path / "file" / "run")


def test_a_lock_names_its_owner_and_ends_with_it(tmp_path: Path) -> None:
    with locked(tmp_path):
        with pytest.raises(RunLocked, match=f"in use by process {os.getpid()} on {os.uname().nodename}") as caught:
            _lock_once(tmp_path)
        assert caught.value.exit_code == 5
        assert _lock_elsewhere(tmp_path) == 5
    _lock_once(tmp_path)
    assert _lock_elsewhere(tmp_path) == 0


def test_an_owner_with_a_short_name_leaves_nothing_of_the_one_before(tmp_path: Path) -> None:
    (tmp_path / LOCK_FILE).write_text("process 1234567890 on a host of a very long name, " * 9, encoding="utf-8")
    with locked(tmp_path), pytest.raises(RunLocked) as caught:
        _lock_once(tmp_path)
    assert caught.value.message.endswith(f"in use by process {os.getpid()} on {os.uname().nodename}")


def _lock_once(folder: Path) -> None:
    with locked(folder):
        pass


def _lock_elsewhere(folder: Path) -> int:
    program = f"""
import sys
from pathlib import Path
from psrokit.errors import PsrokitError
from psrokit.store.lock import locked
try:
    with locked(Path({str(folder)!r})):
        sys.exit(0)
except PsrokitError as error:
    sys.exit(error.exit_code)
"""
    path = os.pathsep.join(entry for entry in sys.path if entry)
    return subprocess.run(
        [sys.executable, "-c", program], env={**os.environ, "PYTHONPATH": path}, check=False
    ).returncode


def test_a_folder_that_is_not_there_cannot_be_locked(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match="cannot write"):
        _lock_once(tmp_path / "nowhere")
