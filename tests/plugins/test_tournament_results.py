"""The results of Metamon's tournaments: rates where the file has them, unknown pairs where it has none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from table_files import write

from psrokit.api import InputError, read_table
from psrokit.testing.table_format import check_table_format
from psrokit_plugins.table_formats.tournament_results import TournamentResults

RATE = "Average Win Rate in gen1ou_vs_Scripted"
DIRECT = {"status": "success", "model1": "Learned", "model2": "Scripted", "method": "direct_eval"}
LADDER = {"status": "success", "model1": "Learned", "model2": "Other", "method": "ladder"}
ASSUMED = {"status": "skipped", "model1": "Scripted", "model2": "Boss", "method": "assumed", "note": "assumed 50-50"}


def file(tmp_path: Path, *matchups: dict[str, Any]) -> Path:
    head = {"population": ["Scripted", "Learned", "Other", "Boss"], "battle_format": "gen1ou"}
    return write(tmp_path, "tournament_results.json", {**head, "battles_per_matchup": 50, "matchups": list(matchups)})


def played(rate: object, **change: Any) -> dict[str, Any]:
    return {**DIRECT, "results": {RATE: rate, "Average Total Return in gen1ou_vs_Scripted": 12.5}, **change}


def test_rates_become_battles_and_all_other_pairs_stay_unknown(tmp_path: Path) -> None:
    named = read_table(file(tmp_path, played(0.58), LADDER, ASSUMED, {"status": "timeout"}))
    assert named.names == {"player": ("Scripted", "Learned", "Other", "Boss")}
    assert named.table.wins[0, :2, :2].tolist() == [[0, 21], [29, 0]]  # int(0.58 * 50) would be 28
    assert named.table.holes() == [(0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]
    assert "3 matchups have no result in the file (1 ladder, 1 assumed, 1 timeout)" in named.remarks[1]


@pytest.mark.parametrize(
    ("matchups", "place", "message"),
    [
        ([LADDER, ASSUMED], "$.matchups", "none of these 2 matchups has its result"),
        ([played(0.583)], f"$.matchups[0].results.{RATE}", "a win rate of 0.583 is not of 50 battles"),
        ([played(1.2)], f"$.matchups[0].results.{RATE}", "is not of 50 battles"),
        ([played("x")], f"$.matchups[0].results.{RATE}", "a number of at most 1e+100 is expected here"),
        ([played(0.5, results={"Average Total Return": 1})], "$.matchups[0].results", "'Win Rate' is expected"),
        ([played(0.5, model1="Learnt")], "$.matchups[0].model1", "Did you mean 'Learned'"),
        ([played(0.5, model1="Scripted")], "$.matchups[0]", "does not play against itself"),
        ([played(0.5), played(0.5)], "$.matchups", "two results"),
    ],
)
def test_what_is_no_record_is_refused(tmp_path: Path, matchups: list[dict[str, Any]], place: str, message: str) -> None:
    path = file(tmp_path, *matchups)
    with pytest.raises(InputError) as caught:
        read_table(path)
    assert caught.value.place == f"{path}:{place}"
    assert message in caught.value.message


def test_a_tournament_of_ladders_alone_is_told_where_its_battles_are(tmp_path: Path) -> None:
    content = {"models": ["a", "b"], "battles_per_matchup": 200, "matchups": [{"status": "success", "model1": "a"}]}
    with pytest.raises(InputError, match=r"none of these 1 matchups(.|\n)*battle_log"):
        read_table(write(tmp_path, "tournament_results.json", content))


def test_it_conforms() -> None:
    check_table_format(TournamentResults())
