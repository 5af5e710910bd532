"""The simulator on this machine: Node from a Python wheel, the npm package `pokemon-showdown` in a cache folder.

The package is pinned (pinned.py). The lock file holds integrity hashes and no addresses: the registry is the one that
the user's npm settings name. Nothing is written into the package once it is installed.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import TimeoutExpired, run
from tempfile import mkdtemp
from time import monotonic, sleep

from psrokit_showdown.cache import cache_folder
from psrokit_showdown.simulator.errors import INSTALL_COMMAND, SimulatorDamaged, SimulatorMissing
from psrokit_showdown.simulator.node_wheel import find_node, find_npm
from psrokit_showdown.simulator.pinned import (
    NPM_FOLDER,
    PACKAGE,
    folder_name,
    full_digest,
    pinned_digest,
    pinned_version,
    quick_digest,
)

STAMP = "psrokit-stamp.json"
INSTALL_SECONDS = 900.0
_NPM_CI = ("ci", "--omit=optional", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")

Progress = Callable[[str], None]
"""Is told one sentence per step."""


@dataclass(frozen=True, slots=True)
class Installation:
    """Where Node and the simulator package are. `package` is the folder that holds `dist/`."""

    node: Path
    package: Path
    version: str


def locate() -> Installation:
    """The installed simulator, after a quick look that it is whole (file sizes, contents of `dist/sim`).

    Raises SimulatorMissing if Node or the package is not there, SimulatorDamaged if files are missing or changed.
    """
    node, folder = find_node(), package_folder()
    if not (folder / STAMP).is_file():
        raise SimulatorMissing(
            f"pokemon-showdown {pinned_version()} is not installed in {folder.parent}",
            remedy=f"Type: {INSTALL_COMMAND}",
        )
    if _stamp_of(folder) != quick_digest(folder / PACKAGE):
        raise _damaged(folder / PACKAGE)
    return Installation(node, folder / PACKAGE, pinned_version())


def install(progress: Progress) -> Installation:
    """Install the simulator unless it is there already, or is damaged.

    Safe to call from several processes at once: one installs, the others wait for it. The package gets its name only
    when it is complete and its hash is right. Raises SimulatorMissing if it cannot be installed (npm's own words are in
    the message), SimulatorDamaged if what came is not the pinned package.
    """
    node, folder = find_node(), package_folder()
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _only_one_process(folder.with_name(folder.name + ".lock"), progress):
            if not _is_whole(folder):
                _install_into(folder, node, progress)
    except OSError as error:
        raise SimulatorMissing(
            f"the simulator cannot be written into {folder.parent}: {error}",
            remedy="Make room, or name another folder in PSROKIT_CACHE",
        ) from error
    return locate()


def verify(installation: Installation) -> str:
    """The SHA-256 over the package's compiled files. Raises SimulatorDamaged if they are not the pinned ones."""
    digest = full_digest(installation.package)
    if digest != pinned_digest():
        raise _damaged(installation.package)
    return digest


def package_folder() -> Path:
    """The folder that the pinned version is, or will be, installed into."""
    return cache_folder() / folder_name()


def _install_into(folder: Path, node: Path, progress: Progress) -> None:
    for left_over in folder.parent.glob(f"{folder.name}.partial-*"):
        shutil.rmtree(left_over, ignore_errors=True)
    partial = Path(mkdtemp(prefix=f"{folder.name}.partial-", dir=folder.parent))
    try:
        progress(f"installing pokemon-showdown {pinned_version()} (about 150 MB) into {folder}")
        _run_npm(node, partial)
        progress("checking the installed files")
        _write_stamp(partial)
        _put_in_place(partial, folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _run_npm(node: Path, folder: Path) -> None:
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(NPM_FOLDER / name, folder / name)
    search = os.pathsep.join([str(node.parent), os.environ.get("PATH", os.defpath)])
    command = [str(node), str(find_npm()), *_NPM_CI]
    environment = {**os.environ, "PATH": search}
    try:
        done = run(  # noqa: S603 - npm of the wheel with fixed arguments
            command, cwd=folder, env=environment, capture_output=True, timeout=INSTALL_SECONDS, check=False
        )
    except TimeoutExpired:
        raise _not_installed(f"npm was still busy after {INSTALL_SECONDS:.0f} seconds") from None
    if done.returncode:
        raise _not_installed(done.stderr.decode(errors="replace").strip()[-1500:])


def _write_stamp(folder: Path) -> None:
    if full_digest(folder / PACKAGE) != pinned_digest():
        raise _damaged(folder / PACKAGE)
    stamp = {"version": pinned_version(), "quick": quick_digest(folder / PACKAGE), "full": pinned_digest()}
    (folder / STAMP).write_text(json.dumps(stamp, indent=1) + "\n", encoding="utf-8")


def _put_in_place(partial: Path, folder: Path) -> None:
    if folder.exists():
        aside = Path(mkdtemp(prefix=f"{folder.name}.partial-", dir=folder.parent))
        folder.rename(aside / "damaged")
        partial.rename(folder)
        shutil.rmtree(aside, ignore_errors=True)
    else:
        partial.rename(folder)


def _is_whole(folder: Path) -> bool:
    if not (folder / STAMP).is_file():
        return False
    return full_digest(folder / PACKAGE) == pinned_digest() and _stamp_of(folder) == quick_digest(folder / PACKAGE)


def _stamp_of(folder: Path) -> str:
    """The quick digest written down at installation, "" if the stamp cannot be read."""
    try:
        stamp = json.loads((folder / STAMP).read_text(encoding="utf-8"))
    except ValueError:
        return ""
    return str(stamp.get("quick", "")) if isinstance(stamp, dict) else ""


def _not_installed(words: str) -> SimulatorMissing:
    return SimulatorMissing(
        f"npm could not install pokemon-showdown {pinned_version()}: {words}",
        remedy=f"Check the network and npm's registry setting, then type: {INSTALL_COMMAND}",
    )


def _damaged(package: Path) -> SimulatorDamaged:
    return SimulatorDamaged(
        f"the simulator in {package} is not the pinned pokemon-showdown {pinned_version()}: files miss or differ",
        remedy=f"Type: {INSTALL_COMMAND} (it replaces the folder)",
    )


@contextmanager
def _only_one_process(lock: Path, progress: Progress) -> Iterator[None]:
    """Hold `lock`, which the operating system lets go if this process dies."""
    until = monotonic() + INSTALL_SECONDS
    with lock.open("w") as held:
        told = False
        while not _take(held.fileno()):
            if monotonic() > until:
                raise _not_installed(f"another process has held {lock} for {INSTALL_SECONDS:.0f} seconds")
            if not told:
                progress("another process is installing the simulator: waiting for it")
                told = True
            sleep(0.2)
        yield


def _take(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
