"""The universal state as JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest
from universal_states import gen4

from psrokit.api import InputError
from psrokit_showdown.universal import NO_MOVE, UniversalPokemon, UniversalState


def test_the_fields_of_the_json_and_their_order() -> None:
    told = gen4().to_dict()
    state = """format player_active_pokemon opponent_active_pokemon available_switches player_prev_move
        opponent_prev_move opponents_remaining player_conditions opponent_conditions weather battle_field forced_switch
        battle_won battle_lost can_tera opponent_teampreview"""
    pokemon = """name hp_pct types item ability lvl status effect moves atk_boost spa_boost def_boost spd_boost
        spe_boost accuracy_boost evasion_boost base_atk base_spa base_def base_spd base_spe base_hp tera_type
        base_species"""
    move = "name move_type category base_power accuracy priority current_pp max_pp"
    assert list(told) == state.split()
    assert list(told["player_active_pokemon"]) == pokemon.split()
    assert list(told["player_prev_move"]) == move.split()


def test_a_state_survives_json() -> None:
    state = gen4("|move|p2a: Foe|Waterfall|p1a: Jirachi")
    told = json.loads(json.dumps(state.to_dict()))
    assert UniversalState.from_dict(told) == state
    assert told == state.to_dict()


def test_older_files_lack_some_fields_and_may_have_too_many_moves() -> None:
    told = gen4().to_dict()
    del told["can_tera"], told["opponent_teampreview"]
    for pokemon in (told["player_active_pokemon"], told["opponent_active_pokemon"]):
        del pokemon["base_species"], pokemon["tera_type"]
    told["opponent_active_pokemon"]["name"] = "rotom-wash"
    told["player_active_pokemon"]["moves"] *= 2
    state = UniversalState.from_dict(told)
    assert (state.can_tera, state.opponent_teampreview) == (False, ())
    assert len(state.player_active_pokemon.moves) == 4
    assert state.opponent_active_pokemon.base_species == "rotom"
    assert len(told["player_active_pokemon"]["moves"]) == 8  # what was given is left alone


@pytest.mark.parametrize("broken", [{}, {"player_active_pokemon": 3}, {**NO_MOVE._asdict()}])
def test_what_is_no_state_is_an_input_error(broken: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="state of a trajectory"):
        UniversalState.from_dict(broken)


def test_a_field_too_many_is_an_input_error() -> None:
    with pytest.raises(InputError, match="colour"):
        UniversalState.from_dict({**gen4().to_dict(), "colour": "red"})


def test_pokemon_have_24_fields() -> None:
    assert len(UniversalPokemon._fields) == 24
