"""Sink components of response graphs: equal to brute force, with ties, in one population and in several."""

from __future__ import annotations

from itertools import product

import numpy as np
import numpy.typing as npt
import pytest
from tables import ALIKE, DISTINCT, RPS, exact_table, general_table

from psrokit.api import Floats, InputError, IntegrityError, PayoffTable
from psrokit_plugins.structure.response_graph import sink_components


def closure(edges: Floats) -> npt.NDArray[np.bool_]:
    """Which node reaches which, by brute force."""
    reach = (edges > 0) | np.eye(len(edges), dtype=bool)
    for middle in range(len(edges)):
        reach = reach | (reach[:, middle : middle + 1] & reach[middle : middle + 1])
    return reach


def brute_sinks(edges: Floats) -> list[list[int]]:
    """Sets of nodes that all reach each other and nothing else."""
    reach = closure(edges)
    mutual = reach & reach.T
    sinks = {
        tuple(np.flatnonzero(mutual[node])) for node in range(len(edges)) if np.array_equal(reach[node], mutual[node])
    }
    return sorted([int(each) for each in sink] for sink in sinks)


def profile_edges(means: Floats) -> Floats:
    """The response graph of a game of distinct roles, edge by edge: 1 to better, -1 to no worse is left to ties."""
    profiles = list(product(*(range(size) for size in means.shape[1:])))
    edges = np.zeros((len(profiles), len(profiles)))
    for (i, here), (j, there) in product(enumerate(profiles), repeat=2):
        changed = [seat for seat in range(len(here)) if here[seat] != there[seat]]
        if len(changed) == 1 and means[(changed[0], *there)] >= means[(changed[0], *here)]:
            edges[i, j] = 1
    return edges


@pytest.mark.parametrize("number", range(300))
def test_profiles_are_equal_to_brute_force(number: int) -> None:
    rng = np.random.default_rng(number)
    sizes = tuple(rng.integers(1, 5, size=rng.integers(2, 4)))
    values = int(rng.choice([2, 3, 5, 1000]))  # few values: many ties
    means = rng.integers(0, values, size=(len(sizes), *sizes)).astype(float)
    if number % 3 == 0 and len(sizes) == 2:
        means[1] = -means[0]
    assert [sink.tolist() for sink in sink_components(general_table(means))] == brute_sinks(profile_edges(means))


@pytest.mark.parametrize("number", range(100))
def test_policies_are_equal_to_brute_force(number: int) -> None:
    rng = np.random.default_rng(number)
    payoff = rng.integers(-2, 3, size=(rng.integers(1, 8),) * 2).astype(float)
    payoff = np.triu(payoff, 1) - np.triu(payoff, 1).T
    edges = (payoff.T >= 0).astype(float)
    assert [sink.tolist() for sink in sink_components(exact_table(ALIKE, payoff))] == brute_sinks(edges)


def test_a_cycle_and_a_dominating_policy() -> None:
    assert [sink.tolist() for sink in sink_components(exact_table(ALIKE, RPS))] == [[0, 1, 2]]
    ruled = np.pad(np.array(RPS), (0, 1), constant_values=-1.0)
    ruled[3] = [1, 1, 1, 0]
    assert [sink.tolist() for sink in sink_components(exact_table(ALIKE, ruled))] == [[3]]


def test_two_conventions_are_two_sinks() -> None:
    means = np.array([[[1.0, 0.0], [0.0, 1.0]]] * 2)
    assert [sink.tolist() for sink in sink_components(general_table(means))] == [[0], [3]]


def test_what_only_rounding_tells_apart_is_a_tie() -> None:
    payoff = np.array([[0.1 + 0.2, 1.0], [0.3, 1.0]])
    assert [sink.tolist() for sink in sink_components(exact_table(DISTINCT, payoff))] == [[0, 2]]
    assert [sink.tolist() for sink in sink_components(exact_table(DISTINCT, 1e-9 * payoff))] == [[0, 2]]


def test_an_affine_change_of_payoffs_changes_nothing() -> None:
    means = np.random.default_rng(1).normal(size=(2, 6, 6))
    moved = means * np.array([1e9, 1e-9])[:, None, None] + np.array([5e9, -3e-9])[:, None, None]
    plain, other = (sink_components(general_table(each)) for each in (means, moved))
    assert [sink.tolist() for sink in plain] == [sink.tolist() for sink in other]


def test_holes_and_mixed_roles_are_refused() -> None:
    with pytest.raises(IntegrityError, match=r"\(0, 0\)"):
        sink_components(PayoffTable.empty(DISTINCT, (2, 2)))
    three = PayoffTable.empty(("a", "a", "b"), (1, 1, 1)).with_exact((0, 0, 0), (0, 0, 0))
    with pytest.raises(InputError, match="two seats of one role"):
        sink_components(three)
