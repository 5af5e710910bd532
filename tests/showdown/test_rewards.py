"""Metamon's rewards: each component and each formula, by hand; and annealing that anneals."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from streams import recorded, views

from psrokit.api import InputError, Reward, build, weighed
from psrokit_showdown.reward_components import COMPONENTS, shaping
from psrokit_showdown.to_universal import universal_state
from psrokit_showdown.universal import NO_MOVE, UniversalPokemon, UniversalState


def pokemon(name: str, hp: float = 1.0, status: str = "nostatus") -> UniversalPokemon:
    words = (name, hp, "normal notype", "noitem", "noability", 100, status, "noeffect", ())
    return UniversalPokemon(*words, *(0,) * 7, *(100,) * 6, "notype", name)


def state(own: UniversalPokemon, foe: UniversalPokemon, *bench: UniversalPokemon, left: int = 6) -> UniversalState:
    conditions = ("noconditions", "noconditions", "noweather", "nofield")
    return UniversalState("gen1ou", own, foe, bench, NO_MOVE, NO_MOVE, left, *conditions, *(False,) * 4, ())


def happened(before: UniversalState, after: UniversalState, outcome: float | None = None) -> dict[str, float]:
    """The components that are not 0."""
    return {name: value for name, value in shaping(before, after, outcome).items() if value}


TAUROS, CHANSEY, MEW = pokemon("tauros"), pokemon("chansey"), pokemon("mew")


def test_all_components_have_names() -> None:
    assert tuple(shaping(state(TAUROS, MEW), state(TAUROS, MEW), None)) == COMPONENTS


def test_damage_and_healing() -> None:
    before = state(pokemon("tauros", 0.5), pokemon("mew", 0.75))
    assert happened(before, state(pokemon("tauros", 0.25), MEW._replace(hp_pct=0.5))) == {
        "damage_done": 0.25,
        "hp_gain": -0.25,
    }
    assert happened(before, state(TAUROS, MEW)) == {"damage_done": -0.25, "hp_gain": 0.5}


def test_an_own_pokemon_is_found_on_the_bench_and_an_opponent_is_not() -> None:
    before = state(TAUROS, MEW, pokemon("chansey", 0.75))
    switched = state(pokemon("chansey", 0.5), pokemon("jynx", 0.5), TAUROS)
    assert happened(before, switched) == {"hp_gain": -0.25}
    assert happened(before, state(pokemon("gengar", 0.5), MEW, TAUROS)) == {}


def test_status() -> None:
    before = state(TAUROS, MEW)
    paralysed = pokemon("tauros", status="par"), pokemon("mew", status="slp")
    assert happened(before, state(*paralysed)) == {"gave_status": 1.0, "took_status": 1.0}
    assert happened(state(*paralysed), before) == {}
    assert happened(state(*paralysed), state(pokemon("tauros", status="slp"), MEW)) == {}
    assert happened(before, state(TAUROS, pokemon("jynx", status="slp"))) == {}


def test_a_faint_is_counted_once_when_the_bench_shrinks() -> None:
    """The own one late, when its replacement has come; the other side's at once. To faint is a status."""
    before = state(pokemon("tauros", 0.25), MEW, CHANSEY)
    down = state(pokemon("tauros", 0.0, "fnt"), MEW, CHANSEY)
    replaced = state(CHANSEY, MEW)
    assert happened(before, down) == {"hp_gain": -0.25, "took_status": 1.0}
    assert happened(down, replaced) == {"lost_pokemon": 1.0}
    assert happened(before, state(pokemon("tauros", 0.25), pokemon("mew", 0.0, "fnt"), CHANSEY, left=5)) == {
        "damage_done": 1.0,
        "gave_status": 1.0,
        "removed_pokemon": 1.0,
    }


@pytest.mark.parametrize(("outcome", "name"), [(1.0, "won"), (-1.0, "lost"), (0.0, "tied")])
def test_results(outcome: float, name: str) -> None:
    assert happened(state(TAUROS, MEW), state(TAUROS, MEW), outcome) == {name: 1.0}


ALL = dict(zip(COMPONENTS, (0.5, -0.25, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0), strict=True))


