"""`psrokit showdown endgame` and `probe`: bad positions, what is solved and kept, what is not and is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from endgame_positions import STARMIE, TAUROS, solved_duel

from psrokit.api import InputError
from psrokit.cli.app import call
from psrokit_showdown.commands.solving import NOT_SOLVED
from psrokit_showdown.endgames.position import parse_position, row_of
from psrokit_showdown.endgames.probes import probe_of, write_probes
from psrokit_showdown.endgames.solve import solve_endgame


@pytest.mark.parametrize(
    ("side", "message"),
    [
        ({"species": "Tauros", "moves": ["bodyslm"]}, "bodyslm"),
        ({"species": "Tauros", "moves": ["bodyslam"], "hp": 0}, "hp is from 1 to 353"),
        ({"species": "Tauros", "moves": ["bodyslam"], "pp": [25]}, "at most"),
        ({"species": "Tauros", "moves": ["bodyslam"], "status": "slp"}, "turns left"),
        ({"species": "Tauros", "moves": ["bodyslam"], "status": "slp", "sleep": 8}, "turns left"),
        ({"species": "Tauros", "moves": ["bodyslam"], "sleep": -1}, "turns left"),
        ({"species": "Tauros", "moves": ["bodyslam"], "sleep": "2"}, "sleep is a whole number"),
        ({"species": "Tauros", "moves": ["bodyslam"], "level": None}, "level is a whole number"),
        ({"species": "Tauros", "moves": ["bodyslam"], "status": []}, "unknown status"),
        ({"species": "Tauros", "moves": ["bodyslam"], "status": ["slp"]}, "unknown status"),
        ({"species": "Tauros", "moves": ["bodyslam"], "helth": 3}, "helth"),
        ({"species": "Tauros", "moves": ["bodyslam"], "status": "sleepy"}, "sleepy"),
        ({"species": "Tauros"}, "needs a species"),
    ],
)
def test_bad_positions_are_refused(side: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        parse_position({"sides": [side, TAUROS]}, "test")


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """What the command line says, and its exit code."""
    code = call(["showdown", *arguments])
    return code, capsys.readouterr().out


def test_the_commands_solve_keep_and_probe(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = {"species": "Tauros", "moves": ["swift", "bodyslam"], "hp": 1}
    position, file = json.dumps({"sides": [first, {"species": "Chansey", "moves": ["swift"], "hp": 1}]}), "probes.jsonl"
    keep = str(tmp_path / file)
    code, said = asked(capsys, "endgame", position, "--keep", keep, "--tolerance", "0.1", "--json")
    told = json.loads(said)
    assert (code, told["solved"], told["kept"]) == (0, True, True)
    assert told["value"]["low"] <= told["value"]["high"] <= told["value"]["low"] + 0.1
    assert set(told["strategies"][0]) == {"swift", "bodyslam"}
    assert told["strategies_are"] == "optimal within the tolerance"
    code, said = asked(capsys, "probe", "max_power", keep, "--samples", "2", "--json")
    probed = json.loads(said)
    assert (code, [item["seat"] for item in probed["regrets"]], probed["unsolved"]) == (0, [0, 1], [])


def test_what_is_not_solved_says_so_and_is_not_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    position, keep = json.dumps({"sides": [TAUROS, STARMIE]}), tmp_path / "probes.jsonl"
    few = ("endgame", position, "--positions", "40", "--keep", str(keep))
    code, said = asked(capsys, *few)
    assert code == NOT_SOLVED
    assert said.startswith("NOT SOLVED: value for seat 0: in [")
    assert said.count("(of the bounds, not optimal)") == 2
    assert "not kept" in said
    code, said = asked(capsys, *few, "--json")
    told = json.loads(said)
    assert (code, told["solved"], told["kept"]) == (NOT_SOLVED, False, False)
    assert told["strategies_are"] == "those of the bounds only"
    assert told["gap"] > told["value"]["tolerance"]
    assert not keep.exists()


def test_probes_that_are_not_solved_judge_nobody(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    position, file = parse_position({"sides": [TAUROS, STARMIE]}, "test"), tmp_path / "probes.jsonl"
    good = probe_of(position, solved_duel().solution, 0.5)
    bad = probe_of(position, solve_endgame(row_of(position), 1e-3, 40).solution, 1e-3)
    assert (good.solved, bad.solved) == (True, False)
    write_probes(file, [bad])
    assert asked(capsys, "probe", "max_power", str(file))[0] == InputError.exit_code
    write_probes(file, [good])
    code, said = asked(capsys, "probe", "max_power", str(file), "--samples", "2")
    assert code == 0
    assert "left out, not solved" in said
    assert "2 seats in 1 positions" in said


def test_a_policy_that_is_no_json_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    probes = tmp_path / "probes.jsonl"
    probes.touch()
    assert call(["showdown", "probe", '{"use": "scripted"', str(probes)]) == InputError.exit_code
    assert 'error: {"use": "scripted": this policy is not JSON' in capsys.readouterr().err
