"""The oracle `search_response`: a best response by search, for games whose episodes can be forked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from psrokit.api import Action, InputError, Observation, Policy, Seat, Task, oracle
from psrokit_plugins.forward_models.black_boxes import ForkedEpisode, Opponent, key_of, opponents_of
from psrokit_plugins.policies.behaviour import Behaviour


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
