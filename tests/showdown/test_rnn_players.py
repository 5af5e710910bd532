"""Recurrent players: equal to torch's results, batches change nothing, and whole battles of four generations."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rnn_files import write_tiny
from side_by_side import decisions, of_generation
from streams import recorded
from test_baselines import own, position

from psrokit.api import Match, Observation, Policy, build, drive, open_lanes, seed
from psrokit_showdown.metamon_rnn.network import Network, load_network
from psrokit_showdown.metamon_rnn.playing import Recurrent, looked
from psrokit_showdown.numbered import numbered_choices
from psrokit_showdown.simulator import Simulator

GOLDEN = json.loads((Path(__file__).parent / "golden" / "rnn_logits.json").read_text(encoding="utf-8"))
"""Logits of torch 2.13 in double precision, for words and numbers that are drawn from a seed."""
TEAM = [
    own("tauros", "bodyslam", "hyperbeam", "earthquake", "blizzard"),
    own("starmie", "surf", "thunderbolt", "thunderwave", "recover"),
    own("chansey", "icebeam", "softboiled", "thunderwave", "thunderbolt"),
    own("snorlax", "bodyslam", "selfdestruct", "earthquake", "reflect"),
    own("exeggutor", "sleeppowder", "psychic", "explosion", "stunspore"),
    own("alakazam", "psychic", "seismictoss", "recover", "thunderwave"),
]


UNHEARD = {"mustrecharge", "partiallytrapped", "guillotine", "minimize"}
"""Words of gen 1 that no published vocabulary has."""


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return write_tiny(tmp_path / "tiny.pt")


def mini() -> Policy:
    policy: Policy = build("policy", {"use": "mini_rnn", "weights": str(recorded("models", "minirnn.pt"))})
    return policy


def drawn(case: dict[str, Any]) -> tuple[Any, Any]:
    """Words (turns, battles, 87) and numbers (turns, battles, 48)."""
    rng, shape = np.random.default_rng(case["seed"]), (case["turns"], case["battles"])
    words = rng.integers(-1, case["words"], (*shape, 87))
    return words, rng.uniform(-2, 1, (*shape, 48)).astype(np.float32)


def equals_torch(network: Network, case: dict[str, Any]) -> None:
    memories = np.stack([network.memory] * case["battles"])
    for words, numbers, expected in zip(*drawn(case), case["logits"], strict=True):
        logits, memories = network(words, numbers, memories)
        assert np.abs(logits - np.array(expected)).max() < 1e-5


def test_logits_are_those_of_torch(tiny: Path) -> None:
    equals_torch(load_network(tiny), GOLDEN["tiny"])


def test_logits_of_the_published_weights_are_those_of_torch() -> None:
    equals_torch(load_network(recorded("models", "minirnn.pt")), GOLDEN["mini_rnn"])


def test_a_batch_changes_no_bit(tiny: Path) -> None:
    network, case = load_network(tiny), {**GOLDEN["tiny"], "battles": 9}
    words, numbers = drawn(case)
    memories = np.stack([network.memory] * 9)
    together, kept = network(words[0], numbers[0], memories)
    for place in range(9):
        alone, memory = network(words[0, [place]], numbers[0, [place]], memories[[place]])
        assert np.array_equal(alone[0], together[place])
        assert np.array_equal(memory[0], kept[place])


def likely(observation: Observation) -> dict[str, float]:
    """The chance of each legal choice in the first turn, by the name of its move or Pokemon."""
    actor = mini().start(0, np.random.default_rng(0))
    assert isinstance(actor, Recurrent)
    (logits,) = looked([actor], [observation])
    choices, view = numbered_choices(observation)[:9], observation.view
    legal = {choice: float(np.exp(logit)) for choice, logit in zip(choices, logits, strict=True) if choice is not None}
    return {
        (view.options if choice.startswith("move") else view.team)[int(choice.split()[1]) - 1][0]: share
        / sum(legal.values())
        for choice, share in legal.items()
    }


@pytest.mark.parametrize(
    ("foe", "most"),
    [("rhydon", "blizzard"), ("gengar", "earthquake"), ("starmie", "chansey"), ("chansey", "bodyslam")],
)
def test_the_published_weights_play_sensibly(foe: str, most: str) -> None:
    shares = likely(position(*TEAM, foe=foe))
    assert max(shares, key=lambda name: shares[name]) == most


def test_a_forced_switch_leaves_the_moves_nothing() -> None:
    """Also without the mask: the network has learnt it."""
    fainted = [own("tauros", "bodyslam", "hyperbeam", "earthquake", "blizzard", condition="0 fnt"), *TEAM[1:]]
    here = position(*fainted, foe="starmie", forced=True)
    actor = mini().start(0, np.random.default_rng(0))
    assert isinstance(actor, Recurrent)
    (logits,) = looked([actor], [here])
    shares = np.exp(logits) / np.exp(logits).sum()
    assert shares[:4].max() < 0.001
    assert {actor.act(here) for _ in range(40)} <= {f"switch {number}" for number in range(2, 7)}


def test_choices_come_as_often_as_they_are_likely() -> None:
    here, policy = position(*TEAM, foe="rhydon"), mini()
    names = {f"move {place + 1}": option.id for place, option in enumerate(here.view.options)}
    counts = Counter(policy.start(0, np.random.default_rng(number)).act(here) for number in range(400))
    shares = likely(here)
    for choice, name in names.items():
        assert counts[choice] / 400 == pytest.approx(shares[name], abs=0.09), name


def test_it_remembers_the_battle() -> None:
    here, policy = position(*TEAM, foe="starmie"), mini()
    fresh, after = policy.start(0, np.random.default_rng(0)), policy.start(0, np.random.default_rng(0))
    assert isinstance(fresh, Recurrent)
    assert isinstance(after, Recurrent)
    looked([after], [position(*TEAM, foe="rhydon")])
    assert not np.allclose(looked([fresh], [here]), looked([after], [here]), atol=1e-3)


# --- battles ---


@pytest.mark.parametrize("gen", [1, 2, 3, 4])
def test_whole_battles_of_four_generations(simulator: Simulator, gen: int) -> None:
    policy, count = mini(), 4
    actors = [
        (policy.start(0, np.random.default_rng([lane, 0])), policy.start(1, np.random.default_rng([lane, 1])))
        for lane in range(count)
    ]
    reader = actors[0][0]
    assert isinstance(reader, Recurrent)
    strange, made = Counter[str](), 0
    specs = of_generation(gen, count)
    for decision in decisions(simulator, specs, lambda lane, seat, seen: str(actors[lane][seat].act(seen))):
        assert decision.choice in decision.observation.legal
        words = reader.encoder.encode(decision.observation.view)["text"].item().split(" ")
        strange.update(word for word in words if word not in reader.network.vocabulary.numbers)
        made += 1
    assert made > 100
    if gen == 1:
        assert set(strange) <= UNHEARD


def test_it_beats_chance_clearly() -> None:
    game = build("game", {"use": "showdown", "format": "gen1ou", "engine": "native"})
    players = (mini(), build("policy", {"use": "random"}))
    matches = [
        Match(policies, seed("recurrent", pair), "test") for pair in range(20) for policies in (players, players[::-1])
    ]
    points = 0.0
    with open_lanes(game) as lanes:
        for index, outcome in drive(lanes, matches, in_flight=32):
            assert outcome.returns is not None, outcome.failure
            points += (outcome.returns[index % 2] + 1) / 2
    assert points >= 34, "of 40 games"


def test_many_are_answered_as_one(tiny: Path) -> None:
    """Battles answered in bulk are those answered one by one."""
    policy: Any = build("policy", {"use": "wins_only_rnn", "weights": str(tiny)})
    here = [position(*TEAM, foe=foe) for foe in ("rhydon", "gengar", "starmie")]
    apart = [policy.start(0, np.random.default_rng(number)) for number in range(3)]
    bulk = [policy.start(0, np.random.default_rng(number)) for number in range(3)]
    for _ in range(5):
        assert [actor.act(one) for actor, one in zip(apart, here, strict=True)] == policy.act_many(bulk, here)
