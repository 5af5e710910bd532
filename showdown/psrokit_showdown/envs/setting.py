"""What the battles of an environment in process are made of: the options that all such environments share."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from functools import cached_property

from psrokit.api import Policy, Seat, open_lanes
from psrokit_showdown.envs.accepting import most_decisions
from psrokit_showdown.envs.interface import Interface, Part, component
from psrokit_showdown.envs.starting import battles_of, checked_seat
from psrokit_showdown.envs.table import Table
from psrokit_showdown.games.showdown import Showdown


@dataclass(frozen=True)
class Setting:
    """A learner in `seat` against `opponent`. Every part is a name, a spec (`{"use": ...}`) or a component.

    max_decisions: truncate a battle after so many of the learner's decisions. Raises InputError for an unknown seat and
    for fewer decisions than one, and for a part that is unknown or of another kind where it is first used.
    """

    opponent: Part = "random"
    _: KW_ONLY
    game: Part = "showdown"
    observation: Part = "tokenized"
    action: Part = "default"
    reward: Part = "default_shaped"
    seat: Seat = 0
    max_decisions: int | None = None

    def __post_init__(self) -> None:
        checked_seat(self.seat)
        most_decisions(self.max_decisions)

    @cached_property
    def interface(self) -> Interface:
        """How the learner sees, acts and is rewarded."""
        return Interface.of(self.observation, self.action, self.reward)

    @cached_property
    def policy(self) -> Policy:
        """The opponent as a component."""
        policy: Policy = component("policy", self.opponent)
        return policy

    @cached_property
    def played(self) -> Showdown:
        """The game as a component. Raises InputError if it is none of Pokemon Showdown."""
        return battles_of(self.game)

    def table(self) -> Table:
        """A new table at which such battles are played."""
        return Table(open_lanes(self.played), self.interface, (self.seat,), self.policy, self.max_decisions)
