"""`analyze`: everything about a table in one call, as Python and pages say it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from psrokit.answers import Answer
from psrokit.api import (
    Estimate,
    Finding,
    Floats,
    InputError,
    NamedTable,
    PayoffTable,
    Question,
    analyze,
)
from psrokit.catalog import load_catalog
from psrokit.cli.app import call
from psrokit.report.answer import cell_text, render_answer
from psrokit.testing.games_won import head_to_head
from psrokit_plugins.table_formats.head_to_head import HeadToHeadCsv

PHASE0 = Path(__file__).parent / "tables_data/phase0.csv"
"""Wins of 50 games a pair in the Phase-0 study of the work before this one; the last pair was never played."""
RESAMPLES = 100


@cache
def phase0() -> Answer:
    return analyze(PHASE0, resamples=RESAMPLES)


def rows(finding: Finding, sheet: int = 0) -> Mapping[Any, tuple[Any, ...]]:
    return {row[0]: row[1:] for row in finding.sheets[sheet].rows}


# the Phase-0 matrix


def test_phase_0_has_one_policy_in_equilibrium_and_no_evidence_for_it() -> None:
    found = rows(phase0()["equilibrium"])
    weight, included, _ = found["SyntheticRLV1_SelfPlay"]
    assert weight.value == 1.0
    assert (weight.low, weight.high) == (0.0, 1.0)
    assert (included.kind, included.bound, included.n) == ("inclusion_probability", "estimate", 450)
    assert included.low < included.value < included.high
    assert 0.4 < included.value < 0.85
    assert 0.25 < found["SyntheticRLV2"][1].value < 0.65
    assert found["GymLeader"][1].value == found["PokeEnvHeuristic"][1].value == 0.0
    assert not any("The games show that" in sentence for sentence in phase0()["equilibrium"].sentences)


def test_26_to_24_is_evidence_of_nothing() -> None:
    records = phase0()["records"]
    assert "6 of 9 pairs are decided" in records.sentences[0]
    assert "26 to 24" in records.sentences[1]
    assert "89 %" in records.sentences[1]
    first = records.sheets[0].rows[0]
    assert first[:5] == ("SyntheticRLV2", "SyntheticRLV1_SelfPlay", 24, 0, 26)
    assert first[5].low < 0.5 < first[5].high
    assert first[6].value == pytest.approx(0.8877, abs=1e-4)
    assert first[8] == "open"


def test_records_of_many_policies_read_the_payoffs_a_few_times_and_not_once_a_pair(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wins = np.random.default_rng(0).integers(0, 21, (30, 30))
    table = head_to_head(np.triu(wins, 1) + np.tril(20 - wins.T, -1))
    whole, readings = PayoffTable.mean.fget, [0]

    def counted(self: PayoffTable) -> Floats:
        readings[0] += 1
        return np.asarray(whole(self))

    monkeypatch.setattr(PayoffTable, "mean", property(counted))
    found = analyze(table, only=["records"])["records"]
    assert "435 pairs" in found.sentences[0]
    assert 0 < readings[0] < 30


def test_the_bracket_of_phase_0_is_wide_and_is_no_plug_in() -> None:
    fixed, anytime, halves = (row[1] for row in phase0()["exploitability"].sheets[0].rows)
    assert (halves.bound, halves.n) == ("bracket", 25)
    assert 0 < halves.high < 1
    assert (fixed.bound, fixed.low) == ("bracket", 0.0)
    assert 0.25 < fixed.high < 0.45
    assert fixed.high < anytime.high


def test_the_pair_that_never_met_changes_nothing_and_needs_no_games() -> None:
    missing, games = phase0()["missing"], phase0()["next_games"]
    assert "PokeEnvHeuristic / GymLeader" in missing.sentences[0]
    assert "That changes nothing" in missing.sentences[1]
    asked = rows(games)
    assert next(iter(asked)) == "SyntheticRLV2 / SyntheticRLV1_SelfPlay"
    assert "PokeEnvHeuristic / GymLeader" not in asked
    assert sum(row[0] for row in asked.values()) == 1000


def test_ratings_of_phase_0_have_intervals_and_say_who_could_be_first() -> None:
    ratings = {sheet.title: sheet for sheet in phase0()["ratings"].details}
    assert {"elo", "bradley_terry", "glicko2", "gxe", "openskill", "melo"} <= set(ratings)
    policy, elo, place, first = ratings["elo"].rows[0]
    assert policy == "SyntheticRLV2"
    assert isinstance(elo, Estimate)
    assert elo.units == "Elo points, mean 1500"
    assert elo.low < elo.value < elo.high
    assert (place.value, place.low, place.high) == (1, 1, 2)
    assert 0.5 < first.value < 1
    assert first.kind == "posterior_probability"


def test_phase_0_is_an_order_not_a_cycle() -> None:
    finding = phase0()["transitivity"]
    assert "No three policies that all met beat each other in a circle." in finding.sentences
    share = finding.sheets[0].rows[0][1]
    assert share.value < 0.02
    assert share.high < 0.1


# other tables


def test_a_new_analyzer_appears_without_a_list(tmp_path: Path) -> None:
    file = tmp_path / "mine.py"
    file.write_text(
        "from dataclasses import dataclass\n"
        "from psrokit.api import Finding, analyzer\n"
        "@analyzer('mine')\n@dataclass(frozen=True)\nclass Mine:\n"
        "    def answer(self, question):\n        return Finding('Mine', ('Seen.',), ())\n"
    )
    answer = analyze(PHASE0, only=["mine"], catalog=load_catalog([file]))
    assert answer["mine"].sentences == ("Seen.",)


def test_what_cannot_be_said_about_a_table_is_refused_with_the_reason() -> None:
    table = PayoffTable.empty(("row", "column"), (2, 2))
    for profile, payoff in zip(table.profiles(), (1.0, -3.0, -2.0, 2.0), strict=True):
        table = table.with_exact(profile, (payoff, -payoff))
    answer = analyze(table, resamples=10)
    assert answer["equilibrium"].sheets[0].rows[0][1].value == pytest.approx(0.5)
    assert answer["transitivity"].sheets[0].rows[0][1].value > 0.5
    assert "no games" in answer.refusals["records"]
    assert "no games" in answer.refusals["clones"]
    assert answer["exploitability"].sheets[0].rows[0][1].bound == "exact"


def test_holes_that_matter_are_asked_for_first() -> None:
    table = head_to_head([[0, 0, 30, 40], [0, 0, 30, 40], [10, 10, 0, 25], [0, 0, 15, 0]])
    answer = analyze(table, resamples=50)
    assert "cautious mixture" in answer["equilibrium"].sentences[0]
    assert "That leaves the equilibrium open" in answer["missing"].sentences[1]
    assert [row[1].value for row in answer["missing"].sheets[0].rows[:2]] == pytest.approx([0.5, 0.5])
    loss = answer["missing"].sheets[1].rows[0][1]
    assert (loss.bound, loss.kind) == ("upper", "restricted_exploitability")
    assert cell_text(answer["missing"].sheets[0].rows[0][1]).endswith(" chosen")  # and no truth that luck could miss
    assert loss.value == pytest.approx(0.5)
    assert list(rows(answer["next_games"])) == ["0 / 1"]


def test_more_games_settle_the_equilibrium() -> None:
    wins = np.array([[0, 31, 24, 48], [19, 0, 19, 45], [26, 31, 0, 43], [2, 5, 7, 0]])
    few, many = (analyze(head_to_head(wins * factor), resamples=60, only=["equilibrium"]) for factor in (1, 100))
    assert rows(few["equilibrium"])["2"][1].value < 0.95
    assert rows(many["equilibrium"])["2"][1].value > 0.99
    assert any("The games show that 2 belongs to it" in sentence for sentence in many["equilibrium"].sentences)


def test_duplicates_share_a_layer_and_are_not_told_apart() -> None:
    chance = np.array([[0, 40, 40, 75], [40, 0, 40, 75], [40, 40, 0, 40], [5, 5, 40, 0]])
    answer = analyze(head_to_head(chance), resamples=50, only=["clones"])
    assert "0 and 1" in answer["clones"].sentences[0]


def test_the_same_question_has_the_same_answer_and_the_seed_changes_it() -> None:
    one, again, other = (analyze(PHASE0, resamples=20, seed=seed, only=["equilibrium"]) for seed in (1, 1, 2))
    assert one.findings == again.findings
    assert one.findings != other.findings


def test_refusals_name_policies_and_no_indices(tmp_path: Path) -> None:
    (tmp_path / "g.nfg").write_text(
        'NFG 1 R "" { "one" "two" } { { "rock" "pot" } { "paper" "jar" } } 0.5 -0.5 3 1 1 1 1 1'
    )
    refused = analyze(tmp_path / "g.nfg", resamples=5)
    why = [sentence for sentence in refused["ratings"].sentences if "do not rate" in sentence]
    assert "cell rock / paper has 0.5 and -0.5" in why[0]
    assert "(0, 0)" not in why[0]


def test_unknown_names_and_levels_are_refused() -> None:
    with pytest.raises(InputError, match="Did you mean 'equilibrium'"):
        analyze(PHASE0, only=["equilibriun"])
    with pytest.raises(InputError, match="0 < level < 1"):
        analyze(PHASE0, level=95)
    with pytest.raises(InputError, match="a budget >= 1"):
        analyze(PHASE0, budget=0)
    with pytest.raises(InputError, match="no such file"):
        analyze("nowhere.csv")


# what it returns


def test_answers_become_frames_and_html() -> None:
    frame = phase0().to_frame()
    assert list(frame.columns[:4]) == ["policy", "weight", "weight low", "weight high"]
    assert len(frame) == 5
    assert phase0()["ratings"].details[0].to_frame().shape == (5, 10)
    shown = phase0()._repr_html_()
    assert "<table" in shown
    assert "26 to 24" in shown
    brackets = phase0()["exploitability"]._repr_html_()
    assert re.search(r"<td>\[0, 0\.\d+\]</td>", brackets), "a bracket has two ends and no single number"
    assert " low</th>" not in shown, "intervals stand beside their numbers"


@dataclass(frozen=True)
class Hostile:
    """Names that try to become markup or to steer a terminal."""

    names: tuple[str, ...] = ('<script>alert("x")</script>', "\x1b[31mred", "a&b")

    def table(self) -> NamedTable:
        return NamedTable(head_to_head([[0, 9, 3], [4, 0, 9], [8, 2, 0]]), {"player": self.names}, "<img src=x>")


def test_names_are_escaped_everywhere(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    answer = analyze(Hostile().table(), resamples=20)
    for page in (render_answer(answer), answer._repr_html_()):
        assert "<script>alert" not in page
        assert "<img src" not in page
    csv = tmp_path / "h.csv"
    names = ['"<b>"', "\x1b[31m", "c"]
    csv.write_text("\n".join([",".join(["p", *names]), *(f"{name},3,3,3" for name in names)]))
    assert call(["analyze", str(csv), "--resamples", "10", "--only", "equilibrium"]) == 0
    assert "\x1b[31m" not in capsys.readouterr().out


def test_the_page_is_whole_and_runs_nothing() -> None:
    page = render_answer(phase0())
    assert "default-src 'none'" in page
    for title in ("Equilibrium", "Records", "Missing pairs", "What to play next", "Ratings", "Clones"):
        assert f"<h2>{title}</h2>" in page
    assert page.count('class="cell missing"') == 2
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "<script" not in page


def test_the_question_keeps_its_random_numbers_apart() -> None:
    question = Question(Hostile().table())
    assert question.rng("a").random() == question.rng("a").random() != question.rng("b").random()


# little evidence, or none


def tied(path: Path, ties: int, policies: int) -> NamedTable:
    """A table of games that were all tied; nobody has met anybody if there are no ties."""
    names = [chr(ord("A") + number) for number in range(policies)]
    for file, number in (("w.csv", 0), ("t.csv", ties)):
        lines = [",".join(["", *names])]
        lines += [",".join([row, *("" if row == column else str(number) for column in names)]) for row in names]
        (path / file).write_text("\n".join(lines) + "\n")
    return HeadToHeadCsv(draws=path / "t.csv" if ties else None).read(path / "w.csv")


@pytest.mark.parametrize(("ties", "policies"), [(20, 2), (1, 2), (20, 3), (7, 5)])
def test_tables_of_ties_alone_are_rated_alike(tmp_path: Path, ties: int, policies: int) -> None:
    found = rows(analyze(tied(tmp_path, ties, policies), resamples=RESAMPLES)["ratings"])
    assert len(found) == policies
    assert len({round(row[0].value, 6) for row in found.values()}) == 1


def test_what_was_never_played_is_unknown_and_no_tie(tmp_path: Path) -> None:
    answer = analyze(tied(tmp_path, 0, 2), resamples=RESAMPLES)
    (row,) = answer["exploitability"].sheets[0].rows
    assert (row[1].low, row[1].high, row[1].n) == pytest.approx((0.0, 0.5, 0))
    said = " ".join(answer["equilibrium"].sentences + answer["exploitability"].sentences)
    assert "leave the equilibrium open" in said
    assert "nothing about it is luck" not in said
    assert "by construction" not in said
