"""`analyze` of tables of general sums, of many players and with holes in two roles."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from tables import DISTINCT

from psrokit.api import Estimate, Finding, Floats, InputError, NamedTable, PayoffTable, Role, analyze
from psrokit.testing.games_won import head_to_head
from psrokit_plugins.analysis.general_sum import limiting_logit_equilibrium
from psrokit_plugins.meta_solvers.support_enumeration import SupportEnumeration
from psrokit_plugins.normal_form.pure import pure_equilibria
from psrokit_plugins.statistics.gains_between import cce_gap, ce_gap, product_of, regret_bounds
from psrokit_plugins.tables.payoffs import table_of_payoffs

CHICKEN = np.array([[[0.0, 7.0], [2.0, 6.0]], [[0.0, 2.0], [7.0, 6.0]]])
PENNIES = np.array([[1.0, -1.0], [-1.0, 1.0]])
NASH = ("equilibrium", "exploitability", "missing", "next_games")
ALL = (*NASH, "equilibria", "correlated", "response_graph")


def named(payoffs: Floats, *roles: Role, names: tuple[str, ...] = ("dare", "yield")) -> NamedTable:
    table = table_of_payoffs(roles or DISTINCT, np.asarray(payoffs))
    return NamedTable(table, dict.fromkeys(table.seats, names), "a game")


def sampled(chances: Floats, games: int, rng: np.random.Generator) -> PayoffTable:
    """Games between two roles: what both get is won or lost by itself, with these chances, (2, *K)."""
    table = PayoffTable.empty(DISTINCT, chances.shape[1:])
    for profile in list(table.profiles()):
        for _ in range(games):
            table = table.with_groups([(profile, [np.sign(chances[(slice(None), *profile)] - rng.random(2)).tolist()])])
    return table


def column(finding: Finding, heading: str, sheet: int = 0) -> list[Estimate]:
    index = finding.sheets[sheet].columns.index(heading)
    return [row[index] for row in finding.sheets[sheet].rows]


# general sums, exact


def test_the_equilibrium_of_chicken_is_named_with_its_rule_and_its_regret() -> None:
    answer = analyze(named(CHICKEN), resamples=20, only=NASH)
    said = " ".join(answer["equilibrium"].sentences)
    assert "A Nash equilibrium of the table for row: yield 66.7 % and dare 33.3 %." in said
    assert "McKelvey and Palfrey" in said
    assert "nobody gains by deviating" in said
    assert "All payoffs are exact" in said
    assert {one.bound for one in column(answer["equilibrium"], "weight")} == {"exact"}
    assert [row[1].value for row in answer["exploitability"].sheets[1].rows] == pytest.approx([0, 0], abs=1e-9)
    assert "every payoff that matters is exact" in answer["exploitability"].sentences[0]
    assert "no game could change anything" in answer["next_games"].sentences[0]


def test_all_equilibria_of_chicken_are_listed() -> None:
    found = analyze(named(CHICKEN), resamples=20, only=["equilibria"])["equilibria"]
    assert "dare / yield and yield / dare are equilibria" in found.sentences[0]
    assert "finds 3 equilibria" in found.sentences[1]
    assert [row[0] for row in found.sheets[1].rows] == ["dare", "yield", "yield 67 %, dare 33 %"]
    assert [one.value for one in column(found, "pays row", 1)] == pytest.approx([7, 2, 14 / 3])


def test_correlated_play_of_chicken_pays_what_aumann_says() -> None:
    found = analyze(named(CHICKEN), resamples=20, only=["correlated"])["correlated"]
    paid = dict(zip((row[0] for row in found.sheets[0].rows), column(found, "pays row"), strict=True))
    assert paid["CE, best for all"].value == pytest.approx(5.25, abs=1e-6)
    assert all((gap.bound, gap.value) == ("exact", 0) for gap in column(found, "gap"))
    assert [gap.kind for gap in column(found, "gap")] == ["ce_gap", "ce_gap", "cce_gap", "cce_gap"]
    shares = {row[0]: row[2].value for row in found.sheets[1].rows}
    assert shares["yield / yield"] == pytest.approx(0.5, abs=1e-6)
    assert shares["dare / dare"] == pytest.approx(0, abs=1e-6)


def test_the_most_even_joint_play_of_a_large_table_is_left_out_and_said_to_be() -> None:
    payoffs = np.random.default_rng(0).uniform(-1, 1, (2, 28, 28))
    names = tuple(str(number) for number in range(28))
    found = analyze(named(payoffs, names=names), resamples=5, only=["correlated"])["correlated"]
    assert "too large to look for the most even one" in found.sentences[0]
    assert [row[0] for row in found.sheets[0].rows] == ["CE, best for all", "CCE, most even", "CCE, best for all"]


def test_enumeration_finds_what_nashpy_passes_by() -> None:
    """A generic game has an odd number of equilibria (Wilson 1971)."""
    rng = np.random.default_rng(1)
    rng.uniform(-1, 1, (3, 4))
    table = table_of_payoffs(DISTINCT, rng.uniform(-1, 1, (2, 3, 3)))
    assert len(SupportEnumeration().all_found(table)) == 3


def test_the_rule_does_not_depend_on_the_order_of_policies() -> None:
    rng = np.random.default_rng(4)
    for _ in range(5):
        payoffs = rng.uniform(-1, 1, (2, 3, 4))
        one = limiting_logit_equilibrium(table_of_payoffs(DISTINCT, payoffs))
        other = limiting_logit_equilibrium(table_of_payoffs(DISTINCT, payoffs[:, ::-1, ::-1]))
        assert one.certificate["gap"] <= 1e-9
        for role in DISTINCT:
            assert one.weights[role] == pytest.approx(other.weights[role][::-1], abs=1e-6)


# many players


def test_three_players_get_everything_there_is() -> None:
    """Everybody is paid for the number of those who do the same; the majority's choice is an equilibrium."""
    payoffs = np.zeros((3, 2, 2, 2))
    for cell in product(range(2), repeat=3):
        for seat in range(3):
            payoffs[(seat, *cell)] = sum(other == cell[seat] for other in cell) + 0.5 * (cell[seat] == 0)
    answer = analyze(named(payoffs, "a", "b", "c", names=("left", "right")), resamples=10, only=ALL)
    assert "left / left / left and right / right / right are equilibria" in answer["equilibria"].sentences[0]
    assert answer["equilibrium"].sheets[0].rows[0][:2][0] == "left"
    assert "it pays a 3.5, b 3.5 and c 3.5" in " ".join(answer["equilibrium"].sentences)
    assert column(answer["correlated"], "pays b")[1].value == pytest.approx(3.5, abs=1e-6)
    assert not answer.refusals
    assert "end at left / left / left and right / right / right" in answer["response_graph"].sentences[0]


