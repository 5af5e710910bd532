"""Who plays on a ladder for an environment: the learner, and the opponents that are sent there for it."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from psrokit.api import Action, EnvironmentFault, Policy
from psrokit_showdown.server.contender import PolicyContender, Teams
from psrokit_showdown.server.episode import LadderEpisode
from psrokit_showdown.server.played import Played
from psrokit_showdown.server.room import Question, Room
from psrokit_showdown.server.table import Chooser, GivesUp


class Learner:
    """The contender that plays the episodes. A battle for which nobody waits (it began too late) is given up.

    packed: the team of the next battle. begun: its episode, or EnvironmentFault where nobody came.
    """

    def __init__(self) -> None:
        self.packed = ""
        self.begun: asyncio.Future[LadderEpisode] = asyncio.get_running_loop().create_future()
        self._episodes: dict[str, LadderEpisode] = {}

    def team(self, number: int) -> str:  # noqa: ARG002 # whoever wants a battle has set it
        """See Contender."""
        return self.packed

    def sit(self, number: int, room: Room) -> Chooser:  # noqa: ARG002 # nothing depends on it
        """See Contender."""
        episode = self._episodes[room.tag] = LadderEpisode(room)
        if self.begun.done():
            return _decline
        self.begun.set_result(episode)
        return episode.choose

    def rise(self, room: Room, played: Played) -> None:
        """See Contender."""
        self._episodes.pop(room.tag).end(played)

    def miss(self, played: Played) -> None:
        """See Contender."""
        if not self.begun.done():
            self.begun.set_exception(_nobody(played))


async def _decline(_question: Question, _seconds: float) -> Action:
    raise GivesUp


def _nobody(played: Played) -> EnvironmentFault:
    return EnvironmentFault(
        f"no battle began within {played.longest_wait:.0f} seconds ({played.failure}: {played.why})",
        remedy="Let somebody look for battles of this format: opponents=[...], or psrokit showdown ladder POLICY",
    )


class Opponent(PolicyContender):
    """A policy that we send there. If no battle with it can begin, the learner need not wait either."""

    def __init__(self, policy: Policy, teams: Teams, seed_: int, learner: Learner) -> None:
        super().__init__(policy, teams, seed_)
        self._learner = learner

    def miss(self, played: Played) -> None:
        """See Contender."""
        super().miss(played)
        self._learner.miss(replace(played, why=f"opponent {self.policy!r}: {played.why}"))
