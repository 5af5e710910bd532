"""What `psrokit replay` does."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import click

from psrokit.api import InputError, MatchRow, Run
from psrokit_showdown.commands.pasting import write_file
from psrokit_showdown.commands.saying import say, say_json, tell
from psrokit_showdown.narration import Names
from psrokit_showdown.replays.input_log import input_log
from psrokit_showdown.replays.page import replay_page
from psrokit_showdown.replays.recorded import Recorded, play_again, protocol_log
from psrokit_showdown.replays.turns import turns_of
from psrokit_showdown.simulator import Simulator
from psrokit_showdown.simulator.install import install

_LISTED = 20


def list_games(folder: Path, *, as_json: bool) -> None:
    """Say which games there are: the last of them, with who played whom and how it ended. Raises NoRun."""
    run = Run.open(folder)
    names = _names(run)
    total = 0
    last: deque[tuple[int, MatchRow]] = deque(maxlen=_LISTED)
    for total, row in enumerate(run.matches(), 1):
        last.append((total, row))
    rows = [_listed(number, row, names) for number, row in last]
    if as_json:
        say_json({"games": total, "last": rows})
        return
    for listed in rows:
        say(f"{listed['game']:>8}  {' against '.join(listed['players'])}: {listed['result']} ({listed['purpose']})")
    say(f"games 1 to {total}" + (f", the last {len(rows)} above" if total > len(rows) else ""))
    say(f"Type: psrokit replay {folder} GAME")


def write_replay(folder: Path, game: int, form: str, output: Path | None, *, as_json: bool) -> None:
    """Write one game. Raises InputError if there is no such battle, what `play_again` raises, EnvironmentFault."""
    run = Run.open(folder)
    row = _row(run, game)
    names = _names(run)
    players = _player(row, 0, names), _player(row, 1, names)
    text = _text(Recorded.of(row.outcome.record), players, form)
    target = output or (folder / "replays" / f"{game}.html" if form == "html" else None)
    if target is not None:
        write_file(target, text)
    if as_json:
        content = {"output": str(target)} if target else {"text": text}
        say_json({"game": game, "players": list(players), "form": form, **content})
    elif target is not None:
        say(f"Replay: {target}")
    else:
        click.echo(text, nl=False)


def _text(recorded: Recorded, players: Names, form: str) -> str:
    install(tell)
    with Simulator() as simulator:
        updates = play_again(recorded, simulator)
    if form == "inputlog":
        return input_log(recorded, updates)
    log = protocol_log(updates)
    return log if form == "text" else replay_page(recorded, turns_of(updates, players), log, players)


def _row(run: Run, game: int) -> MatchRow:
    row = next(islice(run.matches(), game - 1, None), None)
    if row is None:
        remedy = f"Type: psrokit replay {run.folder}"
        raise InputError(f"there is no game {game} in {run.folder}", remedy=f"{remedy} (it lists what there is)")
    if row.outcome.returns is None:
        raise InputError(f"game {game} of {run.folder} failed ({row.outcome.failure}): there is no battle to replay")
    if "choices" not in row.outcome.record:
        raise InputError(f"game {game} of {run.folder} is no battle of Showdown: nothing that replays it is kept")
    return row


def _names(run: Run) -> Mapping[str, str]:
    """What each policy is called, by its hash: its name in the population, else the name of its component."""
    names = {key: str(spec.get("use", key)) for key, spec in run.specs().items()}
    for state in run.states()[-1:]:
        names |= {member.hash: member.name for members in state.population.values() for member in members}
    return names


def _player(row: MatchRow, seat: int, names: Mapping[str, str]) -> str:
    return names.get(row.policies[seat], row.policies[seat])


def _listed(number: int, row: MatchRow, names: Mapping[str, str]) -> Mapping[str, Any]:
    players = [names.get(policy, policy) for policy in row.policies]
    returns = row.outcome.returns
    winner = None if returns is None else returns.index(max(returns))
    result = f"failed ({row.outcome.failure})" if winner is None else f"{players[winner]} wins"
    if returns is not None and min(returns) == max(returns):
        result = "a tie"
    return {"game": number, "purpose": row.purpose, "seed": row.seed, "players": players, "result": result}