@pytest.mark.parametrize("roles", [("a", "b", "c"), ("a", "a", "b"), ("a", "b", "c", "d")])
def test_many_players_end_in_an_equilibrium_and_not_near_one(roles: tuple[Role, ...]) -> None:
    """At the end of the branch mixed strategies still leave a gain of some 1e-5 of the scale."""
    rng, mixed = np.random.default_rng(3), 0
    for _ in range(12):
        payoffs = rng.integers(0, 9, (len(roles), *[2] * len(roles))).astype(float)
        if roles[0] == roles[1]:
            payoffs[:2] = (payoffs[:2] + payoffs[1::-1].swapaxes(1, 2)) / 2
            payoffs[2] = (payoffs[2] + payoffs[2].swapaxes(0, 1)) / 2
        found = limiting_logit_equilibrium(table_of_payoffs(roles, payoffs))
        mixed += any(0.01 < its.max() < 0.99 for its in found.weights.values())
        assert found.certificate["gap"] <= 1e-12
    assert mixed


def test_alike_players_of_a_general_sum_share_a_mixture() -> None:
    answer = analyze(named(CHICKEN, "player", "player"), resamples=10, only=ALL)
    (sheet,) = answer["equilibrium"].sheets
    assert {row[0]: row[1].value for row in sheet.rows} == pytest.approx({"dare": 1 / 3, "yield": 2 / 3}, abs=1e-6)
    assert "1 symmetric equilibrium" in answer["equilibria"].sentences[1]
    assert answer["exploitability"].sheets[0].rows[0][1].convention == "per player: gain of one seat"


