"""What `psrokit showdown vocab` does."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from psrokit.api import EnvironmentFault, InputError
from psrokit_showdown.commands.saying import say, say_json
from psrokit_showdown.vocabularies import OWN, Vocabulary, imported_file, load_vocabulary, recognized
from psrokit_showdown.vocabularies.published import PUBLISHED
from psrokit_showdown.vocabularies.words import all_words


def show_vocabularies(*, as_json: bool) -> None:
    """List them all."""
    rows = [{"name": OWN, "words": len(load_vocabulary(OWN)), "here": True}]
    rows += [
        {"name": name, "words": published.words, "here": imported_file(name).is_file()}
        for name, published in PUBLISHED.items()
    ]
    if as_json:
        say_json({"vocabularies": rows})
        return
    for row in rows:
        say(f"{row['name']}: {row['words']} words{'' if row['here'] else ' (not imported)'}")


def import_vocabularies(paths: Sequence[Path], *, as_json: bool) -> None:
    """Copy published vocabularies into psrokit's cache folder. Raises InputError for a file that is none of them,
    EnvironmentFault where it cannot be kept.
    """
    imported = {}
    for path in paths:
        content = path.read_bytes()
        name = recognized(content)
        if name is None:
            known = ", ".join(published.file for published in PUBLISHED.values())
            raise InputError(
                f"it is none of the published vocabularies ({known})",
                place=str(path),
                remedy=f"Use it as it is: {{use: tokenized, vocabulary: {path}}}.",
            )
        _write(imported_file(name), content)
        imported[name] = str(path)
    if as_json:
        say_json({"imported": imported})
        return
    for name, source in imported.items():
        say(f"imported {name} from {source}")


def build_vocabulary(out: Path, start: str | None, *, as_json: bool) -> None:
    """Write a vocabulary of all words, after those of `start`. Raises InputError for that, EnvironmentFault."""
    begun = load_vocabulary(start) if start else Vocabulary(out.stem, {})
    grown = begun.grown(all_words())
    _write(out, grown.text().encode())
    if as_json:
        say_json({"file": str(out), "words": len(grown), "new": len(grown) - len(begun)})
        return
    say(f"{out}: {len(grown)} words, {len(grown) - len(begun)} of them new")


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all. Raises EnvironmentFault where it cannot be written."""
    if path.exists() and not path.is_file():
        raise EnvironmentFault(f"{path} cannot be written: it is there, and no file")
    partial = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(content)
        partial.replace(path)
    except OSError as error:
        with suppress(OSError):  # there may be none
            partial.unlink()
        raise EnvironmentFault(f"{path} cannot be written: {error.strerror}") from error
