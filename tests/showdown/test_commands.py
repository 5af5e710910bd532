"""Commands of this package: what they refuse, and what they say where something is missing."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from psrokit.api import InputError
from psrokit_showdown.commands import fetching, generating, installing, run_rounds
from psrokit_showdown.commands.converting import convert_teams
from psrokit_showdown.commands.play import play
from psrokit_showdown.commands.servers import accept, challenge, ladder
from psrokit_showdown.simulator import SimulatorMissing
from psrokit_showdown.teams import load_teams
from psrokit_showdown.teams.usage import count_usage, movesets

TAUROS = "Tauros|||NoAbility|bodyslam|Serious||N||||"


@pytest.mark.parametrize("seconds", ["nan", "inf", "0", "-1", "soon"])
@pytest.mark.parametrize("option", ["--patience", "--wait", "--think"])
def test_no_wait_is_endless(option: str, seconds: str) -> None:
    for command in (ladder, accept, play):
        if command is not play or option == "--wait":
            said = CliRunner().invoke(command, ["random", option, seconds])
            assert said.exit_code == 2
            assert option in said.output


def test_nobody_is_challenged_by_an_empty_name() -> None:
    said = CliRunner().invoke(challenge, ["random", ""])
    assert isinstance(said.exception, InputError)
    assert "cannot be a user name" in str(said.exception)


WITHOUT_POKE_ENV = "import sys; sys.modules['poke_env'] = None; from psrokit.cli import main; main()"


def without_poke_env(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", WITHOUT_POKE_ENV, *words]
    return subprocess.run(command, input="q\n", capture_output=True, text=True, check=False)


def test_a_terminal_needs_no_poke_env() -> None:
    said = without_poke_env("play", "random")
    assert said.returncode == 0, said.stderr
    assert "you give up" in said.stdout


@pytest.mark.parametrize("words", [("play", "random", "--browser"), ("showdown", "ladder", "random")])
def test_servers_need_it_and_say_what_brings_it(words: tuple[str, ...]) -> None:
    said = without_poke_env(*words)
    assert (said.returncode, said.stdout) == (3, "")
    assert 'pip install "psrokit[poke-env]"' in said.stderr
    assert "Traceback" not in said.stderr


@pytest.mark.parametrize("name", ["../outside", "inside/../../outside", "{absolute}/outside"])
def test_a_team_is_written_nowhere_but_in_its_folder(name: str, tmp_path: Path) -> None:
    name, folder = name.format(absolute=tmp_path), tmp_path / "teams"
    lines = [json.dumps({"name": each, "packed": TAUROS}) for each in ("good", name)]
    (tmp_path / "given.jsonl").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(InputError, match="outside"):
        convert_teams(str(tmp_path / "given.jsonl"), "gen1ou", "export", folder, as_json=False)
    assert [path.name for path in tmp_path.iterdir()] == ["given.jsonl"]


def never(*_: object) -> None:
    raise AssertionError("this work is in vain")


def test_a_folder_with_teams_is_refused_before_any_are_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = movesets(count_usage(named.team for named in load_teams("builtin", "gen1ou")), 1)
    (tmp_path / "usage.json").write_text(json.dumps(told), encoding="utf-8")
    (tmp_path / "one.gen1ou_team").touch()
    monkeypatch.setattr(generating, "generate_teams", never)
    with pytest.raises(InputError, match="holds teams already"):
        generating.generate_teams_from(tmp_path / "usage.json", "gen1ou", 3, 1, tmp_path, as_json=False)


def test_a_folder_that_is_there_is_refused_before_the_download(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "fetch_archive", never)
    with pytest.raises(InputError, match="exists already"):
        fetching.fetch_teams(fetching.Wanted("competitive", "gen1ou", None, None, tmp_path), as_json=False)


def test_a_ledger_of_another_form_is_not_taken_for_an_empty_one(tmp_path: Path) -> None:
    ledger = tmp_path / "run.sqlite"
    with sqlite3.connect(ledger) as made:
        made.execute("CREATE TABLE games (sequence INTEGER)")
    with pytest.raises(sqlite3.OperationalError, match="no such table: matches"):
        run_rounds._look(ledger)


def test_a_node_that_does_not_run_is_told_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installing, "find_node", lambda: Path("/bin/false"))
    with pytest.raises(SimulatorMissing, match="Node does not run"):
        installing.node_version()
    check = next(installing.health())
    assert (check.name, check.health) == ("node", "fail")
    assert "reinstall" in check.fix
