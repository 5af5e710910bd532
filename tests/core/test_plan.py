"""Plans: everything built, every default written down, and one hash over what may not change."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from textwrap import dedent

import pytest
from drafts import WHOLE, changed, draft

from psrokit import __version__
from psrokit.component import spec
from psrokit.errors import EnvironmentFault, InputError
from psrokit.plan import Plan, make_plan
from psrokit.plan.provenance import git_state, versions


def plan(folder: Path, text: str = WHOLE, *overrides: str) -> Plan:
    folder.mkdir(exist_ok=True)
    return make_plan(draft(folder, text), overrides)


def test_a_plan_writes_every_default_down(tmp_path: Path) -> None:
    made = plan(tmp_path, WHOLE, "oracle.rate=0.5")
    assert made.text == WHOLE
    assert made.overrides == ("oracle.rate=0.5",)
    resolved = made.resolved
    assert json.loads(json.dumps(resolved, allow_nan=False)) == resolved
    assert resolved["seed"] == 1
    assert resolved["oracle"] == spec(made.experiment.oracle)
    assert (resolved["oracle"]["rate"], resolved["oracle"]["schedule"]) == (0.5, {"start": 1.0, "decay": 0.5})
    assert resolved["population"]["guesser"] == [{"name": "still", "policy": {"use": "still", "patience": 0}}]
    assert resolved["executor"] == {"use": "here", "workers": 1}
    assert (resolved["iterations"], resolved["until"], resolved["max_failures"]) == (3, {}, 0)
    assert (resolved["name"], resolved["overrides"]) == ("draft", ["oracle.rate=0.5"])
    assert resolved["digest"] == made.digest
    (plugin,) = resolved["plugins"]
    assert plugin["file"] == str(tmp_path / "parts.py")
    assert len(plugin["sha256"]) == 64


def test_what_a_plan_writes_down_builds_it_again(tmp_path: Path) -> None:
    made = plan(tmp_path)
    resolved = json.loads(json.dumps(made.resolved))
    for kind in ("game", "oracle", "meta_solver", "evaluator", "executor"):
        assert made.catalog.build(kind, resolved[kind]) == getattr(made.experiment, kind)
    members = made.population["thrower"]
    kept = [made.catalog.build("policy", member["policy"]) for member in resolved["population"]["thrower"]]
    assert kept == [member.policy for member in members]


@pytest.mark.parametrize(
    "override", ["iterations=9", "until.distance=1", "max_failures=3", "name=other", "executor.workers=8"]
)
def test_what_may_change_on_resume_is_not_in_the_digest(override: str, tmp_path: Path) -> None:
    assert plan(tmp_path, WHOLE, override).digest == plan(tmp_path).digest


@pytest.mark.parametrize(
    "override",
    [
        "seed=2",
        "game.sides=3",
        "population=[{use: still, patience: 1}]",
        "population=[still, {use: still, patience: 1}]",
        "oracle.budget=11",
        "oracle.fallback=still",
        "evaluator.matches=11",
        "meta_solver=uniform",
        "metrics=[]",
    ],
)
def test_what_may_not_change_on_resume_is_in_the_digest(override: str, tmp_path: Path) -> None:
    assert plan(tmp_path, WHOLE, override).digest != plan(tmp_path).digest


def test_files_count_by_content_and_not_by_place(tmp_path: Path) -> None:
    text = changed("sides: 2", "table: table.csv")
    digests = []
    for name, content in {"here": "1,2", "there": "1,2", "changed": "1,3"}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "table.csv").write_text(content)
        digests.append(plan(tmp_path / name, text).digest)
    assert digests[0] == digests[1]
    assert digests[0] != digests[2]


def test_the_format_of_the_file_does_not_matter(tmp_path: Path) -> None:
    other = "# a comment\n" + changed("{use: coin, sides: 2}", "\n  sides: 2\n  use: 'coin'").replace(
        "[still]", "[{use: still}]"
    )
    assert plan(tmp_path, other).digest == plan(tmp_path).digest


CHECKS = """
    from psrokit.api import hookimpl

    @hookimpl
    def psrokit_check(plan):
        yield f"{plan.name} needs a coin of {plan.experiment.game.sides} sides"
        if plan.experiment.seed == 2:
            raise RuntimeError("no idea")
