"""The life of a run on the command line: run, look at it, report, verify, run again."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from shell import KUHN, Shell


def test_run_shows_what_it_found(shell: Shell) -> None:
    said = shell("run", "kuhn.yaml")
    assert said.code == 0
    assert "Run kuhn: finished after iteration 6" in said.out
    assert "nash_conv" in said.out
    assert "NashConv, exact" in said.out
    assert "player_0/response-6 │ improvement proven" in said.out
    assert said.out.rstrip().endswith("runs/kuhn/report.html")
    assert Path("runs/kuhn/report.html").is_file()
    assert "iteration 6 done" in said.err
    assert "iteration 6 done" not in said.out


def test_run_again_says_that_it_is_finished(shell: Shell) -> None:
    shell("run", "kuhn.yaml")
    said = shell("run", "kuhn.yaml")
    assert said.code == 0
    assert "finished already" in said.err
    assert "finished after iteration 6" in said.out


def test_a_continued_run_says_so_and_repeats_no_line(shell: Shell) -> None:
    shell("run", "kuhn.yaml", "--set", "iterations=2")
    said = shell("run", "kuhn.yaml")
    lines = said.err.splitlines()
    assert lines[0] == "continuing after iteration 2"
    assert [line.split(" done")[0] for line in lines[1:]] == [f"iteration {number}" for number in range(3, 7)]


def test_large_populations_are_shown_in_part(shell: Shell) -> None:
    Path("leduc.yaml").write_text(KUHN.replace("kuhn_poker", "leduc_poker"), encoding="utf-8")
    said = shell("run", "leduc.yaml", "--set", "iterations=22", "--set", "until={}")
    assert said.code == 0, said.err
    assert "6 more members: these have the most weight; the report has all." in said.out
    assert "24 more responses came before these; the report has all." in said.out
    assert "response-22" in said.out


def test_status_has_the_promised_shape(shell: Shell) -> None:
    final = shell("run", "sampled.yaml", "--json")
    said = shell("status", "runs/sampled", "--json")
    assert said.code == 0
    assert said.data.items() <= final.data.items()
    assert final.data["report"] == "runs/sampled/report.html"
    assert {"name", "iteration", "finished", "games", "population", "strategy", "metrics"} <= said.data.keys()
    assert (said.data["name"], said.data["iteration"], said.data["finished"]) == ("sampled", 2, True)
    assert said.data["games"]["finished"] == sum(part["finished"] for part in said.data["games"]["purposes"].values())
    assert said.data["games"]["failed"] == 0
    members = said.data["population"]["player"]
    assert members == ["pure", "response-1", "response-2"]
    assert list(said.data["strategy"]["player"]) == members
    assert sum(said.data["strategy"]["player"].values()) == pytest.approx(1)
    metric = said.data["metrics"]["restricted_exploitability"]
    assert {"value", "low", "high", "kind", "bound", "convention"} <= metric.keys()
    assert metric["low"] <= metric["high"]


def test_sampled_payoffs_have_intervals_and_games(shell: Shell) -> None:
    said = shell("run", "sampled.yaml")
    assert "win rate" in said.out
    assert re.search(r"│ +10 │", said.out), "ten games a cell"
    assert "±" in said.out
    assert "bracket" in said.out


def test_status_of_a_run_without_a_state(shell: Shell) -> None:
    shell("run", "kuhn.yaml", "--set", "iterations=0")
    with closing(sqlite3.connect("runs/kuhn/run.sqlite")) as ledger, ledger:
        ledger.execute("DELETE FROM metrics")
        ledger.execute("DELETE FROM iterations")
    said = shell("status", "runs/kuhn", "--json")
    assert said.data["iteration"] is None
    assert said.data["population"] == said.data["strategy"] == said.data["metrics"] == {}
    assert "no complete iteration yet" in shell("status", "runs/kuhn").out


def test_a_run_is_continued_from_its_folder_alone(shell: Shell) -> None:
    shell("run", "kuhn.yaml", "--set", "iterations=2", "--set", "seed=5")
    Path("kuhn.yaml").unlink()
    Path("runs/kuhn").rename("moved")
    said = shell("run", "moved", "--set", "iterations=3", "--json")
    assert said.code == 0, said.err
    assert (said.data["name"], said.data["iteration"], said.data["folder"]) == ("kuhn", 3, "moved")


def test_an_iteration_without_a_new_policy_is_said_to_be_one(shell: Shell) -> None:
    said = shell(
        "run",
        "sampled.yaml",
        "--set",
        "population=[{use: pure, action: 0}, {use: pure, action: 1}, {use: pure, action: 2}]",
    )
    assert said.code == 0, said.err
    assert "No new policy in iteration 1, 2." in said.out


def test_ls_lists_runs_and_names_damaged_ones(shell: Shell) -> None:
    shell("run", "kuhn.yaml")
    Path("runs/broken").mkdir()
    Path("runs/broken/run.sqlite").write_bytes(b"this is no database" * 100)
    said = shell("ls", "--json")
    broken, kuhn = said.data["runs"]
    assert broken["folder"] == "runs/broken"
    assert broken["problem"]
    assert kuhn == {
        "name": "kuhn",
        "folder": "runs/kuhn",
        "iteration": 6,
        "finished": True,
        "games": {"finished": 0, "failed": 0, "purposes": {}},
    }
    assert "runs/kuhn" in shell("ls").out


def test_report_goes_where_it_is_told(shell: Shell) -> None:
    shell("run", "kuhn.yaml")
    said = shell("report", "runs/kuhn", "-o", "mine.html", "--json")
    assert said.data == {"report": "mine.html"}
    assert "kuhn" in Path("mine.html").read_text(encoding="utf-8")


def test_verify_finds_a_changed_number(shell: Shell) -> None:
    shell("run", "sampled.yaml")
    assert shell("verify", "runs/sampled").code == 0
    assert shell("verify", "runs/sampled", "--json").data["whole"] is True
    with closing(sqlite3.connect("runs/sampled/run.sqlite")) as ledger, ledger:
        ledger.execute("UPDATE matches SET returns = '[0.5,-0.5]' WHERE sequence = 3")
    said = shell("verify", "runs/sampled", "--json")
    assert said.code == 6
    assert said.data["problems"]
    assert "wrong: " in shell("verify", "runs/sampled").out


def test_plan_plays_nothing(shell: Shell) -> None:
    said = shell("plan", "kuhn.yaml", "--set", "iterations=3", "--json")
    assert said.code == 0
    assert said.data["plan"]["iterations"] == 3
    assert said.data["plan"]["executor"] == {"use": "serial", "in_flight": 32, "attempts": 3}
    assert said.data["run"] == {"folder": "runs/kuhn", "exists": False, "continues": False, "finished": False}
    assert not Path("runs").exists()
    assert "openspiel" in shell("plan", "kuhn.yaml").out
    shell("run", "kuhn.yaml")
    assert shell("plan", "kuhn.yaml", "--json").data["run"]["finished"] is True
    assert "another plan" in shell("plan", "kuhn.yaml", "--set", "seed=2").out


def test_demo_needs_no_files(shell: Shell) -> None:
    said = shell("demo", "--out", "here", "--json")
    assert said.code == 0
    assert said.data["metrics"]["nash_conv"]["value"] <= 1e-12
    assert Path("here/report.html").is_file()


def test_names_cannot_steer_the_terminal(shell: Shell) -> None:
    Path("loose.py").write_text(ESCAPING, encoding="utf-8")
    Path("escape.yaml").write_text(
        KUHN.replace("[uniform]", '["\\e[31mred"]') + "plugins: [loose.py]", encoding="utf-8"
    )
    said = shell("run", "escape.yaml")
    assert said.code == 0, said.err
    assert "[31mred" in said.out
    assert "\x1b" not in said.out + said.err


ESCAPING = '''
from dataclasses import dataclass
from psrokit.api import build, policy

@policy("\\x1b[31mred")
@dataclass(frozen=True)
class Red:
    """A policy with an unpleasant name."""

    def start(self, seat, rng):
        return build("policy", {"use": "uniform"}).start(seat, rng)

    def behaviour(self, states):
        return build("policy", {"use": "uniform"}).behaviour(states)
'''


def test_schema_describes_plugin_options(shell: Shell) -> None:
    said = shell("schema")
    assert said.code == 0
    text = json.dumps(said.data)
    assert said.data["$schema"].endswith("2020-12/schema")
    assert '"openspiel"' in text
    assert "in_flight" in text
