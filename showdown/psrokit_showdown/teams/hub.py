"""Public team sets on the Hugging Face hub: fetched at one commit, checked against their digest, unpacked as data.

Needs the extra `hub`. What the hub states for the commit (the SHA-256 of a large file, the Git hash of a small one) is
checked in any case; whoever wants to depend on nobody gives commit and SHA-256 and has both in the set's source.json.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from psrokit.api import EnvironmentFault, InputError, IntegrityError
from psrokit_showdown.cache import cache_folder

REPOSITORY = "jakegrigsby/metamon-teams"
REVISION = "v4"
SOURCE_FILE = "source.json"

_SET = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_MOST_BYTES = 64 * 1024
_MOST_FILES = 500_000


@dataclass(frozen=True, slots=True)
class Source:
    """Where a team set came from. commit: 40 hex digits; sha256: of the archive."""

    repository: str
    file: str
    commit: str
    sha256: str


def default_folder(name: str, format_id: str) -> Path:
    """Where psrokit keeps the set `name` for a format. Raises InputError if no set can have that name."""
    return cache_folder() / "teams" / _checked(name) / format_id


def _checked(name: str) -> str:
    if not _SET.fullmatch(name):
        raise InputError(f"'{name}' cannot be the name of a team set: letters, digits, - and _")
    return name


def fetch_archive(
    name: str, format_id: str, revision: str = REVISION, sha256: str | None = None, endpoint: str | None = None
) -> tuple[Path, Source]:
    """The archive of a set on this machine, checked, and its source. endpoint: another hub than the public one.

    Raises InputError for a set that the hub does not have, EnvironmentFault where it cannot be reached or the package
    is missing, IntegrityError if the digest is not as stated.
    """
    file = f"{_checked(name)}/{format_id}.tar.gz"
    path, commit, stated = _fetched(file, revision, endpoint)
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    for what, wanted in (("expected", sha256), ("stated by the hub", stated)):
        if wanted is not None and wanted.lower() not in (digest, _git_hash(content)):
            remedy = f"Delete {path} and download again; if that does not help, the hub's file is not the wanted one."
            raise IntegrityError(f"its SHA-256 is {digest}, {what} is {wanted}", place=file, remedy=remedy)
    return path, Source(REPOSITORY, file, commit, digest)


def _fetched(file: str, revision: str, endpoint: str | None) -> tuple[Path, str, str | None]:
    """The file, the commit that `revision` stands for, and the hash that the hub states."""
    try:
        # Only who downloads waits for it, and only they need it.
        import huggingface_hub as hub  # noqa: PLC0415
        from huggingface_hub import errors  # noqa: PLC0415
    except ImportError:
        remedy = "Type: pip install 'psrokit[hub]'"
        raise EnvironmentFault("downloading needs the package huggingface_hub", remedy=remedy) from None
    try:
        url = hub.hf_hub_url(REPOSITORY, file, repo_type="dataset", revision=revision, endpoint=endpoint)
        stated = hub.get_hf_file_metadata(url, endpoint=endpoint)
        commit = stated.commit_hash or revision
        folder = cache_folder() / "hub"
        path = hub.hf_hub_download(
            REPOSITORY, file, repo_type="dataset", revision=commit, endpoint=endpoint, cache_dir=folder
        )
    except (errors.RepositoryNotFoundError, errors.RevisionNotFoundError, errors.RemoteEntryNotFoundError) as error:
        remedy = "Its sets are folders there, with an archive for each format."
        message = f"{REPOSITORY} at {revision} has no {file} ({type(error).__name__})"
        raise InputError(message, remedy=remedy) from None
    except (errors.HTTPError, OSError, ValueError) as error:  # type: ignore[attr-defined] # its client's root
        raise EnvironmentFault(
            f"the hub gave no {file}: {str(error).splitlines()[0] if str(error) else type(error).__name__}",
            remedy="Try again with a connection, or bring the unpacked set and name its folder as teams.",
        ) from None
    return Path(path), commit, stated.etag


def _git_hash(content: bytes) -> str:
    """The name Git gives a file with this content, which the hub states for small files."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def must_be_new(folder: Path) -> None:
    """Raise InputError if a folder for a team set exists."""
    if folder.exists():
        raise InputError(f"{folder} exists already", remedy="Use it, or name a new folder with --output.")


def unpack(archive: Path, source: Source, format_id: str, folder: Path) -> int:
    """Write the archive's `.{format_id}_team` files into a new `folder`, whole or not at all; how many they are.

    Nothing else in the archive is looked at. Raises InputError if the folder exists, IntegrityError for an archive that
    is damaged or names a file outside the folder, EnvironmentFault if the disk refuses.
    """
    must_be_new(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as scratch:
            draft = Path(scratch) / folder.name
            written = _write(_team_files(archive, f".{format_id}_team"), draft)
            if not written:
                raise IntegrityError(f"this archive holds no .{format_id}_team file", place=source.file)
            (draft / SOURCE_FILE).write_text(json.dumps(asdict(source), indent=2) + "\n", encoding="utf-8")
            draft.replace(folder)
    except (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise IntegrityError(f"this archive is damaged: {error}", place=source.file) from None
    except OSError as error:
        raise EnvironmentFault(f"the teams cannot be unpacked to {folder}: {error}") from error
    return written


def _write(files: Iterator[tuple[PurePosixPath, bytes]], folder: Path) -> int:
    written = 0
    for name, content in files:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        written += 1
    return written


def _team_files(archive: Path, ending: str) -> Iterator[tuple[PurePosixPath, bytes]]:
    with gzip.open(archive) as stream, tarfile.open(fileobj=stream, mode="r:") as tar:
        for number, member in enumerate(tar):
            name = PurePosixPath(member.name)
            if not name.name.endswith(ending):
                continue
            file = tar.extractfile(member) if member.isreg() and member.size <= _MOST_BYTES else None
            if file is None or name.is_absolute() or ".." in name.parts or number >= _MOST_FILES:
                raise IntegrityError(f"no team set holds an entry such as {member.name!r}", place=str(archive))
            yield name, file.read()
        while stream.read(_MOST_BYTES):  # to its end, where its checksum stands
            pass
