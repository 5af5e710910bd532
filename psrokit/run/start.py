"""How a run begins: its folder, the files that say what it is, the agreement of a plan with what is there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from psrokit.component import spec_hash
from psrokit.errors import InputError
from psrokit.plan import Plan
from psrokit.store import EXPERIMENT_FILE, PLAN_FILE, RESUMED, STARTED, WORK_FOLDER, NoRun, Run
from psrokit.store.files import make_folder, write_durably
from psrokit.store.ledger import LEDGER_FILE
from psrokit.store.writer import LedgerWriter

_DECISIVE = ("seed", "game", "population", "oracle", "meta_solver", "evaluator", "metrics")
_DRIFTING = ("plugins", "versions", "git")
_DIFFERENCES_SHOWN = 8
_LONGEST = 60


def claim(folder: Path) -> None:
    """Make the folder, or accept one that holds a run or nothing. Raises InputError for any other folder."""
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder} is not a folder", remedy="Choose another place with --out.")
    names = {path.name for path in folder.iterdir()} if folder.exists() else set()
    foreign = [name for name in names - {EXPERIMENT_FILE, PLAN_FILE, WORK_FOLDER} if not name.startswith(".")]
    if foreign and LEDGER_FILE not in names:
        raise InputError(
            f"{folder} holds something else than a run, such as {min(foreign)}",
            remedy="Choose a new or an empty folder with --out.",
        )
    make_folder(folder)


def begun(plan: Plan, folder: Path) -> Run | None:
    """The run of this plan that was begun in `folder`; None if none was.

    Raises InputError, naming what differs, if a run of another plan was begun there.
    """
    try:
        run = Run.open(folder)
    except NoRun:
        return None
    if run.digest == plan.digest:
        return run
    changes = [change for key in _DECISIVE for change in differences(run.plan.get(key), plan.resolved.get(key), key)]
    shown = "".join(f"\n  {change}" for change in changes[:_DIFFERENCES_SHOWN])
    more = f"\n  and {len(changes) - _DIFFERENCES_SHOWN} more" if len(changes) > _DIFFERENCES_SHOWN else ""
    raise InputError(
        f"the run in {folder} was begun with another plan:{shown or ' a file that it names has changed'}{more}",
        remedy="Undo the change to continue that run, or start a new one with another --out.",
    )


def drift(plan: Plan, earlier: Run) -> list[str]:
    """What is not as it was when the run was last begun, and may change results: code and versions."""
    there = earlier.plan
    return [change for key in _DRIFTING for change in differences(there.get(key), plan.resolved.get(key), key)]


def start(plan: Plan, folder: Path, earlier: Run | None) -> LedgerWriter:
    """Write the files and open the ledger, with an event that names them. Only while holding the run's lock."""
    files = {
        EXPERIMENT_FILE: plan.text.encode(),
        PLAN_FILE: json.dumps(plan.resolved, indent=2, ensure_ascii=False).encode() + b"\n",
    }
    for name, content in files.items():
        _keep(folder / name, content)
    make_folder(folder / WORK_FOLDER)
    ledger = LedgerWriter.open(folder / LEDGER_FILE)
    ledger.add_event(
        RESUMED if earlier else STARTED,
        {
            "name": plan.name,
            "digest": plan.digest,
            "game": spec_hash(plan.experiment.game),
            "plan": plan.resolved,
            "files": {name: sha256(content).hexdigest() for name, content in files.items()},
        },
    )
    return ledger


def differences(old: object, new: object, path: str = "") -> Iterator[str]:
    """What differs between two JSON values, one line for each place."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys([*old, *new]):
            yield from differences(old.get(key), new.get(key), f"{path}.{key}" if path else str(key))
    elif old != new:
        yield f"{path}: {_short(old)} there, {_short(new)} now"


def _short(value: object) -> str:
    text = json.dumps(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


def _keep(path: Path, content: bytes) -> None:
    if not path.is_file() or path.read_bytes() != content:
        write_durably(path, content)
