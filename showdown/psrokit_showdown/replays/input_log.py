"""The input log of a battle: what goes into a simulator to have the same battle again, as Showdown writes it down."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import pairwise

from psrokit_showdown.replays.recorded import Recorded
from psrokit_showdown.simulator import BattleSpec, Update
from psrokit_showdown.simulator.commands import FORFEIT, Seed, team_seed
from psrokit_showdown.simulator.lanes import Choices


def input_log(recorded: Recorded, updates: Sequence[Update]) -> str:
    """Lines that begin with `>`. Moves stand as `move N`: the simulator refuses some that it writes down itself."""
    lines = [*_beginning(recorded.spec), *(_line(*made) for made in accepted(recorded.choices, updates))]
    return "".join(f"{line}\n" for line in lines)


def accepted(choices: Choices, updates: Sequence[Update]) -> Iterator[tuple[int, str]]:
    """The choices without those that the simulator refused for a reason their player could not know (a hidden trap).

    Such a choice leaves no line in the log, and its seat is asked again.
    """
    left = deque(choices)
    for update, following in pairwise(updates):
        pending = [seat for seat, request in enumerate(update.requests) if request is not None]
        number = 1 if left and left[0][1] == FORFEIT else len(pending)
        made = [left.popleft() for _ in range(min(number, len(left)))]
        refused = [seat for seat in pending if following.requests[seat] is not None] if not any(following.log) else []
        yield from (one for one in made if one[0] not in refused)


def _beginning(spec: BattleSpec) -> Iterator[str]:
    yield f">start {_json({'formatid': spec.format, 'seed': _seed(spec.seed)})}"
    for seat, (name, team) in enumerate(zip(spec.names, spec.teams, strict=True)):
        brought = {"team": team} if team else {"seed": _seed(team_seed(spec.seed, seat))}
        yield f">player {_side(seat)} {_json({'name': name, **brought})}"


def _line(seat: int, choice: str) -> str:
    return f">forcelose {_side(seat)}" if choice == FORFEIT else f">{_side(seat)} {choice}"


def _side(seat: int) -> str:
    return f"p{seat + 1}"


def _seed(seed: Seed) -> str:
    return ",".join(str(part) for part in seed)


def _json(data: object) -> str:
    # Nothing outside ASCII: no name in a team can end the line and begin a command of its own.
    return json.dumps(data, ensure_ascii=True, separators=(",", ":"))
