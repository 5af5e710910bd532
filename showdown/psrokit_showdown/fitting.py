"""Before a run: is there a battle of Pokemon for those parts of the experiment that play one?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from psrokit.api import Game, tag_of
from psrokit_showdown.baselines.random import Random
from psrokit_showdown.games.showdown import Showdown
from psrokit_showdown.knowledge import BattleView


def reasons(game: Game, parts: Iterable[object]) -> Iterator[str]:
    """Why these policies and oracles of this package cannot work on `game`; nothing if they can."""
    players = [part for part in parts if not isinstance(part, Random)]  # who plays anything
    named = dict.fromkeys(f"{tag.kind.name} '{tag.name}'" for part in players if (tag := tag_of(part)))
    if named and not _shows_battles(game):
        other = tag_of(game)
        what = f"game '{other.name}' has none" if other else "this game has none"
        yield f"{' and '.join(named)} {'needs' if len(named) == 1 else 'need'} battles of Pokemon, and {what}"


def _shows_battles(game: Game) -> bool:
    """Whether seats see battles; a game that cannot be dealt here and now is believed."""
    if isinstance(game, Showdown):
        return True
    try:
        seen = game.deal(0).pending().values()
    except Exception:  # noqa: BLE001 # a foreign game may raise anything, and will say so itself
        return True
    return any(isinstance(observation.view, BattleView) for observation in seen)
