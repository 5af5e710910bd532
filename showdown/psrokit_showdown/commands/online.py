"""`psrokit showdown ladder`, `accept` and `challenge`: a policy as a user of a server."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from psrokit.api import EpisodeFailed, percent, seed
from psrokit_showdown.commands.battling import read_policy
from psrokit_showdown.commands.saying import say, say_json, tell
from psrokit_showdown.commands.score import Score
from psrokit_showdown.poke_env_players.needed import need_poke_env
from psrokit_showdown.server.address import found_address
from psrokit_showdown.server.finding import Finder
from psrokit_showdown.server.names import password, player_name
from psrokit_showdown.server.played import Session
from psrokit_showdown.server.terms import Patience
from psrokit_showdown.teams import load_teams


@dataclass(frozen=True, slots=True)
class Visit:
    """What is asked for. server: the name of a local server, or a URL; seed: decides teams and the policy's chance.

    think_seconds: for a decision of the policy, which never gets more than battle_seconds.
    """

    policy: str
    server: str
    permission: str | None
    user: str | None
    format_id: str
    teams: str
    battles: int
    at_once: int
    seed: int
    battle_seconds: float
    opponent_seconds: float
    timer: bool
    think_seconds: float


def visit(asked: Visit, finder: Finder) -> Session:
    """Play. Raises InputError and EnvironmentFault before anything is played, or when the server refuses us."""
    need_poke_env("servers are reached through")
    from psrokit_showdown.server.playing import Wanted, play  # noqa: PLC0415 # what reaches servers

    policy, team = read_policy(asked.policy), drawn_teams(asked.teams, asked.format_id, asked.seed)
    think_seconds = min(asked.think_seconds, asked.battle_seconds)
    patience = Patience(asked.battle_seconds, asked.opponent_seconds, think_seconds)
    wanted = Wanted(policy, team, asked.battles, asked.at_once, asked.seed, asked.timer, patience)
    server, name = found_address(asked.server, asked.permission), asked.user or player_name()
    tell(f"{asked.policy} plays as '{name}' on {server.url}")
    return asyncio.run(play(server, name, password(), finder, wanted))


def show_visit(asked: Visit, finder: Finder, *, as_json: bool) -> int:
    """Play and show the result; the exit code is that of an EpisodeFailed if a battle or the policy failed."""
    session = visit(asked, finder)
    points, summary = session.points(), session.summary()
    score = Score.of(points) if points else None
    if as_json:
        rate = asdict(score) if score else None
        say_json({"visit": asdict(asked), **summary, "win_rate": rate, "played": session.rows()})
    else:
        _say(asked, session, summary, score)
    return EpisodeFailed.exit_code if summary["failures"] or summary["faults"] else 0


def _say(asked: Visit, session: Session, summary: dict[str, Any], score: Score | None) -> None:
    say(f"{asked.policy} as {session.name}: {summary['battles']} battles in {asked.format_id}")
    if score is not None:
        interval = f"[{percent(score.low)}, {percent(score.high)}] at 95 %, ties 1/2, n = {score.n} finished battles"
        say(f"wins {percent(score.value)} {interval} against whoever it met, own teams from '{asked.teams}'")
    for kind, count in summary["failures"].items():
        why = next(battle.why for battle in session.battles if battle.failure == kind)
        say(f"failures: {count} x {kind} ({why})")
    for fault, count in summary["faults"].items():
        say(f"faults: {count} x {fault}")
    say(f"{summary['reconnections']} reconnections, longest wait {summary['longest_wait']:.1f} s")


def drawn_teams(ref: str, format_id: str, drawing_seed: int) -> Callable[[int], str]:
    """The packed team of the n-th battle, drawn from a set; "" where the format makes teams. Raises InputError."""
    packed = [named.team.packed for named in load_teams(ref, format_id)]
    if not packed:
        return lambda _number: ""
    return lambda number: packed[seed("server team", drawing_seed, number) % len(packed)]
