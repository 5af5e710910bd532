"""Where policies may go and what they are called there, before anything is sent."""

from __future__ import annotations

import asyncio

import pytest

from psrokit.api import InputError
from psrokit_showdown.server.address import named_address
from psrokit_showdown.server.connection import Connection
from psrokit_showdown.server.finding import Accept
from psrokit_showdown.server.names import LONGEST, checked_name, player_name
from psrokit_showdown.server.package import config
from psrokit_showdown.server.supervising import Site

FAR = "wss://showdown.example.org/showdown/websocket"


@pytest.mark.parametrize("permission", [None, "", "wss://other.example.org/showdown/websocket", FAR + "/"])
def test_a_server_elsewhere_needs_its_owners(permission: str | None) -> None:
    with pytest.raises(InputError, match="--i-have-permission"):
        named_address(FAR, permission)


def test_visits_elsewhere_are_slow_and_at_home_are_not() -> None:
    assert named_address(FAR, FAR).seconds_between >= 0.6
    assert named_address("ws://127.0.0.1:8000/showdown/websocket", None).seconds_between == 0
    with pytest.raises(InputError, match="permission"):
        named_address("ws://127.0.0.1.example.org/showdown/websocket", None)
    for no_address in ("http://127.0.0.1:8000", "ws://[::1", "wss://", "showdown"):
        with pytest.raises(InputError, match="not the address"):
            named_address(no_address, None)


@pytest.mark.parametrize(("url", "sent"), [("ws://127.0.0.1:8000/showdown/websocket", None), (FAR, "secret")])
def test_a_password_goes_only_where_there_are_any(url: str, sent: str | None) -> None:
    """Servers of this machine have no login server: who asks one for them never gets in."""

    async def made() -> Connection:
        return Connection(named_address(url, url), "somebody", "secret", lambda _message: None)

    assert asyncio.run(made()).account_configuration.password == sent


def test_names_are_short_and_never_collide() -> None:
    names = {player_name() for _ in range(100_000)}
    assert len(names) == 100_000
    assert max(map(len, names)) <= LONGEST
    assert all(name.isalnum() and name == name.lower() for name in names)


@pytest.mark.parametrize("name", ["", "a" * 19, "!!!", "a|b", "a,b", "a\nb"])
def test_a_name_that_no_server_takes_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="user name"):
        checked_name(name)


@pytest.mark.parametrize("address", ["0.0.0.0", "192.0.2.1"])  # noqa: S104 # that is what must be refused
def test_others_can_be_let_in_only_on_purpose(address: str) -> None:
    with pytest.raises(InputError, match="--unsafe-expose"):
        Site(address, 0).checked(exposed=False)


def test_a_port_is_found_and_an_address_must_be_one() -> None:
    assert Site("127.0.0.1", 0).checked(exposed=False).port > 1023
    assert Site("0.0.0.0", 8123).checked(exposed=True) == Site("0.0.0.0", 8123)  # noqa: S104 # nothing listens here
    with pytest.raises(InputError, match="IPv4"):
        Site("localhost", 0).checked(exposed=False)


def test_the_configuration_opens_nothing() -> None:
    text = config("127.0.0.1")
    for line in (
        "exports.bindaddress = '127.0.0.1';",
        "exports.consoleips = [];",
        "exports.repl = false;",
        "exports.backdoor = false;",
        "exports.watchconfig = false;",
        "exports.loginserver = 'http://127.0.0.1:9/';",
    ):
        assert line in text


def test_challenges_come_and_go() -> None:
    finder = Accept("gen1ou")
    finder.hear("|pm| Somebody| us|/challenge gen1ou|gen1ou||||")
    finder.hear("|pm| Other| us|/challenge gen9ou|gen9ou||||")
    finder.hear("|pm| Third One| us|/challenge gen1ou|gen1ou||||")
    finder.hear("|pm| Somebody| us|/challenge")
    finder.hear("|pm| Somebody| us|hello")
    assert finder.seek() == ("/accept thirdone",)
    assert finder.seek() == ()
