"""`psrokit compete`: a table of policies against each other, with intervals, as text, JSON or a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from pathlib import Path
from typing import Any, Literal

import numpy as np

from psrokit.api import (
    Game,
    InputError,
    NamedTable,
    Policy,
    PreparedGame,
    analyze,
    build,
    mirrored,
    seed,
    write_answer,
    write_table,
)
from psrokit_showdown.commands.battling import read_policy
from psrokit_showdown.commands.order import Agreement, agreement
from psrokit_showdown.commands.saying import say, say_json, tell
from psrokit_showdown.commands.score import Score
from psrokit_showdown.commands.standings import Pair, Played, Standings

_PURPOSE = "compete"
_DRAWS = 2000
_NAMED = re.compile(r"([A-Za-z0-9_.+-]+)=(.+)", re.DOTALL)
_FORMAT = "{format}"


@dataclass(frozen=True, slots=True)
class Contest:
    """What is asked for. policies: each a name, JSON, or NAME=either. games: of each pair in each format. teams: where
    `{format}` stands for the format.
    """

    policies: tuple[str, ...]
    formats: tuple[str, ...]
    games: int
    teams: str
    seed: int
    engine: Literal["native", "showdown"]

    @property
    def title(self) -> str:
        """The formats in one word."""
        return "+".join(self.formats)


def show_contest(
    contest: Contest, *, published: Path | None, html: Path | None, save: Path | None, as_json: bool
) -> None:
    """Play, show, and write what is asked for. Raises InputError for what cannot be played."""
    standings = hold(contest)
    agreed = _agreement(contest, standings, published) if published else None
    if as_json:
        say_json(_data(contest, standings, agreed))
    else:
        _say(contest, standings, agreed)
    source = f"{contest.title}, {contest.games} games a pair and format, seed {contest.seed}"
    named = NamedTable(standings.table, {"trainer": standings.names}, source)
    if save is not None:
        write_table(named, save)
    if html is not None:
        write_answer(analyze(named, seed=contest.seed), html)


def _agreement(contest: Contest, standings: Standings, published: Path) -> Agreement:
    rng = np.random.default_rng(seed(_PURPOSE, contest.seed, "agreement"))
    return agreement(standings.strengths, published, standings.resampled(_DRAWS, rng))


def hold(contest: Contest) -> Standings:
    """Play all pairs in all formats, each deal twice with seats exchanged; formats count alike.

    Raises InputError for an odd number of games, for fewer than two policies or for two of one name, and for a format
    that is named twice.
    """
    if contest.games % 2:
        raise InputError("every deal is played twice: give --games an even number")
    names = tuple(_name(text) for text in contest.policies)
    if len(names) < 2 or len(set(names)) < len(names):
        raise InputError("a contest takes two policies or more of different names", remedy="Name them: NAME=POLICY.")
    if len(set(contest.formats)) < len(contest.formats):
        raise InputError(f"a format is named twice: {', '.join(contest.formats)}")
    policies = [read_policy(_NAMED.sub(r"\2", text) if _is_named(text) else text) for text in contest.policies]
    games = [_game(contest, format_id) for format_id in contest.formats]
    played: dict[Pair, list[Sequence[tuple[float, ...] | None]]] = {}
    for game in games:
        for pair, groups in _played(contest, game, policies).items():
            played.setdefault(pair, []).extend(groups)
    return Standings.of(names, games[0], played)


def _game(contest: Contest, format_id: str) -> Game:
    """Ready to be played. Raises InputError for a format or for teams that cannot be."""
    teams = contest.teams.replace(_FORMAT, format_id)
    options = {"format": format_id, "teams": teams, "engine": contest.engine}
    game: Game = build("game", {"use": "showdown", **options})
    if isinstance(game, PreparedGame):
        game.prepare(tell)
    return game


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


def _data(contest: Contest, standings: Standings, agreed: Agreement | None) -> dict[str, Any]:
    names = standings.names
    pairs = [
        {"row": names[row], "column": names[column], "win_rate": asdict(score)}
        for (row, column), score in standings.scores.items()
    ]
    found = {"contest": asdict(contest), "failed": standings.failed, "pairs": pairs, "strengths": standings.strengths}
    return {**found, "published": asdict(agreed) if agreed else None}


def _say(contest: Contest, standings: Standings, agreed: Agreement | None) -> None:
    each = contest.games * len(contest.formats)
    say(f"{contest.title}: {each * len(standings.points)} games, {standings.failed} failed, {each} a pair.")
    say("Win rate of the row in percent, ties 1/2, with half the width of its 95 % interval over mirrored pairs.")
    strengths = standings.strengths
    order = sorted(range(len(standings.names)), key=lambda place: -strengths[standings.names[place]])
    width = max(len(name) for name in standings.names)
    say(" " * width + "   mean " + "".join(f"{number + 1:>8}" for number in range(len(order))))
    for number, row in enumerate(order):
        cells = ["      --" if row == column else _cell(standings.of_pair(row, column)) for column in order]
        name = standings.names[row]
        say(f"{name:<{width}} {number + 1:>2} {100 * strengths[name]:5.1f}{''.join(cells)}")
    if agreed is not None:
        for line in agreed.lines():
            say(line)


def _cell(score: Score) -> str:
    return f"{100 * score.value:>4.0f}±{50 * (score.high - score.low):<3.0f}"
