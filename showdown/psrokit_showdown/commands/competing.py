"""What `psrokit compete` does: everything is looked at, every pair plays, and what was played is shown and written."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from pathlib import Path
from typing import Literal, TypeVar

import numpy as np

from psrokit.api import (
    EnvironmentFault,
    Game,
    InputError,
    NamedTable,
    Outcome,
    Policy,
    PreparedGame,
    PsrokitError,
    analyze,
    build,
    mirrored,
    seed,
    spec,
    table_writer,
    write_answer,
    write_table,
)
from psrokit_showdown.commands.battling import read_policy
from psrokit_showdown.commands.order import Agreement, agreement, in_common
from psrokit_showdown.commands.saying import say_json, tell
from psrokit_showdown.commands.standings import Pair, Played, Standings
from psrokit_showdown.commands.tabulating import say_agreement, say_standings, told

_PURPOSE = "compete"
_DRAWS = 2000
_NAMED = re.compile(r"([A-Za-z0-9_.+-]+)=(.+)", re.DOTALL)
_FORMAT = "{format}"
_Done = TypeVar("_Done")


@dataclass(frozen=True, slots=True)
class Contest:
    """What is asked for. policies: each a name, JSON, or NAME=either. games: of each pair in each format. teams: where
    `{format}` stands for the format. engine: None for the one that the game itself takes for a format.
    """

    policies: tuple[str, ...]
    formats: tuple[str, ...]
    games: int
    teams: str
    seed: int
    engine: Literal["native", "showdown"] | None

    @property
    def title(self) -> str:
        """The formats in one word."""
        return "+".join(self.formats)

    @property
    def names(self) -> tuple[str, ...]:
        """What the policies are called. Raises InputError for fewer than two, or two of one name."""
        names = tuple(_name(text) for text in self.policies)
        if len(names) < 2 or len(set(names)) < len(names):
            remedy = "Name them: NAME=POLICY."
            raise InputError("a contest takes two policies or more of different names", remedy=remedy)
        return names

    def game(self, format_id: str) -> Game:
        """Not prepared yet. Raises InputError for a format that cannot be played."""
        teams = self.teams.replace(_FORMAT, format_id)
        game: Game = build("game", {"use": "showdown", "format": format_id, "teams": teams, "engine": self.engine})
        return game


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to come of it beside the table that is shown; None for what is not asked for."""

    published: Path | None = None
    html: Path | None = None
    save: Path | None = None

    def check(self, names: Sequence[str]) -> None:
        """Say which policies are published. Raises InputError, EnvironmentFault for what would fail after the games."""
        if self.save is not None:
            table_writer(self.save)
        for target in (self.html, self.save):
            if target is not None:
                _make_room(target)
        if self.published is not None:
            tell(f"In {self.published} too: {', '.join(in_common(names, self.published))}.")


def show_contest(contest: Contest, wanted: Wanted, *, as_json: bool) -> int:
    """Play, show, and write what is asked for; the exit code.

    Raises InputError and EnvironmentFault for what cannot be played or written, before the first game. What cannot be
    done after the last is said when everything else is done, and decides the exit code; so do pairs without games.
    """
    wanted.check(contest.names)
    engines = {format_id: str(spec(contest.game(format_id))["engine"]) for format_id in contest.formats}
    standings = hold(contest)
    if not as_json:
        say_standings(standings, engines, contest.games * len(contest.formats))
    complaints: list[PsrokitError] = []
    agreed = _finish(contest, wanted, standings, complaints)
    if as_json:
        found = {"contest": asdict(contest), "engines": engines, **told(standings, agreed)}
        say_json({**found, "complaints": [str(complaint) for complaint in complaints]})
    elif agreed is not None:
        say_agreement(agreed)
    for complaint in complaints:
        for line in f"error: {complaint}".splitlines():
            tell(line)
    return complaints[0].exit_code if complaints else 0


def _finish(contest: Contest, wanted: Wanted, standings: Standings, complaints: list[PsrokitError]) -> Agreement | None:
    """Write the files, and compare the orders if that is asked for."""
    source = f"{contest.title}, {contest.games} games a pair and format, seed {contest.seed}"
    named = NamedTable(standings.table, {"trainer": standings.names}, source)
    agreed = None
    if (save := wanted.save) is not None:
        _heard(complaints, lambda: write_table(named, save))
    if (published := wanted.published) is not None and not standings.unfinished:
        agreed = _heard(complaints, lambda: _agreement(contest, standings, published))
    if (html := wanted.html) is not None:
        _heard(complaints, lambda: write_answer(analyze(named, seed=contest.seed), html))
    _heard(complaints, standings.check_finished)
    return agreed


def _heard(complaints: list[PsrokitError], step: Callable[[], _Done]) -> _Done | None:
    """What a step gives; where it fails, the complaint is kept and the next step is taken all the same."""
    try:
        return step()
    except PsrokitError as error:
        complaints.append(error)
    except OSError as error:
        complaints.append(EnvironmentFault(f"{error.filename or 'a file'} cannot be written: {error.strerror}"))
    return None


def _make_room(target: Path) -> None:
    """Raises EnvironmentFault if no file can be written there."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EnvironmentFault(f"{target} cannot be written: {error.strerror}") from error
    if not os.access(target if target.exists() else target.parent, os.W_OK):
        raise EnvironmentFault(f"{target} cannot be written: this user may not")


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
    names = contest.names
    if len(set(contest.formats)) < len(contest.formats):
        raise InputError(f"a format is named twice: {', '.join(contest.formats)}")
    policies = [read_policy(_NAMED.sub(r"\2", text) if _is_named(text) else text) for text in contest.policies]
    games = [contest.game(format_id) for format_id in contest.formats]
    for game in games:
        if isinstance(game, PreparedGame):
            game.prepare(tell)
    played: dict[Pair, list[Sequence[Outcome]]] = {}
    for game in games:
        for pair, groups in _played(contest, game, policies).items():
            played.setdefault(pair, []).extend(groups)
    return Standings.of(names, games[0], played)


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
        outcomes: dict[int, Outcome] = dict(venue.play(matches))
    groups = [(outcomes[place], outcomes[place + 1]) for place in range(0, len(matches), 2)]
    return {pair: groups[place * len(seeds) : (place + 1) * len(seeds)] for place, pair in enumerate(pairs)}
