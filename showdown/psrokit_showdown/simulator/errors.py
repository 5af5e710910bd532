"""What can go wrong around the simulator, as errors a user can read and act on."""

from __future__ import annotations

from psrokit.api import EnvironmentFault, InputError, IntegrityError

INSTALL_COMMAND = "psrokit showdown install"


class InvalidCommand(InputError, ValueError):
    """Something that must not, or cannot, be said to the simulator: a control character, an impossible choice."""


class SimulatorMissing(EnvironmentFault):
    """Node or the pokemon-showdown package is not installed here, or could not be installed."""


class SimulatorDamaged(IntegrityError):
    """The installed simulator is not the one this psrokit was made for: files are missing or differ."""


class SimulatorUnavailable(EnvironmentFault):
    """The simulator process does not start, or does not stay alive long enough to answer."""
