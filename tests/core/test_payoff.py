"""The payoff table keeps evidence, mirrors it between equal seats, and is honest about what it does not know."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from psrokit.api import IntegrityError, MetaStrategy, PayoffTable, checked_means, group_sample, rotation, rotations
from psrokit.play import Match, mirrored

PAIR = ("trainer", "trainer")


def test_a_mirrored_pair_is_one_sample_and_two_games() -> None:
    table = PayoffTable.empty(PAIR, (2, 2)).with_groups([((0, 1), [(1.0, -1.0), (1.0, -1.0)])])
    # Rotation 1 seats policy 1 first, so each policy won once: the pair says nothing.
    assert table.mean[0, 0, 1] == 0
    assert (table.count[0, 1], table.games[0, 1], table.wins[0, 0, 1], table.wins[1, 0, 1]) == (1, 2, 1, 1)


def test_mirrored_cells_hold_the_same_evidence_exchanged() -> None:
    table = PayoffTable.empty(PAIR, (2, 2)).with_groups([((0, 1), [(1.0, -1.0), (-1.0, 1.0)])])
    assert table.mean[:, 0, 1].tolist() == [1, -1]
    assert table.mean[:, 1, 0].tolist() == [-1, 1]
    assert table.wins[:, 1, 0].tolist() == [0, 2]


def test_two_equal_policies_share_what_they_got() -> None:
    table = PayoffTable.empty(PAIR, (1, 1)).with_groups([((0, 0), [(1.0, -1.0), (1.0, -1.0)])])
    assert table.mean[:, 0, 0].tolist() == [0, 0]
    assert table.count[0, 0] == 1


def test_distinct_roles_are_not_mirrored() -> None:
    table = PayoffTable.empty(("row", "column"), (2, 3)).with_groups([((1, 2), [(3.0, -3.0)])])
    assert table.mirrors((1, 2)) == [(1, 2)]
    assert table.mean[0, 1, 2] == 3
    assert len(table.holes()) == 5


def test_half_a_pair_gives_no_sample_but_is_counted() -> None:
    table = PayoffTable.empty(PAIR, (2, 2)).with_groups([((0, 1), [(1.0, -1.0), None])])
    assert (table.count[0, 1], table.games[0, 1], table.failures[0, 1]) == (0, 1, 1)
    assert (0, 1) in table.holes()


def test_standard_error_is_that_of_the_samples() -> None:
    groups = [((0, 1), [(a, -a), (-b, b)]) for a, b in [(1.0, 1.0), (1.0, -1.0), (0.0, 1.0), (-1.0, -1.0)]]
    table = PayoffTable.empty(PAIR, (2, 2)).with_groups(groups)
    samples = [1.0, 0.0, 0.5, -1.0]
    assert table.mean[0, 0, 1] == pytest.approx(np.mean(samples))
    assert table.stderr[0, 0, 1] == pytest.approx(np.std(samples, ddof=1) / 2)
    assert np.isinf(table.stderr[0, 0, 0])
    assert np.isinf(PayoffTable.empty(PAIR, (2, 2)).with_groups(groups[:1]).stderr[0, 0, 1])


def test_exact_cells_have_no_error_and_growing_keeps_everything() -> None:
    table = PayoffTable.empty(PAIR, (2, 2)).with_exact((0, 1), (0.25, -0.25)).grown((3, 3))
    assert table.mean[:, 1, 0].tolist() == [-0.25, 0.25]
    assert table.stderr[0, 0, 1] == 0
    with pytest.raises(IntegrityError, match="cannot shrink"):
        table.grown((2, 2))


def test_solvers_refuse_holes_and_name_the_cell() -> None:
    table = PayoffTable.empty(PAIR, (2, 2)).with_exact((0, 0), (0, 0)).with_exact((1, 1), (0, 0))
    with pytest.raises(IntegrityError, match=r"first is \(0, 1\)"):
        checked_means(table)
    with pytest.raises(IntegrityError, match=r"cell \(0, 1\) is nan"):
        checked_means(table.with_exact((0, 1), (np.nan, 0)))


def test_a_meta_strategy_must_be_a_distribution() -> None:
    with pytest.raises(IntegrityError, match="no distribution"):
        MetaStrategy({"trainer": np.array([0.5, 0.6])})
    with pytest.raises(IntegrityError, match="no distribution"):
        MetaStrategy({"trainer": np.array([1.5, -0.5])})
    with pytest.raises(IntegrityError, match="joint meta-strategy is no distribution"):
        MetaStrategy(dict.fromkeys(("row", "column"), np.array([0.5, 0.5])), np.array([[1.0, -0.5], [-0.5, 1.0]]))


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=5))
def test_rotations_seat_every_policy_of_a_role_in_each_of_its_seats_equally(roles: list[str]) -> None:
    largest = rotations(roles)
    assert largest == max(map(roles.count, roles))
    for seat, role in enumerate(roles):
        group = [other for other, own in enumerate(roles) if own == role]
        sitters = [rotation(roles, turn)[seat] for turn in range(largest)]
        assert set(sitters) <= set(group)
        if len(group) == largest:
            assert sorted(sitters) == group


def test_mirrored_matches_exchange_policies_and_share_the_seed() -> None:
    first, second = mirrored(PAIR, ("x", "y"), 7, "payoff")  # type: ignore[arg-type] # any value can stand for a policy here
    assert first == Match(("x", "y"), 7, "payoff")  # type: ignore[arg-type] # likewise
    assert second == Match(("y", "x"), 7, "payoff")  # type: ignore[arg-type] # likewise
    lineups = [match.policies for match in mirrored(("a", "a", "b", "a"), ("x", "y", "z", "w"), 7, "payoff")]  # type: ignore[arg-type] # likewise
    assert lineups == [("x", "y", "z", "w"), ("y", "w", "z", "x"), ("w", "x", "z", "y")]


def test_a_group_sample_is_the_mean_per_position() -> None:
    assert group_sample(PAIR, [(1.0, -1.0), (0.0, 0.0)]).tolist() == [0.5, -0.5]  # type: ignore[union-attr] # complete
    assert group_sample(PAIR, [(1.0, -1.0), None]) is None
