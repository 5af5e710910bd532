"""`psrokit compete`: a table of policies against each other, with intervals, as text, JSON or a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from pathlib import Path
from typing import Any, Literal

from psrokit.api import (
    Game,
    InputError,
    NamedTable,
    PayoffTable,
    Policy,
    PreparedGame,
    analyze,
    build,
    group_sample,
    mirrored,
    seed,
    write_answer,
    write_table,
)
from psrokit_showdown.commands.battling import read_policy
from psrokit_showdown.commands.order import Agreement, agreement
from psrokit_showdown.commands.saying import say, say_json, tell
from psrokit_showdown.commands.score import Score

_PURPOSE = "compete"
_NAMED = re.compile(r"([A-Za-z0-9_.+-]+)=(.+)", re.DOTALL)
Pair = tuple[int, int]
Played = dict[Pair, list[list[tuple[float, ...] | None]]]
"""The returns of each mirrored pair of games, None for one that failed, by pair of policies."""


@dataclass(frozen=True, slots=True)
class Contest:
    """What is asked for. policies: each a name, JSON, or NAME=either. games: of each pair."""

    policies: tuple[str, ...]
    format_id: str
    games: int
    teams: str
    seed: int
    engine: Literal["native", "showdown"]


@dataclass(frozen=True, slots=True)
class Standings:
    """What came of it. scores: of the first of each pair; strengths: each one's mean win rate over all others."""

    names: tuple[str, ...]
    table: PayoffTable
    scores: dict[Pair, Score]
    failed: int

    @property
    def strengths(self) -> dict[str, float]:
        """The mean win rate of each against all others, in the order given."""
        others = len(self.names) - 1
        sums = [sum(self.of(row, column).value for column in self._others(row)) for row in range(len(self.names))]
        return {name: total / others for name, total in zip(self.names, sums, strict=True)}

    def of(self, row: int, column: int) -> Score:
        """The win rate of one against another."""
        return self.scores[row, column] if row < column else _turned(self.scores[column, row])

    def _others(self, row: int) -> list[int]:
        return [column for column in range(len(self.names)) if column != row]


def _turned(score: Score) -> Score:
    return Score(1 - score.value, 1 - score.high, 1 - score.low, score.n)


def show_contest(
    contest: Contest, *, published: Path | None, html: Path | None, save: Path | None, as_json: bool
) -> None:
    """Play, show, and write what is asked for. Raises InputError for what cannot be played."""
    standings = hold(contest)
    agreed = agreement(standings.strengths, published) if published else None
    if as_json:
        say_json(_data(contest, standings, agreed))
    else:
        _say(contest, standings, agreed)
    source = f"{contest.format_id}, {contest.games} games a pair, seed {contest.seed}"
    named = NamedTable(standings.table, {"trainer": standings.names}, source)
    if save is not None:
        write_table(named, save)
    if html is not None:
        write_answer(analyze(named, seed=contest.seed), html)


def hold(contest: Contest) -> Standings:
    """Play all pairs, each deal twice with seats exchanged.

    Raises InputError for an odd number of games, for fewer than two policies or for two of one name.
    """
    if contest.games % 2:
        raise InputError("every deal is played twice: give --games an even number")
    names = tuple(_name(text) for text in contest.policies)
    if len(names) < 2 or len(set(names)) < len(names):
        raise InputError("a contest takes two policies or more of different names", remedy="Name them: NAME=POLICY.")
    policies = [read_policy(_NAMED.sub(r"\2", text) if _is_named(text) else text) for text in contest.policies]
    options = {"format": contest.format_id, "teams": contest.teams, "engine": contest.engine}
    game: Game = build("game", {"use": "showdown", **options})
    if isinstance(game, PreparedGame):
        game.prepare(tell)
    return _standings(names, game, _played(contest, game, policies))


def _is_named(text: str) -> bool:
    return not text.lstrip().startswith("{") and _NAMED.fullmatch(text) is not None


def _name(text: str) -> str:
    found = _NAMED.fullmatch(text) if _is_named(text) else None
    return found.group(1) if found else text


def _played(contest: Contest, game: Game, policies: Sequence[Policy]) -> Played:
    """Every pair of policies meets over the same deals."""
    pairs = list(combinations(range(len(policies)), 2))
    seeds = [seed(_PURPOSE, contest.seed, number) for number in range(contest.games // 2)]
    matches = [
        match
        for first, second in pairs
        for one in seeds
        for match in mirrored(game.seats, (policies[first], policies[second]), one, _PURPOSE)
    ]
    with build("executor", {"use": "processes"}).open(game) as venue:
        outcomes = dict(venue.play(matches))
    returns: list[tuple[float, ...] | None] = [outcomes[place].returns for place in range(len(matches))]
    groups = [returns[place : place + 2] for place in range(0, len(returns), 2)]
    return {pair: groups[place * len(seeds) : (place + 1) * len(seeds)] for place, pair in enumerate(pairs)}


def _standings(names: tuple[str, ...], game: Game, played: Played) -> Standings:
    table = PayoffTable.empty(game.seats, (len(names), len(names)))
    table = table.with_groups((pair, group) for pair, groups in played.items() for group in groups)
    for place in range(len(names)):
        table = table.with_exact((place, place), (0.0, 0.0))  # alike seats: a policy draws with itself
    scores = {}
    for pair, groups in played.items():
        samples = [sample for group in groups if (sample := group_sample(game.seats, group)) is not None]
        scores[pair] = Score.of([(1 + float(sample[0])) / 2 for sample in samples])
    failed = sum(returns is None for groups in played.values() for group in groups for returns in group)
    return Standings(names, table, scores, failed)


def _data(contest: Contest, standings: Standings, agreed: Agreement | None) -> dict[str, Any]:
    names = standings.names
    pairs = [
        {"row": names[row], "column": names[column], "win_rate": asdict(score)}
        for (row, column), score in standings.scores.items()
    ]
    found = {"contest": asdict(contest), "failed": standings.failed, "pairs": pairs, "strengths": standings.strengths}
    return {**found, "published": asdict(agreed) if agreed else None}


def _say(contest: Contest, standings: Standings, agreed: Agreement | None) -> None:
    games = contest.games * len(standings.scores)
    say(
        f"{contest.format_id}: {games} games, {standings.failed} failed, {contest.games} a pair. Win rate of the row in"
    )
    say("percent, ties 1/2, with half the width of its 95 % interval over mirrored pairs; strongest first.")
    strengths = standings.strengths
    order = sorted(range(len(standings.names)), key=lambda place: -strengths[standings.names[place]])
    width = max(len(name) for name in standings.names)
    say(" " * width + "   mean " + "".join(f"{number + 1:>8}" for number in range(len(order))))
    for number, row in enumerate(order):
        cells = ["      --" if row == column else _cell(standings.of(row, column)) for column in order]
        name = standings.names[row]
        say(f"{name:<{width}} {number + 1:>2} {100 * strengths[name]:5.1f}{''.join(cells)}")
    if agreed is not None:
        for line in agreed.lines():
            say(line)


def _cell(score: Score) -> str:
    return f"{100 * score.value:>4.0f}±{50 * (score.high - score.low):<3.0f}"
