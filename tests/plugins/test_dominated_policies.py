"""`analyze` on dominated policies: which, by what, and how sure the games make it."""

from __future__ import annotations

import numpy as np
import pytest

from psrokit.api import Estimate, Floats, InputError, NamedTable, PayoffTable, Question
from psrokit_plugins.analyzers.dominance import DominanceAnalyzer
from psrokit_plugins.tables.payoffs import table_of_payoffs

CYCLE = np.array([[0.0, -1.0, 1.0], [1.0, 0.0, -1.0], [-1.0, 1.0, 0.0]])


def asked(table: PayoffTable) -> Question:
    sizes = dict(zip(table.seats, table.sizes, strict=True))
    names = {role: tuple(f"{role[0]}{i}" for i in range(n)) for role, n in sizes.items()}
    return Question(NamedTable(table, names, "test"))


def symmetric(payoff: Floats) -> PayoffTable:
    return table_of_payoffs(("player", "player"), np.stack([payoff, payoff.T]))


def with_loser(loss: float) -> Floats:
    """Rock, paper, scissors, and somebody who loses that much against each of them."""
    payoff = np.zeros((4, 4))
    payoff[:3, :3] = CYCLE
    payoff[3, :3], payoff[:3, 3] = -loss, loss
    return payoff


def test_a_policy_that_a_mixture_dominates_is_named_with_the_mixture() -> None:
    found = DominanceAnalyzer().answer(asked(symmetric(with_loser(0.2))))
    ((name, number, by, often),) = found.sheets[0].rows
    assert (name, number) == ("p3", 1)
    assert isinstance(by, str)
    assert all(part in by for part in ("p0", "p1", "p2")), "no policy alone dominates it"
    assert isinstance(often, Estimate)
    assert (often.value, often.bound) == (1.0, "exact")
    assert "p3. Left: p0, p1 and p2." in found.sentences[0]


def test_rounds_and_roles_are_told() -> None:
    """The second row loses everywhere; only then is the second column worse."""
    rows, columns = np.array([[3.0, 2.0], [1.0, 0.0]]), np.array([[2.0, 1.0], [0.0, 9.0]])
    found = DominanceAnalyzer().answer(asked(table_of_payoffs(("row", "column"), np.stack([rows, columns]))))
    assert [row[:3] for row in found.sheets[0].rows] == [("row: r1", 1, "r0"), ("column: c1", 2, "c0")]


def test_without_dominance_there_are_no_rows() -> None:
    found = DominanceAnalyzer().answer(asked(symmetric(CYCLE)))
    assert (found.sentences, found.sheets) == (("No policy is strictly dominated.",), ())


def test_few_games_leave_dominance_open() -> None:
    table = PayoffTable.empty(("player", "player"), (2, 2)).with_exact((0, 0), (0, 0)).with_exact((1, 1), (0, 0))
    won, lost = [(1.0, -1.0), (-1.0, 1.0)], [(-1.0, 1.0), (1.0, -1.0)]
    for groups, least, most in (([won] * 3 + [lost] * 2, 0.3, 0.95), ([won] * 300, 0.99, 1.0)):
        found = DominanceAnalyzer().answer(asked(table.with_groups(((0, 1), group) for group in groups)))
        often = found.sheets[0].rows[0][3]
        assert isinstance(often, Estimate)
        assert found.sheets[0].rows[0][0] == "p1"
        assert least <= often.value <= most
        assert often.n == len(groups)
        assert "40 resampled tables" in often.method


def test_holes_are_the_business_of_the_missing_pairs() -> None:
    table = PayoffTable.empty(("player", "player"), (2, 2))
    with pytest.raises(InputError, match="all its payoffs"):
        DominanceAnalyzer().answer(asked(table))
