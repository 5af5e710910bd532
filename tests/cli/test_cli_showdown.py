"""`psrokit showdown` and `psrokit bench battles`, on the real simulator."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import pytest
from shell import Shell

from psrokit.api import Match
from psrokit_showdown.commands import comparing, measuring, rivals
from psrokit_showdown.commands.memory import PeakMemory, family
from psrokit_showdown.commands.rivals import RivalStalled
from psrokit_showdown.commands.rounds import Round
from psrokit_showdown.commands.score import Score
from psrokit_showdown.commands.speeds import Comparison, show
from psrokit_showdown.games.showdown import Showdown

SECONDS_TO_END = 20.0
SMOKE = Path(__file__).parents[2] / "experiments" / "smoke" / "gen1ou.yaml"
ILLEGAL = "Mewtwo\n- Psychic\n- Recover\n"


def test_install_says_what_is_where(shell: Shell) -> None:
    said = shell("showdown", "install", "--json")
    assert said.code == 0, said.err
    assert Path(said.data["package"]).is_dir()
    assert re.fullmatch(r"v\d+\.\d+\.\d+", said.data["node_version"])
    assert re.fullmatch("[0-9a-f]{64}", said.data["sha256"])
    assert said.data["version"] in shell("showdown", "install").out


def test_builtin_teams_are_legal(shell: Shell) -> None:
    said = shell("showdown", "teams", "check", "--json")
    assert said.code == 0
    assert len(said.data["teams"]) >= 24
    assert all(team["legal"] for team in said.data["teams"])
    assert "0 of them not legal" in shell("showdown", "teams", "check").out


def test_an_illegal_team_has_its_reasons(shell: Shell) -> None:
    Path("team.txt").write_text(ILLEGAL, encoding="utf-8")
    said = shell("showdown", "teams", "check", "team.txt", "--json")
    assert said.code == 2
    (team,) = said.data["teams"]
    assert not team["legal"]
    assert any("Mewtwo" in reason for reason in team["reasons"])
    assert "ILLEGAL team: Mewtwo" in shell("showdown", "teams", "check", "team.txt").out


def test_one_battle_is_told(shell: Shell) -> None:
    said = shell("showdown", "battle", "random", "max_power", "--seed", "7")
    assert said.code == 0, said.err
    lines = said.out.splitlines()
    assert lines[0].startswith("random sends out")
    assert "-- turn 1" in lines
    assert any(re.match(r"max_power's \w+.* uses ", line) for line in lines)
    assert lines[-1] in {"== random wins", "== max_power wins", "== a tie"}
    assert shell("showdown", "battle", "random", "max_power", "--seed", "7").out == said.out
    record = shell("showdown", "battle", "random", "max_power", "--seed", "7", "--json").data["record"]
    turns = [line for line in lines if line.startswith("-- turn")]
    assert record["turns"] == len(turns)


def test_many_battles_have_a_result_with_an_interval(shell: Shell) -> None:
    said = shell("showdown", "battle", "random", '{"use": "greedy_damage"}', "--games", "12", "--json")
    assert said.code == 0, said.err
    assert (said.data["games"], said.data["failed"]) == (12, 0)
    rate = said.data["win_rate"]
    assert 0 <= rate["low"] <= rate["value"] <= rate["high"] <= 1
    assert rate["value"] < 0.5
    assert rate["n"] == 6


def test_a_score_has_a_width_also_when_all_pairs_are_equal() -> None:
    sure, even = Score.of([1.0] * 20), Score.of([0.5] * 20)
    assert sure.value == sure.high == 1.0
    assert 0.5 < sure.low < 1
    assert even.low < 0.5 < even.high
    assert Score.of([1.0] * 200).low > sure.low


def test_bench_without_poke_env_measures_this_side(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rivals, "find_spec", lambda _: None)
    said = shell("bench", "battles", "--games", "8", "--rounds", "1", "--json")
    assert said.code == 0, said.err
    assert said.data["poke_env"] is said.data["ratio"] is None
    assert "poke-env" in said.data["why_not"]
    own = said.data["psrokit"]
    assert own["rounds"][0]["games"] == 8
    assert own["decisions_per_second"] > own["battles_per_second"] > 0
    assert 50 * 2**20 < own["peak_memory_bytes"] < 2**30
    native, run = said.data["native"], said.data["native_run"]
    assert native["rounds"][0]["games"] == 8 * 500
    assert native["battles_per_second"] > 10 * own["battles_per_second"]
    assert native["bytes_in_flight"] <= 2048
    assert 1000 < run["rounds"][0]["games"] < 3000
    assert run["decisions_per_second"] > 10 * run["battles_per_second"]
    assert 0 < native["share_of_published"] < 1


def test_bench_says_when_the_machine_was_busy(capsys: pytest.CaptureFixture[str]) -> None:
    once = [Round(10, 500, 1.0, 2**20, 1.0)]
    cores = os.cpu_count() or 1
    for load, busy in ((0.4 * cores, False), (0.6 * cores, True)):
        show(Comparison(load, 1000, once, once, once, once, [], 0, None), as_json=False)
        said = capsys.readouterr().out
        assert (f"The load was {load:.1f} on {cores} cores before the first round" in said) is busy


def test_bench_plays_the_same_through_poke_env(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("poke_env", reason="poke-env is not installed: nothing to compare with")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    said = shell("bench", "battles", "--games", "12", "--rounds", "1", "--json")
    assert said.code == 0, said.err
    assert said.data["why_not"] is None, said.data["why_not"]
    assert said.data["poke_env"]["rounds"][0]["games"] == 12
    assert said.data["ratio"] > 1
    end = time.monotonic() + SECONDS_TO_END
    while left := servers(tmp_path):
        assert time.monotonic() < end, left
        time.sleep(0.2)


def test_bench_gives_up_on_a_rival_that_stalls(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def stalling(games: int) -> None:
        raise RivalStalled(f"it finished 0 of {games} games")

    monkeypatch.setattr(measuring.Native, "measure", lambda native, games, _: _add(native, Round(games, 100, 1.0, 0)))
    monkeypatch.setattr(measuring, "our_round", lambda games, _: Round(games, 100, 1.0, 0))
    monkeypatch.setattr(measuring, "rival_round", stalling)
    monkeypatch.setattr(measuring, "why_no_rival", lambda: None)
    said = shell("bench", "battles", "--games", "2", "--rounds", "1")
    assert said.code == 0
    assert "stalled 3 times" in said.out


def _add(native: measuring.Native, measured: Round) -> None:
    native.arrays.append(measured)
    native.policies.append(measured)
    native.runs.append(measured)


@pytest.mark.slow
def test_the_policies_of_a_run_play_alike_on_both_engines(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fitted responses among them, and the native engine in a tenth of the time."""
    assert shell("run", str(SMOKE), "--out", str(tmp_path / "run")).code == 0
    said = shell("showdown", "compare-engines", str(tmp_path / "run"), "--pairs", "4", "--json")
    assert said.code == 0, said.err
    names = {cell[key] for cell in said.data["cells"] for key in ("row", "column")}
    assert "response-1" in names
    assert said.data["equal"] == said.data["games"] == 8 * len(said.data["cells"])
    assert all(cell["native"] == cell["showdown"] for cell in said.data["cells"])
    assert said.data["times_faster"] > 10
    play = comparing._play

    def differing(game: Showdown, matches: list[Match], workers: int) -> comparing.Played:
        first, *others = (played := play(game, matches, workers)).outcomes
        changed = replace(first, decisions=first.decisions + (game.engine == "native"))
        return comparing.Played([changed, *others], played.seconds)

    monkeypatch.setattr(comparing, "_play", differing)
    said = shell("showdown", "compare-engines", str(tmp_path / "run"), "--pairs", "2")
    assert said.code == 6
    assert "3 of 4" in said.out


