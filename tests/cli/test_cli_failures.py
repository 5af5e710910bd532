"""How verbs fail: the exit code, one readable message or one JSON document, no traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from shell import KUHN, SAMPLED, Shell, start

from psrokit.cli.failures import KINDS
from psrokit.store.lock import locked

BAD_INPUT = {
    "unknown verb": ("statsu",),
    "unknown option": ("run", "kuhn.yaml", "--outt", "x"),
    "missing argument": ("run",),
    "missing file": ("run", "nothing.yaml"),
    "unknown key": ("run", "kuhn.yaml", "--set", "iteration=3"),
    "wrong type": ("plan", "kuhn.yaml", "--set", "iterations=many"),
    "unknown game": ("plan", "kuhn.yaml", "--set", "game.game=kuhn_pocker"),
    "no run": ("status", "here"),
    "no runs": ("ls", "nowhere"),
    "no report": ("report", "here"),
    "nothing to verify": ("verify", "here"),
    "unknown component": ("plugins", "info", "nahs"),
    "unknown policy": ("showdown", "battle", "radnom", "random"),
    "odd games": ("showdown", "battle", "random", "random", "--games", "3"),
    "no teams": ("showdown", "teams", "nowhere"),
}
SUGGESTIONS = {
    "unknown verb": "status",
    "unknown key": "iterations",
    "unknown game": "kuhn_poker",
    "unknown component": "nash",
    "unknown policy": "random",
}


@pytest.mark.parametrize("case", BAD_INPUT)
def test_bad_input_is_one_message_and_code_2(case: str, shell: Shell) -> None:
    said = shell(*BAD_INPUT[case])
    assert said.code == 2
    assert said.out == ""
    assert said.err.startswith("error: ")
    assert "Traceback" not in said.err
    assert SUGGESTIONS.get(case, "") in said.err
    assert ": use: " not in said.err, "where nobody wrote an option"


@pytest.mark.parametrize("case", BAD_INPUT)
def test_bad_input_as_json(case: str, shell: Shell) -> None:
    said = shell(*BAD_INPUT[case], "--json")
    assert said.code == 2
    error = said.data["error"]
    assert set(error) == {"kind", "message", "place", "remedy"}
    assert error["kind"] == "input"
    assert error["message"]
    assert said.err == ""


def test_a_reason_that_several_parts_have_is_said_once(shell: Shell) -> None:
    said = shell("plan", "kuhn.yaml", "--set", "game.max_histories=10")
    assert said.code == 3
    assert said.err.count("too many to be solved exactly") == 1


def test_a_mistake_in_a_file_has_its_place(shell: Shell) -> None:
    Path("kuhn.yaml").write_text(KUHN.replace("iterations: 10", "iteratons: 10"), encoding="utf-8")
    said = shell("run", "kuhn.yaml", "--json")
    assert said.code == 2
    assert "kuhn.yaml:9:1" in f"{said.data['error']['place']} {said.data['error']['message']}"
    assert "iterations" in said.data["error"]["message"]


def test_a_missing_package_is_code_3(shell: Shell) -> None:
    Path("needy.py").write_text("import surely_not_installed\n", encoding="utf-8")
    Path("kuhn.yaml").write_text(KUHN + "plugins: [needy.py]\n", encoding="utf-8")
    said = shell("run", "kuhn.yaml", "--json")
    assert (said.code, said.data["error"]["kind"]) == (3, "environment")
    assert "surely_not_installed" in said.data["error"]["message"]


def test_failed_games_over_budget_are_code_4(shell: Shell) -> None:
    Path("failing.py").write_text(FAILING, encoding="utf-8")
    Path("failing.yaml").write_text(FAILING_EXPERIMENT, encoding="utf-8")
    said = shell("run", "failing.yaml", "--json")
    assert (said.code, said.data["error"]["kind"]) == (4, "failures")
    assert "max_failures" in said.data["error"]["remedy"]


def test_a_locked_run_is_code_5(shell: Shell) -> None:
    shell("run", "kuhn.yaml", "--set", "iterations=1")
    before = {path: path.read_bytes() for path in Path("runs/kuhn").iterdir() if path.is_file()}
    with locked(Path("runs/kuhn")):
        said = shell("run", "kuhn.yaml", "--json")
        assert shell("status", "runs/kuhn").code == 0
    assert (said.code, said.data["error"]["kind"]) == (5, "locked")
    after = {path: path.read_bytes() for path in Path("runs/kuhn").iterdir() if path.is_file() and path.name != ".lock"}
    assert after.items() <= before.items()


def test_a_damaged_ledger_is_code_6(shell: Shell) -> None:
    shell("run", "kuhn.yaml")
    ledger = Path("runs/kuhn/run.sqlite")
    content = bytearray(ledger.read_bytes())
    content[4096:8192] = bytes(4096)
    ledger.write_bytes(content)
    said = shell("run", "kuhn.yaml", "--json")
    assert (said.code, said.data["error"]["kind"]) == (6, "integrity")


@pytest.mark.parametrize(("moment", "code"), [("act", 1), ("start", 1), ("__post_init__", 2)])
@pytest.mark.parametrize("executor", ["serial", "processes"])
def test_a_policy_that_leaves_does_not_end_the_program_in_silence(
    shell: Shell, executor: str, moment: str, code: int
) -> None:
    """One of a policy's methods calls sys.exit(0)."""
    Path("leaving.py").write_text(LEAVING.replace(f"def {moment}(", f"def {moment}(self, *_): sys.exit(0)\n    def _("))
    Path("sampled.yaml").write_text(f"{SAMPLED}plugins: [leaving.py]\nexecutor: {executor}\n", encoding="utf-8")
    said = shell("run", "sampled.yaml", "--set", "population=[leaving, {use: pure, action: 0}]")
    assert said.code == code
    assert "SystemExit: 0" in said.err
    assert "Traceback" not in said.err


