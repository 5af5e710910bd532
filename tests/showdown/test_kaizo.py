"""How the Kaizo players mark single moves: the points of each rule, and how often they are given."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest
from metamon_players import sides
from test_action_spaces import SLOTS, observed

from psrokit_showdown.data.effects import move_facts
from psrokit_showdown.knowledge import Boosts
from psrokit_showdown.tactics.kaizo.adjustments import adjustment
from psrokit_showdown.tactics.kaizo.case import Case
from psrokit_showdown.tactics.kaizo.score import KAIZO, bases
from psrokit_showdown.tactics.scene import Rules, Scene

TIMES = 2000
GUARD = {"moves": (move_facts(9, "protect"), move_facts(9, "tackle"))}
ATTACKS = {"moves": (move_facts(9, "surf"),)}
GROUND, WATER, GHOST = {"types": ("ground",)}, {"types": ("water",)}, {"types": ("ghost",)}
Changes = dict[str, Any]


def case(name: str, own: Changes, foe: Changes, rules: Rules = "corrected", *, slower: bool = False) -> Case:
    """A move of Starmie against Jynx in generation 9, both changed."""
    here = Scene(observed(*SLOTS, gen=9), np.random.default_rng(0), rules)
    mine, theirs = sides(here)
    return Case(here, mine._replace(**own), theirs._replace(**foe), move_facts(9, name), slower)


def points(one: Case) -> dict[float, float]:
    """How often each sum of points is given."""
    counts = Counter(adjustment(one) for _ in range(TIMES))
    return {value: count / TIMES for value, count in counts.items()}


def stages(**raised: int) -> Changes:
    return {"boosts": Boosts(**raised)}


@pytest.mark.parametrize(
    ("name", "own", "foe", "expected"),
    [
        ("solarbeam", GUARD, WATER, {-2.0: 1.0}),
        ("solarbeam", {}, WATER | GUARD, {0.0: 1.0}),
        ("solarbeam", {"hp": 0.3}, {"types": ("fire",)}, {-3.0: 1.0}),
        ("dig", GUARD, {}, {-1.0: 1.0}),
        ("dig", {}, GUARD, {0.0: 0.31, 1.0: 0.69}),
        ("uturn", {}, {}, {-1.0: 1.0}),
        ("uturn", {"hp": 0.3}, {"types": ("normal",)}, {0.0: 0.7, 1.0: 0.3}),
        ("uturn", {"hp": 0.05}, {"types": ("normal",)}, {1.0: 0.7, 2.0: 0.3}),
        ("gyroball", {}, {}, {-2.0: 1.0}),
        ("bodypress", stages(defence=3), {}, {0.0: 0.2, 1.0: 0.8}),
        ("bodypress", stages(defence=2), {}, {0.0: 1.0}),
        ("foulplay", {}, stages(attack=4), {0.0: 0.2, 1.0: 0.8}),
        ("foulplay", stages(attack=4), {}, {0.0: 1.0}),
        ("taunt", {}, {"last_move": "shadowball"}, {0.0: 0.5, -1.0: 0.5}),
        ("taunt", {}, {"last_move": "psychic"}, {0.0: 1.0}),
        ("earthpower", {}, {}, {0.0: 0.5, 1.0: 0.5}),
        ("earthpower", {}, {"hp": 0.8}, {0.0: 0.7, 1.0: 0.3}),
        ("earthpower", {}, {"hp": 0.5} | stages(special_defence=-3), {0.0: 0.4, -1.0: 0.6}),
        ("counter", {"types": ("fighting", "rock")}, {"last_move": "toxic"}, {0.0: 0.5, 4.0: 0.5}),
        ("counter", {"types": ("water", "rock")}, {"last_move": "toxic"}, {0.0: 1.0}),
        ("mirrorcoat", {"types": ("water", "psychic")}, {"last_move": "toxic"}, {0.0: 0.5, 4.0: 0.5}),
        ("counter", {}, {"last_move": "tackle"}, {0.0: 0.39, 1.0: 0.61}),
        ("counter", {}, {"last_move": "surf"}, {0.0: 0.39, -1.0: 0.61}),
        ("counter", {}, {"last_move": "tackle", "status": "slp"}, {-1.0: 1.0}),
        ("toxic", {"hp": 0.4} | ATTACKS, {}, {0.0: 0.04, -3.0: 0.31, -6.0: 0.65}),
        ("toxic", ATTACKS, {"hp": 0.4}, {0.0: 1.0}),
        ("toxic", GUARD, {}, {0.0: 0.23, 2.0: 0.77}),
        ("charm", {"hp": 0.6}, {"types": ("normal",)}, {-2.0: 1.0}),
        ("charm", {}, {"types": ("normal",)}, {0.0: 1.0}),
        ("charm", {}, {"types": ("fire", "psychic")}, {-2.0: 1.0}),
        ("tickle", {"hp": 0.6}, {}, {-2.0: 0.2, -4.0: 0.8}),
        ("moonblast", {"hp": 0.6}, {}, {0.0: 1.0}),
        ("moonblast", {"hp": 0.4}, {}, {-2.0: 0.2, -4.0: 0.8}),
        ("pursuit", {}, GHOST, {1.0: 1.0}),
        ("pursuit", {"hp": 0.9}, GHOST, {0.0: 1.0}),
        ("explosion", {"hp": 0.2}, {}, {0.0: 0.1, 1.0: 0.5, 2.0: 0.4}),
        ("flail", {"hp": 0.2}, {}, {0.0: 1.0}),
        ("flail", {"hp": 0.05}, {}, {1.0: 1.0}),
        ("calmmind", ATTACKS, WATER, {0.0: 0.5, 2.0: 0.5}),
        ("calmmind", ATTACKS, GROUND, {0.0: 0.25, 1.0: 0.25, 2.0: 0.25, 3.0: 0.25}),
        ("haze", {}, stages(attack=3), {2.0: 1.0}),
        ("defog", {}, {}, {0.0: 1.0}),
    ],
)
def test_what_a_move_is_given(name: str, own: Changes, foe: Changes, expected: dict[float, float]) -> None:
    found = points(case(name, own, foe))
    assert found.keys() == expected.keys()
    for value, share in expected.items():
        assert found[value] == pytest.approx(share, abs=0.05)


@pytest.mark.parametrize(
    ("name", "own", "foe", "corrected", "faithful"),
    [
        ("revenge", {"status": "slp"}, {}, {-2.0: 0.73, 2.0: 0.27}, {-2.0: 1.0}),
        ("revenge", {}, {"status": "slp"}, {-2.0: 1.0}, {-2.0: 0.73, 2.0: 0.27}),
        ("healbell", {"status": ""}, {}, {-5.0: 1.0}, {-5.0: 1.0}),
        ("earthquake", {}, {"last_move": "dig"}, {0.0: 1.0}, {2.0: 0.5, 4.0: 0.5}),
        ("earthquake", {}, {"volatiles": frozenset({"dig"})}, {2.0: 0.5, 4.0: 0.5}, {0.0: 1.0}),
        ("nastyplot", ATTACKS, GROUND, {0.0: 0.5, 1.0: 0.5}, {0.0: 1.0}),
        ("curse", {"hp": 1.0}, {}, {0.0: 0.06, 1.0: 0.25, 2.0: 0.38, 3.0: 0.25, 4.0: 0.06}, {0.0: 0.5, 1.0: 0.5}),
        ("curse", stages(defence=4), {}, {0.0: 0.5, 1.0: 0.5}, {0.0: 0.06, 1.0: 0.25, 2.0: 0.38, 3.0: 0.25, 4.0: 0.06}),
    ],
)
def test_where_the_published_rule_is_at_fault(
    name: str, own: Changes, foe: Changes, corrected: dict[float, float], faithful: dict[float, float]
) -> None:
    wanted: dict[Rules, dict[float, float]] = {"corrected": corrected, "faithful": faithful}
    for rules, expected in wanted.items():
        found = points(case(name, own, foe, rules))
        assert found.keys() == expected.keys(), rules
        for value, share in expected.items():
            assert found[value] == pytest.approx(share, abs=0.05)


def base_of(name: str, rules: Rules, foe: Changes) -> set[float]:
    """The base points of a move beside one that does more damage."""
    each = [case(one, {}, foe, rules) for one in (name, "surf")]
    return {bases(each, KAIZO)[0] for _ in range(50)}


def test_base_points() -> None:
    """Published, a useless attack has a point off like any other, and an explosion that knocks out no more."""
    assert base_of("shadowball", "corrected", {"types": ("normal",)}) == {-12.0}
    assert base_of("shadowball", "faithful", {"types": ("normal",)}) == {-1.0}
    assert base_of("seismictoss", "faithful", GHOST) == {-12.0}
    low = {"hp": 0.001, "types": ("water",)}
    assert base_of("explosion", "corrected", low) == {5.0}, "it does most damage"
    assert base_of("explosion", "faithful", low) == {0.0}
    assert base_of("tackle", "corrected", {}) == {-1.0}
    assert base_of("toxic", "corrected", {}) == {0.0, 2.0}
