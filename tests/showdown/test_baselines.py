"""The scripted players: what each does in a given position, and how they fare on the real simulator."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest

from psrokit.api import InputError, Lanes, Match, Observation, Policy, drive, open_lanes, seed, spec
from psrokit_showdown.actions import legal_choices
from psrokit_showdown.baselines.greedy_damage import GreedyDamage
from psrokit_showdown.baselines.max_power import MaxPower
from psrokit_showdown.baselines.random import Random
from psrokit_showdown.baselines.scripted import Scripted
from psrokit_showdown.baselines.type_switcher import TypeSwitcher
from psrokit_showdown.data import max_pp
from psrokit_showdown.games.showdown import Showdown
from psrokit_showdown.matchup import best_stats
from psrokit_showdown.mechanics import full_stats
from psrokit_showdown.simulator.install import install
from psrokit_showdown.view import Fold
from psrokit_showdown.weights import RANGES

PLAYERS: list[Policy] = [Random(), MaxPower(), GreedyDamage(), TypeSwitcher(), Scripted(), Scripted(temperature=0.05)]


# --- positions ---


def own(species: str, *moves: str, condition: str = "", active: bool = False) -> dict[str, Any]:
    stats, hp = best_stats(species, 100), full_stats(species, 100).hp
    names = ("atk", "def", "spa", "spd", "spe")
    return {
        "ident": f"p1: {species}",
        "details": species,
        "condition": condition or f"{hp}/{hp}",
        "active": active,
        "stats": dict(zip(names, stats, strict=True)),
        "moves": list(moves),
        "item": "",
    }


def position(*team: dict[str, Any], foe: str, lines: tuple[str, ...] = (), forced: bool = False) -> Observation:
    """The first of the team on the field against a fresh foe, after some more lines."""
    team[0]["active"] = True
    fold = Fold(0)
    fold.feed(
        ["|gen|1", f"|switch|{team[0]['ident'].replace('p1', 'p1a')}|{team[0]['details']}|{team[0]['condition']}"]
    )
    fold.feed([f"|switch|p2a: {foe}|{foe}|100/100", *lines])
    limits = {name: max_pp(1, name) for name in team[0]["moves"]}
    moves = [{"id": name, "pp": limit, "maxpp": limit, "disabled": False} for name, limit in limits.items()]
    asked: dict[str, Any] = {"side": {"name": "a", "id": "p1", "pokemon": list(team)}}
    asked |= {"forceSwitch": [True]} if forced else {"active": [{"moves": moves}]}
    return Observation(fold.view(asked), legal_choices(asked))


def choice(policy: Policy, observation: Observation) -> str:
    """What the policy does, as the move's or the Pokemon's name."""
    chosen = policy.start(0, np.random.default_rng(1)).act(observation)
    assert chosen in observation.legal
    verb, number = chosen.split()
    place = int(number) - 1
    return str(observation.view.options[place].id if verb == "move" else observation.view.team[place].species)


def test_random_is_uniform() -> None:
    here = position(own("tauros", "bodyslam", "blizzard"), own("chansey"), own("starmie"), foe="mew")
    actor = Random().start(0, np.random.default_rng(0))
    counts = dict.fromkeys(here.legal, 0)
    for _ in range(4000):
        counts[actor.act(here)] += 1
    assert set(counts) == {"move 1", "move 2", "switch 2", "switch 3"}
    assert all(900 < count < 1100 for count in counts.values())


def test_max_power_looks_at_nothing_else() -> None:
    here = position(own("tauros", "bodyslam", "hyperbeam", "earthquake"), own("starmie", "surf"), foe="gengar")
    assert choice(MaxPower(), here) == "hyperbeam"


def test_greedy_damage_knows_types_accuracy_and_lost_turns() -> None:
    tauros = own("tauros", "bodyslam", "hyperbeam", "earthquake", "blizzard")
    assert choice(GreedyDamage(), position(tauros, foe="gengar")) == "earthquake"
    assert choice(GreedyDamage(), position(tauros, foe="zapdos")) == "blizzard"
    assert choice(GreedyDamage(), position(tauros, foe="chansey")) == "bodyslam"
    hurt = ("|-damage|p2a: chansey|36/100",)
    assert (
        choice(GreedyDamage(), position(own("tauros", "hyperbeam", "tackle"), foe="chansey", lines=hurt)) == "hyperbeam"
    )


def test_greedy_damage_sends_the_best_matchup() -> None:
    team = [own("tauros", "bodyslam", condition="0 fnt"), own("charizard", "fireblast"), own("jolteon", "thunderbolt")]
    assert choice(GreedyDamage(), position(*team, foe="starmie", forced=True)) == "jolteon"


def test_type_switcher_switches_to_strictly_better_types_and_then_attacks() -> None:
    team = [
        own("charizard", "fireblast", "earthquake"),
        own("jolteon", "thunderbolt", "pinmissile"),
        own("tauros", "stomp"),
    ]
    actor = TypeSwitcher().start(0, np.random.default_rng(0))
    assert actor.act(position(*team, foe="starmie")) == "switch 2"
    assert actor.act(position(*team, foe="starmie")).startswith("move")
    jolteon_first = [team[1], team[0], team[2]]
    assert choice(TypeSwitcher(), position(*jolteon_first, foe="starmie")) == "thunderbolt"


# --- the considerations of the scripted player ---


def test_a_status_is_not_tried_where_it_cannot_be_had() -> None:
    zapdos = own("zapdos", "thunderwave", "drillpeck")
    keen = Scripted(paralyse=2.0)
    assert choice(keen, position(zapdos, foe="tauros")) == "thunderwave"
    assert choice(keen, position(zapdos, foe="rhydon")) == "drillpeck"
    assert choice(keen, position(zapdos, foe="tauros", lines=("|-status|p2a: tauros|slp",))) == "drillpeck"


def test_sleep_minds_the_clause_but_not_rest() -> None:
    jynx = own("jynx", "lovelykiss", "psychic")
    keen = Scripted(sleep=3.0)
    back = "|switch|p2a: tauros|tauros|100/100"
    asleep = ("|switch|p2a: lapras|lapras|100/100", "|-status|p2a: lapras|slp|[from] move: Sing", back)
    rested = ("|switch|p2a: lapras|lapras|90/100", "|-status|p2a: lapras|slp|[from] move: Rest", back)
    assert choice(keen, position(jynx, foe="tauros")) == "lovelykiss"
    assert choice(keen, position(jynx, foe="tauros", lines=asleep)) == "psychic"
    assert choice(keen, position(jynx, foe="tauros", lines=rested)) == "lovelykiss"


def test_hyper_beam_is_kept_for_the_end() -> None:
    tauros = own("tauros", "bodyslam", "hyperbeam")
    assert choice(Scripted(), position(tauros, foe="snorlax")) == "bodyslam"
    hurt = ("|-damage|p2a: snorlax|36/100",)
    assert choice(Scripted(), position(tauros, foe="snorlax", lines=hurt)) == "hyperbeam"


def test_recovery_waits_for_its_threshold() -> None:
    keen = Scripted(recover=3.0, recover_below=0.5)
    hurt, fine = own("chansey", "softboiled", "icebeam", condition="300/703"), own("chansey", "softboiled", "icebeam")
    assert choice(keen, position(hurt, foe="gengar")) == "softboiled"
    assert choice(keen, position(fine, foe="gengar")) == "icebeam"
    overflow = own("chansey", "softboiled", "icebeam", condition="192/703")
    assert choice(keen, position(overflow, foe="gengar")) == "icebeam", "healing fails when exactly 511 HP are missing"


def test_explosion_has_its_price() -> None:
    team = [own("golem", "explosion", "bodyslam"), own("chansey", "icebeam")]
    assert choice(Scripted(boom=2.5), position(*team, foe="mew")) == "bodyslam"
    assert choice(Scripted(boom=0.0), position(*team, foe="mew")) == "explosion"
    assert choice(Scripted(boom=0.0), position(*team, foe="gengar")) != "explosion"


def test_setup_wants_time() -> None:
    slowbro = own("slowbro", "amnesia", "surf")
    keen = Scripted(setup=2.0)
    asleep = ("|-status|p2a: alakazam|slp|[from] move: Sing",)
    assert choice(keen, position(slowbro, foe="alakazam", lines=asleep)) == "amnesia"
    raised = (*asleep, "|-boost|p1a: slowbro|spa|4", "|-boost|p1a: slowbro|spd|4")
    assert choice(keen, position(slowbro, foe="alakazam", lines=raised)) == "surf"


def test_a_lost_matchup_is_left() -> None:
    team = [own("rhydon", "rockslide", "bodyslam"), own("chansey", "icebeam", "softboiled")]
    assert choice(Scripted(preserve=1.0), position(*team, foe="starmie")) == "chansey"
    assert choice(Scripted(preserve=-0.5), position(*team, foe="starmie")) != "chansey"


def test_other_generations_are_refused_with_a_sentence() -> None:
    here = position(own("tauros", "bodyslam", "blizzard"), foe="garchomp")
    with pytest.raises(InputError, match="'garchomp' is no species of generation 1"):
        Scripted().start(0, np.random.default_rng(0)).act(here)


def test_every_dial_has_a_range_around_its_default() -> None:
    assert list(RANGES) == [one.name for one in fields(Scripted)]
    for name, (low, high) in RANGES.items():
        assert low < high
        assert low <= getattr(Scripted(), name) <= high
    assert spec(Scripted(boom=0.5)) == {"use": "scripted", **spec_of_defaults(), "boom": 0.5}


def spec_of_defaults() -> dict[str, float]:
    return {name: getattr(Scripted(), name) for name in RANGES}


@pytest.mark.parametrize("player", PLAYERS, ids=repr)
def test_players_are_deterministic_given_their_generator(player: Policy) -> None:
    team = [own("rhydon", "rockslide", "bodyslam"), own("chansey", "icebeam", "softboiled"), own("tauros", "stomp")]
    here = [position(*team, foe=foe) for foe in ("starmie", "zapdos", "gengar", "chansey")]
    runs = [[player.start(0, np.random.default_rng(3)).act(one) for one in here] for _ in range(2)]
    assert runs[0] == runs[1]


# --- battles ---


@pytest.fixture(scope="module")
def lanes() -> Iterator[Lanes]:
    install(lambda _: None)
    with open_lanes(Showdown()) as opened:
        yield opened


def score(lanes: Lanes, first: Policy, second: Policy, pairs: int) -> tuple[float, float]:
    """The first player's share of points over mirrored pairs, and the mean number of turns."""
    matches = [
        Match(policies, seed("baseline test", pair), "test")
        for pair in range(pairs)
        for policies in ((first, second), (second, first))
    ]
    points, turns = 0.0, 0
    for index, outcome in drive(lanes, matches, in_flight=32):
        assert outcome.returns is not None, outcome.failure
        points += (outcome.returns[index % 2] + 1) / 2
        turns += outcome.record["turns"]
    return points / len(matches), turns / len(matches)


