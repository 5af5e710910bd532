"""All ratings beside each other: one row per policy, one column per rating, in any terminal and on a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pytest
from rich.console import Console

from psrokit.api import Estimate, Finding, NamedTable, PayoffTable, Question, Rating, Ratings, analyze
from psrokit.cli.sheets import sheet_tables
from psrokit.report.answer import render_answer
from psrokit_plugins.analyzers.ratings import RatingsAnalyzer
from psrokit_plugins.ratings.elo import Elo
from psrokit_plugins.ratings.gxe import Gxe
from psrokit_plugins.tables.payoffs import table_of_payoffs

NAMES = ("LongNamedPolicyOfSelfPlay", "Ann", "Ben", "Cleo", "Dan")


def league(roles: tuple[str, str] = ("player", "player")) -> NamedTable:
    """Thirty games of each pair, the later in the alphabet the stronger, but for luck."""
    rng, table = np.random.default_rng(0), PayoffTable.empty(roles, (5, 5))
    for cell in table.profiles():
        if roles[0] == roles[1] and cell[0] == cell[1]:
            table = table.with_exact(cell, (0.0, 0.0))
            continue
        chance = 1 / (1 + np.exp(cell[1] - cell[0]))
        for _ in range(30):
            won = 1.0 if rng.random() < chance else -1.0
            group = [(won, -won)] * (2 if roles[0] == roles[1] else 1)
            table = table.with_groups([(cell, [group[0], *((-a, -b) for a, b in group[1:])])])
    return NamedTable(table, dict.fromkeys(roles, NAMES), "a league")


def rated(*, by: str = "elo", **ratings: Rating) -> Finding:
    return RatingsAnalyzer(draws=10, by=by).answer(Question(league(), ratings, resamples=10))


@dataclass(frozen=True)
class Backwards:
    """A rating of somebody's own: the last policy is the best."""

    def rate(self, table: PayoffTable) -> Ratings:
        return Ratings({"player": np.arange(5.0)[::-1]}, "places from the end", "counting")


class Counting(Backwards):
    """The same, counting how often it is asked."""

    asked: ClassVar[int] = 0

    def rate(self, table: PayoffTable) -> Ratings:
        Counting.asked += 1
        return super().rate(table)


@pytest.mark.parametrize(("exact", "times"), [(True, 2), (False, 11)])
def test_a_table_without_luck_is_rated_no_more_often_than_needed(
    exact: bool, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Counting, "asked", 0)
    table = table_of_payoffs(("player", "player"), np.zeros((2, 5, 5))) if exact else league().table
    question = Question(NamedTable(table, {"player": NAMES}, "a league"), {"mine": Counting()}, resamples=10)
    assert RatingsAnalyzer(draws=10).answer(question).sheets
    assert Counting.asked == times


def test_there_is_a_row_for_each_policy_and_a_column_for_each_rating() -> None:
    answer = analyze(league(), resamples=10, only=["ratings"])
    (sheet,) = answer["ratings"].sheets
    assert set(sheet.columns[1:]) == set(answer.question.ratings)
    assert len(sheet.columns) >= 9
    assert sorted(str(row[0]) for row in sheet.rows) == sorted(NAMES)
    for row in sheet.rows:
        for name, cell in zip(sheet.columns[1:], row[1:], strict=True):
            assert isinstance(cell, Estimate)
            assert (cell.kind, cell.convention) == ("rating", name)
    assert [detail.title for detail in answer["ratings"].details] == list(sheet.columns[1:])


def test_rows_are_ordered_by_the_rating_that_is_named() -> None:
    ratings: dict[str, Rating] = {"mine": Backwards(), "elo": Elo(), "gxe": Gxe()}
    for by, column in (("elo", 2), ("gxe", 3), ("mine", 1), ("unknown", 1)):
        (sheet,) = rated(by=by, **ratings).sheets
        values = [cell.value for row in sheet.rows if isinstance(cell := row[column], Estimate)]
        assert values == sorted(values, reverse=True)
        assert sheet.meaning.startswith(
            f"Ordered by {sheet.columns[column]}. mine: places from the end; elo: Elo points"
        )


