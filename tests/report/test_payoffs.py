"""What a report says that policies earn, against brute force and against the samples themselves."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from report_runs import sampled_table

from psrokit.estimate import Estimate
from psrokit.meta import MetaStrategy
from psrokit.payoff import PayoffTable, group_sample
from psrokit.play import rotation, rotations
from psrokit.report.intervals import difference, evidence, origins, weighted
from psrokit.report.payoffs import fair_share, match_record, member_payoffs, mixture_payoff, pair_payoffs
from psrokit.store.rows import StoredMember, StoredState
from psrokit_plugins.statistics.intervals import mean_interval

SEATS = [("p", "p"), ("row", "column"), ("p", "p", "p"), ("a", "b", "b"), ("x", "y", "z")]


def table_of(seats: tuple[str, ...], size: int = 3, groups: int = 5) -> PayoffTable:
    """A general-sum table of sampled payoffs with ties and failures in it."""
    rng = np.random.default_rng(7)
    table = PayoffTable.empty(seats, (size,) * len(seats))
    played: list[tuple[tuple[int, ...], list[tuple[float, ...] | None]]] = []
    for profile in table.profiles():
        base = rng.normal(0, 1, len(seats))
        for _ in range(groups):
            group: list[tuple[float, ...] | None] = []
            for turn in range(rotations(seats)):
                returns = np.round(base[list(rotation(seats, turn))] + rng.integers(-1, 2, len(seats)))
                group.append(tuple(float(value) for value in returns))
            played.append((profile, group))
        played.append((profile, [None] * rotations(seats)))
    return table.with_groups(played)


def state_of(table: PayoffTable, joint: bool = False) -> StoredState:
    rng = np.random.default_rng(5)
    weights = {role: rng.dirichlet(np.ones(size)) for role, size in zip(table.seats, table.sizes, strict=True)}
    members = {
        role: tuple(StoredMember(f"{role}-{i}", "h", {"use": "p"}) for i in range(len(w)))
        for role, w in weights.items()
    }
    if not joint:
        return StoredState(0, members, table, MetaStrategy(weights), 0)
    correlated = rng.dirichlet(np.ones(int(np.prod(table.sizes)))).reshape(table.sizes)
    marginals = {
        role: correlated.sum(axis=tuple(set(range(correlated.ndim)) - {s})) for s, role in enumerate(table.seats)
    }
    return StoredState(0, members, table, MetaStrategy(marginals, correlated), 0)


def brute_force(state: StoredState, seat: int, fixed: dict[int, int]) -> float:
    """The mean payoff of a seat over all profiles with these members, weighted by the other seats' chances."""
    table, total = state.table, 0.0
    for profile in product(*(range(size) for size in table.sizes)):
        if any(profile[s] != index for s, index in fixed.items()):
            continue
        free = [s for s in range(len(table.seats)) if s not in fixed]
        if state.strategy.joint is None:
            chance = np.prod([state.strategy.weights[table.seats[s]][profile[s]] for s in free])
        else:
            chance = state.strategy.joint.sum(axis=tuple(fixed))[tuple(profile[s] for s in free)]
        total += float(chance) * float(table.mean[(seat, *profile)])
    return total


@pytest.mark.parametrize("joint", [False, True])
@pytest.mark.parametrize("seats", SEATS, ids="-".join)
def test_payoffs_against_the_mixture_are_weighted_means(seats: tuple[str, ...], joint: bool) -> None:
    state = state_of(table_of(seats), joint)
    for role in dict.fromkeys(seats):
        seat = seats.index(role)
        payoffs = member_payoffs(state.table, (-3.0, 3.0), state, role)
        assert [payoff.value for payoff in payoffs] == pytest.approx(
            [brute_force(state, seat, {seat: index}) for index in range(state.table.sizes[seat])]
        )
        assert all(payoff.low < payoff.value < payoff.high for payoff in payoffs)
        assert mixture_payoff(state.table, (-3.0, 3.0), state, role).value == pytest.approx(
            brute_force(state, seat, {})
        )


@pytest.mark.parametrize("seats", SEATS, ids="-".join)
def test_a_pair_of_seats_plays_while_the_others_mix(seats: tuple[str, ...]) -> None:
    state = state_of(table_of(seats))
    pair = (len(seats) - 1, 0)
    cells = pair_payoffs(state, (-3.0, 3.0), pair, [2, 0], [1])
    assert [row[0].value for row in cells] == pytest.approx(
        [brute_force(state, pair[0], {pair[0]: row, pair[1]: 1}) for row in (2, 0)]
    )


