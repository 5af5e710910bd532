"""The oracle `search_response`: a best response by search, for games whose episodes can be forked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol, Self, runtime_checkable

import numpy as np

from psrokit.api import Action, Episode, InputError, Observation, Policy, Seat, Task, oracle
from psrokit_plugins.policies.behaviour import Behaviour


@runtime_checkable
class ForkedEpisode(Episode, Protocol):
    """An episode from which play can go on more than once: a forward model."""

    def fork(self) -> Self:
        """An episode in the same position. Later chance moves are drawn anew."""


@oracle("search_response")
@dataclass(frozen=True)
class SearchResponse:
    """Searches own moves in full and samples chance and opponents (external sampling, Lanctot et al. 2009).

    searches: how many deals to search, each against opponents drawn from the mixture. step_power: an action's n-th
    sample has weight n ** -step_power; between 0.5 and 1, since what is below an action improves meanwhile.

    The others are black boxes: they are only asked to act. Each of its own information states, known by the view's
    `key`, keeps the mean of what its actions led to when play went on greedily. Answers with a `behaviour` policy.
    Raises InputError for games whose episodes cannot be forked, or whose views have no `key`.
    """

    searches: int = 3000
    step_power: float = 0.7

    def __post_init__(self) -> None:
        if self.searches < 1 or not 0.5 < self.step_power <= 1:
            raise InputError("search_response needs searches >= 1 and 0.5 < step_power <= 1")

    def respond(self, task: Task) -> Sequence[Policy]:
        """The greedy policy after `searches` deals."""
        values: dict[str, _Values] = {}
        for number in range(self.searches):
            rng = task.rng("search", number)
            episode = task.game.deal(int(rng.integers(2**63)))
            drawn = task.opponents(rng)
            others = [_Opponent(policy, seat, rng) if policy else None for seat, policy in enumerate(drawn)]
            if not isinstance(episode, ForkedEpisode):
                raise InputError(
                    f"search_response needs episodes that can be forked; {type(task.game).__name__} deals others",
                    remedy="Use a learning oracle, such as tabular_q.",
                )
            _Search(values, others, task.seat, self.step_power).value(episode, {})
        return [Behaviour({key: state.legal[state.best()] for key, state in sorted(values.items())})]


@dataclass(slots=True)
class _Values:
    """What is known of one information state."""

    legal: Sequence[Action]
    means: list[float] = field(init=False)
    visits: int = 0

    def __post_init__(self) -> None:
        self.means = [0.0] * len(self.legal)

    def best(self) -> int:
        """The number of the action of highest mean, the first of equals."""
        return self.means.index(max(self.means))

    def learn(self, samples: Sequence[float], power: float) -> None:
        """One more sample of every action."""
        self.visits += 1
        step = self.visits**-power
        self.means = [mean + step * (sample - mean) for mean, sample in zip(self.means, samples, strict=True)]


class _Opponent:
    """A black box in one deal: asked again, it plays from the same randomness."""

    def __init__(self, policy: Policy, seat: Seat, rng: np.random.Generator) -> None:
        self._policy, self._seat = policy, seat
        self._rng = np.random.Generator(np.random.PCG64(int(rng.integers(2**63))))
        self._start = self._rng.bit_generator.state

    def act(self, observations: Sequence[Observation]) -> Action:
        """What it does after these observations: an actor, with its memory, is led there anew."""
        self._rng.bit_generator.state = self._start
        actor = self._policy.start(self._seat, self._rng)
        return [actor.act(observation) for observation in observations][-1]


@dataclass(frozen=True, slots=True)
class _Search:
    """One deal against one draw of opponents, None at the searching seat."""

    values: dict[str, _Values]
    opponents: Sequence[_Opponent | None]
    seat: Seat
    power: float

    def value(self, episode: ForkedEpisode, seen: dict[Seat, tuple[Observation, ...]]) -> float:
        """What the searching seat gets from here when it plays greedily; learns on the way.

        seen: what each other seat has observed so far.
        """
        pending = episode.pending()
        if not pending:
            return float(episode.returns()[self.seat])
        seen = {**seen, **{seat: (*seen.get(seat, ()), its) for seat, its in pending.items() if seat != self.seat}}
        others = {seat: one.act(seen[seat]) for seat, one in enumerate(self.opponents) if one and seat in pending}
        if self.seat not in pending:
            episode.advance(others)
            return self.value(episode, seen)
        state = self._state(pending[self.seat])
        samples = []
        for action in state.legal:
            branch = episode.fork()
            branch.advance({**others, self.seat: action})
            samples.append(self.value(branch, seen))
        greedy = state.best()
        state.learn(samples, self.power)
        return samples[greedy]

    def _state(self, observation: Observation) -> _Values:
        key = getattr(observation.view, "key", None)
        if not isinstance(key, str):
            raise InputError("search_response needs views with a text `key`", remedy="Use another oracle.")
        if key not in self.values:
            self.values[key] = _Values(observation.legal)
        return self.values[key]
