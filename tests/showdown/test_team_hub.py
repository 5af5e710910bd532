"""Public team sets: fetched from a hub, checked and unpacked. The hub is a server on this machine that answers as the
real one does; what is tested is our own code and the real client.
"""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
import threading
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from psrokit.api import EnvironmentFault, InputError, IntegrityError
from psrokit_showdown.teams import load_teams
from psrokit_showdown.teams.hub import REPOSITORY, SOURCE_FILE, Source, fetch_archive, unpack

COMMIT = "0123456789abcdef0123456789abcdef01234567"
BUILTIN = load_teams("builtin", "gen1ou")


def archive(entries: Mapping[str, bytes | None]) -> bytes:
    """A .tar.gz with files, and a symbolic link for None."""
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz") as tar:
        for name, text in entries.items():
            entry = tarfile.TarInfo(name)
            if text is None:
                entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
            else:
                entry.size = len(text)
            tar.addfile(entry, io.BytesIO(text or b""))
    return content.getvalue()


GOOD = archive({f"gen1ou/{named.name}.gen1ou_team": named.team.export.encode() for named in BUILTIN})


class Hub(ThreadingHTTPServer):
    """The files that it has, and what it says their SHA-256 is if that is not the truth."""

    content = GOOD
    stated: str | None = None
    asked = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answer(BaseHTTPRequestHandler):
    server: Hub

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        if self._answer():
            self.wfile.write(self.server.content)

    def _answer(self) -> bool:
        self.server.asked += 1
        known = [f"/datasets/{REPOSITORY}/resolve/{at}/competitive/gen1ou.tar.gz" for at in ("v4", COMMIT)]
        self.send_response(200 if self.path in known else 404)
        if self.path not in known:
            self.send_header("X-Error-Code", "EntryNotFound")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return False
        self.send_header("X-Repo-Commit", COMMIT)
        self.send_header("ETag", f'"{self.server.stated or hashlib.sha256(self.server.content).hexdigest()}"')
        self.send_header("Content-Length", str(len(self.server.content)))
        self.end_headers()
        return True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 # the name is the library's
        """Say nothing."""


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    monkeypatch.setenv("PSROKIT_CACHE", str(tmp_path / "cache"))
    server = Hub(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_set_is_fetched_at_a_commit_and_its_teams_play(hub: Hub, tmp_path: Path) -> None:
    path, source = fetch_archive("competitive", "gen1ou", endpoint=hub.address)
    assert source == Source(REPOSITORY, "competitive/gen1ou.tar.gz", COMMIT, hashlib.sha256(GOOD).hexdigest())
    assert unpack(path, source, "gen1ou", tmp_path / "set") == len(BUILTIN)
    loaded = load_teams(str(tmp_path / "set"), "gen1ou")
    assert [named.team for named in loaded] == [named.team for named in BUILTIN]
    assert json.loads((tmp_path / "set" / SOURCE_FILE).read_text())["commit"] == COMMIT
    again, _ = fetch_archive("competitive", "gen1ou", COMMIT, source.sha256, hub.address)
    assert again == path
    with pytest.raises(InputError, match="exists already"):
        unpack(path, source, "gen1ou", tmp_path / "set")


def test_another_content_than_expected_or_stated_is_refused(hub: Hub) -> None:
    with pytest.raises(IntegrityError, match="expected is 00"):
        fetch_archive("competitive", "gen1ou", sha256="0" * 64, endpoint=hub.address)
    hub.stated = "1" * 64
    hub.content = GOOD + b"more"
    with pytest.raises(IntegrityError, match="stated by the hub is 11"):
        fetch_archive("competitive", "gen1ou", endpoint=hub.address)


def test_the_git_hash_that_the_hub_states_for_a_small_file_is_checked_too(hub: Hub) -> None:
    hub.stated = hashlib.sha1(b"blob %d\0" % len(GOOD) + GOOD).hexdigest()  # noqa: S324 # Git's own name for it
    assert fetch_archive("competitive", "gen1ou", endpoint=hub.address)[1].commit == COMMIT


def test_what_the_hub_does_not_have_is_said(hub: Hub) -> None:
    with pytest.raises(InputError, match=r"has no modern/gen1ou\.tar\.gz"):
        fetch_archive("modern", "gen1ou", endpoint=hub.address)
    with pytest.raises(InputError, match="cannot be the name of a team set"):
        fetch_archive("../x", "gen1ou", endpoint=hub.address)


def test_without_a_connection_the_error_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PSROKIT_CACHE", str(tmp_path))
    with pytest.raises(EnvironmentFault, match=r"the hub gave no competitive/gen1ou\.tar\.gz[\s\S]*name its folder"):
        fetch_archive("competitive", "gen1ou", endpoint="http://127.0.0.1:9")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (archive({"../evil.gen1ou_team": b"Tauros"}), "no team set holds"),
        (archive({"/evil.gen1ou_team": b"Tauros"}), "no team set holds"),
        (archive({"link.gen1ou_team": None}), "no team set holds"),
        (archive({"large.gen1ou_team": b" " * 70_000}), "no team set holds"),
        (archive({"readme.md": b"nothing"}), r"holds no \.gen1ou_team file"),
        (GOOD[:-100], "damaged"),
        (GOOD[:1500] + bytes(byte ^ 0xFF for byte in GOOD[1500:1600]) + GOOD[1600:], "damaged"),
        (b"<html>", "damaged"),
    ],
    ids=["above", "absolute", "link", "large", "empty", "cut", "garbled", "page"],
)
def test_a_bad_archive_leaves_nothing(content: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "set.tar.gz"
    path.write_bytes(content)
    with pytest.raises(IntegrityError, match=message):
        unpack(path, Source("r", "f", COMMIT, ""), "gen1ou", tmp_path / "new" / "set")
    assert list((tmp_path / "new").iterdir()) == []
    assert [found.name for found in tmp_path.iterdir() if found.name not in ("new", "set.tar.gz")] == []
