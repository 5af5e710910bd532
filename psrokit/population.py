"""The population: named policies per role, in the order in which they joined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from psrokit.errors import InputError
from psrokit.game import Role
from psrokit.policy import Policy


@dataclass(frozen=True, slots=True)
class Member:
    """A policy under the name by which tables and reports know it."""

    name: str
    policy: Policy


@dataclass(frozen=True, slots=True)
class Population:
    """The policies of each role. A member's index is its row in every payoff table and mixture, and never changes."""

    members: Mapping[Role, tuple[Member, ...]]

    def __post_init__(self) -> None:
        for role, members in self.members.items():
            if not members:
                raise InputError(f"the population of role '{role}' is empty", remedy="Give it at least one policy.")
            twice = [name for name, count in Counter(member.name for member in members).items() if count > 1]
            if twice:
                raise InputError(f"two policies of role '{role}' are named '{min(twice)}'")

    def __getitem__(self, role: Role) -> tuple[Member, ...]:
        return self.members[role]

    def names(self, role: Role) -> tuple[str, ...]:
        """The members' names, in order."""
        return tuple(member.name for member in self.members[role])

    def sizes(self, seats: Sequence[Role]) -> tuple[int, ...]:
        """The number of policies a seat can choose from, for each seat: the shape of a payoff table."""
        return tuple(len(self.members[role]) for role in seats)

    def joined(self, role: Role, name: str, policy: Policy) -> Population:
        """With one more member; the same population if an equal policy already belongs to it."""
        if any(member.policy == policy for member in self.members[role]):
            return self
        return Population({**self.members, role: (*self.members[role], Member(name, policy))})