def test_an_oracle_that_leaves_is_shown_where_it_did(shell: Shell) -> None:
    Path("leaving.py").write_text(LEAVING_ORACLE)
    Path("left.yaml").write_text(f"{SAMPLED}plugins: [leaving.py]\n", encoding="utf-8")
    with pytest.raises(RuntimeError, match=r"called sys.exit\(0\)") as told:
        shell("run", "left.yaml", "--set", "oracle=leaving")
    assert isinstance(told.value.__cause__, SystemExit)


def test_every_documented_code_has_a_kind() -> None:
    assert KINDS == {2: "input", 3: "environment", 4: "failures", 5: "locked", 6: "integrity", 130: "interrupted"}


def test_what_no_user_caused_is_not_hidden(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("psrokit.cli.looking.status", broken)
    shell("run", "kuhn.yaml")
    with pytest.raises(ZeroDivisionError):
        shell("status", "runs/kuhn")


LEAVING = '''
import sys
from dataclasses import dataclass
from psrokit.api import policy


@policy("leaving")
@dataclass(frozen=True)
class Leaving:
    """Plays the first action."""

    def __post_init__(self):
        pass

    def start(self, seat, rng):
        return self

    def act(self, observation):
        return observation.legal[0]
'''
FAILING = '''
from dataclasses import dataclass
from psrokit.api import EpisodeFailed, Observation, game


class Episode:
    def pending(self):
        return {0: Observation(None, (0,)), 1: Observation(None, (0,))}

    def advance(self, actions):
        raise EpisodeFailed("crash", "it always does")


@game("failing")
@dataclass(frozen=True)
class Failing:
    """No game of it is ever finished."""

    seats = ("player", "player")
    utility_sum = 0.0

    def deal(self, seed):
        return Episode()
'''
FAILING_EXPERIMENT = """
plugins: [failing.py]
game: failing
population: [uniform, {use: pure, action: 0}]
oracle: tabular_q
meta_solver: nash
evaluator: {use: sampled, pairs: 2}
iterations: 1
"""
LEAVING_ORACLE = '''
import sys
from dataclasses import dataclass
from psrokit.api import oracle


@oracle("leaving")
@dataclass(frozen=True)
class Leaving:
    """Leaves."""

    def respond(self, task):
        sys.exit(0)
'''


@pytest.mark.parametrize("verb", [("plugins", "list"), ("plugins", "list", "--json")])
def test_a_reader_that_has_seen_enough_is_no_failure(verb: tuple[str, ...], tmp_path: Path) -> None:
    child = start(tmp_path, *verb)
    assert child.stdout is not None
    child.stdout.close()  # what `| head` does
    assert child.stderr is not None
    said = child.stderr.read()
    child.stderr.close()
    assert (child.wait(), said) == (0, "")
