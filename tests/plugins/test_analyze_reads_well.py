"""What `analyze` says reads well: no rounding residue, no resamples where nothing is drawn, the trivial last."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
from tables import DISTINCT
from threadpoolctl import threadpool_limits

from psrokit.api import Estimate, Floats, NamedTable, analyze
from psrokit.catalog import load_catalog
from psrokit.cli.app import call
from psrokit.report.answer import cell_text, render_answer
from psrokit.testing.games_won import head_to_head
from psrokit_plugins.tables.payoffs import table_of_payoffs

THIRDS = np.array([[0, 1 / 3, -1 / 6], [-1 / 3, 0, 2 / 7], [1 / 6, -2 / 7, 0]])
SHAPLEY = np.array([[[1, 0, 0], [0, 0, 1], [0, 1, 0]], [[0, 1, 0], [1, 0, 0], [0, 0, 1]]], dtype=float)
LEAGUE = [[0, 45, 48, 49], [5, 0, 47, 50], [2, 3, 0, 26], [1, 0, 24, 0]]
"""One policy beats all others, so that it is in equilibrium whatever luck there was."""


def exact(payoffs: Floats) -> NamedTable:
    return NamedTable(table_of_payoffs(DISTINCT, payoffs), dict.fromkeys(DISTINCT, ("a", "b", "c")), "a paper")


def league() -> NamedTable:
    return NamedTable(head_to_head(LEAGUE), {"player": ("best", "good", "fair", "poor")}, "a league")


def test_the_ends_of_a_narrow_interval_differ() -> None:
    wins = [[0, 6_000_000, 5_200_000], [4_000_000, 0, 6_000_000], [4_800_000, 4_000_000, 0]]
    answer = analyze(NamedTable(head_to_head(wins), {"player": ("a", "b", "c")}, "many games"), only=["transitivity"])
    (low, high) = re.findall(r"payoff between (\S+) % and (\S+) % of", answer["transitivity"].sentences[0])[0]
    assert float(low) < float(high)


@pytest.mark.parametrize("name", ["equilibrium", "ratings"])
def test_what_rounding_leaves_of_nothing_is_nothing(name: str) -> None:
    answer = analyze(exact(np.stack([THIRDS, -THIRDS])), only=[name])
    shown = [cell_text(cell) for sheet in answer[name].sheets for row in sheet.rows for cell in row]
    assert "0 exact" in shown
    assert not any("×10⁻¹" in text for text in shown)


def test_equal_weights_stand_in_the_order_of_the_table() -> None:
    answer = analyze(exact(SHAPLEY), only=["equilibrium", "equilibria"])
    assert answer["equilibrium"].sentences[0].endswith("a 33.3 %, b 33.3 % and c 33.3 %.")
    assert answer["equilibria"].sheets[0].rows[0][0] == "a 33 %, b 33 %, c 33 %"


def test_nothing_is_said_of_resamples_where_payoffs_are_exact() -> None:
    answer = analyze(exact(np.stack([THIRDS, -THIRDS])))
    meanings = " ".join(sheet.meaning for finding in answer.findings.values() for sheet in finding.sheets)
    assert "resampled" not in meanings
    assert "Clopper" not in meanings
    assert any(sentence == "The table holds 6 circles." for sentence in answer["transitivity"].sentences)


def test_a_pure_equilibrium_has_the_whole_weight_in_every_resample() -> None:
    answer = analyze(league(), resamples=50, only=["equilibrium"])
    weight = answer["equilibrium"].sheets[0].rows[0][1]
    assert isinstance(weight, Estimate)
    assert (weight.low, weight.value, weight.high) == (1, 1, 1)


def test_a_mixture_against_which_nothing_gains_is_said_to_be_one() -> None:
    answer = analyze(league(), resamples=50, only=["exploitability", "next_games"])
    assert answer["next_games"].sentences[0].startswith("Every deviation from the mixture is decided at 95 %")
    assert answer["exploitability"].sentences[0] == "Inside this population no deviation gains anything, at 95 %."


def test_the_leader_of_a_rating_is_named_with_how_sure_that_is() -> None:
    said = analyze(league(), resamples=50, only=["ratings"])["ratings"].sentences[0]
    assert said.startswith("best is first by alpha_rank (")
    assert "elo (" in said
    assert said.endswith("In brackets: in how many of the resampled tables.")


def test_leaders_that_differ_are_explained() -> None:
    # the champion beats everybody narrowly, the bully beats all others by far
    wins = [[0, 38, 30, 30], [12, 0, 50, 50], [20, 0, 0, 25], [20, 0, 25, 0]]
    named = NamedTable(head_to_head(wins), {"player": ("champion", "bully", "c", "d")}, "a school")
    said = analyze(named, resamples=20, only=["ratings"])["ratings"].sentences
    assert any(sentence.startswith("champion is first by alpha_rank") for sentence in said)
    assert any(sentence.startswith("bully is first by bradley_terry") for sentence in said)
    assert any(sentence.startswith("The leaders differ") for sentence in said)


def test_clones_show_what_is_not_told_apart_first() -> None:
    wins = np.full((12, 12), 25)
    wins[:, 6:], wins[6:, :6] = 50, 0  # two groups of six alike, of which the first always beats the second
    wins[6:, 6:] = 25
    np.fill_diagonal(wins, 0)
    names = tuple(f"p{number}" for number in range(12))
    answer = analyze(NamedTable(head_to_head(wins.tolist()), {"player": names}, "groups"), resamples=5, only=["clones"])
    sheet = answer["clones"].sheets[0]
    assert len(sheet.rows) == 66  # of which 30 are pairs inside the groups
    assert [isinstance(p, Estimate) and p.value > 0.05 for _, _, p in sheet.rows] == [True] * 30 + [False] * 36


def test_what_holds_of_every_zero_sum_table_stands_last() -> None:
    order = list(analyze(league(), resamples=20).findings)
    assert order[-2:] == ["equilibria", "correlated"]
    assert list(analyze(exact(SHAPLEY)).findings)[:2] == ["equilibrium", "equilibria"]


def test_a_reason_stands_once_with_all_whom_it_stops() -> None:
    refused = analyze(exact(SHAPLEY), resamples=5).refused
    assert ("clusters", "diversity", "transitivity") in refused.values()
    assert ("clones", "records") in refused.values()


def test_text_is_as_wide_as_its_tables_and_long_sheets_are_cut(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    names = [f"p{number}" for number in range(8)]
    lines = [",".join(["policy", *names]), *(",".join([name, *["25"] * 8]) for name in names)]
    (tmp_path / "even.csv").write_text("\n".join(lines))
    assert (
        call(["analyze", str(tmp_path / "even.csv"), "--only", "records", "--html", str(tmp_path / "page.html")]) == 0
    )
    said = capsys.readouterr().out
    assert max(map(len, said.splitlines()[1:-1])) <= 120
    assert "8 more rows are in --html PAGE and --json." in said  # of 28 pairs
    assert said.count("25 │    0 │   25") == 20
    assert (tmp_path / "page.html").read_text(encoding="utf-8").count(">open</bdi>") == 28


def test_data_has_all_rows_where_text_and_page_are_cut(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    names = [f"p{number}" for number in range(22)]
    lines = [",".join(["policy", *names]), *(",".join([name, *["25"] * 22]) for name in names)]
    (tmp_path / "even.csv").write_text("\n".join(lines))
    asked, page = ["analyze", str(tmp_path / "even.csv"), "--only", "records"], tmp_path / "page.html"
    assert call([*asked, "--json"]) == 0
    (sheet,) = json.loads(capsys.readouterr().out)["findings"]["records"]["sheets"]
    assert len(sheet["rows"]) == 231
    assert len(analyze(tmp_path / "even.csv", only=["records"]).to_frame()) == 231
    assert call([*asked, "--html", str(page)]) == 0
    assert "211 more rows are in --json." in capsys.readouterr().out
    assert page.read_text(encoding="utf-8").count(">open</bdi>") == 200
    assert "31 more rows are in <code>psrokit analyze --json</code>" in page.read_text(encoding="utf-8")


def test_analyzers_do_not_share_their_processor_with_idle_threads(tmp_path: Path) -> None:
    (tmp_path / "threads.py").write_text(
        "from dataclasses import dataclass\n"
        "from threadpoolctl import threadpool_info\n"
        "from psrokit.api import Finding, analyzer\n"
        "@analyzer('threads')\n@dataclass(frozen=True)\nclass Threads:\n"
        "    def answer(self, question):\n"
        "        blas = [pool for pool in threadpool_info() if pool['user_api'] == 'blas']\n"
        "        return Finding('Threads', tuple(str(pool['num_threads']) for pool in blas), ())\n"
    )
    with threadpool_limits(2, user_api="blas"):
        said = analyze(league(), only=["threads"], catalog=load_catalog([tmp_path / "threads.py"]))["threads"].sentences
    assert said
    assert set(said) == {"1"}


def test_the_page_says_how_its_table_is_read() -> None:
    games = render_answer(analyze(league(), resamples=5, only=["records"]))
    assert "the mean of its games, won 1, tied 0, lost −1: a win rate w is 2 w − 1. Point at a cell" in games
    paper = render_answer(analyze(exact(SHAPLEY), only=["equilibrium"]))
    assert "against the policy of a column. What the policy of a column earns is not shown" in paper
    assert "games" not in paper.partition('id="table"')[2].partition("</p>")[0]
