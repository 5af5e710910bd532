"""`psrokit showdown start`, `stop`, `status`, `ladder`, `challenge`, and `psrokit play`, as people type them."""

from __future__ import annotations

import json
import os
import re
import secrets
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from shell import PROGRAM, Shell, start

SECONDS = 60.0


class Up:
    """A server that `psrokit showdown start` runs in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.name = f"test-{secrets.token_hex(4)}"
        self.process = start(folder, "showdown", "start", "--name", self.name)
        assert self.process.stdout is not None
        self.said = self.process.stdout.readline()

    def server(self) -> int:
        """The process id of Node, the group of all that it started."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return int(children[0])


@pytest.fixture
def up(tmp_path: Path) -> Iterator[Up]:
    server = Up(tmp_path)
    yield server
    if server.process.poll() is None:
        server.process.terminate()
    server.process.communicate(timeout=SECONDS)


def until(condition: Any) -> None:
    end = monotonic() + SECONDS
    while not condition():
        assert monotonic() < end, "it did not happen in time"
        sleep(0.2)


def alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_server_is_started_restarted_played_on_and_stopped(shell: Shell, up: Up) -> None:
    assert f"the server '{up.name}' is up: ws://127.0.0.1:" in up.said
    told = shell("showdown", "status", "--name", up.name, "--json")
    assert (told.code, told.data["accepts"], told.data["restarts"]) == (0, True, 0)
    assert told.data["address"] == "127.0.0.1"
    again = shell("showdown", "start", "--name", up.name)
    assert again.code == 3
    assert "is running already" in again.err

    os.kill(up.server(), signal.SIGKILL)
    assert up.process.stdout is not None
    assert "restart 1" in up.process.stdout.readline()
    assert shell("showdown", "status", "--name", up.name, "--json").data["restarts"] == 1

    options = ["--server", up.name, "--battles", "2"]
    accepting = [*PROGRAM, "showdown", "accept", "max_power", "--user", f"a{up.name[5:]}", "--json", *options]
    with subprocess.Popen(accepting, stdout=subprocess.PIPE, text=True) as other:
        said = shell("showdown", "challenge", "random", f"a{up.name[5:]}", *options)
        theirs = json.loads(other.communicate(timeout=SECONDS)[0])
    assert said.code == 0, said.err
    assert "n = 2 finished battles" in said.out
    assert sum(theirs["results"].values()) == 2
    assert theirs["win_rate"]["n"] == 2

    group = up.server()
    assert "is stopped" in shell("showdown", "stop", "--name", up.name).out
    assert up.process.wait(timeout=SECONDS) == 0
    until(lambda: not alive(group))  # its children end when their channels close
    assert shell("showdown", "status", "--name", up.name).code == 3
    assert "no server" in shell("showdown", "stop", "--name", up.name).out


def test_a_server_is_gone_when_its_parent_is_killed(shell: Shell, up: Up) -> None:
    group = up.server()
    assert alive(group)
    up.process.kill()
    up.process.wait(timeout=SECONDS)
    until(lambda: not alive(group))
    assert shell("showdown", "status", "--name", up.name).code == 3


def test_a_policy_that_thinks_longer_than_patience_loses_and_is_reported(shell: Shell, up: Up) -> None:
    Path("slow.py").write_text(SLOW, encoding="utf-8")
    slow, name = '{"use": "poke_env", "player": "Slow", "file": "slow.py"}', f"a{up.name[5:]}"
    accepting = [*PROGRAM, "showdown", "accept", "max_power", "--user", name, "--json", "--server", up.name]
    with subprocess.Popen(accepting, stdout=subprocess.PIPE, text=True) as other:
        said = shell("showdown", "challenge", slow, name, "--patience", "3", "--server", up.name)
        theirs = json.loads(other.communicate(timeout=SECONDS)[0])
    assert said.code == 4
    assert "wins 0 %" in said.out
    assert "faults: 1 x the policy thought for more than 3 seconds" in said.out
    assert theirs["results"] == {"win": 1}


SLOW = """
import time
from poke_env.player import Player

class Slow(Player):
    def choose_move(self, battle):
        time.sleep(20)
        return self.choose_random_move(battle)
"""


@pytest.mark.slow
def test_a_server_that_freezes_is_begun_anew(shell: Shell, up: Up) -> None:
    frozen = up.server()
    os.killpg(frozen, signal.SIGSTOP)
    said = shell("showdown", "status", "--name", up.name)
    assert (said.code, "does NOT accept connections" in said.out) == (3, True)
    assert up.process.stdout is not None
    assert "fallen silent; it is up again (restart 1)" in up.process.stdout.readline()
    assert up.server() != frozen
    assert shell("showdown", "status", "--name", up.name).code == 0


def test_a_port_that_is_taken_is_refused(shell: Shell) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        said = shell("showdown", "start", "--name", "taken", "--port", str(other.getsockname()[1]))
    assert said.code == 3
    assert "of 127.0.0.1 cannot be used: Address already in use" in said.err


def test_exposure_and_far_servers_must_be_meant(shell: Shell) -> None:
    said = shell("showdown", "start", "--address", "0.0.0.0")  # noqa: S104 # that is what must be refused
    assert said.code == 2
    assert "--unsafe-expose" in said.err
    said = shell("showdown", "ladder", "random", "--server", "wss://showdown.example.org/showdown/websocket")
    assert said.code == 2
    assert "--i-have-permission" in said.err
    said = shell("showdown", "accept", "random", "--server", "nowhere")
    assert said.code == 2
    assert "psrokit showdown start --name nowhere" in said.err


def play(folder: Path, answers: str, *options: str) -> str:
    done = subprocess.run(
        [*PROGRAM, "play", "max_power", *options],
        cwd=folder,
        input=answers,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_person_plays_a_whole_battle(tmp_path: Path) -> None:
    said = play(tmp_path, "1\n" * 2000)
    assert said.splitlines()[-1].rpartition(": ")[2] in {"== player wins", "== max_power wins", "== a tie"}
    assert "  1  use " in said
    assert "max_power sends out" in said
    assert said.startswith("== gen1ou: you are player, against max_power\n")


def test_a_person_sees_no_hidden_health(tmp_path: Path) -> None:
    lines = play(tmp_path, "1\n" * 2000).splitlines()
    told = [line for line in lines if "max_power's" in line and " is at " in line]
    assert told
    for line in told:
        assert "/100" in line or "0 fnt" in line, line


def test_a_person_mistypes_and_gives_up(tmp_path: Path) -> None:
    said = play(tmp_path, "99\nfoo\nq\n")
    assert "'99' is none of these" in said
    assert "'foo' is none of these" in said
    assert "you give up, max_power wins" in said


def test_the_page_about_servers_shows_commands_and_options_that_exist(shell: Shell) -> None:
    page = (Path(__file__).parents[2] / "docs" / "how-to" / "play-on-a-server.md").read_text(encoding="utf-8")
    lines = [
        line
        for block in re.findall(r"^```sh\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
        for line in block.splitlines()
    ]
    assert len(lines) >= 6
    for line in lines:
        _, *words = line.split()
        verbs = words[:2] if words[0] == "showdown" else words[:1]
        said = shell(*verbs, "--help")
        assert said.code == 0, line
        assert all(word in said.out for word in words if word.startswith("--")), line
