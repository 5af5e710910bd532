"""Metamon's view of a battle, field for field as its trajectory files have it: `UniversalState` and its parts.

The order of the fields is the order in the JSON. They are named tuples because several are made for every decision.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from psrokit.api import InputError

MOVES = 4
"""How many moves a Pokemon has at most; longer lists in files are cut."""


class UniversalMove(NamedTuple):
    """A move. accuracy: 0 to 1; max_pp: 8/5 of the move's base PP."""

    name: str
    move_type: str
    category: str
    base_power: int
    accuracy: float
    priority: int
    current_pp: int
    max_pp: int


NO_MOVE = UniversalMove("nomove", "nomove", "nomove", 0, 1.0, 0, 0, 0)
"""What stands for the last move of a Pokemon that has not moved."""


class UniversalPokemon(NamedTuple):
    """A Pokemon. hp_pct: 0 to 1; types: two words in alphabetical order; boosts: stages from -6 to 6."""

    name: str
    hp_pct: float
    types: str
    item: str
    ability: str
    lvl: int
    status: str
    effect: str
    moves: tuple[UniversalMove, ...]
    atk_boost: int
    spa_boost: int
    def_boost: int
    spd_boost: int
    spe_boost: int
    accuracy_boost: int
    evasion_boost: int
    base_atk: int
    base_spa: int
    base_def: int
    base_spd: int
    base_spe: int
    base_hp: int
    tera_type: str
    base_species: str


class UniversalState(NamedTuple):
    """What a player sees when it must decide, and at the end. Both flags of the result are False in a tie."""

    format: str
    player_active_pokemon: UniversalPokemon
    opponent_active_pokemon: UniversalPokemon
    available_switches: tuple[UniversalPokemon, ...]
    player_prev_move: UniversalMove
    opponent_prev_move: UniversalMove
    opponents_remaining: int
    player_conditions: str
    opponent_conditions: str
    weather: str
    battle_field: str
    forced_switch: bool
    battle_won: bool
    battle_lost: bool
    can_tera: bool
    opponent_teampreview: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """JSON data, as Metamon writes it."""
        return {
            **self._asdict(),
            "player_active_pokemon": _pokemon_data(self.player_active_pokemon),
            "opponent_active_pokemon": _pokemon_data(self.opponent_active_pokemon),
            "available_switches": [_pokemon_data(pokemon) for pokemon in self.available_switches],
            "player_prev_move": self.player_prev_move._asdict(),
            "opponent_prev_move": self.opponent_prev_move._asdict(),
            "opponent_teampreview": list(self.opponent_teampreview),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> UniversalState:
        """The state that JSON data of Metamon describes, older data included. Raises InputError with what is wrong."""
        try:
            return cls(
                **{
                    "can_tera": False,
                    **data,
                    "player_active_pokemon": _pokemon(data["player_active_pokemon"]),
                    "opponent_active_pokemon": _pokemon(data["opponent_active_pokemon"]),
                    "available_switches": tuple(_pokemon(one) for one in data["available_switches"]),
                    "player_prev_move": UniversalMove(**data["player_prev_move"]),
                    "opponent_prev_move": UniversalMove(**data["opponent_prev_move"]),
                    "opponent_teampreview": tuple(data.get("opponent_teampreview", ())),
                }
            )
        except KeyError as error:
            raise InputError(f"a state of a trajectory has no {error}") from error
        except (TypeError, AttributeError) as error:
            raise InputError(f"a state of a trajectory cannot be read: {error}") from error


def _pokemon_data(pokemon: UniversalPokemon) -> dict[str, Any]:
    return {**pokemon._asdict(), "moves": [move._asdict() for move in pokemon.moves]}


def _pokemon(data: Mapping[str, Any]) -> UniversalPokemon:
    base = {"base_species": data["name"].split("-")[0].strip(), "tera_type": "notype"}
    moves = tuple(UniversalMove(**move) for move in data["moves"][:MOVES])
    return UniversalPokemon(**{**base, **data, "moves": moves})
