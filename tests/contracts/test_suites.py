"""The conformance suites find what is wrong: each faulty component fails the check that is about its fault."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from breaking import broken

from psrokit.catalog import build
from psrokit.plan import make_plan
from psrokit.plugins.loose import load_loose
from psrokit.testing import (
    CheckFailed,
    check_analyzer,
    check_game,
    check_meta_solver,
    check_policy,
    check_rating,
    check_table_format,
)
from psrokit.testing.rehearsal import Rehearsal, rehearsal
from psrokit.testing.suite import ComponentSuite

HERE = Path(__file__).parent
KINDS = ("policies", "games", "solvers", "evaluators", "oracles", "executors", "metrics", "table_formats")
FAULTY = [str(HERE / f"faulty_{kind}.py") for kind in KINDS]
KUHN = """
game: {use: openspiel, game: kuhn_poker}
population: [uniform, {use: behaviour, states: {"0": 0}}]
"""
ALIKE = """
game: {use: matrix, payoffs: [[0, -1, 1], [1, 0, -1], [-1, 1, 0]], seats: [player, player]}
population: [{use: pure, action: 0}, {use: pure, action: 1}]
"""
EXPERIMENT = """
oracle: exact
meta_solver: nash
evaluator: {use: sampled, pairs: 2}
iterations: 1
"""
FAULTS = {
    "policy/faulty_illegal": "plays only legal actions",
    "policy/faulty_global_random": "leaves the global generators alone",
    "policy/faulty_counting": "repeats itself from the same seed",
    "policy/faulty_shared": "keeps episodes apart",
    "policy/faulty_batch": "answers many as it answers one",
    "policy/faulty_spec": "is rebuilt from its spec",
    "policy/faulty_absent": "starts in every seat of its role",
    "game/faulty_sum": "keeps the sum that it promises",
    "game/faulty_nan": "ends with one finite return per seat",
    "game/faulty_seed": "deals the same episode from the same seed",
    "game/faulty_pending": "asks the same when asked again",
    "game/faulty_stranger": "asks only seats that can answer",
    "game/faulty_roles": "names the role of each seat",
    "game/faulty_common_table": "keeps episodes apart",
    "game/faulty_record": "records facts as json",
    "meta_solver/faulty_unequal": "gives a distribution for each role",
    "meta_solver/faulty_careless": "refuses a table with holes",
    "meta_solver/faulty_moody": "gives the same answer again",
    "meta_solver/faulty_writing": "leaves the table alone",
    "evaluator/faulty_holes": "leaves no hole",
    "evaluator/faulty_forgetful": "keeps earlier evidence",
    "evaluator/faulty_order": "does not care who finishes first",
    "evaluator/faulty_lucky": "fills the same table again",
    "evaluator/faulty_zero": "takes a failed match for no result",
    "oracle/faulty_none_policy": "answers with policies",
    "oracle/faulty_moody_oracle": "answers the same task alike",
    "oracle/faulty_scratch": "does not depend on scratch space",
    "oracle/faulty_payoff_purpose": "keeps training apart from payoffs",
    "oracle/faulty_responses": "answers with policies that pass",
    "oracle/faulty_first_trained": "does not care who finishes first",
    "oracle/faulty_meddling": "leaves the task alone",
    "executor/faulty_twice": "answers each match once",
    "executor/faulty_results": "gives the results of plain play",
    "executor/faulty_orphan": "leaves no process behind",
    "executor/faulty_worn_out": "plays again in the same venue",
    "executor/faulty_once": "plays equal matches alike",
    "executor/faulty_eager": "plays nothing when asked for nothing",
    "executor/faulty_waiting": "can be left in the middle",
    "metric/faulty_number": "measures named estimates",
    "metric/faulty_moody_metric": "measures the same again",
    "metric/faulty_payoff_matches": "plays matches of its own",
    "metric/faulty_previous": "measures the first state",
    "metric/faulty_writing_metric": "leaves the states alone",
    "table_format/faulty_unsure": "says yes or no to any beginning",
    "table_format/faulty_gullible": "refuses rubbish with the place",
    "table_format/faulty_placeless": "refuses what is no file",
    "table_format/faulty_rounding": "reads back what it writes",
}
OF_ALL_KINDS = {
    "meta_solver/faulty_mutable": "cannot be changed",
    "meta_solver/faulty_noise": "reads its options",
    "meta_solver/faulty_hidden_field": "has only options that can be written down",
}


@pytest.fixture(scope="module")
def kuhn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsal]:
    yield from open_place(tmp_path_factory.mktemp("kuhn"), KUHN)


@pytest.fixture(scope="module")
def alike(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsal]:
    yield from open_place(tmp_path_factory.mktemp("alike"), ALIKE)


def open_place(folder: Path, place: str) -> Iterator[Rehearsal]:
    (folder / "place.yaml").write_text(f"{place}{EXPERIMENT}", encoding="utf-8")
    with rehearsal(make_plan(folder / "place.yaml")) as opened:
        yield opened


@pytest.fixture(autouse=True)
def no_orphans(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("psrokit.testing.executor._END_SECONDS", 1.0)
    yield
    load_loose(HERE / "faulty_executors.py").end_orphans()


@pytest.mark.parametrize(("name", "check"), [*FAULTS.items(), *OF_ALL_KINDS.items()], ids=[*FAULTS, *OF_ALL_KINDS])
def test_fault_is_found(name: str, check: str, kuhn: Rehearsal, alike: Rehearsal) -> None:
    kind, _, use = name.partition("/")
    place = alike if name == "evaluator/faulty_order" else kuhn  # only alike seats make groups of two matches
    component = build(kind, {"use": use}, FAULTY)
    assert check in broken(suite(kind, component, place))


def suite(kind: str, component: object, place: Rehearsal) -> ComponentSuite:
    own: ComponentSuite = sys.modules[f"psrokit.testing.{kind}"].suite(component, place, place.experiment.game.seats[0])
    return own


def test_checks_raise_with_everything_that_is_wrong(kuhn: Rehearsal) -> None:
    game = kuhn.experiment.game
    check_game(game)
    check_policy(kuhn.population["player_0"][1].policy, game)
    check_meta_solver(kuhn.experiment.meta_solver)
    check_analyzer(build("analyzer", "records", ()))
    check_rating(build("rating", "elo", ()))
    check_table_format(build("table_format", "cells", ()))
    check_table_format(build("table_format", {"use": "sound_means"}, FAULTY))
    with pytest.raises(CheckFailed, match=r"fails 1 checks:\n- leaves the global generators alone: it moved"):
        check_policy(build("policy", {"use": "faulty_reading"}, FAULTY), game)
