"""Many battles in one simulator, moved together by one message a tick."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count

from psrokit.api import Action, Episode, EpisodeFailed, Seat
from psrokit_showdown.battle import Battle, prng_seed
from psrokit_showdown.protocol import ProtocolError
from psrokit_showdown.simulator import BattleSpec, Simulator, SimulatorFailure, Update
from psrokit_showdown.teams import NamedTeam, draw_pair

GENERATED = "generated"
"""What teams are called that the format makes itself."""


class BattleLanes:
    """The lanes of one simulator. A match's teams follow from its seed, so a mirrored pair shares them.

    teams: empty for formats that make their own.
    """

    def __init__(self, simulator: Simulator, format_id: str, teams: Sequence[NamedTeam]) -> None:
        self._simulator = simulator
        self._format = format_id
        self._teams = teams
        self._numbers = count()

    def deal(self, seeds: Sequence[int]) -> Sequence[Episode | EpisodeFailed]:
        """One battle per seed."""
        battles = [self._begin(match_seed) for match_seed in seeds]
        failures = self._exchange(battles)
        return [failure or battle for battle, failure in zip(battles, failures, strict=True)]

    def advance(self, moves: Sequence[tuple[Episode, Mapping[Seat, Action]]]) -> Sequence[EpisodeFailed | None]:
        """Carry out every battle's choices."""
        battles = []
        for battle, actions in moves:
            assert isinstance(battle, Battle)
            battle.advance(actions)
            self._simulator.choose(battle.lane, battle.chosen)
            battles.append(battle)
        return self._exchange(battles)

    def abandon(self, battle: Episode) -> None:
        """Forget a battle under way."""
        assert isinstance(battle, Battle)
        self._simulator.drop(battle.lane)

    def _begin(self, match_seed: int) -> Battle:
        names, packed = (GENERATED, GENERATED), ("", "")
        if self._teams:
            pair = draw_pair(self._teams, match_seed)
            names, packed = (pair[0].name, pair[1].name), (pair[0].team.packed, pair[1].team.packed)
        spec = BattleSpec(self._format, prng_seed(match_seed), packed)
        lane = next(self._numbers)
        self._simulator.start(lane, spec)
        return Battle(lane, spec, names)

    def _exchange(self, battles: Sequence[Battle]) -> list[EpisodeFailed | None]:
        answers = self._simulator.exchange()
        return [self._hear(battle, answers[battle.lane]) for battle in battles]

    def _hear(self, battle: Battle, answer: Update | SimulatorFailure) -> EpisodeFailed | None:
        if isinstance(answer, SimulatorFailure):
            return EpisodeFailed(answer.kind, answer.message)
        try:
            battle.hear(answer)
        except ProtocolError as error:
            if not answer.ended:
                self._simulator.drop(battle.lane)
            return EpisodeFailed("garbage", str(error))
        return None
