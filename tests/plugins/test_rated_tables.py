"""Which tables ratings from games rate: those of wins, ties and losses, and no others."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from exact_games import KUHN, ROCK_PAPER_SCISSORS, Here, iterated, population
from table_files import NXDO, WINS, write

from psrokit.api import InputError, NamedTable, PayoffTable, analyze, doubt, read_table, write_table
from psrokit.catalog import load_catalog
from psrokit.cli.app import call
from psrokit_plugins.evaluators.exact import ExactPayoffs
from psrokit_plugins.evaluators.sampled import Sampled
from psrokit_plugins.games.matrix import Matrix
from psrokit_plugins.policies.pure import Pure
from psrokit_plugins.policies.uniform import Uniform
from psrokit_plugins.statistics.head_to_head import head_to_head
from psrokit_plugins.tables.counts import table_between, table_of_counts

FROM_GAMES = ("bradley_terry", "elo", "glicko2", "gxe", "melo", "openskill")
RATES = np.array([[0.0, 0.5, -0.2], [-0.5, 0.0, 0.1], [0.2, -0.1, 0.0]])
"""Win rates p as 2 p - 1."""


def refused(table: PayoffTable, words: str) -> None:
    for name in FROM_GAMES:
        with pytest.raises(InputError, match=words) as raised:
            load_catalog().build("rating", name).rate(table)
        assert "nash_averaging and alpha_rank take any payoffs" in str(raised.value)
        assert "replace(table, win_loss=True)" in str(raised.value)


def rated(table: PayoffTable) -> None:
    for name in FROM_GAMES:
        ratings = load_catalog().build("rating", name).rate(table)
        assert all(np.isfinite(values).all() for values in ratings.values.values())


def rates_table() -> PayoffTable:
    table = PayoffTable.empty(("player", "player"), (3, 3))
    return replace(table, total=np.stack([RATES, -RATES]), exact=np.ones((3, 3), dtype=np.bool_))


def test_exact_chips_of_kuhn_poker_are_no_win_rates() -> None:
    table = iterated(KUHN, Uniform(), 3)[-1].table
    assert np.abs(table.mean).max() <= 1
    refused(table, r"cell \(0, 0\) has -?0\.\d+ and .*: an exact payoff .* only where the table states it")
    for name in ("alpha_rank", "nash_averaging"):
        assert load_catalog().build("rating", name).rate(table).values["player_0"].shape == (table.sizes[0],)


def test_sampled_chips_of_kuhn_poker_are_no_win_rates() -> None:
    table = PayoffTable.empty(KUHN.seats, (1, 1))
    table = Sampled(200).fill(KUHN, population(KUHN, Uniform()), table, Here(KUHN), 1)
    assert np.abs(table.mean).max() <= 1
    refused(table, r"cell \(0, 0\) .*: the returns are not the wins less the losses")
    refused(replace(table, win_loss=True), "the returns are not the wins less the losses")


def test_nxdo_did_not_count_wins(tmp_path: Path) -> None:
    table = read_table(write(tmp_path, "payoffs.json", NXDO)).table
    refused(table, r"cell \(0, 0\) has 0\.25 and -0\.25: its wins and ties were not counted")


def test_rock_paper_scissors_is_won_and_lost(tmp_path: Path) -> None:
    game = Matrix(ROCK_PAPER_SCISSORS, seats=("player", "player"))
    people = population(game, Pure(0), Pure(1), Pure(2))
    empty = PayoffTable.empty(game.seats, (3, 3))
    for table in (
        ExactPayoffs().fill(game, people, empty, Here(game), 1),
        Sampled(4).fill(game, people, empty, Here(game), 1),
    ):
        rated(table)
        assert load_catalog().build("rating", "elo").rate(table).values["player"] == pytest.approx(1500)
    rated(read_table(write(tmp_path, "wins.csv", WINS)).table)


def test_stated_win_rates_are_rated_and_others_are_not() -> None:
    refused(rates_table(), r"cell \(0, 1\) has 0\.5 and -0\.5: an exact payoff .* only where the table states it")
    stated = replace(rates_table(), win_loss=True)
    rated(stated)
    elo = load_catalog().build("rating", "elo").rate(stated).values["player"]
    assert elo[0] > elo[2] > elo[1]
    refused(replace(stated, total=3 * stated.total), "not from -1 to 1")


def test_tables_of_counts_state_that_games_are_won_and_lost() -> None:
    won, none = np.array([[0, 3], [1, 0]]), np.zeros((2, 2), dtype=np.int64)
    assert table_of_counts(won, none).win_loss
    assert table_between(("row", "column"), won, won.T, none).win_loss


def test_ties_beside_a_failed_game_leave_room_for_the_lead() -> None:
    """One pair was won twice; of another a game was tied and one failed: it is counted, and in no sample."""
    groups = [((0, 1), [(1.0, -1.0), (-1.0, 1.0)]), ((0, 1), [(0.0, 0.0), None])]
    evidence = head_to_head(PayoffTable.empty(("player", "player"), (2, 2)).with_groups(groups))
    assert (evidence.games[0, 1], evidence.score[0, 1], evidence.ties) == (3, 3, 0)


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_file_keeps_what_a_table_states(tmp_path: Path, ending: str) -> None:
    for stated in (False, True):
        path = tmp_path / f"{stated}.{ending}"
        write_table(NamedTable(replace(rates_table(), win_loss=stated), {"player": ("a", "b", "c")}, "rates"), path)
        assert read_table(path).table.win_loss is stated


def test_the_command_takes_the_users_word(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "rates.csv"
    write_table(NamedTable(rates_table(), {"player": ("a", "b", "c")}, "rates"), path)
    arguments = ["analyze", str(path), "--resamples", "5", "--only", "ratings", "--json"]
    said = []
    for stated in ([], ["--win-loss"]):
        assert call([*arguments, *stated]) == 0
        said.append(json.loads(capsys.readouterr().out))
    before, after = (each["findings"]["ratings"] for each in said)
    assert before["sheets"][0]["columns"] == ["policy", "alpha_rank", "nash_averaging"]
    assert set(after["sheets"][0]["columns"]) > set(FROM_GAMES)
    assert said[1]["remarks"] == ["payoffs are win rates because --win-loss says so"]
    assert not any("does not rate" in sentence for sentence in after["sentences"])


def test_a_table_of_which_nothing_is_known_has_no_payoff_for_an_example() -> None:
    empty = replace(PayoffTable.empty(("a", "b"), (2, 2)), returns=(-3.0, 3.0))
    refused(empty, r"returns of \+1, 0 and -1: the table states another range")


@pytest.mark.parametrize(("low", "high"), [(0, 1), (0, 100)])
def test_win_rates_on_any_scale_are_rated_where_it_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], low: int, high: int
) -> None:
    shares = np.array([[0.5, 0.62], [0.38, 0.5]])
    np.save(tmp_path / "m.npy", low + (high - low) * np.stack([shares, 1 - shares]))
    np.save(tmp_path / "r.npy", np.stack([2 * shares - 1, 1 - 2 * shares]))
    said = []
    for name, ends in (("m.npy", [str(low), str(high)]), ("r.npy", ["-1", "1"])):
        asked = ["analyze", str(tmp_path / name), "--only", "ratings", "--json", "--win-loss", "--returns", *ends]
        assert call(asked) == 0
        said.append(json.loads(capsys.readouterr().out))
    assert f"payoffs are win rates from {low} to {high} because --win-loss says so" in said[0]["remarks"]
    rows = [[cell["value"] for cell in each["findings"]["ratings"]["sheets"][0]["rows"][0][1:]] for each in said]
    assert rows[0] == pytest.approx(rows[1])
    assert set(FROM_GAMES) < set(said[0]["findings"]["ratings"]["sheets"][0]["columns"])


def test_a_run_of_kuhn_poker_has_no_ratings_from_games(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["demo", "--out", str(tmp_path / "kuhn"), "--json"]) == 0
    capsys.readouterr()
    answer = analyze(tmp_path / "kuhn", resamples=5, only=["ratings"])
    assert doubt(answer.question.table) is not None
    assert {sheet.title.partition(" of ")[0] for sheet in answer["ratings"].details} <= {"alpha_rank", "nash_averaging"}
    said = answer["ratings"].sentences
    one, *others = (sentence for sentence in said if "ratings from games need returns of +1" in sentence)
    assert not others  # one reason is given once
    assert all(name in one.partition(" do not rate this table")[0] for name in FROM_GAMES)