def test_a_cells_interval_is_that_of_its_samples() -> None:
    seats, reach = ("p", "p"), (-1.0, 1.0)
    groups = [[(1.0, -1.0), (-1.0, 1.0)], [(1.0, -1.0), (1.0, -1.0)], [(-1.0, 1.0), (0.0, 0.0)]] * 4
    table = PayoffTable.empty(seats, (2, 2)).with_groups([((0, 1), group) for group in groups])
    samples = np.array([sample[0] for group in groups if (sample := group_sample(seats, group)) is not None])
    expected = mean_interval(samples, reach, 0.95)
    found = weighted(evidence(table, 0, reach).at((0, 1)), np.array(1.0), "")
    assert (found.value, found.low, found.high) == pytest.approx((expected.value, expected.low, expected.high))
    assert found.n == 12


def test_equal_games_do_not_make_an_interval_without_width() -> None:
    table = PayoffTable.empty(("p", "p"), (2, 2)).with_groups([((0, 1), [(1.0, -1.0), (-1.0, 1.0)])] * 10)
    found = weighted(evidence(table, 0, (-1.0, 1.0)).at((0, 1)), np.array(1.0), "")
    assert found.value == 1.0
    assert found.high == 1.0
    assert 0 < found.low < 0.9


@pytest.mark.parametrize(
    "chances", [[0.05, 0.4, 0.5], [0.5] * 6, [0.97] * 10, [0.02] * 3, [0.9] * 25, [0.999] * 4, [0.3]], ids=str
)
@pytest.mark.parametrize("n", [6, 60])
def test_intervals_of_mixtures_hold_the_truth_as_often_as_they_say(chances: list[float], n: int) -> None:
    rng, size, trials = np.random.default_rng(11), len(chances), 400
    weights = rng.dirichlet(np.ones(size))
    truth, hits = float((2 * np.array(chances) - 1) @ weights), 0
    empty = PayoffTable.empty(("row", "column"), (1, size))
    for _ in range(trials):
        balance = 2.0 * rng.binomial(n, [chances]) - n
        table = replace(empty, count=empty.count + n, total=np.stack([balance, -balance]), squares=empty.squares + n)
        found = weighted(evidence(table, 0, (-1.0, 1.0)).at((0, slice(None))), weights, "")
        hits += found.low <= truth <= found.high
    assert hits / trials >= 0.93


def test_mirrored_cells_are_not_taken_for_independent_games() -> None:
    table = table_of(("p", "p", "p"))
    origin = origins(table)
    assert origin[0, 1, 2] == origin[2, 1, 0] == origin[1, 0, 2]
    assert len(np.unique(origin)) == 10
    one = weighted(evidence(table, 0, (-3.0, 3.0)).at((0, 1, 2)), np.array(1.0), "")
    both = weighted(
        evidence(table, 0, (-3.0, 3.0)).at((0, slice(1, 3), slice(1, 3))), np.array([[0, 0.5], [0.5, 0]]), ""
    )
    assert both.n == one.n
    assert both.high - both.low == pytest.approx(one.high - one.low)


def test_records_count_each_match_once() -> None:
    table = table_of(("p", "p"))
    record = match_record(table, origins(table), 0, {0: 1})
    assert record.games == int(table.games[1].sum())
    assert record.failed == int(table.failures[1].sum()) > 0
    assert record.won + record.tied + record.lost == record.games
    three = table_of(("p", "p", "p"))
    counted = match_record(three, origins(three), 0, {0: 1})
    assert counted.games == sum(int(three.games[1, j, k]) for j in range(3) for k in range(j, 3))


def test_alike_seats_of_a_constant_sum_share_it() -> None:
    table = sampled_table(("p", "p"), 4)
    assert fair_share(table) == 0.0
    assert fair_share(PayoffTable.empty(("p",) * 3, (1, 1, 1)).with_exact((0, 0, 0), (4.0, 4.0, 4.0))) == 4.0
    assert fair_share(table_of(("p", "p"))) is None
    state = state_of(table)
    value = mixture_payoff(table, (-1.0, 1.0), state, "p")
    assert (value.bound, value.value) == ("exact", 0.0)


def test_a_difference_is_as_sure_as_both_its_parts_together() -> None:
    table = table_of(("row", "column"))
    state = state_of(table)
    own = member_payoffs(table, (-3.0, 3.0), state, "row")[0]
    base = mixture_payoff(table, (-3.0, 3.0), state, "row")
    gain = difference(own, base, "own less base")
    assert gain.level == pytest.approx(0.9)
    assert gain.low == pytest.approx(own.low - base.high)
    assert gain.kind == "gain"
    exact = Estimate.exact(0.25, kind="payoff", convention="", units="return", method="")
    assert difference(exact, exact, "").bound == "exact"
