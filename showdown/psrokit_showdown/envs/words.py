"""What a seat knows, in words: what environments render."""

from __future__ import annotations

from collections.abc import Iterator

from psrokit_showdown.actions import describe
from psrokit_showdown.envs.learner import Learner
from psrokit_showdown.knowledge import Active, BattleView, FoePokemon, OwnPokemon

_OUTCOMES = {1: "won", 0: "tied", -1: "lost"}


def told(learner: Learner) -> str:
    """The situation of a learner and what it may choose, one thing a line."""
    assert learner.view is not None
    lines = list(_situation(learner.view))
    if learner.asked is not None:
        lines += [f"  may {describe(learner.view, choice)}" for choice in learner.asked.legal]
    return "\n".join(lines)


def _situation(view: BattleView) -> Iterator[str]:
    ended = "" if view.outcome is None else f", {_OUTCOMES[view.outcome]}"
    yield f"turn {view.turn}{ended}"
    own, foe = view.active, view.foe_active
    if own is not None:
        yield f"own {_own(own)}{_effects(view.own)}, {sum(not mon.fainted for mon in view.team)} left"
    if foe is not None:
        left = view.foe_team_size - sum(mon.fainted for mon in view.foes)
        yield f"opposing {_foe(foe)}{_effects(view.foe)}, {left} left"


def _own(pokemon: OwnPokemon) -> str:
    return f"{pokemon.species} {pokemon.hp}/{pokemon.max_hp} HP{_status(pokemon.status)}"


def _foe(pokemon: FoePokemon) -> str:
    return f"{pokemon.species} {pokemon.hp_percent:g} % HP{_status(pokemon.status)}"


def _status(status: str) -> str:
    return f" {status}" if status else ""


def _effects(active: Active | None) -> str:
    if active is None:
        return ""
    stages = [f"{name} {stage:+d}" for name, stage in active.boosts._asdict().items() if stage]
    effects = [*stages, *(name for name, _ in active.effects)]
    return f" ({', '.join(effects)})" if effects else ""
