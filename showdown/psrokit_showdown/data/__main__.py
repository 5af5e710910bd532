"""`python -m psrokit_showdown.data PACKAGE_FOLDER`: write the tables anew from a pokemon-showdown package."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from psrokit.api import EnvironmentFault, InputError

HERE = Path(__file__).parent
SCRIPTS = {
    "gen1.json": "dump.js",
    "dex.json": "dump_dex.js",
    "effects.json": "dump_effects.js",
    "names.json": "dump_names.js",
}
"""What prints each committed table."""


def dump(package: Path, node: str = "node", table: str = "gen1.json") -> str:
    """The text of a table that the package gives. Raises EnvironmentFault where Node cannot print it."""
    command = [node, str(HERE / SCRIPTS[table]), str(package)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)  # noqa: S603 # our own script, the folder is an argument
    except subprocess.CalledProcessError as error:
        raise EnvironmentFault(f"Node could not read the tables of {package}: {error.stderr.strip()}") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise EnvironmentFault(f"could not run '{' '.join(command)}': {error}") from error
    return done.stdout


def main(arguments: list[str]) -> None:
    """Regenerate the committed tables."""
    if len(arguments) != 1:
        raise InputError("expected one argument: the folder of an installed pokemon-showdown package")
    for table in SCRIPTS:
        (HERE / table).write_text(dump(Path(arguments[0]), table=table), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