def test_three_alike_players_with_a_hole_are_answered() -> None:
    table = PayoffTable.empty(("p", "p", "p"), (2, 2, 2))
    for profile in list(table.profiles())[1:]:
        table = table.with_exact(profile, [sum(profile) * (1.0 + (own == 1)) for own in profile])
    answer = analyze(table, resamples=10, only=ALL)
    assert not answer.refusals
    assert {row[0] for row in answer["correlated"].sheets[0].rows} == {"CE, cautious", "CCE, cautious"}
    assert "1 / 1 / 1 is an equilibrium, whatever" in answer["equilibria"].sentences[0]
    assert "end at 1 / 1 / 1" in answer["response_graph"].sentences[0]
    assert "1 profile never played: 0 / 0 / 0" in answer["missing"].sentences[0]


# sampled


def test_games_of_a_general_sum_have_intervals_and_brackets() -> None:
    chances = (1 + CHICKEN / 7) / 2
    answer = analyze(sampled(chances, 40, np.random.default_rng(0)), resamples=30, only=ALL)
    (weight, *_) = column(answer["equilibrium"], "weight")
    assert weight.low < weight.high
    (fixed, anytime) = (row[1] for row in answer["exploitability"].sheets[0].rows)
    assert fixed.bound == anytime.bound == "bracket"
    assert 0 < fixed.high < anytime.high
    assert "none is left to judge it by" in answer["exploitability"].sentences[1]
    gaps = column(answer["correlated"], "gap")
    assert all(gap.bound == "bracket" and gap.low == 0 < gap.high for gap in gaps)
    assert column(answer["correlated"], "pays row")[0].n == 160
    shares = column(answer["equilibria"], "in resamples")
    assert {one.kind for one in shares} == {"inclusion_probability"}


def test_gap_bounds_hold_the_gaps_and_close_where_payoffs_are_known() -> None:
    rng = np.random.default_rng(0)
    for _ in range(20):
        payoffs = rng.uniform(-1, 1, (3, 2, 3, 2))
        joint = rng.dirichlet(np.ones(12)).reshape(2, 3, 2)
        for gap in (ce_gap, cce_gap):
            exact = gap(joint, payoffs, payoffs)
            assert exact[0] == pytest.approx(exact[1])
            low, high = gap(joint, payoffs - rng.uniform(0, 0.2, payoffs.shape), payoffs + 0.1)
            assert low <= exact[0] + 1e-12
            assert high >= exact[1] - 1e-12
        assert cce_gap(joint, payoffs, payoffs)[0] <= ce_gap(joint, payoffs, payoffs)[0] + 1e-12


def test_regret_of_independent_play_is_the_gap_of_their_product() -> None:
    rng = np.random.default_rng(2)
    payoffs = rng.uniform(-1, 1, (2, 3, 3))
    weights = {role: rng.dirichlet(np.ones(3)) for role in DISTINCT}
    low, high = regret_bounds(DISTINCT, weights, payoffs, payoffs, None)
    assert low == pytest.approx(high)
    assert low == pytest.approx(cce_gap(product_of(DISTINCT, weights), payoffs, payoffs)[0])


def test_pure_equilibria_between_bounds() -> None:
    low, high = CHICKEN.copy(), CHICKEN.copy()
    high[:, 0, 0] = 3.0  # what happens if both dare is not known: 0 to 3 for either
    sure, possible = pure_equilibria(low, high)
    assert not sure.any()
    assert possible.tolist() == [[True, True], [True, False]]
    alone, _ = pure_equilibria(CHICKEN, CHICKEN)
    assert alone.tolist() == [[False, True], [True, False]]


# holes in two roles


def test_a_hole_of_two_roles_is_bounded_and_asked_for_first() -> None:
    payoffs = np.stack([PENNIES, -PENNIES])
    payoffs[:, 0, 0] = np.nan
    answer = analyze(named(payoffs), resamples=20, only=ALL)
    assert "1 pair never met: dare / dare" in answer["missing"].sentences[0]
    assert "That leaves the equilibrium open" in answer["missing"].sentences[1]
    loss, value = (row[1] for row in answer["missing"].sheets[-1].rows)
    assert (loss.bound, value.bound, value.kind) == ("upper", "bracket", "game_value")
    assert (value.low, value.high) == pytest.approx((-1, 0))
    assert loss.high == pytest.approx(1)
    assert [row[0] for row in answer["next_games"].sheets[0].rows] == ["dare / dare"]
    assert "First find the payoff of dare / dare" in answer["next_games"].sentences[0]
    assert "Missing games leave the equilibrium open" in " ".join(answer["equilibrium"].sentences)


