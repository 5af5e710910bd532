"""Policies on a real server: results, faults of policies, falls of the connection."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from time import monotonic, sleep
from typing import Any

import numpy as np
import pytest
from sessions import LONGEST_WAIT, SHORT, AtThird, both, session
from storm import FORMAT, pair, storm, wanted

from psrokit.api import EnvironmentFault, build
from psrokit_showdown.baselines.random import Random
from psrokit_showdown.server.address import ServerAddress, local_address
from psrokit_showdown.server.finding import Accept, Challenge, Ladder
from psrokit_showdown.server.names import player_name
from psrokit_showdown.server.package import LOOPBACK
from psrokit_showdown.server.played import Session
from psrokit_showdown.server.playing import play
from psrokit_showdown.server.process import free_port
from psrokit_showdown.server.terms import Patience
from psrokit_showdown.simulator.install import locate, verify

OPPOSITE = {"win": "loss", "loss": "win", "tie": "tie"}


def leaving() -> Any:
    raise SystemExit(0)


def out_of_time() -> Any:
    raise TimeoutError("its own")


def raising() -> Any:
    raise ZeroDivisionError("seven is no divisor")


def thinking_too_long() -> Any:
    sleep(6.0)


def agree(sessions: list[Session], battles: int) -> None:
    """Both account for as many battles, and tell the same of those that both finished."""
    first, second = ({battle.room: battle for battle in each.finished} for each in sessions)
    for each in sessions:
        assert len(each.battles) == battles
        assert all((battle.result is None) is not (battle.failure is None) for battle in each.battles)
        assert each.summary()["longest_wait"] <= LONGEST_WAIT
    for room in first.keys() & second.keys():
        assert OPPOSITE[str(first[room].result)] == second[room].result


def test_two_policies_play_on_the_ladder(server: int) -> None:
    sessions = asyncio.run(pair(server, 6, 3))
    agree(sessions, 6)
    assert all(len(each.finished) == 6 and each.reconnections == 0 for each in sessions)
    assert {battle.opponent for battle in sessions[0].battles} == {sessions[1].name}
    assert all(battle.turns > 1 and battle.decisions > 1 for battle in sessions[0].battles)
    assert verify(locate())  # the server has not touched the installed package


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (raising, "the policy raised ZeroDivisionError: seven is no divisor"),
        (leaving, "the policy raised SystemExit: 0"),
        (out_of_time, "the policy raised TimeoutError: its own"),
        (thinking_too_long, "the policy thought for more than 2 seconds"),
        (lambda: "move 9", "the policy chose 'move 9', which is not legal"),
        (lambda: np.array([1, 2]), "the policy chose array([1, 2]), which is not legal"),
    ],
    ids=["raises", "leaves", "runs out of time", "hangs", "illegal", "array"],
)
def test_a_faulty_policy_gives_up_and_is_reported(server: int, wrong: Callable[[], Any], words: str) -> None:
    faulty, other = both(server, AtThird(wrong))
    (battle,) = faulty.battles
    assert (battle.result, battle.fault, battle.decisions) == ("loss", words, 2)
    assert other.battles[0].result == "win"
    assert faulty.summary()["faults"] == {words: 1}


@pytest.mark.parametrize(
    ("limit", "result", "fault"),
    [(7.0, "loss", "the policy thought for more than 7 seconds"), (30.0, "win", None)],
    ids=["overdue", "in time"],
)
def test_a_battle_that_ends_while_a_policy_thinks_waits_for_its_answer(
    server: int, limit: float, result: str, fault: str | None
) -> None:
    """The other side gives up after 4 seconds; the policy answers after 9."""
    slow, other = both(server, AtThird(lambda: sleep(9.0)), Patience(15.0, 25.0, limit), Patience(4.0, 25.0, 2.0))
    assert other.summary()["failures"] == {"hang": 1}
    assert (slow.battles[0].result, slow.battles[0].fault) == (result, fault)


def test_connections_that_drop_lose_no_battle(server: int) -> None:
    ((sessions, told),) = storm(server, 24, 8, 0.1)
    agree(sessions, 24)
    assert told["cut"] > 0
    assert sum(each.reconnections for each in sessions) > 0
    assert sum(len(each.finished) for each in sessions) >= 46


@pytest.mark.slow
def test_two_thousand_battles_through_a_proxy_that_drops_connections(server: int) -> None:
    accounted = cut = 0
    for sessions, told in storm(server, 2000, 32, 0.02):
        agree(sessions, 250)
        accounted += len(sessions[0].battles)
        cut += told["cut"]
    assert accounted == 2000
    assert cut >= 40


def test_nobody_to_play_with_is_a_failure(server: int) -> None:
    patience = Patience(5.0, 3.0, 2.0)
    policy = build("policy", {"use": "random"})
    lonely = asyncio.run(
        play(local_address(server), "lonely", None, Ladder("gen1uu"), wanted(policy, 3, 2, 1, patience))
    )
    assert lonely.summary()["failures"] == {"no_opponent": 3}


def test_somebody_who_does_not_exist_is_told_at_once(server: int) -> None:
    started = monotonic()
    lonely = asyncio.run(session(server, Random(), Challenge(FORMAT, "nosuchuser"), player_name()))
    assert monotonic() - started < 12.0 < SHORT.opponent
    (battle,) = lonely.battles
    assert (battle.failure, battle.why) == ("no_opponent", "the server said: The user 'nosuchuser' was not found.")


def test_somebody_who_comes_a_moment_later_is_waited_for(server: int) -> None:
    async def late(port: int, first: str, second: str) -> Session:
        await asyncio.sleep(2.5)
        return await session(port, Random(), Accept(FORMAT, first), second)

    async def run() -> list[Session]:
        first, second = player_name(), player_name()
        challenge = session(server, Random(), Challenge(FORMAT, second), first)
        return list(await asyncio.gather(challenge, late(server, first, second)))

    agree(asyncio.run(run()), 1)


def test_a_team_that_is_refused_is_told_at_once(server: int) -> None:
    packed = "Mewtwo|||none|psychic||||||100|"
    order = replace(wanted(Random(), 3, 2, 1, SHORT), team=lambda _number: packed)
    started = monotonic()
    refused = asyncio.run(play(local_address(server), player_name(), None, Ladder(FORMAT), order))
    assert monotonic() - started < 10.0
    assert refused.summary()["failures"] == {"no_opponent": 3}
    assert all("Your team was rejected" in battle.why for battle in refused.battles)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("ws://127.0.0.1:{port}/showdown/websocket", "connection refused"),
        ("ws://localhost:{port}/showdown/websocket", "connection refused"),
        ("ws://no.such.host.invalid:{port}/showdown/websocket", "unknown host 'no.such.host.invalid'"),
    ],
)
def test_a_server_that_is_not_there_is_an_error_at_once(url: str, words: str) -> None:
    address = ServerAddress(url.format(port=free_port(LOOPBACK)), None, 0.0)
    started = monotonic()
    with pytest.raises(EnvironmentFault, match=f"nobody could log in as 'nobody' at ws://.*: {words}"):
        asyncio.run(play(address, "nobody", None, Ladder(FORMAT), wanted(Random(), 1, 1, 1, SHORT)))
    assert monotonic() - started < 10.0 < SHORT.battle


@pytest.mark.parametrize("version", ["HTTP/1.0", "HTTP/1.1"])
def test_a_web_server_is_no_server_of_battles(version: str) -> None:
    class Handler(SimpleHTTPRequestHandler):
        protocol_version = version

    with ThreadingHTTPServer((LOOPBACK, 0), Handler) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        order, started = wanted(Random(), 1, 1, 1, SHORT), monotonic()
        with pytest.raises(EnvironmentFault, match="HTTP"):
            asyncio.run(play(local_address(other.server_port), "nobody", None, Ladder(FORMAT), order))
        assert monotonic() - started < 10.0
        other.shutdown()


def test_a_name_that_is_not_given_is_an_error(server: int) -> None:
    policy = build("policy", {"use": "random"})
    with pytest.raises(EnvironmentFault, match="nobody could log in as 'Guest 1'"):
        asyncio.run(play(local_address(server), "Guest 1", None, Ladder(FORMAT), wanted(policy, 1, 1, 1, SHORT)))
