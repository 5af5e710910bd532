"""Members of a run's population, named wherever a policy can be named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from psrokit.api import InputError, build, spec
from psrokit.plan import make_plan
from psrokit.run import execute

RPS = """
game: {use: matrix, payoffs: [[0, -1, 1], [1, 0, -1], [-1, 1, 0]]}
population: [{use: pure, action: 0}]
oracle: exact
meta_solver: nash
evaluator: exact
iterations: 2
"""
ALIKE = RPS.replace("[-1, 1, 0]]", "[-1, 1, 0]], seats: [player, player]")


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which `runs/rps` has two roles and `runs/alike` has one."""
    monkeypatch.chdir(tmp_path)
    for name, text in (("rps", RPS), ("alike", ALIKE)):
        file = tmp_path / f"{name}.yaml"
        file.write_text(text, encoding="utf-8")
        execute(make_plan(file), tmp_path / "runs" / name)
    return tmp_path / "runs"


@pytest.mark.parametrize(
    "ref",
    [
        "run:runs/alike/response-1",
        "run:alike/response-1",
        "run:alike/player/response-1",
        "run:alike/1/player/response-1",
    ],
)
def test_a_member_is_found_by_its_name(runs: Path, ref: str) -> None:
    assert runs.is_dir()
    assert spec(build("policy", ref)) == {"use": "pure", "action": 1}


def test_a_run_may_lie_anywhere(runs: Path) -> None:
    assert spec(build("policy", f"run:{runs}/rps/row/response-2"))["action"] == 2


def test_experiments_begin_with_what_others_found(runs: Path, tmp_path: Path) -> None:
    file = tmp_path / "next.yaml"
    file.write_text(ALIKE.replace("[{use: pure, action: 0}]", "['run:alike/pure', 'run:alike/response-2']"))
    assert runs.is_dir()
    policies = [member.policy for member in make_plan(file).population["player"]]
    assert [spec(policy)["action"] for policy in policies] == [0, 2]


@pytest.mark.parametrize(
    ("ref", "said"),
    [
        ("run:", "'run:' names no run"),
        ("run:nowhere/response-1", "'run:nowhere/response-1' names no run"),
        ("run:alike/respnose-1", "unknown member of run alike 'respnose-1'. Did you mean 'response-1'?"),
        ("run:alike/plyer/response-1", "unknown role of run alike 'plyer'. Did you mean 'player'?"),
        ("run:alike/9/player/response-1", "unknown iteration of run alike '9'"),
        ("run:alike/0/player/response-1", "unknown member of run alike 'response-1'. Did you mean"),
    ],
)
def test_what_is_not_there_is_said(runs: Path, ref: str, said: str) -> None:
    assert runs.is_dir()
    with pytest.raises(InputError, match=re.escape(said.partition(" Did you mean")[0])):
        build("policy", ref)


def test_a_name_that_two_roles_share_needs_its_role(runs: Path) -> None:
    assert spec(build("policy", "run:rps/pure")) == {"use": "pure", "action": 0}, "the same policy in both"
    file = runs.parent / "apart.yaml"
    file.write_text(RPS.replace("[[0, -1, 1], [1, 0, -1], [-1, 1, 0]]", "[[0, 5, -1], [1, 0, 0], [0, 0, 0]]"))
    execute(make_plan(file), runs / "apart")
    with pytest.raises(InputError, match="'response-1' is in the populations of row, column"):
        build("policy", "run:apart/response-1")
    assert [spec(build("policy", f"run:apart/{role}/response-1"))["action"] for role in ("row", "column")] == [1, 2]
