"""A game as far as it has been played, with chance as it was counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from psrokit.api import Observation, Seat
from psrokit_plugins.empirical.tree import Branch, End, Node, Question
from psrokit_plugins.exact.draft import Draft
from psrokit_plugins.exact.form import SequenceForm
from psrokit_plugins.forward_models.black_boxes import key_of

Sequences = tuple[int, ...]
"""Each seat's sequence, by the draft's numbers."""


@dataclass(slots=True, eq=False)
class LearnedGame:
    """Joint histories and what followed them (Zhang and Sandholm 2021, arXiv:2009.07384, call it a pseudogame).

    seats: how many. wanted_by: whom an error names. root: how episodes began. questions: by seat and information state,
    what the seat observes on the way there, that state's observation last.
    """

    seats: int
    wanted_by: str
    root: Branch = field(default_factory=Branch)
    questions: list[dict[str, tuple[Observation, ...]]] = field(init=False)

    def __post_init__(self) -> None:
        self.questions = [{} for _ in range(self.seats)]

    def asked(
        self, branch: Branch, pending: Mapping[Seat, Observation], seen: Sequence[tuple[Observation, ...]]
    ) -> Node:
        """A branch was taken and these seats are asked. seen: all that each seat has observed, this included."""
        name = tuple((seat, key_of(observation, self.wanted_by)) for seat, observation in pending.items())
        node = branch.outcomes.get(name)
        if not isinstance(node, Node):
            node = Node(tuple(self._question(seat, key, seen[seat]) for seat, key in name), [0.0] * self.seats)
            branch.outcomes[name] = node
        branch.visits += 1
        node.visits += 1
        return node

    def ended(self, branch: Branch, returns: tuple[float, ...]) -> None:
        """A branch was taken and the game is over."""
        branch.visits += 1
        branch.outcomes.setdefault(returns, End(returns)).visits += 1

    def form(self, utility_sum: float | None) -> SequenceForm:
        """The game in which chance does what it did here, in the same proportions.

        A branch that was never taken is worth what play that came to its node returned on average. Raises InputError if
        a seat forgets what it did before: the form needs perfect recall.
        """
        draft = Draft("the game as it was learned", self.seats)
        waiting = [(self.root, 1.0, (0,) * self.seats)]
        while waiting:
            branch, probability, sequences = waiting.pop()
            for outcome in branch.outcomes.values():
                share = probability * outcome.visits / branch.visits
                if isinstance(outcome, End):
                    draft.leaf(sequences, share, outcome.returns)
                    continue
                for after, each in _entered(draft, outcome, sequences):
                    if after.visits:
                        waiting.append((after, share, each))
                    else:
                        draft.leaf(each, share, [total / outcome.visits for total in outcome.totals])
        return draft.finish(utility_sum)

    def _question(self, seat: Seat, key: str, seen: tuple[Observation, ...]) -> Question:
        observations = self.questions[seat].setdefault(key, seen)
        return Question(seat, key, tuple(observations[-1].legal))


def _entered(draft: Draft, node: Node, before: Sequences) -> Iterator[tuple[Branch, Sequences]]:
    """The branches of a node with the sequences that lead to them."""
    first = {its.seat: draft.enter(its.seat, its.key, before[its.seat], its.legal) for its in node.questions}
    places = product(*(range(len(its.legal)) for its in node.questions))
    for branch, place in zip(node.branches, places, strict=True):
        after = list(before)
        for its, number in zip(node.questions, place, strict=True):
            after[its.seat] = first[its.seat] + number
        yield branch, tuple(after)
