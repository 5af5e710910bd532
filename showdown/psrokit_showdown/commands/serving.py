"""`psrokit showdown start`, `stop` and `status`."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from psrokit.api import EnvironmentFault
from psrokit_showdown.commands.saying import say, say_json, tell
from psrokit_showdown.server.home import Home, Running
from psrokit_showdown.server.supervising import Site, supervise
from psrokit_showdown.simulator.install import install


def start_server(name: str, site: Site, *, exposed: bool, as_json: bool) -> None:
    """Install what is missing and keep a server running until told to end. Raises InputError, EnvironmentFault."""
    site = site.checked(exposed=exposed)

    def started(running: Running) -> None:
        if as_json:
            say_json(_data(name, running, accepts=True))
        elif running.restarts:
            say(f"the server '{name}' had ended or fallen silent; it is up again (restart {running.restarts})")
        else:
            say(f"the server '{name}' is up: {running.url} (Ctrl-C, or psrokit showdown stop, ends it)")

    supervise(install(tell), Home(name), site, started)


def stop_server(name: str, *, as_json: bool) -> None:
    """End a server. Raises EnvironmentFault if it does not end."""
    stopped = Home(name).stop()
    if as_json:
        say_json({"name": name, "stopped": stopped})
    else:
        say(f"the server '{name}' is stopped" if stopped else f"no server '{name}' is running")


def show_server(name: str, *, as_json: bool) -> int:
    """Say whether a server is running and accepts connections; the exit code is that of an EnvironmentFault if not."""
    running = Home(name).running()
    healthy = running is not None and running.accepts
    if as_json:
        say_json(_data(name, running, accepts=healthy))
    elif running is None:
        say(f"no server '{name}' is running")
    else:
        words = "accepts connections" if healthy else "does NOT accept connections"
        say(f"the server '{name}' {words}: {running.url} (process {running.pid}, {running.restarts} restarts)")
    return 0 if healthy else EnvironmentFault.exit_code


def _data(name: str, running: Running | None, *, accepts: bool) -> dict[str, Any]:
    if running is None:
        return {"name": name, "running": False}
    return {"name": name, "running": True, "accepts": accepts, "url": running.url, **asdict(running)}