@pytest.mark.parametrize(
    ("better", "worse", "at_least"),
    [
        (MaxPower(), Random(), 0.85),
        (GreedyDamage(), MaxPower(), 0.65),
        (GreedyDamage(), TypeSwitcher(), 0.5),
        (Scripted(), GreedyDamage(), 0.65),
        (Scripted(), TypeSwitcher(), 0.65),
    ],
    ids=lambda value: value if isinstance(value, float) else type(value).__name__,
)
def test_the_order_of_strength(lanes: Lanes, better: Policy, worse: Policy, at_least: float) -> None:
    points, _ = score(lanes, better, worse, 24)
    assert points >= at_least


def test_the_dials_make_different_players(lanes: Lanes) -> None:
    """Stall plays much longer battles than all-out offence, against the same opponent."""
    offence = Scripted(damage=3.0, knock_out=2.0, recover=0.0, rest=0.0, switch=0.0, boom=0.0, paralyse=0.0, sleep=0.0)
    stall = replace(
        Scripted(), damage=0.4, boom=2.5, recover=3.0, recover_below=0.95, rest=3.0, rest_below=0.8, tempo=0.0
    )
    _, short = score(lanes, offence, Scripted(), 8)
    _, long = score(lanes, stall, Scripted(), 8)
    assert long > 1.5 * short


def test_two_type_switchers_come_to_blows(lanes: Lanes) -> None:
    _, turns = score(lanes, TypeSwitcher(), TypeSwitcher(), 4)
    assert turns < 300
