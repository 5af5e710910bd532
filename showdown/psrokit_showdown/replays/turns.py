"""A battle turn by turn, for people: what happened in words, and how both teams stand afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from psrokit_showdown.knowledge import OwnPokemon
from psrokit_showdown.narration import Names, narrate
from psrokit_showdown.protocol import for_seat
from psrokit_showdown.simulator import Update
from psrokit_showdown.view import Fold

Standing = tuple[OwnPokemon, ...]
"""A team as its owner knows it, in the order in which it was brought."""


@dataclass(frozen=True, slots=True)
class Turn:
    """number: 0 for what happens before the first turn. sides: how seat 0's and seat 1's teams stand at its end."""

    number: int
    sentences: tuple[str, ...]
    sides: tuple[Standing, Standing]


def turns_of(updates: Sequence[Update], players: Names) -> tuple[Turn, ...]:
    """All turns in order. Raises ProtocolError for lines that cannot be read."""
    folds = (Fold(0), Fold(1))
    turns: list[Turn] = []
    lines: list[str] = []
    number = 0
    for update in updates:
        lines += [line for line in update.log if not line.startswith("|turn|")]
        sides = _standing(folds[0], update), _standing(folds[1], update)
        if update.turn > number or update.ended:
            turns.append(Turn(number, tuple(narrate(lines, players)), _as_brought(sides, turns)))
            number, lines = update.turn, []
    return tuple(turns)


def _as_brought(sides: tuple[Standing, Standing], earlier: Sequence[Turn]) -> tuple[Standing, Standing]:
    """Both teams in the order that they have in the first turn: Showdown itself puts who fights first."""
    if not earlier:
        return sides
    first = earlier[0].sides
    return _ordered(sides[0], first[0]), _ordered(sides[1], first[1])


def _ordered(side: Standing, like: Standing) -> Standing:
    places = {pokemon.species: place for place, pokemon in enumerate(like)}
    # A form that the first turn does not know comes last.
    return tuple(sorted(side, key=lambda pokemon: places.get(pokemon.species, len(places))))


def _standing(fold: Fold, update: Update) -> Standing:
    fold.feed(for_seat(update.log, fold.seat))
    request = update.requests[fold.seat]
    if request is not None:
        fold.view(request)
    return fold.closing_view().team
