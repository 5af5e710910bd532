"""`psrokit bench`: every benchmark at a tiny size beside the peers that are installed, and peers that fail."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from psrokit.cli.app import call
from psrokit_plugins.benchmarks import alpharank, lp, ratings, statistics
from psrokit_plugins.benchmarks.comparing import compare, show
from psrokit_plugins.benchmarks.measuring import Terms, score
from psrokit_plugins.statistics.davidson import davidson
from psrokit_plugins.statistics.head_to_head import HeadToHead

TINY = {
    "leduc": ["--game", "kuhn_poker", "--patience", "0"],
    "table": ["--game", "kuhn_poker", "--size", "4", "--cells", "2"],
    "lp": ["--size", "6", "--family", "spinning-top"],
    "alpharank": ["--size", "4"],
    "nashconv": ["--game", "kuhn_poker", "--size", "3"],
    "statistics": ["--games", "1", "--pairs", "8", "--peers", "uniform"],
    "bootstrap": ["--size", "5", "--draws", "4"],
    "ratings": ["--size", "5", "--draws", "4", "--peers", "evalica"],
}
INEXACT = {"psro_v2"}
"""Peers that sample, and say so by their residual."""
CHANGING = {"pygambit"}
"""Peers whose interface is another one in the next release, which is then reported as an error."""


def document(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert call(["bench", *arguments, "--json"]) == 0
    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    return said


@pytest.mark.parametrize("name", TINY)
def test_every_benchmark_answers_beside_its_peers(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = document(capsys, name, *TINY[name], "--seeds", "1")
    ours = said["psrokit"]
    assert "error" not in ours
    assert 0 <= ours["residual"] <= said["tolerance"]
    assert ours["seconds"] > 0 < ours["cpu_seconds"]
    assert said["versions"]["numpy"] == version("numpy")
    assert said["peers"]
    for peer, its in said["peers"].items():
        if "not installed" in its.get("error", "") or (peer in CHANGING and "AttributeError" in its.get("error", "")):
            continue
        assert its["seconds"] > 0 <= its["residual"]
        assert ("error" in its) == (peer in INEXACT), its
    assert set(said["ratio"]) == set(said["cpu_ratio"]) == {p for p, its in said["peers"].items() if "error" not in its}
    for peer, ratio in said["ratio"].items():
        assert ratio == said["peers"][peer][said["compared"]] / ours[said["compared"]]


@pytest.fixture
def fakes_importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))


@pytest.mark.usefixtures("fakes_importable")
def test_peers_that_fail_or_err_are_reported_as_such() -> None:
    peers = ["raising", "crashing", "leaving", "wrong", "nan", "talking", "absent"]
    said = compare("fake_benchmark", {}, [f"fake_{peer}" for peer in peers], Terms(seeds=3))
    errors = {name.removeprefix("fake_"): its.get("error") for name, its in said["peers"].items()}
    assert errors.pop("crashing").startswith("its process ended with -")
    assert errors == {
        "raising": "ValueError: no solution",
        "leaving": "its process ended with 3: out of licences",
        "wrong": "residual 0.5, above 0.01",
        "nan": "residual nan, above 0.01",
        "talking": None,
        "absent": "needs no_such_peer, which is not installed",
    }
    assert (said["peers"]["fake_wrong"]["residual"], said["peers"]["fake_wrong"]["rounds"]) == (0.5, 3)
    assert set(said["ratio"]) == {"fake_talking"}
    assert (said["psrokit"]["residual"], said["psrokit"]["twice"]) == (0.002, 0.002)  # the largest; the median


@pytest.mark.usefixtures("fakes_importable")
def test_a_hanging_peer_is_ended_and_its_rounds_are_kept() -> None:
    its = score("fake_benchmark", "fake_hanging", {}, Terms(seeds=2, deadline=10), 0.01)
    assert its.error == "not done after 10 s"
    assert its.as_json()["rounds"] == 1


@pytest.mark.usefixtures("fakes_importable")
def test_nothing_is_compared_with_a_wrong_answer_of_ours(capsys: pytest.CaptureFixture[str]) -> None:
    said = compare("fake_benchmark", {"ours": 1.0}, ["fake_talking"], Terms(seeds=1))
    assert said["psrokit"]["error"] == "residual 1, above 0.01"
    assert said["ratio"] == {}
    show(said, as_json=False)
    table = capsys.readouterr().out
    assert "residual 1, above 0.01" in table
    assert "ours 1.0; median of 1 seeds after a warm-up, 1 threads" in table


@pytest.mark.usefixtures("fakes_importable")
def test_who_does_not_reach_the_error_asked_for_has_a_lower_bound_and_no_ratio(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = compare("fake_benchmark_of_effort", {}, ["fake_short", "fake_lucky", "fake_raising"], Terms(seeds=3))
    assert said["ratio"] == {}
    assert said["ratio_at_least"] == {"fake_short": 8.0, "fake_lucky": 8.0}, "medians of 80, and of 20, 80 and 80"
    assert said["peers"]["fake_short"]["error"] == "residual 0.1, above 0"
    assert said["peers"]["fake_raising"]["error"] == "ValueError: no games of seed 0"
    show(said, as_json=False)
    assert "≥ 8" in capsys.readouterr().out


def test_a_planted_game_says_which_error_was_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    said = document(
        capsys, "statistics", "--games", "2", "--pairs", "8", "--seeds", "1", "--peers", "response_graph_ucb"
    )
    ours, its = said["psrokit"], said["peers"]["response_graph_ucb"]
    assert ours["true_error"] <= ours["error_asked_for"] == its["error_asked_for"]
    assert its["residual"] == max(its["true_error"] - its["error_asked_for"], 0.0)
    told = said["ratio_at_least"] if its["residual"] else said["ratio"]
    assert told == {"response_graph_ucb": its["games"] / ours["games"]}
    assert not (said["ratio"] and said["ratio_at_least"])


def test_peers_are_chosen_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["bench", "lp", "--peers", "nashpi"]) == 2
    assert "nashpy" in capsys.readouterr().err
    assert document(capsys, "lp", "--size", "3", "--peers", "none", "--seeds", "1")["peers"] == {}


def test_a_benchmark_that_psrokit_itself_does_not_finish_is_a_failure(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["bench", "lp", "--deadline", "0.01", "--peers", "none", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["psrokit"] == {"error": "not done after 0.01 s"}


def test_families_are_checked_before_anything_is_measured(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["bench", "statistics", "--family", "spining top"]) == 2
    assert "spinning top" in capsys.readouterr().err


# ----------------------------------------------------------------------------- residuals tell wrong answers


def test_the_residual_of_a_matrix_game_is_its_gap() -> None:
    payoff = np.array([[0.0, 2.0], [2.0, 0.0]])
    assert lp.judge(payoff, (np.array([0.5, 0.5]), np.array([0.5, 0.5])))["residual"] == 0.0
    assert lp.judge(payoff, (np.array([1.0, 0.0]), np.array([0.5, 0.5])))["residual"] == 1.0


@pytest.mark.parametrize("populations", [1, 2])
def test_only_stationary_masses_have_no_residual(populations: int) -> None:
    task = alpharank.task(alpharank.Options(5, populations), 3)
    right = alpharank.by_matrix(task.payoff, populations)
    assert task.judge(right)["residual"] <= 1e-12
    assert task.judge(np.full_like(right, 1 / right.size))["residual"] > 1e-3
    assert task.judge(2 * right)["residual"] >= 1 - 1e-12


def test_strengths_off_the_maximum_have_an_imbalance() -> None:
    wins = np.array([[0.0, 30.0], [10.0, 0.0]])
    exact = davidson(HeadToHead(wins + wins.T, wins, 0.0, {"player": 2}), 1.0).strengths
    assert ratings.imbalance(wins, exact) <= 1e-12
    assert ratings.imbalance(wins, exact + np.array([0.1, 0.0])) > 0.01


def test_games_needed_are_those_after_which_the_mean_error_is_small() -> None:
    courses = [[(10.0, 0.5), (20.0, 0.2), (40.0, 0.0)], [(10.0, 0.3), (30.0, 0.1)]]
    assert statistics.games_needed(courses, 0.4) == (10.0, 0.4)
    assert statistics.games_needed(courses, 0.2) == (30.0, pytest.approx(0.15))
    assert statistics.games_needed(courses, 0.01) == (40.0, pytest.approx(0.05))
    assert statistics.games_needed([[(10.0, 0.1), (20.0, 0.5), (30.0, 0.2)]], 0.2) == (30.0, 0.2), "10 was luck"
