"""A private copy of the installed package, because a server writes its state, databases and logs inside its folder."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from psrokit.api import EnvironmentFault
from psrokit_showdown.simulator import Installation

LOOPBACK = "127.0.0.1"
NOWHERE = f"http://{LOOPBACK}:9/"
"""Instead of a login server: a port on which nothing answers (the discard service's)."""
_READ_ONLY = ("dist", "server/static")
_CHANGED = ("config", "databases")
_FILES = ("package.json", "pokemon-showdown")
_WRITTEN = ("config/chat-plugins", "logs/repl")


def private_copy(installation: Installation, folder: Path, address: str) -> Path:
    """Lay out a runnable server in `folder`, listening on `address`, and return its package folder.

    Code that is only read is linked file by file (a link costs no room); what the server changes is copied. What it
    depends on is one symbolic link. Raises EnvironmentFault if that cannot be written.
    """
    try:
        return _copied(installation.package, folder, address)
    except OSError as error:
        raise EnvironmentFault(
            f"a server's own package cannot be written to {folder}: {error}", remedy="Make room for it, or rights"
        ) from error


def _copied(package: Path, folder: Path, address: str) -> Path:
    copy = folder / "node_modules" / package.name
    copy.mkdir(parents=True)
    for neighbour in package.parent.iterdir():
        if neighbour.name != package.name:
            (copy.parent / neighbour.name).symlink_to(neighbour)
    for part in _READ_ONLY:
        shutil.copytree(package / part, copy / part, copy_function=_link)
    for part in _CHANGED:
        shutil.copytree(package / part, copy / part)
    for name in _FILES:
        shutil.copy2(package / name, copy / name)
    for part in _WRITTEN:
        (copy / part).mkdir(parents=True, exist_ok=True)
    example = (copy / "config" / "config-example.js").read_text(encoding="utf-8")
    (copy / "config" / "config.js").write_text(example + config(address), encoding="utf-8")
    return copy


def config(address: str) -> str:
    """What is added to the package's example configuration: no console, no way in from elsewhere, no way out."""
    return f"""
exports.bindaddress = '{address}';
exports.consoleips = [];
exports.repl = false;
exports.backdoor = false;
exports.watchconfig = false;
exports.loginserver = '{NOWHERE}';
exports.routes = {{}};
exports.reportbattles = false;
exports.logchallenges = false;
exports.subprocesses = 1;
"""


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # another file system, or one without links
        shutil.copy2(source, target)
