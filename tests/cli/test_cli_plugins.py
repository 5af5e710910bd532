"""`psrokit plugins`: what is installed, what it is for, and whether it keeps the rules."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from shell import KUHN, Shell

from psrokit.cli.app import Verbs
from psrokit.hooks import Hooks

ORACLE = '''
from dataclasses import dataclass
from psrokit.api import build, hookimpl, oracle

@oracle("mine")
@dataclass(frozen=True)
class Mine:
    """Answers with what it is told.

    answer: the name of a policy.
    """

    answer: str = "uniform"

    def respond(self, task):
        return [build("policy", {"use": self.answer})]

@hookimpl
def psrokit_check(plan):
    return []
'''

CARELESS = '''
from dataclasses import dataclass
import numpy as np
from psrokit.api import MetaStrategy, meta_solver

@meta_solver("careless")
@dataclass(frozen=True)
class Careless:
    """Weights by payoff against uniform play; no table is looked at before."""

    def solve(self, table):
        weights = {}
        for seat, role in enumerate(table.seats):
            others = tuple(other for other in range(len(table.seats)) if other != seat)
            earned = table.mean[seat].mean(axis=others)
            weights[role] = np.exp(earned - earned.max()) / np.exp(earned - earned.max()).sum()
        return MetaStrategy(weights)
'''


@pytest.fixture
def loose(shell: Shell) -> Shell:
    Path("mine.py").write_text(ORACLE, encoding="utf-8")
    Path("mine.yaml").write_text(KUHN.replace("oracle: exact", "oracle: mine") + "plugins: [mine.py]\n")
    return shell


def test_list_has_every_component(shell: Shell) -> None:
    said = shell("plugins", "list", "--json")
    assert said.code == 0
    names = {(component["kind"], component["name"]) for component in said.data["components"]}
    assert {("game", "showdown"), ("game", "openspiel"), ("meta_solver", "nash"), ("policy", "random")} <= names
    assert all(component["error"] is None for component in said.data["components"])
    assert {plugin["name"] for plugin in said.data["plugins"]} >= {"plugins", "showdown"}
    assert said.data["warnings"] == []
    assert "greedy_damage" in shell("plugins", "list").out


@pytest.mark.parametrize("file", ["mine.py", "mine.yaml"])
def test_list_has_the_components_of_a_loose_file(loose: Shell, file: str) -> None:
    components = loose("plugins", "list", file, "--json").data["components"]
    (mine,) = [component for component in components if component["name"] == "mine"]
    assert mine["origin"].endswith("mine.py")
    assert "mine" in loose("plugins", "list", file).out
    assert "psrokit_check" in loose("plugins", "list", file).out


def test_info_explains_options(loose: Shell) -> None:
    said = loose("plugins", "info", "oracle/mine", "mine.py", "--json")
    (component,) = said.data["components"]
    assert component["options"] == [
        {"name": "answer", "type": "text", "required": False, "default": "uniform", "doc": "the name of a policy."}
    ]
    text = loose("plugins", "info", "mine", "mine.py").out
    assert text.count("mine.py") == 1, "the file is the origin"
    assert "Answers with what it is told." in text
    assert "answer: text, default 'uniform'. the name of a policy." in text
    assert "psrokit_commands" in loose("plugins", "info", "showdown").out


def test_what_is_not_installed_is_said_with_where_to_look(loose: Shell) -> None:
    said = loose("plugins", "info", "mine")
    assert said.code == 2
    assert "that FILE is named, too" in said.err
    assert re.search(r"There are \d+, near it: [a-z_, 0-9]+\.$", said.err.splitlines()[0]), "not all names there are"
    assert len(said.err) < 400


def test_check_names_the_claims_that_a_component_is_not_held_to(loose: Shell) -> None:
    """Most wrong answers of solvers break the law of a claim: without one "ok" says little."""
    said = loose("plugins", "check", "meta_solver/uniform")
    assert said.code == 0, said.out
    assert "not held to what it does not claim: " in said.out
    (verdict, *_) = loose("plugins", "check", "meta_solver/uniform", "--json").data["verdicts"]
    assert {"equilibrium", "undominated"} <= set(verdict["unclaimed"])
    assert "anonymous" not in verdict["unclaimed"]


def test_check_says_how_a_solver_refuses_what_is_no_game(shell: Shell) -> None:
    Path("careless.py").write_text(CARELESS, encoding="utf-8")
    Path("mine.yaml").write_text(
        KUHN.replace("meta_solver: nash", "meta_solver: careless") + "plugins: [careless.py]\n"
    )
    said = shell("plugins", "check", "careless", "mine.yaml")
    assert said.code == 6
    refusals = [line for line in said.out.splitlines() if line.lstrip().startswith("refuses ")]
    assert len(refusals) == 4, said.out
    assert all(line.endswith("psrokit.api.checked_means(table) refuses whatever is no game") for line in refusals)


@pytest.mark.parametrize("name", ["table_format/cells", "rating/elo", "analyzer/records"])
def test_check_needs_no_experiment_for_what_none_can_name(name: str, loose: Shell) -> None:
    said = loose("plugins", "check", name)
    assert said.code == 0, said.out
    assert f"ok   {name} in no experiment, with its defaults" in said.out


def test_check_passes_what_keeps_the_laws(loose: Shell) -> None:
    said = loose("plugins", "check", "mine", "mine.yaml")
    assert said.code == 0, said.out
    lines = [line.partition(" in mine.yaml")[0] for line in said.out.splitlines()]
    assert lines == ["ok   oracle/mine as player_0", "ok   oracle/mine as player_1"], "each once, and which is which"


def test_check_names_the_law_that_is_broken(loose: Shell) -> None:
    said = loose("plugins", "check", "mine.yaml", "--json")
    assert said.code == 0
    Path("mine.py").write_text(ORACLE.replace("return [build", "return [self, build"), encoding="utf-8")
    said = loose("plugins", "check", "mine.yaml", "--json")
    assert said.code == 6
    mine, _ = [verdict for verdict in said.data["verdicts"] if verdict["name"] == "mine"]
    (metric,) = [verdict for verdict in said.data["verdicts"] if verdict["kind"] == "metric"]
    assert "does not get that far" in metric["results"][0]["problem"]
    problems = {result["law"]: result["problem"] for result in mine["results"]}
    assert "@policy" in problems["answers with policies"]
    said = loose("plugins", "check", "mine.yaml")
    assert "FAIL oracle/mine" in said.out
    assert "answers with policies: " in said.out


def test_check_of_what_no_experiment_uses(loose: Shell) -> None:
    said = loose("plugins", "check", "last", "mine.yaml")
    assert said.code == 2
    assert "no experiment here uses last" in said.err


def test_a_plugin_whose_commands_are_broken_does_not_break_the_rest(
    monkeypatch: pytest.MonkeyPatch, shell: Shell
) -> None:
    def broken(_: Hooks, cli: click.Group) -> list[str]:
        cli.add_command(click.Command("extra", help="Works."))
        return ["the commands of plugin 'x' are left out: it is \x1b[31mbroken"]

    monkeypatch.setattr(Hooks, "commands", broken)
    monkeypatch.setattr("psrokit.cli.app.app", Verbs("psrokit"))
    said = shell("--help")
    assert said.code == 0
    assert "extra" in said.out
    assert "run" in said.out
    assert said.err == "warning: the commands of plugin 'x' are left out: it is �[31mbroken\n"
