"""`psrokit showdown teams`: check, convert, stats, generate, download."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
from shell import Shell

from psrokit_showdown.teams import load_teams

BUILTIN = load_teams("builtin", "gen1ou")
BROKEN = "Tauros\nBody Slam\n"
ILLEGAL = "Jynx\n- Psychic\n\nMewtwo\n- Psychic\n"


def test_check_places_every_reason_and_goes_on(shell: Shell) -> None:
    folder = Path("mine")
    folder.mkdir()
    for name, text in (("bad", BROKEN), ("good", BUILTIN[0].team.export), ("illegal", ILLEGAL)):
        (folder / f"{name}.gen1ou_team").write_text(text, encoding="utf-8")
    said = shell("showdown", "teams", "check", "mine")
    assert said.code == 2
    assert "ILLEGAL bad: \n          mine/bad.gen1ou_team:2: 'Body Slam' is not understood" in said.out
    assert "          mine/illegal.gen1ou_team:4: Mewtwo is tagged Uber, which is banned." in said.out
    assert "3 teams, 2 of them not legal in gen1ou" in said.out
    rows = shell("showdown", "teams", "check", "mine", "--json").data["teams"]
    assert [row["legal"] for row in rows] == [False, True, False]
    assert rows[2]["places"] == ["mine/illegal.gen1ou_team:4"]


def test_convert_and_stats_go_on_past_what_cannot_be_read(shell: Shell) -> None:
    folder = Path("mine")
    folder.mkdir()
    (folder / "bad.gen1ou_team").write_text(BROKEN, encoding="utf-8")
    (folder / "good.gen1ou_team").write_text(BUILTIN[0].team.export, encoding="utf-8")
    (folder / "lost.gen1ou_team").symlink_to("nowhere")
    left_out = (
        "left out bad: mine/bad.gen1ou_team:2: 'Body Slam' is not understood\n"
        "left out lost: mine/lost.gen1ou_team: this file cannot be read: No such file or directory\n"
    )
    for asked in (["convert", "mine", "--to", "packed"], ["stats", "mine"]):
        said = shell("showdown", "teams", *asked)
        assert (said.code, said.err) == (2, left_out)
    assert said.out.startswith("1 teams in gen1ou")
    told = shell("showdown", "teams", "convert", "mine", "--to", "packed", "--json").data
    assert [team["packed"] for team in told["teams"]] == [BUILTIN[0].team.packed]
    assert [team["name"] for team in told["unreadable"]] == ["bad", "lost"]
    checked = shell("showdown", "teams", "check", "mine")
    assert "lost: \n          mine/lost.gen1ou_team: this file cannot be read: No such file" in checked.out
    assert "3 teams, 2 of them not legal" in checked.out


def test_convert_overwrites_nothing(shell: Shell) -> None:
    Path("notes.txt").write_text("mine", encoding="utf-8")
    said = shell("showdown", "teams", "convert", "--to", "packed", "-o", "notes.txt")
    assert said.code == 2
    assert "notes.txt exists already\n  Name a new file." in said.err
    assert Path("notes.txt").read_text(encoding="utf-8") == "mine"


def test_a_paste_is_read_from_standard_input(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(BUILTIN[0].team.export))
    said = shell("showdown", "teams", "convert", "-", "--to", "packed")
    assert said.out == f"{BUILTIN[0].team.packed}\n"
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert "nothing was pasted" in shell("showdown", "teams", "convert", "-").err


def test_convert_writes_what_is_read_back(shell: Shell) -> None:
    assert shell("showdown", "teams", "convert", "--to", "packed", "-o", "all.txt").code == 0
    assert [named.team for named in load_teams("all.txt", "gen1ou")] == [named.team for named in BUILTIN]
    assert shell("showdown", "teams", "convert", "all.txt", "-o", "folder").code == 0
    assert [named.team for named in load_teams("folder", "gen1ou")] == [named.team for named in BUILTIN]
    assert "holds teams already" in shell("showdown", "teams", "convert", "all.txt", "-o", "folder").err
    printed = shell("showdown", "teams", "convert", "all.txt").out
    assert [named.team for named in load_teams(printed, "gen1ou")] == [named.team for named in BUILTIN]


def test_stats_feed_generate_and_the_seed_decides(shell: Shell) -> None:
    said = shell("showdown", "teams", "stats", "--json")
    Path("usage.json").write_text(said.out, encoding="utf-8")
    assert said.data["Tauros"]["moves"]["BodySlam"] > 0.5
    assert "Tauros: BodySlam" in shell("showdown", "teams", "stats").out
    made = [shell("showdown", "teams", "generate", "usage.json", "--count", "3", "--seed", n) for n in ("1", "1", "2")]
    assert made[0].out == made[1].out != made[2].out
    assert "3 legal teams from usage.json" in made[0].err
    assert shell("showdown", "teams", "generate", "usage.json", "--count", "3", "-o", "made").code == 0
    assert [named.team.packed for named in load_teams("made", "gen1ou")] == made[0].out.splitlines()
    assert shell("showdown", "teams", "check", "made").code == 0


def test_a_download_that_cannot_be_says_why(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)
    said = shell("showdown", "teams", "download", "competitive", "--json")
    assert said.code == 3
    assert "pip install 'psrokit[hub]'" in json.dumps(said.data)
