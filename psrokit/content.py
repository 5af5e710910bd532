"""What a file or folder holds, as one hash: an option that names a path means its content, not where it lies."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from psrokit.errors import InputError


def content_digest(path: Path) -> str:
    """SHA-256 (hex) of a file, or of the names and contents of all files in a folder and below.

    A file is read again only when its size or time of change is another. Raises InputError if there is nothing.
    """
    try:
        if path.is_dir():
            inside = sorted(file for file in path.rglob("*") if file.is_file())
            lines = (f"{file.relative_to(path).as_posix()}\t{_file_digest(file)}\n" for file in inside)
            return sha256("".join(lines).encode()).hexdigest()
        return _file_digest(path)
    except OSError as error:
        raise InputError(f"this cannot be read: {error.strerror}", place=str(path)) from None


def _file_digest(path: Path) -> str:
    stat = path.stat()
    return _digest_of_version(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=4096)
def _digest_of_version(path: Path, changed: int, size: int) -> str:  # noqa: ARG001 # they tell versions apart
    with path.open("rb") as file:
        digest = sha256()
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
