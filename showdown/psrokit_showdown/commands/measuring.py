"""`psrokit bench battles`: how fast random players play gen1ou through this package, and through poke-env beside it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from psrokit.api import Match, build, seed
from psrokit_showdown.commands.memory import PeakMemory
from psrokit_showdown.commands.rivals import RivalStalled, rival, why_no_rival
from psrokit_showdown.commands.rounds import FORMAT, WORKERS, Round
from psrokit_showdown.commands.saying import tell
from psrokit_showdown.commands.speeds import Comparison, show
from psrokit_showdown.simulator.install import install

RIVAL_AT_ONCE = 50
ATTEMPTS = 3
ARRAY_GAMES, RUN_GAMES, POLICY_GAMES = 500, 200, 5
"""What the native engine plays in a round for each game of the others, so that a round lasts a second or more."""
_PURPOSE = "bench"
_WARM_UP = 32
_RIVAL_START_SECONDS = 60.0
_RIVAL_SECONDS_A_GAME = 2.0


def show_speeds(games: int, rounds: int, *, as_json: bool) -> None:
    """Measure both in turn and show medians and their ratio. Raises SimulatorMissing without a simulator."""
    load = os.getloadavg()[0]
    install(tell)
    why_not = why_no_rival()
    ours, theirs, stalled = list[Round](), list[Round](), 0
    native = Native.prepared()
    for number in range(rounds):
        native.measure(games, number)
        tell(f"round {number + 1}: native engine {_said(native.arrays[-1])}, with a ledger {_said(native.runs[-1])}")
        ours.append(our_round(games, number))
        tell(f"round {number + 1}: psrokit {_said(ours[-1])}")
        while why_not is None and len(theirs) < len(ours):
            try:
                theirs.append(rival_round(games))
                tell(f"round {number + 1}: poke-env {_said(theirs[-1])}")
            except RivalStalled as error:
                stalled += 1
                tell(f"round {number + 1}: poke-env stalled: {error}")
                why_not = f"it stalled {stalled} times; the last time {error}" if stalled == ATTEMPTS else None
    measured = (native.bytes_in_flight, native.arrays, native.policies, native.runs, ours, theirs)
    show(Comparison(load, *measured, stalled, why_not), as_json=as_json)


@dataclass(frozen=True, slots=True)
class Native:
    """The native engine's rounds: `arrays` between compiled random players, `policies` of a NumPy policy that answers
    arrays, `runs` of `psrokit run` with its ledger.
    """

    bytes_in_flight: int
    arrays: list[Round] = field(default_factory=list)
    policies: list[Round] = field(default_factory=list)
    runs: list[Round] = field(default_factory=list)

    @classmethod
    def prepared(cls) -> Native:
        """With everything compiled and loaded."""
        from psrokit_showdown.commands.native_rounds import bytes_in_flight, warm_up  # noqa: PLC0415 # numba is heavy

        warm_up(tell)
        return cls(bytes_in_flight())

    def measure(self, games: int, number: int) -> None:
        """One round of each, for `games` of the others."""
        from psrokit_showdown.commands.native_rounds import native_round, policy_round  # noqa: PLC0415
        from psrokit_showdown.commands.run_rounds import run_round  # noqa: PLC0415

        self.arrays.append(native_round(games * ARRAY_GAMES, number))
        self.policies.append(policy_round(games * POLICY_GAMES, number))
        self.runs.append(run_round(games * RUN_GAMES, number))


def our_round(games: int, number: int) -> Round:
    """Play `games` matches on the simulator, through game, views, policies, driver and worker processes.

    Start-up is not timed.
    """
    game = build("game", {"use": "showdown", "format": FORMAT, "engine": "showdown"})
    player = build("policy", {"use": "random"})
    with PeakMemory() as memory, build("executor", {"use": "processes", "workers": WORKERS}).open(game) as venue:
        for _ in venue.play([_match(player, "warm-up", each) for each in range(_WARM_UP)]):
            pass
        matches = [_match(player, number, each) for each in range(games)]
        started = perf_counter()
        outcomes = [outcome for _, outcome in venue.play(matches)]
        seconds = perf_counter() - started
    finished = [outcome for outcome in outcomes if outcome.returns is not None]
    return Round(len(finished), sum(outcome.decisions for outcome in finished), seconds, memory.bytes)


def rival_round(games: int) -> Round:
    """The same through two of poke-env's random players and a local server. Raises RivalStalled."""
    with PeakMemory() as memory:
        seconds = _RIVAL_START_SECONDS + _RIVAL_SECONDS_A_GAME * games
        told = rival("rival_games", games, RIVAL_AT_ONCE, seconds=seconds)
    if told["games"] < games:
        raise RivalStalled(f"it finished {told['games']} of {games} games")
    return Round(told["games"], told["decisions"], told["seconds"], memory.bytes)


def _match(player: Any, *purpose: int | str) -> Match:
    return Match((player, player), seed(_PURPOSE, *purpose), _PURPOSE)


def _said(one: Round) -> str:
    return f"{one.battles_per_second:,.1f} battles/s"
