"""How a run begins: its folder, the files that say what it is, the agreement of a plan with what was begun there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from psrokit.component import spec
from psrokit.errors import InputError
from psrokit.files import make_folder, write_durably
from psrokit.ledger import LEDGER_FILE
from psrokit.lock import LOCK_FILE
from psrokit.plan import Plan
from psrokit.store import EXPERIMENT_FILE, PLAN_FILE, RESUMED, STARTED, WORK_FOLDER, Run, last_start
from psrokit.writer import LedgerWriter

_DIFFERENCES_SHOWN = 8


def claim(folder: Path) -> None:
    """Make the folder, or accept one that holds a run or nothing. Raises InputError for anybody else's folder."""
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder} is not a folder", remedy="Choose another place with --out.")
    names = {path.name for path in folder.iterdir()} if folder.exists() else set()
    ours = {LOCK_FILE, EXPERIMENT_FILE, PLAN_FILE, WORK_FOLDER}
    foreign = sorted(name for name in names - ours if not name.startswith(f".{EXPERIMENT_FILE}"))
    if foreign and LEDGER_FILE not in names:
        raise InputError(
            f"{folder} holds other things than a run, such as {foreign[0]}",
            remedy="Choose a new or empty folder with --out.",
        )
    make_folder(folder)
