"""Recordings kept on disk: the simulator takes an hour for what the engine repeats in a minute.

One file holds the recordings of a handful of scripts, and its name says everything they depend on: the scripts, the
simulator package and the recorder's own source. So a run that was stopped goes on where it stopped, and a changed
engine can be compared with the same battles.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from psrokit.api import EnvironmentFault, IntegrityError
from psrokit_showdown.simulator.pinned import pinned_digest
from psrokit_showdown.verification.recorder import SCRIPT, Recording, Script, Unplayable

Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Handful:
    """What came of a handful of scripts, in order, and what they have shown (`Recorder.coverage`)."""

    names: tuple[str, ...]
    answers: list[Recording | Unplayable]
    coverage: Counts


class RecordingStore:
    """A folder of recordings. Raises EnvironmentFault where it cannot be written."""

    def __init__(self, folder: Path) -> None:
        with _as_fault(folder):
            folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder

    def load(self, scripts: Sequence[Script]) -> Handful | None:
        """The recordings of these scripts, None if they are not there. Raises IntegrityError for a damaged file."""
        path = self._path(scripts)
        if not path.is_file():
            return None
        try:
            return _read(path, scripts)
        except (OSError, ValueError, LookupError, TypeError, EOFError, BadZipFile, zlib.error) as error:
            raise IntegrityError(
                f"these recordings cannot be read ({type(error).__name__}: {error})",
                place=str(path),
                remedy="Delete this file: its battles are then recorded again.",
            ) from error

    def save(self, scripts: Sequence[Script], handful: Handful) -> None:
        """Keep recordings; the file is there whole or not at all."""
        nothing = np.empty((0, len(handful.names)), dtype=np.int32)
        traces = [answer.trace if isinstance(answer, Recording) else nothing for answer in handful.answers]
        facts = {
            "names": handful.names,
            "coverage": handful.coverage,
            "battles": [_fact(answer) for answer in handful.answers],
        }
        path = self._path(scripts)
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        words = np.frombuffer(json.dumps(facts).encode(), dtype=np.uint8)
        lengths = np.array([len(trace) for trace in traces])
        with _as_fault(self._folder):
            try:
                with draft.open("wb") as file:
                    np.savez_compressed(file, facts=words, lengths=lengths, traces=np.concatenate(traces))
                draft.replace(path)
            finally:
                draft.unlink(missing_ok=True)

    def _path(self, scripts: Sequence[Script]) -> Path:
        digest = sha256(_recorder_digest().encode())
        digest.update(json.dumps([script.message() for script in scripts]).encode())
        return self._folder / f"{digest.hexdigest()[:32]}.npz"


@contextmanager
def _as_fault(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise EnvironmentFault(f"recordings cannot be kept in {folder}: {error.strerror}") from error


def _read(path: Path, scripts: Sequence[Script]) -> Handful:
    with np.load(path, allow_pickle=False) as file:
        facts: dict[str, Any] = json.loads(bytes(file["facts"]).decode())
        traces = np.split(file["traces"], np.cumsum(file["lengths"])[:-1])
    found = zip(scripts, facts["battles"], traces, strict=True)
    answers = [_answer(script, fact, trace) for script, fact, trace in found]
    return Handful(tuple(facts["names"]), answers, facts["coverage"])


def _fact(answer: Recording | Unplayable) -> Mapping[str, Any]:
    if isinstance(answer, Unplayable):
        return {"error": answer.message}
    return {"teams": answer.teams, "end": answer.end}


def _answer(script: Script, fact: Mapping[str, Any], trace: Any) -> Recording | Unplayable:
    if "error" in fact:
        return Unplayable(script, fact["error"])
    first, second = fact["teams"]
    return Recording(script, (first, second), fact["end"], trace)


@cache
def _recorder_digest() -> str:
    digest = sha256(pinned_digest().encode())
    for path in sorted(SCRIPT.parent.glob("*.js")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
