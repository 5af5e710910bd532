"""Who sits opposite, judged by what they do: Bayes' rule over known players.

Where a player would do the same in a share of the guesses at the battle, that share is the likelihood of the choice
(Lisy and Bowling 2017, arXiv:1612.07547, keep such a belief about cards; here it is about players).
"""

from __future__ import annotations

import numpy as np

from psrokit.api import Floats
from psrokit_showdown import engine
from psrokit_showdown.data import gen1_moves, gen1_species
from psrokit_showdown.engine import layout
from psrokit_showdown.engine.kernel import States
from psrokit_showdown.knowledge import BattleView
from psrokit_showdown.searching.native import identities_of
from psrokit_showdown.searching.opponents import Players
from psrokit_showdown.searching.positions import Places

_DOUBT = 0.5
"""Imaginary guesses in which a player does what it did not: nobody is ruled out."""


class Belief:
    """Probabilities of players, which `take_in` moves. players: of k - 1 opponents; prior: theirs, shape (k - 1,)."""

    def __init__(self, players: Players, prior: Floats, rng: np.random.Generator) -> None:
        self._players = players
        self._logs = np.log(prior)
        self._rng = rng
        self._before: tuple[BattleView, Places] | None = None

    @property
    def weights(self) -> Floats:
        """The probabilities now, shape (k - 1,)."""
        shares = np.exp(self._logs - self._logs.max())
        return np.asarray(shares / shares.sum())

    def expect(self, view: BattleView, rows: States) -> None:
        """Note what each player would do in guesses at the battle, to be compared with what is seen next."""
        masks, identities = engine.legal(rows), identities_of(rows)
        expected = []
        for place in range(1, len(self._players.codes)):
            made = self._players.usual(rows, masks, np.full(len(rows), place), self._rng)[:, 1].astype(np.int64)
            done = np.take_along_axis(identities[:, 1], np.maximum(made - 1, 0)[:, None], 1)[:, 0]
            expected.append(np.where(made > 0, done, 0))
        self._before = view, np.array(expected)

    def take_in(self, view: BattleView) -> None:
        """Compare what the other side has done since with what was expected of each player."""
        if self._before is None:
            return
        before, expected = self._before
        self._before = None
        done = seen_choice(before, view)
        if done:
            self._logs += np.log(((expected == done).sum(axis=1) + _DOUBT) / (expected.shape[1] + 1))


def seen_choice(before: BattleView, now: BattleView) -> int:
    """What the other side chose in `before`, as the tree numbers choices; 0 where it was not to be seen."""
    if before.foe_active is None or now.foe_active is None or now.turn - before.turn > 1:
        return 0
    was, then = before.foe_active, next(foe for foe in now.foes if foe.species == before.foe_active.species)
    spent = {move.id: move.pp_used for move in was.moves}
    used = [move.id for move in then.moves if move.pp_used > spent.get(move.id, 0)]
    if used:
        return gen1_moves()[used[0]].num if used[0] in gen1_moves() else 0
    if now.foe_active.species != was.species and (was.fainted or not then.fainted):
        return layout.MOVE_CODES + gen1_species()[now.foe_active.species].num
    return 0
