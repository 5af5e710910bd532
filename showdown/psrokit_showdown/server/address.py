"""Which server: one on this machine, or a named one whose owner has agreed."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from psrokit.api import InputError
from psrokit_showdown.server.home import Home
from psrokit_showdown.server.package import LOOPBACK

_LOGIN = "https://play.pokemonshowdown.com/action.php?"
_SECONDS_BETWEEN_MESSAGES = 1.0


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """Where users connect. login_url: who checks passwords, None where names have none. seconds_between: how long a
    user waits from one message to the next.
    """

    url: str
    login_url: str | None
    seconds_between: float


def local_address(port: int) -> ServerAddress:
    """The server on a port of this machine, which has no login server and no rate limit."""
    return _here(f"ws://{LOOPBACK}:{port}/showdown/websocket")


def named_address(url: str, permission: str | None) -> ServerAddress:
    """The server at `url` (ws:// or wss://). One that is not on this machine needs the same URL once more as
    `permission`, and its users send at most one message a second. Raises InputError.
    """
    if _is_here(_host(url)):
        return _here(url)
    if permission != url:
        raise InputError(
            f"{url} is not on this machine, and programs may play there only if its owners allow it",
            remedy=f"If they do, add: --i-have-permission {url}",
        )
    return ServerAddress(url, _LOGIN, _SECONDS_BETWEEN_MESSAGES)


def found_address(server: str, permission: str | None) -> ServerAddress:
    """A server of this machine by its name, or one by its URL (see `named_address`). Raises InputError."""
    if "://" in server:
        return named_address(server, permission)
    running = Home(server).running()
    if running is None:
        raise InputError(
            f"no server '{server}' is running on this machine",
            remedy=f"Type: psrokit showdown start --name {server}",
        )
    return _here(running.url)  # also where it listens for others: an address of this machine, but not a loopback one


def _here(url: str) -> ServerAddress:
    return ServerAddress(url, None, 0.0)


def _host(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:  # brackets that hold no address
        parts = urlsplit("")
    if parts.scheme not in {"ws", "wss"} or not parts.hostname:
        raise InputError(f"'{url}' is not the address of a server (they look like wss://HOST/showdown/websocket)")
    return parts.hostname


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
