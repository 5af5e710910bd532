"""`psrokit play --browser`, with a program in the person's place: the page itself needs the Internet."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from collections.abc import Awaitable

from sessions import session

from psrokit.api import build
from psrokit_showdown.server.finding import Challenge
from psrokit_showdown.server.names import player_name
from psrokit_showdown.server.played import Session
from psrokit_showdown.server.terms import Patience

PLAY = (sys.executable, "-c", "from psrokit.cli import main; main()", "play")
SECONDS = 120.0
SAID = {"win": "== you win", "loss": "== max_power wins", "tie": "== a tie"}


async def awaited(playing: Awaitable[Session]) -> Session:
    return await playing


def test_a_person_finds_the_policy_there_and_is_told_who_won() -> None:
    command = [*PLAY, "max_power", "--browser", "--wait", "60"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as playing:
        assert playing.stdout is not None
        found = re.search(r"on port (\d+) of this machine; max_power is there as '(\w+)'", playing.stdout.readline())
        assert found is not None
        person = session(
            int(found[1]),
            build("policy", "random"),
            Challenge("gen1ou", found[2]),
            player_name(),
            Patience(30.0, 30.0, 10.0),
        )
        (played,) = asyncio.run(awaited(person)).battles
        *_, last = playing.communicate(timeout=SECONDS)[0].splitlines()
    assert playing.returncode == 0
    assert last == SAID[str(played.result)]


def test_what_cannot_be_played_is_refused_before_a_server_is_started() -> None:
    for options, words in ((["max_pwoer"], "Did you mean 'max_power'"), (["max_power", "--teams", "no"], "no file")):
        done = subprocess.run([*PLAY, *options, "--browser"], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout) == (2, "")
        assert words in done.stderr
