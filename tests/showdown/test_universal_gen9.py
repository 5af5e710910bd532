"""The universal state of gen 9 battles."""

from __future__ import annotations

from typing import Any

from universal_states import JIRACHI

from psrokit_showdown.to_universal import universal_state
from psrokit_showdown.universal import UniversalState
from psrokit_showdown.view import Fold

GARCHOMP = {
    **JIRACHI,
    "ident": "p1: Chomp",
    "details": "Garchomp, M",
    "moves": ["earthquake", "outrage"],
    "baseAbility": "roughskin",
    "ability": "roughskin",
    "teraType": "Steel",
    "terastallized": "",
}
PREVIEW = ("|gen|9", "|tier|[Gen 9] OU", "|poke|p1|Garchomp, M|", "|poke|p2|Urshifu-*|", "|poke|p2|Rotom-Wash|")
SENT = ("|switch|p1a: Chomp|Garchomp, M|404/404", "|switch|p2a: Fan|Rotom-Wash|100/100", "|turn|1")


def gen9(*lines: str, **entry: str) -> UniversalState:
    fold = Fold(0)
    fold.feed((*PREVIEW, *SENT, *lines))
    slots = [{"id": name, "pp": 16, "maxpp": 16, "disabled": False} for name in ("earthquake", "outrage")]
    active: dict[str, Any] = {"moves": slots} if entry else {"moves": slots, "canTerastallize": "Steel"}
    side = {"name": "one", "id": "p1", "pokemon": [{**GARCHOMP, **entry}]}
    return universal_state(fold.view({"active": [active], "side": side}))


def test_a_team_preview_is_base_species() -> None:
    state = gen9()
    assert (state.format, state.opponent_teampreview) == ("gen9ou", ("urshifu", "rotom"))
    assert (state.opponent_active_pokemon.name, state.opponent_active_pokemon.base_species) == ("rotomwash", "rotom")


def test_terastallization() -> None:
    before = gen9()
    assert before.can_tera
    assert (before.player_active_pokemon.types, before.player_active_pokemon.tera_type) == ("dragon ground", "steel")
    assert before.opponent_active_pokemon.tera_type == "notype"
    both = ("|-terastallize|p1a: Chomp|Steel", "|-terastallize|p2a: Fan|Ghost")
    after = gen9(*both, details="Garchomp, M, tera:Steel", terastallized="Steel")
    assert not after.can_tera
    assert (after.player_active_pokemon.types, after.player_active_pokemon.tera_type) == ("notype steel", "steel")
    assert (after.opponent_active_pokemon.types, after.opponent_active_pokemon.tera_type) == ("ghost notype", "ghost")
    returned = (*both, "|switch|p2a: U|Urshifu|100/100", "|switch|p2a: Fan|Rotom-Wash, tera:Ghost|88/100")
    assert gen9(*returned).opponent_active_pokemon.types == "ghost notype"


def test_one_terrain_takes_the_place_of_another() -> None:
    psychic, grassy = ("|-fieldstart|move: Psychic Terrain", "|-fieldstart|move: Grassy Terrain")
    assert gen9(psychic).battle_field == "psychicterrain"
    assert gen9(psychic, "|turn|2", grassy).battle_field == "grassyterrain"
    assert gen9(psychic, "|turn|2", "|-fieldstart|move: Trick Room").battle_field == "trickroom"
    assert gen9(psychic, "|-fieldend|move: Psychic Terrain").battle_field == "nofield"


def test_an_illusion_gives_back_what_it_borrowed() -> None:
    fold = Fold(0)
    fold.feed((*PREVIEW, *SENT, "|-damage|p2a: Fan|60/100", "|switch|p2a: U|Urshifu|100/100"))
    fold.feed(("|switch|p2a: Fan|Rotom-Wash|100/100", "|-damage|p2a: Fan|30/100"))
    fold.feed(("|replace|p2a: Fox|Zoroark, M", "|-end|p2a: Fox|Illusion"))
    foes = {foe.species: foe for foe in fold.view({"wait": True, "side": {"pokemon": [GARCHOMP]}}).foes}
    assert (foes["zoroark"].hp_percent, foes["zoroark"].active) == (30.0, True)
    assert (foes["rotomwash"].hp_percent, foes["rotomwash"].active) == (60.0, False)
