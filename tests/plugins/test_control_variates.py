"""Control variates: less variance, no bias, and a value function that was frozen before the games."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from exact_games import KUHN

from psrokit.api import Floats, InputError, IntegrityError, Match, drive, open_lanes, seed, spec_hash
from psrokit.component import policy
from psrokit_plugins.policies.uniform import Uniform
from psrokit_plugins.statistics.control_variates import ControlVariate

CARDS = 3
WORTH = {card: float(card) - 1 for card in range(CARDS)}
"""A value function of the deal: a higher card is better. Its expectation over all deals is 0 for the difference."""


@policy("card_values")
@dataclass(frozen=True)
class CardValues:
    """A value function with a file. (Any component has a hash; this one borrows a kind.)"""

    file: Path


def kuhn_games(games: int, purpose: str) -> tuple[Floats, Floats]:
    """Returns of seat 0 when both play uniformly, and the difference of the cards dealt."""
    matches = [Match((Uniform(), Uniform()), seed(purpose, number), "payoff") for number in range(games)]
    returns, lead = np.zeros(games), np.zeros(games)
    with open_lanes(KUHN) as lanes:
        for index, outcome in drive(lanes, matches, in_flight=64):
            assert outcome.returns is not None
            returns[index] = outcome.returns[0]
    for index, match in enumerate(matches):
        lead[index] = luck_of(match.seed)
    return returns, lead


def luck_of(deal: int) -> float:
    """What the cards of a deal are worth to seat 0, read from what either player sees first."""
    episode = KUHN.deal(deal)
    cards: list[int] = []
    while len(cards) < 2:
        ((seat, observation),) = episode.pending().items()
        cards.append(int(observation.view.key[0]))
        episode.advance({seat: observation.legal[0]})
    return WORTH[cards[0]] - WORTH[cards[1]]


def test_kuhn_poker_needs_fewer_games_and_keeps_its_value() -> None:
    returns, lead = kuhn_games(2500, "control")
    variate = ControlVariate("0" * 64)
    corrected = np.concatenate(variate.corrected(returns, lead))
    assert corrected.var() < 0.75 * returns.var()
    plain, adjusted = returns.mean(), corrected.mean()
    truth = 0.125  # of seat 0 when both play uniformly, by enumeration of the tree
    assert abs(plain - truth) < 4 * returns.std() / np.sqrt(2500)
    assert abs(adjusted - truth) < 4 * corrected.std() / np.sqrt(2500)


def test_small_samples_are_not_biased_and_a_coefficient_from_the_same_games_would_be() -> None:
    rng = np.random.default_rng(0)
    honest, naive = [], []
    for _ in range(8000):
        luck = rng.exponential(size=6) - 1
        samples = luck**2 + 0.1 * rng.normal(size=6)
        honest.append(np.mean(ControlVariate("0" * 64).corrected(samples, luck)))
        slope = np.cov(samples, luck, bias=True)[0, 1] / luck.var()
        naive.append((samples - slope * luck).mean())
    error = np.std(honest) / np.sqrt(len(honest))
    assert abs(np.mean(honest) - 1) < 4 * error
    assert abs(np.mean(naive) - 1) > 6 * np.std(naive) / np.sqrt(len(naive))


def test_the_interval_covers_and_is_narrower() -> None:
    rng = np.random.default_rng(1)
    covered = narrower = 0
    for _ in range(200):
        luck = rng.choice([-0.5, 0.5], size=100)
        samples = np.clip(0.1 + luck + 0.2 * rng.normal(size=100), -1, 1)
        fixed = ControlVariate("0" * 64, coefficient=1.0).mean(samples, luck, (-1.5, 1.5), 0.9)
        fitted = ControlVariate("0" * 64).mean(samples, luck, (-1.5, 1.5), 0.9)
        covered += fitted.low <= 0.1 <= fitted.high
        narrower += fixed.high - fixed.low < 2 * 1.645 * samples.std() / 10
        assert "000000000000, frozen" in fixed.method
    assert covered >= 174
    assert narrower == 200


def test_a_value_function_that_changed_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "values.json"
    file.write_text(json.dumps(WORTH), encoding="utf-8")
    frozen = spec_hash(CardValues(file))
    assert ControlVariate.frozen(CardValues(file), frozen, expectation=0.5) == ControlVariate(frozen, 0.5)
    file.write_text(json.dumps({**WORTH, 2: 5.0}), encoding="utf-8")
    with pytest.raises(IntegrityError, match="the experiment froze"):
        ControlVariate.frozen(CardValues(file), frozen)


def test_every_game_needs_a_value() -> None:
    with pytest.raises(InputError, match="a value for each of at least 4 games"):
        ControlVariate("0" * 64).corrected(np.zeros(6), np.zeros(5))
    with pytest.raises(InputError, match="at least 4 games"):
        ControlVariate("0" * 64).corrected(np.zeros(3), np.zeros(3))
