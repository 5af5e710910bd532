"""What analyzers share: numbers with their meaning, and work that is done once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

import numpy as np
import pytest

from psrokit.api import (
    InputError,
    IntegrityError,
    MetaStrategy,
    NamedTable,
    PayoffTable,
    Profile,
    Question,
    analyze,
)
from psrokit.testing.games_won import head_to_head
from psrokit_plugins.analysis import equilibrium
from psrokit_plugins.analysis.components import in_words
from psrokit_plugins.analysis.draws import complete_draws
from psrokit_plugins.analysis.equilibrium import tables_drawn
from psrokit_plugins.analysis.numbers import by_size, games, share
from psrokit_plugins.analysis.words import plain, seat_names
from psrokit_plugins.analyzers.clones import ClonesAnalyzer
from psrokit_plugins.analyzers.equilibrium import EquilibriumAnalyzer
from psrokit_plugins.analyzers.records import RecordsAnalyzer
from psrokit_plugins.meta_solvers.alpha_rank import AlphaRank
from psrokit_plugins.once import once
from psrokit_plugins.tables.payoffs import table_of_payoffs


def question(table: PayoffTable) -> Question:
    names = {role: tuple(map(str, range(size))) for role, size in zip(table.seats, table.sizes, strict=True)}
    return Question(NamedTable(table, names, "a test"), resamples=50)


def test_roles_that_are_named_in_another_order_keep_their_own_policies() -> None:
    payoffs = np.array([[1.0, 0.0], [-1.0, -2.0]])
    table = table_of_payoffs(("row", "column"), np.stack([payoffs, -payoffs]))
    names = {"row": ("strong", "weak"), "column": ("bad", "good")}
    straight, turned = (
        analyze(NamedTable(table, dict(order), "a test"), resamples=5)
        for order in (names.items(), [*names.items()][::-1])
    )
    assert straight["clusters"].sheets[0].rows[0][:2] == (1, "strong")
    assert straight.findings == turned.findings
    with pytest.raises(InputError, match="no seat has the role 'judge'"):
        NamedTable(table, {**names, "judge": ("x",)}, "a test")


@pytest.mark.parametrize("seats", [("a", "a"), ("a", "b"), ("a", "b", "a"), ("b", "a", "a", "a"), ("a",)])
def test_samples_of_mirrored_cells_count_once(seats: tuple[str, ...]) -> None:
    table = PayoffTable.empty(seats, [{"a": 3, "b": 2}[role] for role in seats])
    table.count[...] = 1 + np.arange(table.count.size).reshape(table.sizes)
    assert games(table) == sum(int(table.count[profile]) for profile in table.profiles())


def test_no_analyzer_walks_through_all_profiles_for_every_number(monkeypatch: pytest.MonkeyPatch) -> None:
    walked, profiles = count(), PayoffTable.profiles

    def counted(self: PayoffTable) -> Iterator[Profile]:
        next(walked)
        return profiles(self)

    monkeypatch.setattr(PayoffTable, "profiles", counted)
    wins = np.random.default_rng(0).integers(0, 21, (20, 20))
    asked = replace(question(head_to_head(np.triu(wins, 1) + np.tril(20 - wins.T, -1))), resamples=10)
    for one in (EquilibriumAnalyzer(), ClonesAnalyzer(permutations=9)):
        assert one.answer(asked).sheets
    assert next(walked) < 20


def test_a_share_of_resamples_says_how_many_there_were_and_how_many_games() -> None:
    hits = np.arange(100) < 30
    found = share(hits, question(head_to_head([[0, 7], [3, 0]])), "something")
    assert (found.value, found.n, found.kind, found.bound) == (0.3, 10, "inclusion_probability", "estimate")
    assert 0.2 < found.low < 0.3 < found.high < 0.42
    assert "100 resampled tables" in found.method
    alone = share(hits[:1], question(head_to_head([[0, 7], [3, 0]])), "something")
    assert (alone.low, alone.high) == (0, 1)


def test_a_share_is_exact_only_where_nothing_is_drawn() -> None:
    whole = np.zeros((2, 2, 2))
    assert share(np.ones(1), question(table_of_payoffs(("a", "b"), whole)), "x").bound == "exact"
    whole[:, 0, 1] = np.nan
    assert share(np.ones(5), question(table_of_payoffs(("a", "b"), whole)), "x").bound == "estimate"


def test_work_is_done_once_for_a_question_and_anew_for_the_next() -> None:
    asked: list[Question] = []

    @once
    def answer(one: Question) -> int:
        asked.append(one)
        return len(asked)

    first, second = question(head_to_head([[0, 1], [2, 0]])), question(head_to_head([[0, 1], [2, 0]]))
    assert [answer(first), answer(first), answer(second), answer(first)] == [1, 1, 2, 3]


def test_draws_that_are_shared_cannot_be_changed() -> None:
    one = question(head_to_head([[0, 7, 0], [3, 0, 4], [0, 5, 0]]))
    with pytest.raises(ValueError, match="read-only"):
        complete_draws(one)[0] = 0
    assert np.isfinite(complete_draws(one)).all()


def test_words() -> None:
    assert [plain(number) for number in (0.0, 1e-15, 3e-6, 0.12345, 12.0)] == [
        "0",
        "0",
        "less than 0.0001",
        "0.123",
        "12",
    ]
    assert seat_names(head_to_head([[0]])) == ["player 0", "player 1"]
    assert in_words(AlphaRank()) == "alpha_rank (population 50)"


def test_resampled_tables_without_an_equilibrium_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every third search is made to fail: a fault that no small table has."""
    asked, real = count(1), equilibrium.limiting_logit_equilibrium

    def fake_lost(table: PayoffTable) -> MetaStrategy:
        if next(asked) % 3 == 0:
            raise IntegrityError("the branch is lost")
        return real(table)

    whole = Question(question(general_sum()).named, resamples=9)
    assert tables_drawn(whole) == 9
    assert "of 9 resampled tables" in EquilibriumAnalyzer().answer(whole).sheets[0].meaning
    monkeypatch.setattr(equilibrium, "limiting_logit_equilibrium", fake_lost)
    again = Question(whole.named, resamples=9)
    assert "of 6 resampled tables" in (meaning := EquilibriumAnalyzer().answer(again).sheets[0].meaning)
    assert "In 3 more none was found: they count nowhere." in meaning


