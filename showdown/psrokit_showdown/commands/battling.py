"""`psrokit showdown battle`: two policies play, once and told, or often and counted."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from psrokit.api import (
    EpisodeFailed,
    Game,
    InputError,
    Match,
    Outcome,
    Policy,
    PreparedGame,
    build,
    mirrored,
    percent,
    seed,
)
from psrokit_showdown.commands.saying import say, say_json, tell
from psrokit_showdown.commands.score import Score, points_of
from psrokit_showdown.narration import narrate
from psrokit_showdown.replays.recorded import Recorded, play_again
from psrokit_showdown.simulator import Simulator

_PURPOSE = "battle"


@dataclass(frozen=True, slots=True)
class Bout:
    """What is asked for: two policies as names or JSON, and how they meet."""

    first: str
    second: str
    format_id: str
    teams: str
    seed: int
    games: int


def show_bout(bout: Bout, *, as_json: bool) -> None:
    """Play and show the result. Raises InputError for what cannot be played, EpisodeFailed if the simulator fails."""
    if bout.games > 1 and bout.games % 2:
        raise InputError("every deal is played twice: give --games 1 or an even number")
    game: Game = build("game", {"use": "showdown", "format": bout.format_id, "teams": bout.teams})
    policies = [read_policy(text) for text in (bout.first, bout.second)]
    if isinstance(game, PreparedGame):
        game.prepare(tell)
    if bout.games == 1:
        _show_one(bout, game, policies, as_json=as_json)
    else:
        _show_many(bout, game, policies, as_json=as_json)


def read_policy(text: str) -> Policy:
    """The policy that a name or JSON stands for. Raises InputError with that text as the place."""
    try:
        policy: Policy = build("policy", _spec(text))
    except InputError as error:
        error.place = f"{text}: {error.place}" if error.place else text
        raise
    return policy


def _spec(text: str) -> str | dict[str, Any]:
    """The name of a policy, or its spec from JSON."""
    if not text.lstrip().startswith("{"):
        return text
    try:
        spec: dict[str, Any] = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"this policy is not JSON: {error}") from None
    return spec


def _show_one(bout: Bout, game: Game, policies: Sequence[Policy], *, as_json: bool) -> None:
    match = Match(tuple(policies), seed(_PURPOSE, bout.seed), _PURPOSE)
    (outcome,) = _play("serial", game, [match])
    if outcome.returns is None:
        raise EpisodeFailed(outcome.failure or "lost", "the battle could not be finished")
    if as_json:
        say_json({"bout": asdict(bout), "returns": outcome.returns, "record": dict(outcome.record)})
        return
    for line in narrate(_log(outcome), (bout.first, bout.second)):
        say(line)


def _log(outcome: Outcome) -> list[str]:
    """The lines of a recorded battle, played again from its record."""
    with Simulator() as simulator:
        return [line for update in play_again(Recorded.of(outcome.record), simulator) for line in update.log]


def _show_many(bout: Bout, game: Game, policies: Sequence[Policy], *, as_json: bool) -> None:
    seeds = [seed(_PURPOSE, bout.seed, number) for number in range(bout.games // 2)]
    pairs = [mirrored(game.seats, policies, pair_seed, _PURPOSE) for pair_seed in seeds]
    outcomes = _play("processes", game, [match for pair in pairs for match in pair])
    groups = [[one.returns, other.returns] for one, other in zip(outcomes[0::2], outcomes[1::2], strict=True)]
    score = Score.of(points_of(game.seats, groups))
    failed = sum(outcome.returns is None for outcome in outcomes)
    if as_json:
        say_json({"bout": asdict(bout), "games": len(outcomes), "failed": failed, "win_rate": asdict(score)})
        return
    say(f"{bout.first} against {bout.second} in {bout.format_id}: {len(outcomes)} games, {failed} failed")
    interval = f"[{percent(score.low)}, {percent(score.high)}] at 95 %, ties 1/2, n = {score.n} pairs"
    say(f"{bout.first} wins {percent(score.value)} {interval}")


def _play(executor: str, game: Game, matches: Sequence[Match]) -> list[Outcome]:
    with build("executor", {"use": executor}).open(game) as venue:
        outcomes = dict(venue.play(matches))
    return [outcomes[index] for index in range(len(matches))]
