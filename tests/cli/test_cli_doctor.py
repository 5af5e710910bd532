"""`psrokit doctor`: every finding has a verdict, and one that is not good says what to do."""

from __future__ import annotations

from importlib.metadata import requires
from pathlib import Path

import pytest
from shell import Shell

from psrokit.api import Check
from psrokit.cli import machine
from psrokit.cli.machine import file_system_type, machine_checks
from psrokit.hooks import Hooks

MOUNTS = """\
22 1 0:20 / / rw,relatime shared:1 - ext4 /dev/root rw
23 22 0:21 / /home/some\\040body rw,relatime shared:2 - nfs4 server:/home rw,vers=4.2
24 23 0:22 / /home/some\\040body/fast rw - tmpfs tmpfs rw
"""


def test_this_machine_is_fit(shell: Shell) -> None:
    said = shell("doctor", "--json")
    assert said.code == 0, said.out
    assert said.data["healthy"] is True
    checks = {check["name"]: check for check in said.data["checks"]}
    assert {"python", "psrokit", "numpy", "processors", "memory", "disk", "file system", "fsync", "plugins"} <= set(
        checks
    )
    assert {"node", "pokemon-showdown"} <= set(checks), "what the Showdown plugin says"
    assert all(check["fix"] for check in checks.values() if check["health"] != "ok")
    assert "fsync" in shell("doctor").out


def test_every_required_package_is_looked_at() -> None:
    names = {check.name for check in machine_checks(Path())}
    required = requires("psrokit")
    assert required
    for requirement in required:
        assert requirement.partition(">")[0].partition("<")[0].strip() in names


def test_a_missing_package_is_a_failure_with_a_command(monkeypatch: pytest.MonkeyPatch, shell: Shell) -> None:
    monkeypatch.setattr(machine, "requires", lambda _: ["surely_not_there>=1", 'odd[more]>=2; extra == "torch"'])
    said = shell("doctor", "--json")
    assert said.code == 3
    checks = {check["name"]: check for check in said.data["checks"]}
    assert checks["surely_not_there"] == {
        "name": "surely_not_there",
        "health": "fail",
        "found": "not installed",
        "fix": "Type: pip install surely_not_there",
    }
    assert checks["odd"]["health"] == "ok"
    assert checks["odd"]["found"] == "not installed (only for psrokit[torch])"


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/", "ext4"), ("/home", "ext4"), ("/home/some body/runs", "nfs4"), ("/home/some body/fast/x", "tmpfs")],
)
def test_file_systems_are_told_by_the_nearest_mount(path: str, kind: str) -> None:
    assert file_system_type(Path(path), MOUNTS) == kind


def test_network_file_systems_are_warned_about(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(machine, "file_system_type", lambda _: "nfs4")
    (check,) = [check for check in machine_checks(tmp_path / "runs") if check.name == "file system"]
    assert check.health == "warn"
    assert "local disk" in check.fix


def test_a_folder_that_cannot_be_written_is_a_failure() -> None:
    (check,) = [check for check in machine_checks(Path("/proc/runs")) if check.name == "fsync"]
    assert check.health == "fail"
    assert "--out" in check.fix


def test_slow_disks_are_warned_about(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(machine, "SLOW_FSYNC_SECONDS", 0.0)
    (check,) = [check for check in machine_checks(tmp_path) if check.name == "fsync"]
    assert check.health == "warn"


def test_the_doctor_creates_nothing(shell: Shell) -> None:
    shell("doctor", "--runs", "new/runs")
    assert not Path("new").exists()


def test_a_plugin_can_add_findings(monkeypatch: pytest.MonkeyPatch, shell: Shell) -> None:
    monkeypatch.setattr(Hooks, "doctor", lambda _: iter([Check("lamp", "fail", "dark", "Switch it on.")]))
    said = shell("doctor")
    assert said.code == 3
    assert "Switch it on." in said.out
