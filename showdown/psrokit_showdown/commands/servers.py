"""The commands around servers: `start`, `stop`, `status`, `ladder`, `accept` and `challenge` of `psrokit showdown`."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from psrokit_showdown.commands.showdown import SECONDS, format_option, json_option

if TYPE_CHECKING:
    from psrokit_showdown.commands.online import Visit

_name = click.option("--name", default="local", show_default=True, help="Which of this machine's servers.")


@click.command("start")
@_name
@click.option("--address", default="127.0.0.1", show_default=True, help="The IPv4 address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="The port; any free one if left out.")
@click.option("--unsafe-expose", is_flag=True, help="Allow an address that other machines can reach.")
@json_option
def start(*, name: str, address: str, port: int, unsafe_expose: bool, as_json: bool) -> None:
    """Run the real Showdown server on this machine until it is stopped.

    It stays in the foreground, is begun again when it dies, and ends with this command however that ends. Anybody who
    can reach it may play under any name: it listens on this machine only, unless that is lifted.
    """
    from psrokit_showdown.commands.serving import start_server  # noqa: PLC0415 # `psrokit --help` stays fast
    from psrokit_showdown.server.supervising import Site  # noqa: PLC0415

    start_server(name, Site(address, port), exposed=unsafe_expose, as_json=as_json)


@click.command("stop")
@_name
@json_option
def stop(*, name: str, as_json: bool) -> None:
    """Stop a server that `start` runs."""
    from psrokit_showdown.commands.serving import stop_server  # noqa: PLC0415 # `psrokit --help` stays fast

    stop_server(name, as_json=as_json)


@click.command("status")
@_name
@json_option
def status(*, name: str, as_json: bool) -> int:
    """Say whether a server runs and accepts connections. Exit code 3 if not."""
    from psrokit_showdown.commands.serving import show_server  # noqa: PLC0415 # `psrokit --help` stays fast

    return show_server(name, as_json=as_json)


def _visiting(command: Callable[..., int]) -> Callable[..., int]:
    """The options of a policy's visit to a server, handed on as one `Visit`."""

    @click.option("--server", default="local", show_default=True, help="A server of this machine, or a ws:// URL.")
    @click.option("--i-have-permission", "permission", metavar="URL", help="The URL again, if it is not this machine.")
    @click.option("--user", help="The user name; a new one if left out. PSROKIT_SHOWDOWN_PASSWORD is its password.")
    @format_option
    @click.option("--teams", default="builtin", show_default=True, help="Where the policy's teams are drawn from.")
    @click.option("--battles", type=click.IntRange(min=1), default=1, show_default=True, help="How many.")
    @click.option("--at-once", type=click.IntRange(min=1), default=1, show_default=True, help="How many at a time.")
    @click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Own teams and chance.")
    @click.option(
        "--patience", "battle_seconds", type=SECONDS, default=45.0, show_default=True, help="Silence allowed."
    )
    @click.option("--wait", "opponent_seconds", type=SECONDS, default=45.0, show_default=True, help="For an opponent.")
    @click.option(
        "--think",
        "think_seconds",
        type=SECONDS,
        default=30.0,
        show_default=True,
        help="A decision; at most --patience.",
    )
    @click.option("--timer", is_flag=True, help="Start the server's timer in every battle.")
    @json_option
    @wraps(command)
    def visiting(*, as_json: bool, opponent: str | None = None, **options: Any) -> int:
        from psrokit_showdown.commands.online import Visit  # noqa: PLC0415 # `psrokit --help` stays fast

        asked = Visit(**options)
        return command(asked, as_json=as_json) if opponent is None else command(asked, opponent, as_json=as_json)

    return visiting


@click.command("ladder")
@click.argument("policy")
@_visiting
def ladder(asked: Visit, *, as_json: bool) -> int:
    """Let POLICY play whoever looks for a battle. POLICY is a name, or JSON as in `battle`.

    Every battle ends as won, lost, tied or failed, with the kind of failure; no wait is longer than --patience or
    --wait, in seconds. A policy that raises or thinks for longer than --think gives up that battle. Exit code 4 if
    anything failed.
    """
    from psrokit_showdown.commands.online import show_visit  # noqa: PLC0415 # `psrokit --help` stays fast
    from psrokit_showdown.server.finding import Ladder  # noqa: PLC0415

    return show_visit(asked, Ladder(asked.format_id), as_json=as_json)


@click.command("challenge")
@click.argument("policy")
@click.argument("opponent")
@_visiting
def challenge(asked: Visit, opponent: str, *, as_json: bool) -> int:
    """Let POLICY challenge the user OPPONENT. See `ladder`."""
    from psrokit_showdown.commands.online import show_visit  # noqa: PLC0415 # `psrokit --help` stays fast
    from psrokit_showdown.server.finding import Challenge  # noqa: PLC0415
    from psrokit_showdown.server.names import checked_name  # noqa: PLC0415

    return show_visit(asked, Challenge(asked.format_id, checked_name(opponent)), as_json=as_json)


@click.command("accept")
@click.argument("policy")
@_visiting
def accept(asked: Visit, *, as_json: bool) -> int:
    """Let POLICY accept whoever challenges it. See `ladder`; people need more --patience and --wait."""
    from psrokit_showdown.commands.online import show_visit  # noqa: PLC0415 # `psrokit --help` stays fast
    from psrokit_showdown.server.finding import Accept  # noqa: PLC0415

    return show_visit(asked, Accept(asked.format_id), as_json=as_json)
