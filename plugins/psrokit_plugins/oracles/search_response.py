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

    searches: how many deals to search, each against opponents drawn from the mixture; all of them are kept until the
    answer, so that memory grows with their number.

    The others are black boxes: they are only asked to act. The answer is the exact best response to the sample: from
    the last decisions to the first, each own information state, known by the view's `key`, takes the action that led to
    most on average over all deals that reach it, given what is taken afterwards (backward induction; sample average
    approximation, Kleywegt, Shapiro and Homem-de-Mello 2002). It is a `behaviour` policy. Raises InputError for games
    whose episodes cannot be forked, or whose views have no `key`.
    """

    searches: int = 3000

    def __post_init__(self) -> None:
        if self.searches < 1:
            raise InputError("search_response needs searches >= 1")

    def respond(self, task: Task) -> Sequence[Policy]:
        """The best response to `searches` sampled deals."""
        states: dict[str, _State] = {}
        for number in range(self.searches):
            episode, others = opponents_of(task, task.rng("search", number), "search_response")
            _Search(states, others, task.seat).tree(episode, {}, 0)
        for state in sorted(states.values(), key=lambda state: -state.depth):
            state.choose()
        return [Behaviour({key: state.legal[state.best] for key, state in sorted(states.items())})]


@dataclass(slots=True, eq=False)
class _State:
    """One own information state, `depth` own decisions after the first, and its nodes in the deals that reached it."""

    legal: Sequence[Action]
    depth: int
    nodes: list[_Node] = field(default_factory=list)
    best: int = 0

    def choose(self) -> None:
        """Take the action of largest sum, the first of equals; later decisions were taken before."""
        totals = [sum(_worth(node.branches[action]) for node in self.nodes) for action in range(len(self.legal))]
        self.best = totals.index(max(totals))
        for node in self.nodes:
            node.value = _worth(node.branches[self.best])


@dataclass(slots=True, eq=False)
class _Node:
    """A decision in one deal: what each action led to, returns or the next own decision, and what the best is worth."""

    branches: list[float | _Node]
    value: float


def _worth(branch: float | _Node) -> float:
    return branch.value if isinstance(branch, _Node) else branch


def opponents_of(task: Task, rng: np.random.Generator, wanted_by: str) -> tuple[ForkedEpisode, list[Opponent | None]]:
    """A new deal and who was drawn against the task's seat. Raises InputError if its episodes cannot be forked."""
    episode = task.game.deal(int(rng.integers(2**63)))
    if not isinstance(episode, ForkedEpisode):
        raise InputError(
            f"{wanted_by} needs episodes that can be forked; {type(task.game).__name__} deals others",
            remedy="Use a learning oracle, such as tabular_q.",
        )
    return episode, [Opponent(policy, seat, rng) if policy else None for seat, policy in enumerate(task.opponents(rng))]


def key_of(observation: Observation, wanted_by: str) -> str:
    """The information state in words. Raises InputError where views have none."""
    key = getattr(observation.view, "key", None)
    if not isinstance(key, str):
        raise InputError(f"{wanted_by} needs views with a text `key`", remedy="Use another oracle.")
    return key


class Opponent:
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

    states: dict[str, _State]
    opponents: Sequence[Opponent | None]
    seat: Seat

    def tree(self, episode: ForkedEpisode, seen: dict[Seat, tuple[Observation, ...]], depth: int) -> float | _Node:
        """The next own decision from here with all that its actions lead to; the returns where there is none.

        seen: what each other seat has observed so far. depth: own decisions so far.
        """
        pending = episode.pending()
        if not pending:
            return float(episode.returns()[self.seat])
        seen = {**seen, **{seat: (*seen.get(seat, ()), its) for seat, its in pending.items() if seat != self.seat}}
        others = {seat: one.act(seen[seat]) for seat, one in enumerate(self.opponents) if one and seat in pending}
        if self.seat not in pending:
            episode.advance(others)
            return self.tree(episode, seen, depth)
        state = self._state(pending[self.seat], depth)
        branches: list[float | _Node] = []
        for action in state.legal:
            branch = episode.fork()
            branch.advance({**others, self.seat: action})
            branches.append(self.tree(branch, seen, depth + 1))
        node = _Node(branches, _worth(branches[0]))
        state.nodes.append(node)
        return node

    def _state(self, observation: Observation, depth: int) -> _State:
        key = key_of(observation, "search_response")
        if key not in self.states:
            self.states[key] = _State(observation.legal, depth)
        return self.states[key]
