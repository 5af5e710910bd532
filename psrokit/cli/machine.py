"""What the core itself asks of a machine. Plugins add their own through the hook `psrokit_doctor`."""

from __future__ import annotations

import os
import platform
import re
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from time import perf_counter

from psrokit.health import Check

OLDEST_PYTHON = (3, 11)
NETWORK_FILE_SYSTEMS = frozenset(
    {"9p", "afs", "beegfs", "ceph", "cifs", "fuse.sshfs", "glusterfs", "gpfs", "lustre", "nfs", "nfs4", "smb3", "smbfs"}
)
SLOW_FSYNC_SECONDS = 0.02
LEAST_DISK_BYTES = 2 * 2**30
LEAST_MEMORY_BYTES = 2 * 2**30
_FSYNCS = 15
_OCTAL = re.compile(r"\\([0-7]{3})")
_REQUIREMENT = re.compile(r"([A-Za-z0-9._-]+)[^;]*(?:;(.*))?")


def machine_checks(runs: Path) -> Iterator[Check]:
    """Everything the core can say about this machine and about `runs`, the folder that runs go into."""
    yield _python()
    yield from _packages()
    yield _processors()
    yield _memory()
    place = _nearest_existing(runs)
    yield _disk(place)
    yield _file_system(place)
    yield _fsync(place)


def file_system_type(path: Path, mounts: str | None = None) -> str | None:
    """The type of the file system that `path` lies on ("ext4", "nfs4"), or None where the system does not say.

    mounts: what /proc/self/mountinfo says; by default what it says now.
    """
    types = {}
    for line in (_mounts() if mounts is None else mounts).splitlines():
        place, _, rest = line.partition(" - ")
        types[Path(_OCTAL.sub(lambda code: chr(int(code[1], 8)), place.split()[4]))] = rest.split()[0]
    resolved = path.resolve()
    return next((types[parent] for parent in (resolved, *resolved.parents) if parent in types), None)


def _mounts() -> str:
    try:
        return Path("/proc/self/mountinfo").read_text(encoding="utf-8")
    except OSError:
        return ""


def _python() -> Check:
    found = f"{platform.python_version()} ({sys.executable})"
    if sys.version_info < OLDEST_PYTHON:
        return Check("python", "fail", found, "Install Python 3.11 or newer.")
    return Check("python", "ok", found)


def _packages() -> Iterator[Check]:
    try:
        wanted = requires("psrokit") or []
    except PackageNotFoundError:
        yield Check("psrokit", "warn", "imported from a folder, not installed", "Type: pip install -e .")
        return
    yield Check("psrokit", "ok", version("psrokit"))
    for requirement in wanted:
        yield _package(requirement)


def _package(requirement: str) -> Check:
    parts = _REQUIREMENT.match(requirement)
    assert parts is not None
    name, marker = parts[1], parts[2] or ""
    extra = re.search(r"""extra\s*==\s*["']([^"']+)["']""", marker)
    try:
        return Check(name, "ok", version(name))
    except PackageNotFoundError:
        if extra:
            return Check(name, "ok", f"not installed (only for psrokit[{extra[1]}])")
        return Check(name, "fail", "not installed", f"Type: pip install {name}")


def _processors() -> Check:
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return Check("processors", "ok", f"{usable} usable of {os.cpu_count()} ({platform.machine()})")


def _memory() -> Check:
    size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    limit = Path("/sys/fs/cgroup/memory.max")
    if limit.is_file() and (text := limit.read_text(encoding="ascii").strip()).isdigit():
        size = min(size, int(text))
    if size < LEAST_MEMORY_BYTES:
        return Check("memory", "warn", _gibibytes(size), "Use fewer workers: Showdown battles need about 1 GiB.")
    return Check("memory", "ok", _gibibytes(size))


def _disk(place: Path) -> Check:
    free = shutil.disk_usage(place).free
    if free < LEAST_DISK_BYTES:
        return Check("disk", "warn", f"{_gibibytes(free)} free at {place}", "Free some space before a long run.")
    return Check("disk", "ok", f"{_gibibytes(free)} free at {place}")


def _file_system(place: Path) -> Check:
    kind = file_system_type(place)
    if kind in NETWORK_FILE_SYSTEMS:
        fix = "Keep runs on a local disk (--out) and copy them afterwards: locks and fsync cannot be trusted here."
        return Check("file system", "warn", f"{kind} at {place}: a network file system", fix)
    return Check("file system", "ok", f"{kind or 'unknown'} at {place}")


def _fsync(place: Path) -> Check:
    try:
        with tempfile.TemporaryFile(dir=place) as file:
            seconds = statistics.median(_one_fsync(file.fileno()) for _ in range(_FSYNCS))
    except OSError as error:
        return Check("fsync", "fail", f"{place} cannot be written: {error}", "Choose another folder with --out.")
    found = f"{seconds * 1e3:.2f} ms, median of {_FSYNCS}"
    if seconds > SLOW_FSYNC_SECONDS:
        return Check("fsync", "warn", found, "Every finished game waits this long: a local SSD is faster.")
    return Check("fsync", "ok", found)


def _one_fsync(descriptor: int) -> float:
    started = perf_counter()
    os.pwrite(descriptor, b"\0" * 4096, 0)
    os.fsync(descriptor)
    return perf_counter() - started


def _nearest_existing(path: Path) -> Path:
    resolved = path.resolve()
    return next(parent for parent in (resolved, *resolved.parents) if parent.is_dir())


def _gibibytes(size: float) -> str:
    return f"{size / 2**30:.1f} GiB"