def test_an_idle_hole_of_two_roles_is_said_to_be_idle() -> None:
    payoffs = np.array([[0.5, 1.0, 2.0], [1.0, 0.0, 2.0], [0.0, 0.0, 0.0]])
    both = np.stack([payoffs, -payoffs])
    both[:, 2, 2] = np.nan
    answer = analyze(named(both, names=("x", "y", "z")), resamples=20, only=NASH)
    assert "That changes nothing" in answer["missing"].sentences[1]
    assert not answer["next_games"].sheets
    assert "1 pair without games needs none" in answer["next_games"].sentences[1]


@pytest.mark.parametrize(("budget", "expected"), [(1, [1]), (40, [20, 20]), (1000, [60, 60])])
def test_holes_come_first_and_the_budget_is_kept(budget: int, expected: list[int]) -> None:
    wins = [[0, 0, 30, 40], [0, 0, 30, 40], [30, 30, 0, 0], [20, 20, 0, 0]]
    found = analyze(head_to_head(wins), resamples=20, only=["next_games"], budget=budget)["next_games"]
    rows = found.sheets[0].rows
    assert [row[1] for row in rows] == expected
    assert rows[0][2].startswith("never played")
    if budget == 1:
        assert "leaves 1 more without games" in found.sentences[0]
    if budget == 1000:
        assert "880 of the budget of 1000 are kept" in found.sentences[0]
    with pytest.raises(InputError, match="budget"):
        analyze(head_to_head(wins), budget=0)


def test_a_general_sum_with_a_hole_says_what_may_be_an_equilibrium() -> None:
    payoffs = CHICKEN / 7
    payoffs[:, 0, 0] = np.nan
    answer = analyze(named(payoffs), resamples=20, only=ALL)
    assert "depending on what is missing" in answer["equilibria"].sentences[0].lower()
    assert {row[0]: row[1] for row in answer["equilibria"].sheets[0].rows} == {
        "dare / yield": "depends on what is missing",
        "yield / dare": "depends on what is missing",
        "dare / dare": "depends on what is missing",
    }
    assert not answer.refusals
    assert [row[0] for row in answer["next_games"].sheets[0].rows] == ["dare / dare"]


# nothing varies


@pytest.mark.filterwarnings("error")
def test_a_player_who_always_gets_the_same_is_answered_with_a_hole() -> None:
    rng, table = np.random.default_rng(0), PayoffTable.empty(DISTINCT, (2, 3))
    for cell in list(np.ndindex(2, 3))[:-1]:
        table = table.with_exact(cell, (5.0, float(rng.normal())))
    names = {DISTINCT[0]: ("x", "y"), DISTINCT[1]: ("1", "2", "3")}
    answer = analyze(NamedTable(table, names, "a game"), resamples=10)
    assert set(NASH) < set(answer.findings)
    assert "x / 3 is an equilibrium, whatever the missing payoffs are" in answer["equilibria"].sentences[0]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("paid", [(5.0, 5.0, 5.0), (-1288433.6, 640422.7, -1367463.1), (1e12 / 3, 1e12 / 7, 1e12 / 11)])
def test_one_game_of_alike_players_leaves_no_gain_by_rounding(paid: tuple[float, ...]) -> None:
    group = [[paid[(seat + turn) % 3] for seat in range(3)] for turn in range(6)]
    table = PayoffTable.empty(("a", "a", "a"), (1, 1, 1)).with_groups([((0, 0, 0), group)])
    answer = analyze(NamedTable(table, {"a": ("only",)}, "a game"), resamples=3, only=NASH)
    assert not answer.refusals
    for row in answer["exploitability"].sheets[0].rows:
        assert isinstance(row[1], Estimate)
        assert (row[1].low, row[1].high) == (0, 0)
