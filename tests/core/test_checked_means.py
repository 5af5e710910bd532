"""What no solver is given: tables of alike seats that are not alike, and what is still one number, rounded twice."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from psrokit.errors import IntegrityError
from psrokit.game import Role
from psrokit.meta import checked_means, constant_sum, payoff_rounding
from psrokit.payoff import PayoffTable


def table_of(seats: tuple[Role, ...], sizes: tuple[int, ...]) -> PayoffTable:
    """A table of random exact payoffs, mirrored as evidence is."""
    rng = np.random.default_rng(0)
    table = PayoffTable.empty(seats, sizes)
    for profile in table.profiles():
        table = table.with_exact(profile, rng.normal(size=len(seats)).tolist())
    return table


@pytest.mark.parametrize(
    ("seats", "sizes"),
    [
        (("a", "a"), (3, 3)),
        (("a", "b", "a"), (3, 2, 3)),
        (("a", "a", "a"), (2, 2, 2)),
        (("b", "a", "a", "b"), (2, 3, 3, 2)),
    ],
)
@pytest.mark.parametrize("scale", [1e-12, 1.0, 1e12])
def test_a_payoff_that_does_not_mirror_is_found_wherever_it_is(
    seats: tuple[Role, ...], sizes: tuple[int, ...], scale: float
) -> None:
    table = table_of(seats, sizes)
    table = replace(table, total=table.total * scale)
    np.testing.assert_array_equal(checked_means(table), table.total)
    for place in np.ndindex(table.total.shape):
        seat, *cell = place
        others = [other for other, role in enumerate(seats) if role == seats[seat] and other != seat]
        total = table.total.copy()
        total[place] += 1e-6 * scale
        alone = not others  # whoever is the only one of its role has no mirror but where two others play alike
        if alone and len({cell[other] for other in range(len(seats)) if other != seat}) == 1:
            continue
        with pytest.raises(IntegrityError, match=r"are alike, yet seat . is paid .* in the mirrored cell"):
            checked_means(replace(table, total=total))


def test_the_cell_and_its_mirror_are_named() -> None:
    total = np.array([[[0.0, 1.0], [-1.0, 0.0]], [[0.0, -1.0], [0.5, 0.0]]])
    table = replace(PayoffTable.empty(("a", "a"), (2, 2)), total=total, exact=np.ones((2, 2), dtype=np.bool_))
    with pytest.raises(IntegrityError, match=r"seat 0 is paid 1 in cell \(0, 1\) and seat 1 0\.5 .* cell \(1, 0\)\n"):
        checked_means(table)


def test_roundings_are_no_difference() -> None:
    table = table_of(("a", "a", "a"), (3, 3, 3))
    noise = 1 + 1e-15 * np.random.default_rng(1).normal(size=table.total.shape)
    for offset in (0.0, 1e6):
        checked_means(replace(table, total=(table.total + offset) * noise))


def test_a_large_common_part_hides_nothing() -> None:
    table = table_of(("a", "a"), (2, 2))
    total = 1e6 + 1e-4 * table.total
    total[0, 0, 1] += 1e-6
    with pytest.raises(IntegrityError, match="are alike"):
        checked_means(replace(table, total=total))


def test_each_role_is_measured_by_its_own_payoffs() -> None:
    table = table_of(("a", "a", "b"), (2, 2, 2))
    total = table.total * np.array([1e-6, 1e-6, 1e6]).reshape(3, 1, 1, 1)
    checked_means(replace(table, total=total))
    total[0, 0, 1, 0] *= 1.001
    with pytest.raises(IntegrityError, match="role 'a' are alike"):
        checked_means(replace(table, total=total))


def test_roundings_scale_with_payoffs() -> None:
    payoffs = np.array([-1.0, 3.0])
    for scale in (1e-300, 1.0, 1e300):
        assert payoff_rounding(payoffs * scale) == pytest.approx(2e-9 * scale, rel=1e-12)
    assert payoff_rounding(np.zeros(2)) == 0.0
    assert 0 < payoff_rounding(np.full(3, 1e6)) < 1e-7


def test_one_role_has_one_population() -> None:
    table = PayoffTable.empty(("a", "a"), (2, 3))
    with pytest.raises(IntegrityError, match=r"one population: roles \('a', 'a'\) and sizes \(2, 3\)"):
        checked_means(replace(table, exact=np.ones((2, 3), dtype=np.bool_)))


def test_a_constant_sum_is_judged_by_how_payoffs_differ() -> None:
    zero_sum = np.array([[[1.0, -0.3], [0.1, 0.7]], [[-1.0, 0.3], [-0.1, -0.7]]])
    noise = 1 + 1e-16 * np.random.default_rng(2).normal(size=zero_sum.shape)
    empty = PayoffTable.empty(("a", "b"), (2, 2))
    table = replace(empty, exact=np.ones((2, 2), dtype=np.bool_), total=zero_sum)
    other = zero_sum.copy()
    other[1, 0, 1] += 0.01
    for scale in (1e-12, 1.0, 1e12):
        assert constant_sum(replace(table, total=zero_sum * noise * scale)) == 0.0
        assert constant_sum(replace(table, total=other * scale)) is None
    assert constant_sum(replace(table, total=zero_sum + 1e6)) == pytest.approx(2e6)
    assert constant_sum(replace(table, total=1e-4 * other + 1e6)) is None
    assert constant_sum(replace(table, total=np.full((2, 2, 2), np.nan))) is None
    assert constant_sum(empty) is None
