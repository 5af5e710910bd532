"""`psrokit showdown compare-engines`: the policies of a run play the same matches on both engines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from psrokit.api import (
    Game,
    InputError,
    IntegrityError,
    Match,
    Outcome,
    Policy,
    PreparedGame,
    Run,
    build,
    mirrored,
    seed,
)
from psrokit_showdown.commands.saying import say, say_json, tell
from psrokit_showdown.commands.score import Score, points_of

_PURPOSE = "compare-engines"
_WARM_UP = 32


@dataclass(frozen=True, slots=True)
class Played:
    """The outcomes of all matches on one engine, in order, and how long they took without start-up."""

    outcomes: Sequence[Outcome]
    seconds: float


@dataclass(frozen=True, slots=True)
class Cell:
    """One pair of policies. equal: of how many games. native, showdown: the row's win rate on each engine.

    of_run: its win rate in the run's table, from games of other seeds.
    """

    row: str
    column: str
    games: int
    equal: int
    native: Score
    showdown: Score
    of_run: float

    @property
    def agrees(self) -> bool:
        """Whether the run's win rate lies in the interval of the games on Showdown."""
        return self.showdown.low <= self.of_run <= self.showdown.high


def show_comparison(folder: Path, pairs: int, workers: int, *, as_json: bool) -> int:
    """Compare, show, and return the exit code: that of an IntegrityError if a game differs.

    Raises NoRun, InputError for a run of another game, and what playing raises.
    """
    run = Run.open(folder)
    games = {engine: _game(run, engine) for engine in ("native", "showdown")}
    policies, table = _population(run)
    names = list(policies)
    seats = games["native"].seats
    meetings = [
        mirrored(seats, (policies[row], policies[column]), seed(_PURPOSE, number), _PURPOSE)
        for row, column in combinations(names, 2)
        for number in range(pairs)
    ]
    matches = [match for meeting in meetings for match in meeting]
    played = {}
    for engine, game in games.items():
        tell(f"playing {len(matches):,} games on the {engine} engine ...")
        played[engine] = _play(game, matches, workers)
    cells = list(_cells(seats, names, table, pairs, played))
    told = _told(run, cells, played)
    if as_json:
        say_json(told)
    else:
        _say(told, cells)
    return 0 if told["equal"] == told["games"] else IntegrityError.exit_code


def _population(run: Run) -> tuple[Mapping[str, Policy], np.ndarray]:
    """The last state's policies by name, and the row's returns by row and column. Raises InputError without two."""
    states = run.states()
    if not states:
        raise InputError("this run has no complete state yet", place=str(run.folder))
    (members,) = states[-1].population.values()
    if len(members) < 2:
        raise InputError("this run has one policy only: no two of them can play", place=str(run.folder))
    return {member.name: build("policy", member.spec) for member in members}, states[-1].table.mean[0]


def _game(run: Run, engine: str) -> Game:
    spec = run.plan["game"]
    if spec.get("use") != "showdown":
        raise InputError(f"this run played {spec.get('use')}, which has no engines to compare", place=str(run.folder))
    game: Game = build("game", {**spec, "engine": engine, "audit": 0.0})
    if isinstance(game, PreparedGame):
        game.prepare(tell)
    return game


def _play(game: Game, matches: Sequence[Match], workers: int) -> Played:
    with build("executor", {"use": "processes", "workers": workers}).open(game) as venue:
        for _ in venue.play(
            [Match(matches[0].policies, seed(_PURPOSE, "warm-up", n), _PURPOSE) for n in range(_WARM_UP)]
        ):
            pass
        started = perf_counter()
        outcomes = dict(venue.play(matches))
        seconds = perf_counter() - started
    return Played([outcomes[place] for place in range(len(matches))], seconds)


def _cells(
    seats: tuple[str, ...], names: Sequence[str], table: np.ndarray, pairs: int, played: Mapping[str, Played]
) -> Iterator[Cell]:
    size = 2 * pairs
    for place, (row, column) in enumerate(combinations(range(len(names)), 2)):
        native, showdown = (
            played[engine].outcomes[place * size : (place + 1) * size] for engine in ("native", "showdown")
        )
        equal = sum(one == other for one, other in zip(native, showdown, strict=True))
        scores = _score(seats, native), _score(seats, showdown)
        yield Cell(names[row], names[column], size, equal, *scores, (1 + float(table[row, column])) / 2)


def _score(seats: tuple[str, ...], outcomes: Sequence[Outcome]) -> Score:
    groups = [[one.returns for one in outcomes[first : first + 2]] for first in range(0, len(outcomes), 2)]
    return Score.of(points_of(seats, groups))


def _told(run: Run, cells: Sequence[Cell], played: Mapping[str, Played]) -> dict[str, Any]:
    seconds = {engine: one.seconds for engine, one in played.items()}
    return {
        "run": run.name,
        "games": sum(cell.games for cell in cells),
        "decisions": sum(outcome.decisions for outcome in played["native"].outcomes),
        "equal": sum(cell.equal for cell in cells),
        "seconds": seconds,
        "times_faster": seconds["showdown"] / seconds["native"],
        "cells_within": sum(cell.agrees for cell in cells),
        "cells": [asdict(cell) for cell in cells],
    }


def _say(told: Mapping[str, Any], cells: Sequence[Cell]) -> None:
    width = max(len(f"{cell.row} against {cell.column}") for cell in cells)
    say(
        "Win rate of the first in percent: in the run; on Showdown with its 95 % interval over mirrored pairs; the same"
    )
    say("matches on the native engine; how many of them have equal outcomes, down to every recorded choice.")
    for cell in cells:
        score, name = cell.showdown, f"{cell.row} against {cell.column}"
        interval = f"[{100 * score.low:5.1f}, {100 * score.high:5.1f}]"
        rates = f"{100 * cell.of_run:6.1f} {100 * score.value:6.1f} {interval} {100 * cell.native.value:6.1f}"
        say(f"{name:<{width}} {rates}   {cell.equal} of {cell.games}{'' if cell.agrees else '   outside'}")
    say(f"{told['equal']:,} of {told['games']:,} games, {told['decisions']:,} decisions, are equal on both engines.")
    say(f"The run's win rate lies in Showdown's interval in {told['cells_within']} of {len(cells)} cells.")
    clock = told["seconds"]
    say(
        f"By the clock, without start-up: Showdown {clock['showdown']:.1f} s, native {clock['native']:.2f} s, "
        f"{told['times_faster']:.0f} times faster."
    )
