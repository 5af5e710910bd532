"""What analyzers print: words, counts and Estimates, never a bare number; and intervals that hold what they say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tables import ALIKE, DISTINCT, RPS, exact_table
from tables_of_games import one_role, question, two_roles

from psrokit.api import Analyzer, Estimate, Finding, Floats, PayoffTable, PsrokitError, Question, analyze
from psrokit.report.answer import cell_text
from psrokit.testing.games_won import head_to_head
from psrokit_plugins.analysis.subgames import subgame_solver
from psrokit_plugins.analyzers.clones import ClonesAnalyzer
from psrokit_plugins.analyzers.clusters import ClustersAnalyzer
from psrokit_plugins.analyzers.diversity import DiversityAnalyzer
from psrokit_plugins.analyzers.ratings import RatingsAnalyzer
from psrokit_plugins.analyzers.records import RecordsAnalyzer
from psrokit_plugins.analyzers.transitivity import TransitivityAnalyzer
from psrokit_plugins.ratings.elo import Elo
from psrokit_plugins.structure.diversity import effective_diversity, expected_cardinality
from psrokit_plugins.tables.payoffs import table_of_payoffs

RNG = np.random.default_rng(0)
CHANCE = 1 / (1 + np.exp(-np.subtract.outer(np.linspace(1, -1, 4), np.linspace(1, -1, 4))))
TABLES = {
    "one role": one_role(CHANCE, 30, RNG),
    "ties": one_role(CHANCE, 30, RNG, ties=0.4),
    "holes": head_to_head([[0, 9, 0, 4], [3, 0, 8, 0], [0, 4, 0, 9], [5, 0, 2, 0]]),
    "all ties": head_to_head(np.zeros((3, 3), dtype=np.int64), 20 * (1 - np.eye(3, dtype=np.int64))),
    "one policy": head_to_head([[0]]),
    "two policies": head_to_head([[0, 7], [3, 0]]),
    "huge": head_to_head(np.array([[0, 6, 4], [4, 0, 6], [6, 4, 0]]) * 10**8),
    "two roles": two_roles(CHANCE[:3], 30, RNG),
    "two roles with holes": two_roles(CHANCE[:3], np.where(np.eye(3, 4) > 0, 0, 30), RNG),
    "exact": exact_table(ALIKE, RPS),
    "exact, two roles": exact_table(DISTINCT, RPS),
}
ANALYZERS: dict[str, Analyzer] = {
    "records": RecordsAnalyzer(),
    "clones": ClonesAnalyzer(permutations=99),
    "clusters": ClustersAnalyzer(draws=10),
    "diversity": DiversityAnalyzer(draws=10),
    "transitivity": TransitivityAnalyzer(),
    "ratings": RatingsAnalyzer(draws=5),
}


def answered(one: Analyzer, asked: Question) -> Finding | None:
    try:
        return one.answer(asked)
    except PsrokitError:
        return None


@pytest.mark.parametrize("name", ANALYZERS)
@pytest.mark.parametrize("table", TABLES)
def test_there_is_no_bare_number(name: str, table: str) -> None:
    asked = question(TABLES[table], resamples=20)
    if name == "ratings":
        asked = Question(asked.named, {"elo": Elo()}, resamples=20)
    finding = answered(ANALYZERS[name], asked)
    for sheet in finding.all_sheets if finding else ():
        for row in sheet.rows:
            for cell in row:
                assert cell is None or isinstance(cell, str | int | Estimate), (sheet.title, row)
                if isinstance(cell, Estimate) and cell.level < 1:
                    assert cell.n > 0 or asked.table.holes()
                    assert cell.method


def test_which_tables_have_which_answers() -> None:
    """So that the test above does not pass because everything is refused."""
    asked = {name: question(table, resamples=20) for name, table in TABLES.items()}
    has = {(one, table) for one in ANALYZERS for table in TABLES if answered(ANALYZERS[one], asked[table])}
    for table in ("one role", "ties", "holes", "huge", "two roles", "two roles with holes"):
        assert {(one, table) for one in ANALYZERS} <= has
    assert ("clones", "exact") not in has
    assert ("clusters", "exact, two roles") in has
    assert ("transitivity", "two policies") not in has


def test_a_share_of_resamples_says_how_many_and_how_sure() -> None:
    answer = analyze(TABLES["one role"], resamples=20, only=["ratings", "clusters"])
    for sheet, column in ((answer["ratings"].details[0], 3), (answer["clusters"].sheets[0], 2)):
        cell = sheet.rows[0][column]
        assert isinstance(cell, Estimate)
        assert (cell.kind, cell.n) == ("posterior_probability", 180)
        assert "20 resampled tables" in cell.method
        assert cell.low < cell.high


def test_a_permutation_p_value_has_its_monte_carlo_error() -> None:
    found = ClonesAnalyzer(permutations=99).answer(question(TABLES["one role"])).sheets[0].rows
    for _, _, p_value in found:
        assert isinstance(p_value, Estimate)
        assert p_value.kind == "p_value"
        assert p_value.bound == "upper" or 0.01 <= p_value.value <= 1
        assert p_value.low <= p_value.value <= p_value.high
    few, many = (
        ClonesAnalyzer(permutations=draws).answer(question(TABLES["two policies"])).sheets[0].rows[0][2]
        for draws in (50, 5000)
    )
    assert isinstance(few, Estimate)
    assert isinstance(many, Estimate)
    assert many.high - many.low < (few.high - few.low) / 5


def test_places_are_whole() -> None:
    asked = Question(question(TABLES["one role"]).named, {"elo": Elo()}, resamples=60)
    rows = RatingsAnalyzer(draws=60).answer(asked).details[0].rows
    assert rows
    for row in rows:
        place = row[2]
        assert isinstance(place, Estimate)
        assert {place.value % 1, place.low % 1, place.high % 1} == {0}
        assert place.kind == "rank"


def test_single_samples_are_no_evidence_of_a_winner() -> None:
    finding = RecordsAnalyzer().answer(question(TABLES["two policies"]))
    assert "0 of 1 pairs are decided, corrected for the number of comparisons (Holm)" in finding.sentences[0]
    assert "7 to 3 of p0 against p1 is no evidence" in finding.sentences[1]


def test_a_p_value_too_small_for_floating_point_is_not_called_zero() -> None:
    rows = RecordsAnalyzer().answer(question(TABLES["huge"])).sheets[0].rows
    assert rows
    for row in rows:
        p_value = row[6]
        assert isinstance(p_value, Estimate)
        assert p_value.bound == "upper"
        assert p_value.value > 0
        assert cell_text(p_value) == "≤ 1.0×10⁻³⁰⁰"


# coverage


def cyclic(size: int, rng: np.random.Generator) -> Floats:
    """Payoffs of a game with strengths and circles."""
    strength, noise = rng.uniform(-0.25, 0.25, size), np.triu(rng.uniform(-0.4, 0.4, (size, size)), 1)
    return np.asarray(np.subtract.outer(strength, strength) + noise - noise.T)


def diversity_misses(tables: int, draws: int) -> int:
    """How often the interval of either measure lies beside the truth."""
    rng, beside = np.random.default_rng(7), 0
    for seed in range(tables):
        payoff = cyclic(5, rng)
        table: PayoffTable = one_role((1 + payoff) / 2, 60, rng)
        (weights,) = subgame_solver(table)(payoff)
        truth = effective_diversity(payoff, weights, weights), expected_cardinality(payoff)
        rows = DiversityAnalyzer(draws).answer(question(table, draws, seed=seed)).sheets[0].rows
        for value, (_, cell) in zip(truth, rows, strict=True):
            assert isinstance(cell, Estimate)
            beside += not cell.low - 1e-9 <= value <= cell.high + 1e-9
    return beside


def test_intervals_of_diversity_hold_the_truth() -> None:
    assert diversity_misses(15, 40) <= 4


@pytest.mark.slow
def test_intervals_of_diversity_hold_the_truth_in_many_tables() -> None:
    assert diversity_misses(150, 100) <= 25  # of 300


def elo_misses(tables: int, draws: int) -> tuple[int, int]:
    """Intervals of Elo that miss the truth, and policies rated."""
    rng, beside, strength = np.random.default_rng(8), 0, np.linspace(0.9, -0.9, 5)
    chance = 1 / (1 + np.exp(-np.subtract.outer(strength, strength)))
    truth = 1500 + strength * 400 / np.log(10)
    for seed in range(tables):
        asked = question(one_role(chance, 60, rng), draws, seed=seed)
        sheet = RatingsAnalyzer(draws).answer(Question(asked.named, {"elo": Elo()}, 0.95, draws, seed)).sheets[0]
        for name, rating, *_ in sheet.rows:
            assert isinstance(rating, Estimate)
            beside += not rating.low <= truth[int(str(name)[1:])] <= rating.high
    return beside, tables * len(strength)


def test_intervals_of_elo_hold_the_truth() -> None:
    beside, all_of_them = elo_misses(15, 60)
    assert beside <= 0.12 * all_of_them


@pytest.mark.slow
def test_intervals_of_elo_hold_the_truth_in_many_tables() -> None:
    beside, all_of_them = elo_misses(120, 200)
    assert beside <= 0.08 * all_of_them


@pytest.mark.parametrize("level", [0.9, 0.95, 0.999])
def test_policies_that_differ_are_told_apart_at_any_level(level: float) -> None:
    found = ClonesAnalyzer().answer(replace(question(head_to_head([[0, 99, 1], [1, 0, 99], [99, 1, 0]])), level=level))
    assert found.sentences[0].startswith("The games tell all policies apart")


def test_many_policies_are_compared_by_fewer_dealings() -> None:
    """At most 20 million hands of policies that are hard to tell apart; the text says how many dealings."""
    size = 60
    wins = np.random.default_rng(0).binomial(20, 0.5, (size, size))
    found = ClonesAnalyzer().answer(question(head_to_head(np.triu(wins, 1) + np.tril(20 - wins.T, -1))))
    dealings = 20_000_000 // (size * (size - 1) // 2 * size)
    assert dealings < ClonesAnalyzer().permutations
    assert f" {dealings} random dealings" in found.sheets[0].meaning
    least = min(row[2].value for row in found.sheets[0].rows if isinstance(row[2], Estimate))
    assert least == pytest.approx(1 / (1 + dealings))


@pytest.mark.parametrize(("size", "draws"), [(3, 400), (700, 100)])
def test_of_large_tables_fewer_are_drawn_unless_it_is_asked_for(size: int, draws: int) -> None:
    table = table_of_payoffs(ALIKE, np.zeros((2, size, size)))
    assert analyze(table, only=["clones"]).question.resamples == draws
    assert analyze(table, only=["clones"], resamples=30).question.resamples == 30


@pytest.mark.parametrize(("size", "rated"), [(5, 100), (260, 59), (400, 40)])
def test_of_many_policies_fewer_resamples_are_rated(size: int, rated: int) -> None:
    wins = np.random.default_rng(0).binomial(20, 0.5, (size, size))
    asked = question(head_to_head(np.triu(wins, 1) + np.tril(20 - wins.T, -1)), resamples=120)
    asked = replace(asked, ratings={"elo": Elo()})
    assert f"from {rated} resampled tables" in RatingsAnalyzer().answer(asked).details[0].meaning
