"""The tuned oracle answers a mixture with a player that really beats it, and the same one every time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pytest

from psrokit.api import (
    InputError,
    Lanes,
    Match,
    Member,
    MetaStrategy,
    Outcome,
    Population,
    Task,
    drive,
    open_lanes,
    versus,
)
from psrokit_showdown.baselines.max_power import MaxPower
from psrokit_showdown.cross_entropy import Gaussian
from psrokit_showdown.games.showdown import Showdown
from psrokit_showdown.oracles.tuned import Tuned
from psrokit_showdown.simulator.install import install
from psrokit_showdown.weights import RANGES


class LanesVenue:
    def __init__(self, lanes: Lanes) -> None:
        self.lanes, self.purposes = lanes, set[str]()

    def play(self, matches: Sequence[Match]) -> Iterator[tuple[int, Outcome]]:
        self.purposes |= {match.purpose for match in matches}
        return drive(self.lanes, matches, in_flight=32)


def test_the_response_beats_the_mixture_on_fresh_games_and_is_reproducible() -> None:
    install(lambda _: None)
    small = Tuned(candidates=4, generations=1, pairs=3, finalists=2, playoff_pairs=3)
    with open_lanes(Showdown()) as lanes:
        venue = LanesVenue(lanes)
        population = Population({"trainer": (Member("max_power", MaxPower()),)})
        task = Task(Showdown(), 0, 1, population, MetaStrategy({"trainer": np.ones(1)}), 7, venue)
        (response,) = small.respond(task)
        assert small.respond(task) == [response]
        assert venue.purposes == {"training"}
        fresh = versus(venue, ("trainer", "trainer"), [response], task.pairings(20, "fresh"), "gate")
    assert fresh.mean() > 0.3


def test_the_search_moves_towards_what_scores_best_and_stays_in_range() -> None:
    rng = np.random.default_rng(0)
    search = Gaussian(np.full(len(RANGES), 0.5), np.full(len(RANGES), 0.4))
    for _ in range(8):
        players = search.draw(rng, 40)
        search = search.narrowed(players, np.array([player.boom for player in players]))
    low, high = RANGES["boom"]
    assert search.centre.boom > low + 0.9 * (high - low)
    assert all(low <= getattr(search.centre, name) <= high for name, (low, high) in RANGES.items())


@pytest.mark.parametrize("options", [{"candidates": 0}, {"spread": 0.0}, {"spread": 1.5}, {"playoff_pairs": 0}])
def test_impossible_options_are_refused(options: dict[str, float]) -> None:
    with pytest.raises(InputError, match=next(iter(options))):
        Tuned(**options)  # type: ignore[arg-type] # options by name
