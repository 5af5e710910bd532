"""Guesses and their copies as battles of the real simulator, all in one process of its own.

The bridge to it is crossed once for all battles that advance together. What is guessed is built there from what the
seat knows (`known`), never from the battle that is played.
"""

from __future__ import annotations

import atexit
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from psrokit.api import Floats
from psrokit_showdown.knowledge import BattleView
from psrokit_showdown.searching.estimate import PENALTIES, lead, result
from psrokit_showdown.searching.guess import Guess
from psrokit_showdown.searching.known import foe_team, known_battle, own_team
from psrokit_showdown.searching.positions import CHOICES, SEATS, TEAM, Chosen, Masks, Places
from psrokit_showdown.simulator import Seed, Simulator, commands

RUNNING, BROKEN = 3, 2
"""Outcomes beside the winner's seat and -1 for a tie. BROKEN: the simulator itself failed; it counts as it stands."""
_OTHERWISE = "a battle could not be thought through"


@cache
def thinker() -> Simulator:
    """The process that all searches of this one share."""
    simulator = Simulator()
    atexit.register(simulator.close)
    return simulator


class ForkGuesses:
    """Guesses that the simulator holds."""

    def __init__(self, simulator: Simulator, identities: int, reports: Sequence[Any]) -> None:
        self._simulator = simulator
        self._reports = reports
        self.identities = identities

    def __len__(self) -> int:
        return len(self._reports)

    def common(self) -> int:
        """See `Guesses`."""
        return int(np.bitwise_and.reduce([report[0][1] for report in self._reports]))

    def copies(self, origins: Places, times: int, rng: np.random.Generator) -> ForkPositions:
        """See `Guesses`."""
        seeds = _seeds(len(origins), rng)
        pairs = list(zip(origins.tolist(), seeds, strict=True)) * times
        self._simulator.ask(commands.fork(pairs), _OTHERWISE)
        return ForkPositions(self._simulator, [self._reports[origin] for origin, _ in pairs])


class ForkPositions:
    """Battles that the simulator holds, as it last reported them."""

    def __init__(self, simulator: Simulator, reports: Sequence[Any]) -> None:
        count = len(reports)
        self._simulator = simulator
        self._asked = np.zeros((count, SEATS), np.int64)
        self._masks = np.zeros((count, SEATS), np.uint16)
        self._identities = np.zeros((count, SEATS, len(CHOICES)), np.int64)
        self._usual = np.zeros((count, SEATS), np.int8)
        self._health = np.zeros((count, SEATS, TEAM))
        self._penalties = np.zeros((count, SEATS, TEAM))
        self._outcomes = np.zeros(count, np.int64)
        for place, report in enumerate(reports):
            self._take_in(place, report)

    def __len__(self) -> int:
        return len(self._outcomes)

    def masks(self, which: Places) -> Masks:
        """See `Positions`."""
        return self._masks[which]

    def identities(self, which: Places) -> Places:
        """See `Positions`."""
        return self._identities[which]

    def asked(self, which: Places) -> Places:
        """See `Positions`."""
        return self._asked[which]

    def running(self, which: Places) -> NDArray[np.bool_]:
        """See `Positions`."""
        return np.asarray(self._outcomes[which] == RUNNING)

    def usual(self, which: Places, opposite: Places, rng: np.random.Generator) -> Chosen:  # noqa: ARG002 # one player
        """What the simulator's plain player does, whoever sits opposite."""
        return self._usual[which]

    def advance(self, which: Places, made: Chosen) -> None:
        """See `Positions`. Raises SimulatorUnavailable if the process fails."""
        steps = [(place, first, second) for place, (first, second) in zip(which.tolist(), made.tolist(), strict=True)]
        _, reports = self._simulator.ask(commands.advance(steps), _OTHERWISE)
        for place, report in zip(which.tolist(), reports, strict=True):
            self._take_in(place, report)

    def estimates(self) -> Floats:
        """See `Positions`."""
        over = self._outcomes < BROKEN
        return np.where(over, result(np.minimum(self._outcomes, 1)), lead(self._health, self._penalties))

    def _take_in(self, place: int, report: Sequence[Any]) -> None:
        *sides, standing, outcome = report
        for seat, (asked, mask, identities, usual) in enumerate(sides):
            self._asked[place, seat], self._masks[place, seat], self._usual[place, seat] = asked, mask, usual
            self._identities[place, seat, : len(identities)] = identities
        for seat, team in enumerate(standing):
            for member, (health, status) in enumerate(team):
                self._health[place, seat, member] = health
                self._penalties[place, seat, member] = PENALTIES.get(status, 0.0)
        self._outcomes[place] = outcome


def imagined(view: BattleView, guesses: Sequence[Guess], rng: np.random.Generator) -> ForkGuesses | None:
    """The battle under each guess, None where something in it cannot be carried over.

    Raises SimulatorUnavailable if the process fails.
    """
    seeded = list(zip(_seeds(len(guesses), rng), [foe_team(view, guess).packed for guess in guesses], strict=True))
    command = commands.imagine(view.format, known_battle(view), own_team(view).packed, seeded)
    verdict, answer = thinker().ask(command, _OTHERWISE)
    return ForkGuesses(thinker(), *answer) if verdict == "imagined" else None


def _seeds(count: int, rng: np.random.Generator) -> list[Seed]:
    return [(a, b, c, d) for a, b, c, d in rng.integers(2**16, size=(count, 4)).tolist()]