"""


def test_all_reasons_of_all_plugins_are_told_together_and_once(tmp_path: Path) -> None:
    for name, wanted in (("first.py", "coin"), ("second.py", "die"), ("third.py", "die")):
        (tmp_path / name).write_text(dedent(CHECKS).replace("coin", wanted))
    text = changed("[parts.py]", "[parts.py, first.py, second.py, third.py]")
    with pytest.raises(EnvironmentFault) as caught:
        plan(tmp_path, text)
    assert caught.value.exit_code == 3
    assert str(caught.value).endswith("  draft needs a coin of 2 sides\n  draft needs a die of 2 sides")
    with pytest.raises(EnvironmentFault, match="failed: RuntimeError: no idea"):
        plan(tmp_path, text, "seed=2")


def test_plugins_without_objections_say_nothing(tmp_path: Path) -> None:
    (tmp_path / "quiet.py").write_text("from psrokit.api import hookimpl\n@hookimpl\ndef psrokit_check(): return []\n")
    assert plan(tmp_path, changed("[parts.py]", "[parts.py, quiet.py]")).name == "draft"


def test_errors_of_the_file_come_before_the_checks(tmp_path: Path) -> None:
    (tmp_path / "first.py").write_text(dedent(CHECKS))
    with pytest.raises(InputError, match="must be an integer"):
        plan(tmp_path, changed("[parts.py]", "[parts.py, first.py]").replace("10", "x"))


def test_versions_name_python_psrokit_and_what_it_needs() -> None:
    found = versions()
    assert found["psrokit"] == __version__
    assert {"python", "numpy", "scipy", "pydantic"} <= set(found)


def test_without_git_there_is_no_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert git_state([Path(__file__).parent]) is None


def test_the_commit_of_the_first_repository_is_kept(tmp_path: Path) -> None:
    git = shutil.which("git")
    assert git, "git must be installed to test what is recorded about it"
    repository = tmp_path / "lab"
    repository.mkdir()
    (repository / "a.txt").write_text("a")
    for command in (["init", "-q"], ["add", "."], ["-c", "user.name=n", "-c", "user.email=e", "commit", "-qm", "m"]):
        subprocess.run([git, "-C", str(repository), *command], check=True)
    state = git_state([tmp_path / "nowhere", repository])
    assert state is not None
    assert (state["repository"], len(str(state["commit"])), state["changed"]) == ("lab", 40, False)
    (repository / "a.txt").write_text("b")
    assert git_state([repository]) == {**state, "changed": True}


def test_a_meta_solver_for_other_seats_is_refused_before_anything_is_played(tmp_path: Path) -> None:
    text = dedent("""\
        seed: 1
        game: {use: matrix, payoffs: [[[[0, 0]]], [[[0, 0]]], [[[0, 0]]]]}
        population: [uniform]
        oracle: exact
        meta_solver: nash
        evaluator: exact
        iterations: 1
    """)
    with pytest.raises(InputError, match="nash solves tables of two players, this one has 3 seats") as refusal:
        plan(tmp_path, text)
    assert (refusal.value.place or "").endswith(":5:14")
    assert plan(tmp_path, text, "meta_solver=cce").experiment.game.seats == ("player_0", "player_1", "player_2")


BROKEN = """
    from dataclasses import dataclass
    from psrokit.api import meta_solver

    @meta_solver("broken")
    @dataclass(frozen=True)
    class Broken:
        '''Divides by nothing.'''

        def solve(self, table):
            return 1 / 0
"""


def test_a_bug_of_a_solver_is_not_hushed_up_when_it_is_asked_about_seats(tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text(dedent(BROKEN))
    text = (
        changed("[parts.py]", "[parts.py, broken.py]").replace("use: flat", "use: broken").replace(": flat", ": broken")
    )
    with pytest.raises(ZeroDivisionError):
        plan(tmp_path, text)
