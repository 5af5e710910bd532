"""`python -m psrokit_showdown.data PACKAGE_FOLDER`: write gen1.json anew from a pokemon-showdown package."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from psrokit.api import EnvironmentFault, InputError

HERE = Path(__file__).parent


def dump(package: Path, node: str = "node") -> str:
    """The text of gen1.json that the package gives. Raises EnvironmentFault where Node cannot print it."""
    command = [node, str(HERE / "dump.js"), str(package)]
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
    (HERE / "gen1.json").write_text(dump(Path(arguments[0])), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
