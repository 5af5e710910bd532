"""`psrokit replay`, on a run of real battles."""

from __future__ import annotations

from pathlib import Path

from shell import KUHN, Shell

from psrokit.store import Run

BATTLES = """
name: replayed
game: {use: showdown, format: gen1ou, engine: native}
population: [random, max_power]
oracle: {use: tuned, candidates: 1, generations: 1, pairs: 1, finalists: 1, playoff_pairs: 1}
meta_solver: nash
evaluator: {use: sampled, pairs: 2}
iterations: 1
"""


def test_a_game_of_a_run_becomes_a_page_a_log_and_an_input_log(shell: Shell) -> None:
    Path("battles.yaml").write_text(BATTLES, encoding="utf-8")
    assert shell("run", "battles.yaml", "--out", "run").code == 0
    listed = shell("replay", "run", "--json").data
    assert listed["games"] == len(list(Run.open("run").matches())) >= 2
    assert [row["game"] for row in listed["last"]][-1] == listed["games"]
    assert {"random", "max_power"} <= {player for row in listed["last"] for player in row["players"]}
    assert f"games 1 to {listed['games']}" in shell("replay", "run").out

    said = shell("replay", "run", "1")
    assert (said.code, said.out) == (0, "Replay: run/replays/1.html\n")
    row = next(Run.open("run").matches())
    page = Path("run/replays/1.html").read_text(encoding="utf-8")
    assert f"gen1ou, {row.outcome.record['turns']} turns" in page
    assert shell("replay", "run", "1", "--text").out.startswith("|gametype|singles\n")
    lines = shell("replay", "run", "1", "--inputlog").out.splitlines()
    assert lines[0] == f'>start {{"formatid":"gen1ou","seed":"{row.outcome.record["prng"]}"}}'
    assert len(lines) == 3 + len(row.outcome.record["choices"]) // 2
    assert shell("replay", "run", "1", "--text", "-o", "sub/1.log").code == 0
    assert Path("sub/1.log").read_text(encoding="utf-8").endswith(("|win|Seat 0\n", "|win|Seat 1\n", "|tie\n"))

    both = shell("replay", "run", "1", "--text", "--html")
    assert both.code == 2
    assert "--text and --html are different forms: give one of them" in both.err

    missing = shell("replay", "run", "100000")
    assert missing.code == 2
    assert "there is no game 100000" in missing.err


def test_what_cannot_be_replayed_says_why(shell: Shell) -> None:
    assert "there is no run in nowhere" in shell("replay", "nowhere", "1").err
    Path("kuhn.yaml").write_text(
        KUHN.replace("evaluator: exact", "evaluator: {use: sampled, pairs: 2}"), encoding="utf-8"
    )
    assert shell("run", "kuhn.yaml", "--out", "kuhn", "--set", "iterations=1").code == 0
    said = shell("replay", "kuhn", "1")
    assert said.code == 2
    assert "is no battle of Showdown" in said.err
