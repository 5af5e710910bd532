"""`psrokit showdown teams download`: public team sets."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

from psrokit_showdown.commands.saying import say, say_json
from psrokit_showdown.teams.hub import REVISION, default_folder, fetch_archive, must_be_new, unpack


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; None stands for the default."""

    name: str
    format_id: str
    revision: str | None
    sha256: str | None
    output: Path | None


def fetch_teams(wanted: Wanted, *, as_json: bool) -> None:
    """Download, check and unpack. Raises what `fetch_archive` and `unpack` raise, InputError before the download."""
    folder = wanted.output or default_folder(wanted.name, wanted.format_id)
    must_be_new(folder)
    archive, source = fetch_archive(wanted.name, wanted.format_id, wanted.revision or REVISION, wanted.sha256)
    count = unpack(archive, source, wanted.format_id, folder)
    if as_json:
        say_json({"folder": str(folder), "teams": count, "source": asdict(source)})
        return
    say(f"{count} teams in {folder}, from {source.repository} at commit {source.commit}")
    say(f"SHA-256 of {source.file}: {source.sha256}")
