"""`psrokit bench battles`: how fast random players play gen1ou through this package, and through poke-env beside it."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
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
_PURPOSE = "bench"
_WARM_UP = 32
_RIVAL_START_SECONDS = 60.0
_RIVAL_SECONDS_A_GAME = 2.0


class RivalStalled(Exception):
    """poke-env did not come to an end within its deadline, or ended without a result."""


@dataclass(frozen=True, slots=True)
class Round:
    """One measurement: games played, decisions taken, the time both took, and the memory of all processes."""

    games: int
    decisions: int
    seconds: float
    peak_memory_bytes: int


def show_speeds(games: int, rounds: int, *, as_json: bool) -> None:
    """Measure both in turn and show medians and their ratio. Raises SimulatorMissing without a simulator."""
    install(tell)
    why_not = _why_no_rival()
    ours, theirs, stalled = list[Round](), list[Round](), 0
    for number in range(rounds):
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
    _show(Comparison(tuple(ours), tuple(theirs), stalled, why_not), as_json=as_json)


@dataclass(frozen=True, slots=True)
class Comparison:
    """All rounds of both. why_not: why poke-env was not measured to the end, None if it was."""

    ours: tuple[Round, ...]
    theirs: tuple[Round, ...]
    stalled: int
    why_not: str | None

    @property
    def ratio(self) -> float | None:
        """How many times faster: the median over rounds measured one right after the other."""
        ratios = [_battles(our) / _battles(their) for our, their in zip(self.ours, self.theirs, strict=False)]
        return statistics.median(ratios) if ratios else None


def our_round(games: int, number: int) -> Round:
    """Play `games` matches through game, views, policies, driver and worker processes. Start-up is not timed."""
    game = build("game", {"use": "showdown", "format": FORMAT})
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
                "psrokit": _figures(comparison.ours),
                "poke_env": {**_figures(comparison.theirs), "stalled": comparison.stalled}
                if comparison.theirs
                else None,
                "ratio": comparison.ratio,
                "why_not": comparison.why_not,
            }
        )
        return
    say(f"psrokit:  {_line(comparison.ours)}")
    if comparison.theirs:
        say(f"poke-env: {_line(comparison.theirs)}")
    if comparison.ratio is not None:
        say(f"psrokit plays {comparison.ratio:.1f} times as many battles a second.")
    if comparison.why_not is not None:
        say(f"poke-env was not measured: {comparison.why_not}")


def _figures(rounds: Sequence[Round]) -> dict[str, Any]:
    return {
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


def _median(rounds: Sequence[Round], figure: Callable[[Round], float]) -> float:
    return statistics.median(figure(one) for one in rounds)
