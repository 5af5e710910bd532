"""What simulations have taught about a position: a tree over what both sides may do from there.

Moves are simultaneous, so each seat chooses by its own statistics (decoupled selection: Tak, Lanctot and Winands,
"Monte Carlo tree search variants for simultaneous move games", 2014). A node stands for what was chosen, not for what
chance made of it, and is shared by all guesses at the other team: it is what the searching seat knows (information-set
search: Cowling, Powley and Whitehouse, 2012). A choice is therefore known by its move or its species, not by its place
in a request, and only those that are legal under the guess at hand are considered.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from psrokit.api import Floats
from psrokit_showdown.searching.positions import SEATS, Chosen, Masks, Places


class Tree:
    """Counts and sums of results of every choice of both seats, by node. Results are seat 0's, from -1 to 1.

    size: the most nodes. identities: how many numbers there are for what a choice is. widening: visits before a second
    choice is considered beside the usual one; their number grows with the root of the visits (progressive widening:
    Coulom, 2007). spread: of a result, as Thompson sampling believes.
    """

    def __init__(self, size: int, identities: int, widening: float, spread: float) -> None:
        self.counts = np.zeros((size, SEATS, identities))
        self.sums = np.zeros((size, SEATS, identities))
        self.visits = np.zeros(size)
        self.results = np.zeros(size)
        self._nodes: dict[tuple[int, ...], int] = {(): 0}
        self._widening, self._spread = widening, spread

    def chosen(
        self, nodes: Places, masks: Masks, identities: Places, usual: Chosen, rng: np.random.Generator
    ) -> Chosen:
        """A choice of each asked seat in each node: a new one if it is time for that, else what a sample of the
        values so far finds best.

        masks: (k, 2). identities: (k, 2, choices), of choices. usual: what the rollouts' player would choose.
        """
        where = nodes[:, None, None], np.arange(SEATS)[:, None], identities
        counts, numbers = self.counts[where], np.arange(identities.shape[2])
        luck = rng.normal(0, 1, counts.shape)
        legal = (masks[:, :, None] >> numbers & 1).astype(np.bool_)
        tried = ((counts > 0) | (usual[:, :, None] == numbers + 1)) & legal
        considered = 1 + np.floor(np.sqrt(self.visits[nodes] / self._widening))
        widened = (tried.sum(axis=2) < considered[:, None])[:, :, None] & legal & ~tried
        believed = self._means(nodes, where, counts) + self._spread * luck / np.sqrt(counts + 1)
        known = np.where(tried, believed, -np.inf)
        value = np.where(widened.any(axis=2, keepdims=True), np.where(widened, luck, -np.inf), known)
        return np.where(masks > 0, value.argmax(axis=2) + 1, 0).astype(np.int8)

    def _means(self, nodes: Places, where: tuple[Places, Places, Places], counts: Floats) -> Floats:
        """The mean result of each choice for its own seat, after one imaginary visit with the node's mean."""
        usual = self.results[nodes] / np.maximum(self.visits[nodes], 1)
        signs = np.array([1.0, -1.0])[:, None]
        return np.asarray(signs * (self.sums[where] + usual[:, None, None]) / (counts + 1))

    def followed(self, nodes: Places, chosen: Places, asked: Places) -> tuple[Places, NDArray[np.bool_]]:
        """The nodes that follow and which of them are new, of which the first visit is to come.

        chosen: identities of both seats' choices, (k, 2), 0 where a seat was not asked. asked: what they are asked for
        next, (k, 2).
        """
        keys = np.column_stack([nodes, chosen, asked]).tolist()
        before = len(self._nodes)
        after = np.array([self._nodes.setdefault(tuple(key), len(self._nodes)) for key in keys])
        return after, after >= before

    def learn(self, nodes: Places, made: Chosen, chosen: Places, results: Floats) -> None:
        """Take in what came of choices."""
        np.add.at(self.visits, nodes, 1)
        np.add.at(self.results, nodes, results)
        for seat in range(SEATS):
            asked = made[:, seat] > 0
            where: tuple[Places, Places] = nodes[asked], chosen[asked, seat]
            np.add.at(self.counts[:, seat], where, 1)
            np.add.at(self.sums[:, seat], where, results[asked])