def general_sum() -> PayoffTable:
    """Twenty games of chicken in each cell, noisy."""
    table, rng = PayoffTable.empty(("row", "column"), (2, 2)), np.random.default_rng(1)
    payoffs = {(0, 0): (0.0, 0.0), (0, 1): (0.9, -0.3), (1, 0): (-0.3, 0.9), (1, 1): (0.5, 0.4)}
    for cell, paid in payoffs.items():
        noise = rng.normal(scale=0.1, size=(20, 2))
        table = table.with_groups((cell, [tuple(np.array(paid) + its)]) for its in noise)
    return table


def test_of_equal_sizes_the_first_comes_first_whatever_rounding_made_of_them() -> None:
    assert by_size(np.array([0.3, 0.5, 0.3 + 1e-12, 0.5 + 1e-12])) == [1, 3, 0, 2]


def test_pairs_are_decided_with_all_comparisons_in_mind() -> None:
    """17 to 6 is rare among equals, but not as the rarest of three records."""
    finding = RecordsAnalyzer().answer(question(head_to_head([[0, 17, 10], [6, 0, 10], [10, 10, 0]])))
    rarest = finding.sheets[0].rows[-1]
    assert rarest[6].value < 0.05 < rarest[7].value  # type: ignore[union-attr] # p-values
    assert {row[8] for row in finding.sheets[0].rows} == {"open"}
    assert finding.sentences[0].startswith("0 of 3 pairs are decided")


def test_one_is_no_plural() -> None:
    table = head_to_head([[0, 9, 0, 9], [1, 0, 0, 9], [0, 0, 0, 9], [1, 1, 1, 0]])
    names = {"player": ("a", "b", "c", "d")}
    said = {budget: analyze(NamedTable(table, names, "games"), resamples=5, budget=budget) for budget in (1, 3)}
    assert "First let a / c play; then ask again. The budget of 1 leaves 1 more" in said[1]["next_games"].sentences[0]
    assert "1 of the budget of 3 is kept" in said[3]["next_games"].sentences[0]
    certain = NamedTable(head_to_head([[0, 99], [0, 0]]), {"player": ("a", "b")}, "games")
    assert analyze(certain, resamples=5)["response_graph"].sheets[0].meaning.endswith("Of 2 nodes 1 is in none.")
