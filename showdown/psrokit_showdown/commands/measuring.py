"""`psrokit bench battles`: how fast random players play gen1ou through this package, and through poke-env beside it."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from psrokit.api import Match, PsrokitError, build, seed
from psrokit_showdown.commands.memory import PeakMemory
from psrokit_showdown.commands.saying import say, say_json, tell
from psrokit_showdown.server.process import local_server
from psrokit_showdown.simulator.install import install, locate
from psrokit_showdown.teams import load_teams

FORMAT = "gen1ou"
WORKERS = 2
RIVAL_AT_ONCE = 50
ATTEMPTS = 3
NATIVE_SHARE = 100
"""The native engine plays so many times the games of the others in a round."""
POLICY_SHARE = 20
"""The NumPy policy plays one in so many of these: it never learnt to end a battle."""
PUBLISHED = 51_000
"""Random battles a second that pkmn/engine publishes for one core of a server processor."""
_PURPOSE = "bench"
_WARM_UP = 32
_RIVAL_START_SECONDS = 60.0
_RIVAL_SECONDS_A_GAME = 2.0


class RivalStalled(Exception):
    """poke-env did not come to an end within its deadline, or ended without a result."""


@dataclass(frozen=True, slots=True)
class Round:
    """One measurement: games played, decisions taken, the time both took, and the memory of all processes.

    processor_seconds: what they took of this process's processor time, 0 where other processes played. Unlike
    `seconds` it hardly depends on what else the machine does.
    """

    games: int
    decisions: int
    seconds: float
    peak_memory_bytes: int
    processor_seconds: float = 0.0


def show_speeds(games: int, rounds: int, *, as_json: bool) -> None:
    """Measure both in turn and show medians and their ratio. Raises SimulatorMissing without a simulator."""
    install(tell)
    why_not = _why_no_rival()
    ours, theirs, stalled = list[Round](), list[Round](), 0
    native = Native.prepared()
    for number in range(rounds):
        native.measure(games * NATIVE_SHARE, number)
        tell(f"round {number + 1}: native engine {_speed(native.arrays[-1])}, with a ledger {_speed(native.runs[-1])}")
        ours.append(our_round(games, number))
        tell(f"round {number + 1}: psrokit {_speed(ours[-1])}")
        while why_not is None and len(theirs) < len(ours):
            try:
                theirs.append(rival_round(games))
                tell(f"round {number + 1}: poke-env {_speed(theirs[-1])}")
            except RivalStalled as error:
                stalled += 1
                tell(f"round {number + 1}: poke-env stalled: {error}")
                why_not = f"it stalled {stalled} times; the last time {error}" if stalled == ATTEMPTS else None
    _show(Comparison(tuple(ours), tuple(theirs), stalled, why_not, native), as_json=as_json)


@dataclass(frozen=True, slots=True)
class Comparison:
    """All rounds of both. why_not: why poke-env was not measured to the end, None if it was."""

    ours: tuple[Round, ...]
    theirs: tuple[Round, ...]
    stalled: int
    why_not: str | None
    native: Native

    @property
    def ratio(self) -> float | None:
        """How many times faster than poke-env the simulator is here: the median over rounds, each of both in turn."""
        return _ratio(self.ours, self.theirs)

    @property
    def native_ratio(self) -> float | None:
        """How many times faster than poke-env the native engine is."""
        return _ratio(self.native.arrays, self.theirs)


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
        """With everything compiled."""
        from psrokit_showdown import engine  # noqa: PLC0415 # numba is heavy
        from psrokit_showdown.commands.native_rounds import bytes_in_flight  # noqa: PLC0415
        from psrokit_showdown.compiled import playing  # noqa: PLC0415

        engine.prepare(tell)
        playing.prepare(tell)
        return cls(bytes_in_flight())

    def measure(self, games: int, number: int) -> None:
        """One round of each."""
        from psrokit_showdown.commands.native_rounds import native_round, policy_round, run_round  # noqa: PLC0415

        self.arrays.append(native_round(games, number))
        self.policies.append(policy_round(games // POLICY_SHARE, number))
        self.runs.append(run_round(games, number))


def _ratio(ours: Sequence[Round], theirs: Sequence[Round]) -> float | None:
    ratios = [_battles(our) / _battles(their) for our, their in zip(ours, theirs, strict=False)]
    return statistics.median(ratios) if ratios else None


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
    with TemporaryDirectory(prefix="psrokit-bench-") as folder, PeakMemory() as memory:
        teams = Path(folder) / "teams"
        teams.write_text("\n".join(named.team.packed for named in load_teams("builtin", FORMAT)), encoding="ascii")
        with local_server(locate()) as port:
            told = _rival_games(port, games, teams)
    return Round(told["games"], told["decisions"], told["seconds"], memory.bytes)


def _match(player: Any, *purpose: int | str) -> Match:
    return Match((player, player), seed(_PURPOSE, *purpose), _PURPOSE)


def _rival_games(port: int, games: int, teams: Path) -> dict[str, Any]:
    program = [sys.executable, "-m", "psrokit_showdown.commands.rival_games"]
    arguments = [str(port), str(games), str(RIVAL_AT_ONCE), str(teams)]
    deadline = _RIVAL_START_SECONDS + _RIVAL_SECONDS_A_GAME * games
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    try:
        done = subprocess.run(  # noqa: S603 # this package's own program
            [*program, *arguments], capture_output=True, text=True, timeout=deadline, env=environment, check=False
        )
    except subprocess.TimeoutExpired:
        raise RivalStalled(f"it did not end within {deadline:.0f} seconds") from None
    if done.returncode:
        raise RivalStalled(f"it ended with code {done.returncode}: {done.stderr.strip()[-500:]}")
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    if told["games"] < games:
        raise RivalStalled(f"it finished {told['games']} of {games} games")
    return told


def _why_no_rival() -> str | None:
    if find_spec("poke_env") is None:
        return 'poke-env is not installed: pip install "psrokit[poke-env]"'
    try:
        locate()
    except PsrokitError as error:
        return error.message
    return None


def _show(comparison: Comparison, *, as_json: bool) -> None:
    if as_json:
        say_json(
            {
                "format": FORMAT,
                "native": {
                    **_figures(comparison.native.arrays),
                    "bytes_in_flight": comparison.native.bytes_in_flight,
                    "published_pkmn_engine": PUBLISHED,
                },
                "native_policy": _figures(comparison.native.policies),
                "native_run": _figures(comparison.native.runs),
                "psrokit": _figures(comparison.ours),
                "poke_env": {**_figures(comparison.theirs), "stalled": comparison.stalled}
                if comparison.theirs
                else None,
                "ratio": comparison.ratio,
                "native_ratio": comparison.native_ratio,
                "why_not": comparison.why_not,
            }
        )
        return
    say(f"native engine: {_line(comparison.native.arrays)}; a battle in flight takes")
    say(f"               {comparison.native.bytes_in_flight} bytes")
    say(f"NumPy policy:  {_line(comparison.native.policies)}")
    say(f"psrokit run:   {_line(comparison.native.runs)}")
    say(f"simulator:     {_line(comparison.ours)}")
    if comparison.theirs:
        say(f"poke-env:      {_line(comparison.theirs)}")
    if comparison.ratio is not None:
        say(f"On the simulator psrokit plays {comparison.ratio:.1f} times as many battles a second as poke-env,")
        say(f"on the native engine {comparison.native_ratio:.0f} times as many.")
    if comparison.why_not is not None:
        say(f"poke-env was not measured: {comparison.why_not}")


def _figures(rounds: Sequence[Round]) -> dict[str, Any]:
    spent = [one for one in rounds if one.processor_seconds]
    return {
        "decisions_per_processor_second": _median(spent, _decisions_spent) if spent else None,
        "battles_per_second": _median(rounds, _battles),
        "decisions_per_second": _median(rounds, _decisions),
        "peak_memory_bytes": max(one.peak_memory_bytes for one in rounds),
        "rounds": [asdict(one) for one in rounds],
    }


def _line(rounds: Sequence[Round]) -> str:
    figures = _figures(rounds)
    memory = figures["peak_memory_bytes"] / 2**20
    speeds = f"{figures['battles_per_second']:.1f} battles/s, {figures['decisions_per_second']:.0f} decisions/s"
    return f"{speeds}, at most {memory:.0f} MiB in all processes (median of {len(rounds)} rounds)"


def _speed(one: Round) -> str:
    return f"{_battles(one):.1f} battles/s"


def _battles(one: Round) -> float:
    return one.games / one.seconds


def _decisions(one: Round) -> float:
    return one.decisions / one.seconds


def _decisions_spent(one: Round) -> float:
    return one.decisions / one.processor_seconds


def _median(rounds: Sequence[Round], figure: Callable[[Round], float]) -> float:
    return statistics.median(figure(one) for one in rounds)