@pytest.mark.parametrize(
    ("experiment", "said"),
    [
        (
            (
                "{name: kuhn, game: {use: openspiel, game: kuhn_poker}, population: [uniform],"
                " oracle: exact, meta_solver: nash, evaluator: exact, iterations: 0}"
            ),
            "openspiel",
        ),
        (
            (
                "{name: alone, game: {use: showdown, engine: native}, population: [max_power],"
                " oracle: tuned, meta_solver: nash, evaluator: {use: sampled, pairs: 2}, iterations: 0}"
            ),
            "one policy only",
        ),
    ],
)
def test_runs_that_leave_nothing_to_compare_are_refused(
    shell: Shell, tmp_path: Path, experiment: str, said: str
) -> None:
    file = tmp_path / "experiment.yaml"
    file.write_text(experiment, encoding="ascii")
    ran = shell("run", str(file), "--out", str(tmp_path / "run"))
    assert ran.code == 0, ran.err
    refused = shell("showdown", "compare-engines", str(tmp_path / "run"))
    assert refused.code == 2
    assert said in refused.err


def test_peak_memory_counts_children() -> None:
    hungry = "import time; x = bytearray(200 * 2**20); print('ready', flush=True); time.sleep(30)"
    with PeakMemory() as alone:
        time.sleep(0.1)
    with PeakMemory() as memory, subprocess.Popen([sys.executable, "-c", hungry], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        assert child.pid in family(os.getpid())
        time.sleep(1.2)
        child.kill()
    assert memory.bytes > alone.bytes + 150 * 2**20


def servers(folder: Path) -> list[str]:
    """The command lines of Showdown servers that were started from copies in a folder."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if f"{folder}/psrokit-server-" in line:
            found.append(line)
    return found
