"""The oracle `local_best_response`: the best action now, if a simple policy plays on, for games that can be forked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from psrokit.api import Action, Actor, InputError, Observation, Policy, Seat, Task, oracle
from psrokit_plugins.forward_models.black_boxes import ForkedEpisode, Opponent, key_of, opponents_of
from psrokit_plugins.policies.behaviour import Behaviour
from psrokit_plugins.policies.uniform import Uniform


@oracle("local_best_response")
@dataclass(frozen=True)
class LocalBestResponse:
    """Takes at each own decision the action that returns most if a fixed policy decides all that follows.

    deals: how many deals to play, each against opponents drawn from the mixture. continuation: who plays on for this
    seat after the action under judgement; Lisy and Bowling (2017, arXiv:1612.07547) check and call.

    The others are black boxes that are only asked to act. Theirs is what local best response keeps a belief about by
    Bayes' rule from their action probabilities; here the deals that reach an information state, against players who
    really act, are draws from that belief. Every legal action is tried from each own decision of a deal, in a fork that
    is played to the end; the deal itself goes on with the best action so far or, half the time, with any.

    One step of policy improvement over `continuation`, not a best response: what it gains is a lower bound, and a poor
    one where several own decisions must fit together. Answers with a `behaviour` policy. Raises InputError for games
    whose episodes cannot be forked, or whose views have no `key`.
    """

    deals: int = 3000
    continuation: Policy = field(default_factory=Uniform)

    def __post_init__(self) -> None:
        if self.deals < 1:
            raise InputError("local_best_response needs deals >= 1")

    def respond(self, task: Task) -> Sequence[Policy]:
        """The action of highest mean at every information state met, the first of equals."""
        judged: dict[str, _Judged] = {}
        for number in range(self.deals):
            rng = task.rng("local best response", number)
            episode, others = opponents_of(task, rng, "local_best_response")
            _Deal(judged, others, task.seat, self.continuation, rng).play(episode)
        return [Behaviour({key: its.legal[its.best] for key, its in sorted(judged.items())})]


@dataclass(slots=True, eq=False)
class _Judged:
    """The actions of one own information state and the sums of what they returned, each tried equally often."""

    legal: Sequence[Action]
    totals: list[float]

    @property
    def best(self) -> int:
        return self.totals.index(max(self.totals))


@dataclass(slots=True, eq=False)
class _Deal:
    """One deal against one draw of opponents, None at this seat. seen: what each other seat has observed."""

    judged: dict[str, _Judged]
    opponents: Sequence[Opponent | None]
    seat: Seat
    continuation: Policy
    rng: np.random.Generator
    seen: dict[Seat, tuple[Observation, ...]] = field(default_factory=dict)

    def play(self, episode: ForkedEpisode) -> None:
        """Judge every own decision on the way through the deal."""
        while pending := episode.pending():
            actions = self._others(pending)
            if self.seat in pending:
                actions[self.seat] = self._judge(episode, pending[self.seat], actions)
            episode.advance(actions)

    def _others(self, pending: Mapping[Seat, Observation]) -> dict[Seat, Action]:
        actions = {}
        for seat, opponent in enumerate(self.opponents):
            if opponent and seat in pending:
                self.seen[seat] = (*self.seen.get(seat, ()), pending[seat])
                actions[seat] = opponent.act(self.seen[seat])
        return actions

    def _judge(self, episode: ForkedEpisode, observation: Observation, others: Mapping[Seat, Action]) -> Action:
        """Try all actions; answer with the best so far or with any."""
        key, size = key_of(observation, "local_best_response"), len(observation.legal)
        judged = self.judged.setdefault(key, _Judged(observation.legal, [0.0] * size))
        seen = self.seen
        for number, action in enumerate(observation.legal):
            fork = episode.fork()
            fork.advance({**others, self.seat: action})
            self.seen = dict(seen)
            judged.totals[number] += self._returned(fork)
        self.seen = seen
        return observation.legal[judged.best if self.rng.random() < 0.5 else int(self.rng.integers(size))]

    def _returned(self, episode: ForkedEpisode) -> float:
        """What this seat gets if the continuation plays on."""
        own: Actor = self.continuation.start(self.seat, self.rng)
        while pending := episode.pending():
            actions = self._others(pending)
            if self.seat in pending:
                actions[self.seat] = own.act(pending[self.seat])
            episode.advance(actions)
        return float(episode.returns()[self.seat])
