"""What a run was made with: versions of everything installed that could matter, and the commit of the sources."""

from __future__ import annotations

import platform
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import psrokit
from psrokit.plugins.loading import installed
from psrokit.plugins.packages import required

_GIT_SECONDS = 10.0


def versions() -> Mapping[str, str]:
    """The versions of Python, psrokit, the distributions of plugins, and every installed package these ask for."""
    owners = dict.fromkeys(["psrokit", *(point.dist.name for point in installed() if point.dist)])
    packages = sorted({name for owner in owners for name in required(owner)})
    found = {name: _version(name) for name in [*owners, *packages]}
    known = {name: number for name, number in found.items() if number is not None}
    return {"python": platform.python_version(), **known, "psrokit": psrokit.__version__}


def git_state(folders: Iterable[Path]) -> Mapping[str, str | bool] | None:
    """The commit of the first repository that one of `folders` is in, and whether tracked files differ from it.

    None if there is no repository, no commit, or no git.
    """
    git = shutil.which("git")
    for folder in folders if git else ():
        commit = _git(str(git), folder, "rev-parse", "HEAD")
        if commit:
            changes = _git(str(git), folder, "status", "--porcelain", "--untracked-files=no")
            root = _git(str(git), folder, "rev-parse", "--show-toplevel")
            return {"repository": Path(root or folder).name, "commit": commit, "changed": changes != ""}
    return None


def _git(git: str, folder: Path, *command: str) -> str | None:
    """What git answers; None if it refuses. Nothing that a repository's own settings name is run."""
    line = [git, "-c", "core.fsmonitor=false", "-C", str(folder), *command]
    try:
        answer = subprocess.run(line, capture_output=True, text=True, timeout=_GIT_SECONDS, check=False)  # noqa: S603 # no shell, a fixed program
    except (OSError, subprocess.TimeoutExpired):
        return None
    return answer.stdout.strip() if answer.returncode == 0 else None


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
