"""The positions that can follow an endgame, explored bit by bit, and what leads where with which probability."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from psrokit.api import Floats, IntegrityError
from psrokit_showdown import engine
from psrokit_showdown.endgames.parts import paused
from psrokit_showdown.endgames.same import canonical, reads_damage
from psrokit_showdown.endgames.ways import Ints, ways
from psrokit_showdown.engine.kernel import States
from psrokit_showdown.engine.layout import BROKEN, P1_WINS, P2_WINS, RESULT, SEEN, TIE

BATCH = 96
SUM_SLACK = 1e-9
_WORTHS = {P1_WINS: 1.0, P2_WINS: -1.0, TIE: 0.0}


@dataclass(slots=True)
class Graph:
    """Nodes are positions: ended ones, decisions, and pauses within a turn; node 0 is the root.

    A pause has one lottery over nodes, a decision one for every pair of choices, in the order of the matrix. `owners`
    are the lotteries' nodes; `first_lottery` is -1 for nodes that are not explored. `states` are their canonical rows
    up to SEEN, from where on all is 0. `worths` is what ended positions are worth to seat 0, NaN for those that go on.
    """

    root: States
    states: list[NDArray[np.int16]] = field(default_factory=list)
    choices: list[tuple[tuple[int, ...], tuple[int, ...]]] = field(default_factory=list)
    first_lottery: list[int] = field(default_factory=list)
    owners: list[int] = field(default_factory=list)
    worths: list[float] = field(default_factory=list)
    explored: int = 0
    _damage_matters: bool = False
    _known: dict[bytes, int] = field(default_factory=dict)
    _entries: list[tuple[Ints, Ints, Floats]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._damage_matters = reads_damage(self.root)
        self._nodes(canonical(self.root, self._damage_matters))

    @property
    def frontier(self) -> Ints:
        """The nodes that go on and are not explored."""
        return np.flatnonzero((np.array(self.first_lottery) < 0) & np.isnan(self.worths))

    @property
    def lottery_matrix(self) -> csr_array:
        """Probabilities, shape (lotteries, nodes)."""
        rows, columns, values = (np.concatenate(parts) for parts in zip(*self._entries, strict=True))
        return csr_array((values, (rows, columns)), shape=(len(self.owners), len(self.states)))

    def explore(self, nodes: Ints) -> None:
        """Find out what follows nodes of the frontier."""
        for first in range(0, len(nodes), BATCH):
            self._expand(nodes[first : first + BATCH].tolist())

    def lotteries_of(self, row: States) -> Ints | None:
        """The lotteries of a decision, shape (choices of seat 0, of seat 1), or None where it is not explored."""
        node = self._known.get(canonical(row, self._damage_matters)[0, :SEEN].tobytes(), -1)
        if node < 0 or self.first_lottery[node] < 0:
            return None
        shape = (len(self.choices[node][0]), len(self.choices[node][1]))
        return self.first_lottery[node] + np.arange(shape[0] * shape[1]).reshape(shape)

    def _expand(self, nodes: list[int]) -> None:
        before = len(self.owners)
        chosen: list[tuple[int, int]] = []
        for node in nodes:
            self.first_lottery[node] = len(self.owners)
            pairs = [(one, two) for one in self.choices[node][0] for two in self.choices[node][1]]
            chosen += pairs
            self.owners += [node] * len(pairs)
        origins = engine.new_states(len(chosen))
        origins[:, :SEEN] = [self.states[node] for node in self.owners[before:]]
        found = ways(origins, np.array(chosen, np.int8))
        rows = canonical(found.rows, self._damage_matters)
        unique, inverse = _distinct(rows)
        matrix = csr_array((found.probability, (found.origin, inverse)), shape=(len(origins), len(unique)))
        matrix.sum_duplicates()
        if np.abs(matrix.sum(axis=1) - 1).max() > SUM_SLACK:
            raise IntegrityError("the probabilities of a decision's outcomes do not sum to 1")
        lines = np.repeat(np.arange(len(origins)), np.diff(matrix.indptr)) + before
        self._entries.append((lines, self._nodes(rows[unique])[matrix.indices], matrix.data))
        self.explored += len(nodes)

    def _nodes(self, rows: States) -> Ints:
        """The nodes of canonical rows, new ones where there are none."""
        numbers = np.zeros(len(rows), np.int64)
        masks = np.where(paused(rows)[:, None], 0, engine.legal(rows))
        for i, row in enumerate(rows):
            key = row[:SEEN].tobytes()
            numbers[i] = self._known.setdefault(key, len(self.states))
            if numbers[i] == len(self.states):
                self._add(key, (int(masks[i, 0]), int(masks[i, 1])))
        return numbers

    def _add(self, key: bytes, masks: tuple[int, int]) -> None:
        row = np.frombuffer(key, np.int16)  # the key's own memory: there are many more rows than are ever explored
        result = int(row[RESULT])
        if result == BROKEN:
            raise IntegrityError("the engine reached a battle that Showdown itself could not go on with")
        self.states.append(row)
        self.worths.append(_WORTHS.get(result, np.nan))
        self.choices.append((_choices(masks[0]), _choices(masks[1])))
        self.first_lottery.append(-1)


@cache
def _choices(mask: int) -> tuple[int, ...]:
    return tuple(choice for choice in range(1, 11) if mask >> (choice - 1) & 1) or (0,)


def _distinct(rows: States) -> tuple[Ints, Ints]:
    """The first of each group of equal canonical rows, and every row's group; a hash finds them and is then checked."""
    varying = np.flatnonzero((rows[:, :SEEN] != rows[0, :SEEN]).any(axis=0))
    told_apart = rows[:, varying]
    hashes = told_apart.astype(np.int64) @ (np.random.default_rng(1).integers(2**62, size=SEEN)[varying] * 2 + 1)
    _, first, inverse = np.unique(hashes, return_index=True, return_inverse=True)
    if not np.array_equal(told_apart[first[inverse]], told_apart):
        raise IntegrityError("two positions have one hash")
    return first, inverse
