"""What Metamon's rewards are made of: what changed between two states of a player, as named numbers."""

from __future__ import annotations

from collections.abc import Mapping

from psrokit_showdown.knowledge import BattleView
from psrokit_showdown.to_universal import as_state
from psrokit_showdown.universal import UniversalPokemon, UniversalState

COMPONENTS = (
    *("damage_done", "hp_gain", "gave_status", "took_status", "removed_pokemon", "lost_pokemon"),
    *("won", "lost", "tied"),
)
"""The names, in the order in which they are stored."""


def shaping(
    before: BattleView | UniversalState, after: BattleView | UniversalState, outcome: float | None
) -> Mapping[str, float]:
    """All of COMPONENTS, unweighted.

    A Pokemon is matched by its base species. `hp_gain`: how much HP (0 to 1, negative for damage) the own Pokemon now
    on the field gained; 0 if it was not there before. `damage_done`: how much the opponent on the field lost; 0 if it
    is another one. `gave_status`, `took_status`: 1 if the same ones got a status (to faint is one). `removed_pokemon`,
    `lost_pokemon`: 1 if the other side's count, or the number of own Pokemon that can be switched to, went down. An own
    one that faints is therefore counted when its replacement leaves the bench, and the last one never. `won`, `lost`,
    `tied`: the result.
    """
    old, new = as_state(before), as_state(after)
    own, foe = new.player_active_pokemon, new.opponent_active_pokemon
    own_before = _matching(old, own)
    foe_before = old.opponent_active_pokemon
    same_foe = foe_before.base_species == foe.base_species
    return {
        "damage_done": float(foe_before.hp_pct - foe.hp_pct) if same_foe else 0.0,
        "hp_gain": float(own.hp_pct - own_before.hp_pct) if own_before else 0.0,
        "gave_status": float(same_foe and _became_ill(foe_before, foe)),
        "took_status": float(own_before is not None and _became_ill(own_before, own)),
        "removed_pokemon": float(new.opponents_remaining < old.opponents_remaining),
        "lost_pokemon": float(len(new.available_switches) < len(old.available_switches)),
        "won": float(outcome is not None and outcome > 0),
        "lost": float(outcome is not None and outcome < 0),
        "tied": float(outcome == 0),
    }


def _matching(state: UniversalState, pokemon: UniversalPokemon) -> UniversalPokemon | None:
    for other in (state.player_active_pokemon, *state.available_switches):
        if other.base_species == pokemon.base_species:
            return other
    return None


def _became_ill(before: UniversalPokemon, after: UniversalPokemon) -> bool:
    return before.status == "nostatus" != after.status
