"""Pokemon Showdown's own simulator, run by supervised child processes: no server, no sockets.

`install.locate()` finds it, `Simulator` plays battles, `replay.replay` plays one again.
"""

from psrokit_showdown.simulator.commands import BattleSpec, Seed
from psrokit_showdown.simulator.errors import (
    InvalidCommand,
    SimulatorDamaged,
    SimulatorMissing,
    SimulatorUnavailable,
)
from psrokit_showdown.simulator.install import Installation
from psrokit_showdown.simulator.lanes import Choices, Request, SimulatorFailure, Update
from psrokit_showdown.simulator.process import Simulator, Variant

__all__ = [
    "BattleSpec",
    "Choices",
    "Installation",
    "InvalidCommand",
    "Request",
    "Seed",
    "Simulator",
    "SimulatorDamaged",
    "SimulatorFailure",
    "SimulatorMissing",
    "SimulatorUnavailable",
    "Update",
    "Variant",
]