def test_each_role_has_its_own_sheet() -> None:
    found = analyze(league(("attacker", "defender")), resamples=10, only=["ratings"])["ratings"]
    assert [sheet.title for sheet in found.sheets] == ["All ratings of attacker", "All ratings of defender"]
    assert {"elo of attacker", "elo of defender"} <= {sheet.title for sheet in found.details}


def printed(finding: Finding, width: int) -> str:
    console = Console(width=width, highlight=False, color_system=None)
    (sheet,) = finding.sheets
    tables, remark = sheet_tables(sheet, 20, console)
    with console.capture() as shown:
        for table in tables:
            console.print(table)
    return shown.get() + remark


@pytest.mark.parametrize("width", [60, 80, 100, 120, 160, 250])
def test_every_number_stands_whole_in_a_terminal_of_any_width(width: int) -> None:
    finding = analyze(league(), resamples=10, only=["ratings"])["ratings"]
    text = printed(finding, width)
    assert max(map(len, text.splitlines()[:-1])) <= width
    for row in finding.sheets[0].rows:
        for cell in row[1:]:
            assert isinstance(cell, Estimate)
            if cell.kind == "rating" and cell.units.startswith("Elo"):
                assert f" {cell.value:.0f} " in text
    assert ("± is the wider side" in text) == (width < 250)


def test_a_terminal_of_100_columns_has_one_table() -> None:
    """Values above their margins; a name too long is folded, never cut."""
    text = printed(analyze(league(), resamples=10, only=["ratings"])["ratings"], 100)
    assert text.count("┏") == 1
    names = "".join(line.split("│")[1].strip() for line in text.splitlines() if line.startswith("│"))
    assert all(name in names for name in NAMES)
    assert text.count("±") > 30


def test_parts_of_a_sheet_too_wide_repeat_the_names() -> None:
    text = printed(analyze(league(), resamples=10, only=["records"])["records"], 60)
    assert text.count("┏") > 1
    assert text.count("┃ first ") == text.count("┃ second ") == text.count("┏")


def test_the_page_has_the_overview_without_pictures_and_the_details_folded_away() -> None:
    page = render_answer(analyze(league(), resamples=10, only=["ratings"]))
    overview, *details = page.split("<details>")
    assert '<span class="range">[' in overview
    assert "<caption>All ratings</caption>" in overview
    assert 'class="picture"' not in overview
    assert [detail.partition("</summary>")[0] for detail in details][:1] == ["<summary>alpha_rank"]
    assert all('class="picture"' in detail for detail in details)


def test_equal_policies_are_first_together_whatever_rounding_leaves() -> None:
    """Rock, paper and scissors of two roles: mElo's search ends a thousandth of a point beside 1500."""
    cycle = np.array([[0.0, -1, 1], [1, 0, -1], [-1, 1, 0]])
    named = NamedTable(
        table_of_payoffs(("a", "b"), np.stack([cycle, -cycle])), dict.fromkeys("ab", ("r", "p", "s")), ""
    )
    sentences = analyze(named, only=["ratings"])["ratings"].sentences
    assert len(sentences) == 2
    assert all(line.startswith("r, p and s are first together") and "melo" in line for line in sentences)


def test_leaders_do_not_depend_on_the_units_of_payoffs() -> None:
    payoffs = np.random.default_rng(0).normal(size=(2, 3, 3))
    said = []
    for unit in (1.0, 1e-12, 1e12):
        named = NamedTable(table_of_payoffs(("a", "b"), unit * payoffs), dict.fromkeys("ab", ("r", "p", "s")), "")
        found = analyze(named, only=["ratings"])["ratings"]
        order = [[row[0] for row in sheet.rows] for sheet in found.sheets]
        said.append((order, [line for line in found.sentences if " first " in line]))
    assert said[0] == said[1] == said[2]
    assert "alpha_rank" in said[0][1][0]