@pytest.mark.parametrize(
    ("name", "components", "value"),
    [
        ("default_shaped", ALL, 0.25),
        ("default_shaped", {**ALL, "took_status": 0.0}, 0.75),
        ("default_shaped", {**ALL, "lost_pokemon": 0.0}, 1.25),
        ("default_shaped", {**ALL, "won": 1.0}, 100.25),
        ("default_shaped", {**ALL, "lost": 1.0}, -99.75),
        ("default_shaped", {**ALL, "tied": 1.0}, 0.25),
        ("aggressive_shaped", ALL, 0.25),
        ("aggressive_shaped", {**ALL, "lost_pokemon": 0.0}, 2.25),
        ("aggressive_shaped", {**ALL, "won": 1.0}, 200.25),
        ("aggressive_shaped", {**ALL, "lost": 1.0}, 0.25),
        ("binary", ALL, 0.0),
        ("binary", {**ALL, "won": 1.0}, 100.0),
        ("binary", {**ALL, "lost": 1.0}, -100.0),
        ("binary", {**ALL, "tied": 1.0}, 0.0),
    ],
)
def test_formulas(name: str, components: dict[str, float], value: float) -> None:
    assert weighed(components, reward(name).weights(0.3)) == pytest.approx(value)


def reward(name: str, **options: Any) -> Reward:
    built: Reward = build("reward", {"use": name, **options})
    return built


def test_annealing_anneals() -> None:
    annealed = reward("annealed", from_progress=0.2, to_progress=0.6)
    shaped, binary = reward("default_shaped").weights(0.0), reward("binary").weights(0.0)
    worth = {
        progress: weighed({**ALL, "won": 1.0}, annealed.weights(progress)) for progress in (0.0, 0.2, 0.4, 0.6, 1.0)
    }
    assert worth == pytest.approx({0.0: 100.25, 0.2: 100.25, 0.4: 100.125, 0.6: 100.0, 1.0: 100.0})
    assert annealed.weights(0.1) == shaped
    assert {name: value for name, value in annealed.weights(0.9).items() if value} == binary
    assert annealed.weights(0.3)["gave_status"] == pytest.approx(0.375)


def test_annealing_between_any_two() -> None:
    annealed = reward("annealed", start={"use": "binary"}, end={"use": "aggressive_shaped"})
    assert annealed.weights(0.5)["won"] == 150.0
    assert annealed.weights(0.5)["lost"] == -50.0


@pytest.mark.parametrize("bounds", [(0.5, 0.5), (0.6, 0.2), (-0.1, 0.5), (0.0, 1.5)])
def test_annealing_needs_a_way_to_go(bounds: tuple[float, float]) -> None:
    with pytest.raises(InputError, match="anneal"):
        reward("annealed", from_progress=bounds[0], to_progress=bounds[1])


def test_stored_components_can_be_valued_by_any_reward() -> None:
    """A whole recorded battle: what one reward measured is enough for all of them."""
    told = list(views(recorded("firstperson", "battle-gen1ou-1115321140.txt")))
    stored = [reward("binary").components(*pair, None) for pair in pairwise(told)]
    for name in ("default_shaped", "aggressive_shaped", "annealed"):
        own = [reward(name).components(*pair, None) for pair in pairwise(told)]
        weights = reward(name).weights(0.5)
        assert [weighed(one, weights) for one in own] == [weighed(one, weights) for one in stored]


def test_a_reward_on_a_recorded_battle() -> None:
    """Turns 10 to 11: Hydro Pump took 176 of Tauros's 353, Body Slam 35 % of Starmie's. Turn 12 to 13: asleep."""
    told = {view.turn: view for view in views(recorded("firstperson", "battle-gen1ou-1115321140.txt"))}
    shaped = reward("default_shaped")
    first = weighed(shaped.components(told[10], told[11], None), shaped.weights(0.0))
    assert first == pytest.approx(0.35 - 176 / 353)
    second = weighed(shaped.components(told[12], universal_state(told[13]), None), shaped.weights(0.0))
    assert second == pytest.approx(-161 / 393 + 0.5)
