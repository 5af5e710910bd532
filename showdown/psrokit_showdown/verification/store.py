"""Recordings kept on disk: the simulator takes an hour for what the engine repeats in a minute.

One file holds the recordings of a handful of scripts, and its name says everything they depend on: the scripts, the
simulator package and the recorder's own source. So a run that was stopped goes on where it stopped, and a changed
engine can be compared with the same battles.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import numpy as np

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
    """A folder of recordings."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder

    def load(self, scripts: Sequence[Script]) -> Handful | None:
        """The recordings of these scripts, None if they are not there."""
        path = self._path(scripts)
        if not path.is_file():
            return None
        with np.load(path, allow_pickle=False) as file:
            facts: dict[str, Any] = json.loads(bytes(file["facts"]).decode())
            traces = np.split(file["traces"], np.cumsum(file["lengths"])[:-1])
        answers = [
            _answer(script, fact, trace) for script, fact, trace in zip(scripts, facts["battles"], traces, strict=True)
        ]
        return Handful(tuple(facts["names"]), answers, facts["coverage"])

    def save(self, scripts: Sequence[Script], handful: Handful) -> None:
        """Keep recordings; the file is there whole or not at all."""
        nothing = np.empty((0, len(handful.names)), dtype=np.int32)
        traces = [answer.trace if isinstance(answer, Recording) else nothing for answer in handful.answers]
        facts = {
            "names": handful.names,
            "coverage": handful.coverage,
            "battles": [_fact(answer) for answer in handful.answers],
        }
        with NamedTemporaryFile(dir=self._folder, delete=False) as file:
            np.savez_compressed(
                file,
                facts=np.frombuffer(json.dumps(facts).encode(), dtype=np.uint8),
                lengths=np.array([len(trace) for trace in traces]),
                traces=np.concatenate(traces),
            )
        Path(file.name).rename(self._path(scripts))

    def _path(self, scripts: Sequence[Script]) -> Path:
        digest = sha256(_recorder_digest().encode())
        digest.update(json.dumps([script.message() for script in scripts]).encode())
        return self._folder / f"{digest.hexdigest()[:32]}.npz"


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
