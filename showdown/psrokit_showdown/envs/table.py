"""Battles with learners in some seats and one policy in the others, moved together by one message a tick.

All that the environments have in common is here; each adds only the calling conventions of its interface.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, suppress
from typing import Any, Literal, Protocol

from psrokit.api import (
    Action,
    Actor,
    Episode,
    EpisodeFailed,
    Lanes,
    Observation,
    Policy,
    PsrokitError,
    Seat,
    blaming,
    chosen_actions,
    generator,
)
from psrokit_showdown.envs.interface import Interface
from psrokit_showdown.envs.learner import Learner
from psrokit_showdown.envs.starting import new_opponent
from psrokit_showdown.knowledge import BattleView

ATTEMPTS = 3
"""How often a battle is dealt from the same seed before its failure is raised."""


class _Battle(Episode, Protocol):
    def closing_view(self, seat: Seat) -> BattleView: ...

    def record(self) -> Mapping[str, Any]: ...


class _BattleLanes(Lanes, Protocol):
    def abandon(self, battle: Episode) -> None: ...


class Sitting:
    """One battle: its learners by seat, the actors of `policy` in the other seats, and how it ended if it has.

    Cut: given up by us, because it grew too long or another is to begin.
    """

    def __init__(self, battle: _Battle, learners: Mapping[Seat, Learner], policy: Policy, seed: int) -> None:
        self.battle = battle
        self.learners = learners
        self.policy = policy
        self.ending: Literal["finished", "failed", "cut"] | None = None
        self._actors: dict[Seat, Actor] = {}
        self.seed = seed

    @property
    def terminated(self) -> bool:
        """Whether it was won, lost or tied."""
        return self.ending == "finished"

    @property
    def truncated(self) -> bool:
        """Whether it ended otherwise."""
        return self.ending in {"failed", "cut"}

    @property
    def waits(self) -> bool:
        """Whether a learner must act before it can go on."""
        return any(learner.asked is not None for learner in self.learners.values())

    def actor(self, seat: Seat) -> Actor:
        """The actor in a seat, with the randomness that it would have in a match of this seed."""
        if seat not in self._actors:
            with blaming(self.policy):
                self._actors[seat] = self.policy.start(seat, generator(self.seed, "policy", seat))
        return self._actors[seat]

    def opponents(self) -> list[tuple[Seat, Observation]]:
        """The seats that `policy` must answer for."""
        return [item for item in self.battle.pending().items() if item[0] not in self.learners]

    def hear(self, failure: EpisodeFailed | None) -> None:
        """Tell the learners what has come of the last step."""
        pending = {} if failure else self.battle.pending()
        self.ending = "failed" if failure else None if pending else "finished"
        for seat, learner in self.learners.items():
            if failure:
                learner.fail(failure)
            elif self.ending:
                learner.end(self.battle.closing_view(seat), float(self.battle.returns()[seat]), self.battle.record())
            elif seat in pending:
                learner.ask(pending[seat])


class Table:
    """Open lanes, with learners in `seats`. opponent: the policy in the other seats of battles dealt next.

    longest: cut a battle after so many decisions of a learner.
    """

    def __init__(
        self,
        lanes: AbstractContextManager[Lanes],
        interface: Interface,
        seats: Sequence[Seat],
        opponent: Policy,
        longest: int | None,
    ) -> None:
        self.opponent = opponent
        self._interface = interface
        self._seats = seats
        self._longest = longest
        self._resources = ExitStack()
        self._lanes: _BattleLanes = self._resources.enter_context(lanes)  # type: ignore[assignment]

    def heed(self, options: Mapping[str, Any]) -> None:
        """Take in the options of a reset: who the opponent is from now on. Raises InputError for any other."""
        self.opponent = new_opponent(options, self.opponent)

    def deal(self, seeds: Sequence[int]) -> list[Sitting]:
        """One battle per seed, each until a learner is asked. Raises EpisodeFailed after three attempts at one."""
        if not seeds:
            return []
        dealt = zip(seeds, self._lanes.deal(seeds), strict=True)
        sittings = [self._sit(self._certain(seed, battle), seed) for seed, battle in dealt]
        self._go_on(sittings)
        return sittings

    def play(self, moves: Sequence[tuple[Sitting, Mapping[Seat, int]]]) -> None:
        """Carry out the learners' indices, and go on until each battle is over or asks a learner.

        If that raises, all of these battles are cut: none is left in the middle of a step.
        """
        acts = [(one, {seat: one.learners[seat].act(index) for seat, index in its.items()}) for one, its in moves]
        try:
            self._advance(acts)
        except BaseException:
            for sitting, _ in moves:
                with suppress(PsrokitError):  # the lanes may be what has failed
                    self.cut(sitting)
            raise
        for sitting, _ in moves:
            if self._longest in [learner.decisions for learner in sitting.learners.values()]:
                self.cut(sitting)

    def cut(self, sitting: Sitting) -> None:
        """Give up a battle that is under way."""
        if sitting.ending is None:
            sitting.ending = "cut"
            self._lanes.abandon(sitting.battle)

    def _advance(self, moves: Sequence[tuple[Sitting, Mapping[Seat, Action]]]) -> None:
        if not moves:
            return
        answers = self._answers([sitting for sitting, _ in moves])
        steps = [(one.battle, {**actions, **answer}) for (one, actions), answer in zip(moves, answers, strict=True)]
        failures = self._lanes.advance(steps)
        for (sitting, _), failure in zip(moves, failures, strict=True):
            sitting.hear(failure)
        self._go_on([sitting for sitting, _ in moves])

    def _go_on(self, sittings: Sequence[Sitting]) -> None:
        """Move those in which only opponents are asked."""
        self._advance([(sitting, {}) for sitting in sittings if not (sitting.waits or sitting.ending)])

    def close(self) -> None:
        """End what stands behind the battles."""
        self._resources.close()

    def _certain(self, seed: int, battle: Episode | EpisodeFailed) -> Episode:
        for _ in range(ATTEMPTS - 1):
            if isinstance(battle, EpisodeFailed):
                (battle,) = self._lanes.deal([seed])
        if isinstance(battle, EpisodeFailed):
            raise battle
        return battle

    def _sit(self, battle: Episode, seed: int) -> Sitting:
        learners = {seat: Learner(self._interface, seat, seed) for seat in self._seats}
        sitting = Sitting(battle, learners, self.opponent, seed)  # type: ignore[arg-type]
        sitting.hear(None)
        return sitting

    def _answers(self, sittings: Sequence[Sitting]) -> list[dict[Seat, Action]]:
        """What the opponents do, each policy asked once."""
        answers: list[dict[Seat, Action]] = [{} for _ in sittings]
        asked: dict[int, list[tuple[int, Seat, Observation]]] = {}
        for place, sitting in enumerate(sittings):
            for seat, observation in sitting.opponents():
                asked.setdefault(id(sitting.policy), []).append((place, seat, observation))
        for questions in asked.values():
            actors = [sittings[place].actor(seat) for place, seat, _ in questions]
            chosen = chosen_actions(sittings[questions[0][0]].policy, actors, [one for _, _, one in questions])
            for (place, seat, _), action in zip(questions, chosen, strict=True):
                answers[place][seat] = action
        return answers
