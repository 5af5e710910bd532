"""Play a battle again, exactly, from its seed, its teams and the choices that were made."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence

from psrokit_showdown.simulator.commands import FORFEIT, BattleSpec
from psrokit_showdown.simulator.lanes import SimulatorFailure, Update
from psrokit_showdown.simulator.process import Simulator


def replay(
    simulator: Simulator, battle: BattleSpec, choices: Sequence[tuple[int, str]]
) -> Iterator[Update | SimulatorFailure]:
    """Every update of `battle` when `choices` are made in it, as they come.

    Stops with the battle, at a failure, or when the choices are used up. The simulator's own input log would not do: it
    writes some choices in a form that it then refuses. `simulator` must not have anything queued or in flight.
    """
    left = deque(choices)
    simulator.start(0, battle)
    while True:
        update = simulator.exchange()[0]
        yield update
        if isinstance(update, SimulatorFailure) or update.ended:
            return
        pending = [seat for seat, request in enumerate(update.requests) if request is not None]
        if not _choose(simulator, pending, left):
            simulator.drop(0)
            return


def _choose(simulator: Simulator, pending: Sequence[int], left: deque[tuple[int, str]]) -> bool:
    """Take from `left` what the pending seats chose; False if it does not say."""
    if left and left[0][1] == FORFEIT:
        simulator.forfeit(0, left.popleft()[0])
        return True
    made = dict(left.popleft() for _ in range(min(len(pending), len(left))))
    if sorted(made) != sorted(pending):
        return False
    simulator.choose(0, made)
    return True
