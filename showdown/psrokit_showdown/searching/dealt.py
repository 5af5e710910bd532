"""Teams as a format that makes its own deals them, from its own generator: what such teams look like."""

from __future__ import annotations

from psrokit.api import seed
from psrokit_showdown.battle import prng_seed
from psrokit_showdown.simulator import Simulator
from psrokit_showdown.teams import Team, generation_of, parse_packed

PAIRS = 500
"""How many are dealt: in generation 1 each species comes 20 times or more; in later ones rare ones may never come."""


def dealt_teams(format_id: str) -> tuple[Team, ...]:
    """The teams of PAIRS battles, always the same. Raises what the simulator does where there is none."""
    with Simulator() as simulator:
        pairs = simulator.generate(format_id, [prng_seed(seed("dealt teams", number)) for number in range(PAIRS)])
    generation = generation_of(format_id)
    return tuple(parse_packed(text, "a generated team", generation) for pair in pairs for text in pair)
