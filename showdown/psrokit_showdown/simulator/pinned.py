"""Which `pokemon-showdown` this is made for: a lock file with integrity hashes, and one hash over what it installs."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

NPM_FOLDER = Path(__file__).parent / "npm"
PACKAGE = Path("node_modules", "pokemon-showdown")
"""The package inside the folder npm installs into."""
_USED = ("sim", "data", "lib", "config")


def pinned_version() -> str:
    """The version of `pokemon-showdown`."""
    lock = json.loads((NPM_FOLDER / "package-lock.json").read_text(encoding="utf-8"))
    return str(lock["packages"][PACKAGE.as_posix()]["version"])


def folder_name() -> str:
    """The name of the folder it is installed into: another lock file is another folder."""
    lock = sha256((NPM_FOLDER / "package-lock.json").read_bytes()).hexdigest()
    return f"showdown-{pinned_version()}-{lock[:12]}"


def pinned_digest() -> str:
    """What `full_digest` must be."""
    return (NPM_FOLDER / "dist.sha256").read_text(encoding="ascii").strip()


def full_digest(package: Path) -> str:
    """A SHA-256 over the names and contents of all compiled files that battles use (tens of milliseconds)."""
    digest = sha256()
    for path in _compiled_files(package):
        content = sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path.relative_to(package).as_posix()} {content}\n".encode())
    return digest.hexdigest()


def quick_digest(package: Path) -> str:
    """A SHA-256 over the names and sizes of the same files and the contents of `dist/sim`: enough at every start."""
    digest = sha256()
    for path in _compiled_files(package):
        digest.update(f"{path.relative_to(package).as_posix()} {path.stat().st_size}\n".encode())
        if path.parent.name == "sim":
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _compiled_files(package: Path) -> list[Path]:
    folders = [package / "dist" / name for name in _USED]
    return sorted(path for folder in folders for path in folder.rglob("*") if path.suffix in {".js", ".json"})
