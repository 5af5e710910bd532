"""Playing a game in order to learn it: all that is used of it is whom it asks, what they may do, and what they get."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import inf

import numpy as np

from psrokit.api import Episode, Game, Observation, Seat, generator
from psrokit_plugins.empirical.learned_game import LearnedGame
from psrokit_plugins.empirical.tree import Branch, Node
from psrokit_plugins.forward_models.black_boxes import ForkedEpisode

_OFTEN = 50
"""Visits of a node, for each of its moves, from which on any of them may be tried."""
_FEWEST_DEALS = 200
"""Where the moves do not suffice to try every move of so many deals, a game is too large to be seen whole."""

Seen = Sequence[tuple[Observation, ...]]
"""All that each seat has observed so far."""


def explored(game: Game, moves: int, wanted_by: str) -> LearnedGame:
    """What so many moves show, in which all seats explore; the same whoever plays and answers later.

    Where episodes can be forked and the moves suffice for many deals, every move of every deal is tried. Else episodes
    are played, with moves that have been tried less often than they should be, or that can lead to one. Where play
    comes often, a quarter of the time any move is taken: that chance answers one is only seen by trying it again. How
    moves are chosen biases no count of chance: what follows a joint history and a move does not depend on why the move
    was made. Raises InputError for games whose views have no `key`.
    """
    whole = _Exploration(game, wanted_by, most=moves / _FEWEST_DEALS)
    if whole.try_all():
        whole.most = inf
        while whole.tried < moves:
            whole.try_all()
        return whole.learned
    played = _Exploration(game, wanted_by)
    while played.tried < moves:
        played.play()
    return played.learned


@dataclass(slots=True, eq=False)
class _Exploration:
    """One game and what was learned of it so far. most: so many moves may be tried; tried: so many were."""

    game: Game
    wanted_by: str
    most: float = inf
    tried: int = 0
    learned: LearnedGame = field(init=False)
    rng: np.random.Generator = field(init=False)

    def __post_init__(self) -> None:
        self.learned = LearnedGame(len(self.game.seats), self.wanted_by)
        self.rng = generator(0, "explore")

    def try_all(self) -> bool:
        """Try all moves of one deal; False if that is not possible."""
        episode = self._deal()
        return isinstance(episode, ForkedEpisode) and self._walk(episode, self.learned.root, self._nothing)

    def play(self) -> None:
        """One episode."""
        episode, branch, seen = self._deal(), self.learned.root, self._nothing
        path: list[tuple[Node, int]] = []
        while pending := episode.pending():
            seen = _observed(seen, pending)
            node = self.learned.asked(branch, pending, seen)
            number = _chosen(node, self.rng)
            path.append((node, number))
            branch = node.branches[number]
            self.tried += 1
            episode.advance(dict(zip(pending, node.moves[number], strict=True)))
        self.tried += not path
        returns = tuple(episode.returns().tolist())
        self.learned.ended(branch, returns)
        for node, number in reversed(path):
            node.learn(number, returns)

    def _deal(self) -> Episode:
        return self.game.deal(int(self.rng.integers(2**63)))

    @property
    def _nothing(self) -> Seen:
        return [()] * len(self.game.seats)

    def _walk(self, episode: ForkedEpisode, branch: Branch, seen: Seen) -> bool:
        """Try all moves from here on but those of which all is known; False where that takes too many."""
        pending = episode.pending()
        if not pending:
            self.learned.ended(branch, tuple(episode.returns().tolist()))
            self.tried += branch is self.learned.root
            return True
        seen = _observed(seen, pending)
        node = self.learned.asked(branch, pending, seen)
        if node.known:
            self.tried += branch is self.learned.root
            return True
        for number, move in enumerate(node.moves):
            self.tried += 1
            after = episode.fork()
            after.advance(dict(zip(pending, move, strict=True)))
            if self.tried > self.most or not self._walk(after, node.branches[number], seen):
                return False
        node.seen_whole()
        return True


def _observed(seen: Seen, pending: Mapping[Seat, Observation]) -> Seen:
    return [(*its, pending[seat]) if seat in pending else its for seat, its in enumerate(seen)]


def _chosen(node: Node, rng: np.random.Generator) -> int:
    """The number of the branch to try."""
    takes_any = node.visits > _OFTEN * len(node.branches) and rng.random() < 0.25
    candidates: Sequence[int] = range(len(node.branches)) if takes_any else node.unsettled
    return candidates[int(rng.random() * len(candidates))]
