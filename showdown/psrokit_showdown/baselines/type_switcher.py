"""The player that thinks in types alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from psrokit.api import Action, Actor, Observation, Seat, policy
from psrokit_showdown.actions import chosen_move, chosen_place
from psrokit_showdown.data import gen1_moves
from psrokit_showdown.knowledge import BattleView
from psrokit_showdown.matchup import species_of
from psrokit_showdown.mechanics import effectiveness


@policy("type_switcher")
@dataclass(frozen=True)
class TypeSwitcher:
    """Switches to the best type matchup if it is strictly better than the present one, else uses its best
    type-adjusted power.

    A matchup is the best factor of the own types against the other side's less the best factor of its types against
    the own. Having switched by choice it attacks at least once before it switches again, so that two of these always
    come to blows. Generation 1 only.
    """

    def start(self, seat: Seat, rng: np.random.Generator) -> Actor:  # noqa: ARG002 # nothing random
        """An actor that remembers whether it has just switched; it draws nothing."""
        return _TypeSwitcher()


@dataclass(slots=True)
class _TypeSwitcher:
    just_switched: bool = False

    def act(self, observation: Observation) -> Action:
        view: BattleView = observation.view
        moves = [choice for choice in observation.legal if choice.startswith("move")]
        switches = [choice for choice in observation.legal if choice.startswith("switch")]
        if not moves:
            return max(switches or observation.legal, key=lambda choice: _matchup(view, chosen_place(choice)))
        if switches and not self.just_switched:
            best = max(switches, key=lambda choice: _matchup(view, chosen_place(choice)))
            if _matchup(view, chosen_place(best)) > _matchup(view, 0):
                self.just_switched = True
                return best
        self.just_switched = False
        return max(moves, key=lambda choice: _adjusted_power(view, chosen_move(view, choice)))


def _matchup(view: BattleView, place: int) -> float:
    theirs = _foe_types(view)
    if not theirs:
        return 0.0
    mine = species_of(view.team[place].species).types
    return max(effectiveness(one, theirs) for one in mine) - max(effectiveness(one, mine) for one in theirs)


def _adjusted_power(view: BattleView, name: str) -> float:
    move = gen1_moves().get(name)
    return move.power * effectiveness(move.type, _foe_types(view)) if move else 0.0


def _foe_types(view: BattleView) -> tuple[str, ...]:
    if view.foe is None:
        return ()
    return view.foe.types or species_of(view.foe.species).types
