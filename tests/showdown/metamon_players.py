"""Metamon's players by name, positions to put them in, and what they do there."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from rnn_files import write_tiny
from test_baselines import own

import psrokit_showdown.baselines
from psrokit.api import Observation, Policy, build
from psrokit_showdown.tactics.scene import Mon, Rules, Scene

FOLDER = Path(psrokit_showdown.baselines.__file__).parent
NAMED = {
    found.group(1): file.stem
    for file in sorted(FOLDER.glob("*.py"))
    for found in [re.search(r"Metamon: (\w+)", file.read_text(encoding="utf-8"))]
    if found
}
"""Metamon's name -> ours, as the docstrings say."""
NEED_USAGE = {"smogon_switcher", "kaizo_plus"}
NEED_WEIGHTS = {"base_rnn", "wins_only_rnn", "mini_rnn"}
TAUROS = ("tauros", "bodyslam", "hyperbeam", "earthquake", "blizzard")
BENCH = [
    ("starmie", "surf", "thunderbolt"),
    ("chansey", "icebeam", "softboiled"),
    ("rhydon", "earthquake", "rockslide"),
]
CHECKS = {"starmie": {"chansey": 0.9, "tauros": 0.2}, "chansey": {"tauros": 0.6}}


def player(name: str, usage: Path, **options: Any) -> Policy:
    more = {"usage": str(usage)} if name in NEED_USAGE else {}
    more |= {"weights": str(write_tiny(usage.with_name("tiny.pt")))} if name in NEED_WEIGHTS else {}
    policy: Policy = build("policy", {"use": name, **more, **options})
    return policy


def often(policy: Policy, observation: Observation, times: int = 200) -> Counter[str]:
    """What the policy does with different generators, by choice."""
    return Counter(policy.start(0, np.random.default_rng(number)).act(observation) for number in range(times))


def scene(observation: Observation, rules: Rules = "corrected") -> Scene:
    return Scene(observation, np.random.default_rng(0), rules)


def sides(here: Scene) -> tuple[Mon, Mon]:
    assert here.own is not None
    assert here.foe is not None
    return here.own, here.foe


def team(*first: str, condition: str = "") -> list[dict[str, Any]]:
    return [own(*first, condition=condition), *(own(*each) for each in BENCH)]
