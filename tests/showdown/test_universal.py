"""The universal state: of recorded battles, checked line by line, and its rules."""

from __future__ import annotations

import gzip
import json
from typing import Any

from streams import recorded, view_at
from universal_states import GEN4, REQUEST, gen4

from psrokit_showdown.protocol import to_id
from psrokit_showdown.to_universal import universal_state
from psrokit_showdown.universal import NO_MOVE, UniversalMove
from psrokit_showdown.view import Fold


def test_a_state_of_a_recorded_gen1_battle() -> None:
    """Turn 13 of a recording: Thunderbolt and Hydro Pump twice and Blizzard once, a miss included; Sleep Powder hit."""
    state = universal_state(view_at(recorded("firstperson", "battle-gen1ou-1115321140.txt"), 13))
    own, foe = state.player_active_pokemon, state.opponent_active_pokemon
    assert (own.name, own.hp_pct, own.types, own.item, own.ability, own.status) == (
        *("exeggutor", 232 / 393, "grass psychic"),
        *("noitem", "noability", "nostatus"),
    )
    assert (own.base_atk, own.base_spa, own.base_def, own.base_spd, own.base_spe, own.base_hp) == (
        95,
        125,
        85,
        125,
        55,
        95,
    )
    assert (foe.name, foe.hp_pct, foe.types, foe.item, foe.status) == (
        *("starmie", 0.65, "psychic water"),
        *("unknownitem", "slp"),
    )
    assert foe.moves == (
        UniversalMove("thunderbolt", "electric", "special", 95, 1.0, 0, 22, 24),
        UniversalMove("hydropump", "water", "special", 120, 0.8, 0, 6, 8),
        UniversalMove("blizzard", "ice", "special", 120, 0.9, 0, 7, 8),
    )
    assert {(one.name, one.hp_pct, one.status) for one in state.available_switches} == {
        ("snorlax", 367 / 523, "slp"),
        ("gengar", 1.0, "nostatus"),
        ("golem", 1.0, "nostatus"),
        ("tauros", 177 / 353, "nostatus"),
    }
    assert state.player_prev_move == UniversalMove("sleeppowder", "grass", "status", 0, 0.75, 0, 23, 24)
    assert state.opponent_prev_move == foe.moves[2]
    assert (state.format, state.opponents_remaining, state.forced_switch) == ("gen1ou", 6, False)
    assert (state.weather, state.player_conditions, state.battle_field) == ("noweather", "noconditions", "nofield")


def test_a_state_of_a_recorded_gen4_battle() -> None:
    """Turn 20: Stealth Rock on the other side, a sandstorm, three Calm Minds, and Leftovers seen at work."""
    state = universal_state(view_at(recorded("firstperson", "battle-gen4ou-883098778.txt"), 20))
    own, foe = state.player_active_pokemon, state.opponent_active_pokemon
    assert (own.name, own.item, own.ability, own.status) == ("blissey", "leftovers", "naturalcure", "frz")
    assert (foe.name, foe.item, foe.ability, foe.status) == ("suicune", "leftovers", "pressure", "tox")
    assert (foe.spa_boost, foe.spd_boost, foe.atk_boost) == (3, 3, 0)
    assert (state.weather, state.player_conditions, state.opponent_conditions) == (
        *("sandstorm", "noconditions"),
        "stealthrock",
    )


def test_metamons_own_parse_of_a_battle_agrees() -> None:
    """Both sides at the end of every turn: species, HP, status, stages, effects, last move. Its PP start anew at every
    switch, ours do not: that is the one thing in which it is not followed.
    """
    log = json.loads(recorded("parser_golden", "gen1ou-316031019.json").read_text(encoding="utf-8"))["log"]
    packed = recorded("parser_golden", "gen1ou-316031019.win_pov.json.gz").read_bytes()
    golden = {
        state["turn_number"]: state
        for state in json.loads(gzip.decompress(packed))["states"]
        if not state["is_force_switch"]
    }
    fold, compared = Fold(0), 0
    for line in log.split("\n"):
        fold.feed([line])
        if line.startswith("|turn|") and int(line[6:]) - 1 in golden:
            state = golden[int(line[6:]) - 1]
            for side in (0, 1):
                compare(fold._field.sides[side].active, state[f"active_pokemon_{side + 1}"][0])
                compared += 1
    assert compared == 98


def compare(ours: Any, theirs: dict[str, Any]) -> None:
    stages = tuple(theirs["boosts"][stat] for stat in ("atk", "def", "spa", "spd", "spe", "accuracy", "evasion"))
    status = "" if theirs["status"] == "NO_STATUS" else theirs["status"].lower()
    assert (ours.species, ours.pokemon.hp) == (to_id(theirs["name"]), theirs["current_hp"])
    assert (ours.pokemon.status, tuple(ours.boosts)) == (status, stages)
    assert sorted(ours.volatiles) == sorted(to_id(effect) for effect in theirs["effects"])
    last = theirs["last_used_move"]
    assert ours.pokemon.last_used == (to_id(last["name"]) if last else None)
    for move in theirs["moves"]:
        assert ours.pokemon.pp_used.get(to_id(move["name"]), 0) >= move["max_pp"] - move["pp"]


def test_typed_moves_keep_their_type_and_lose_it_in_their_name() -> None:
    moves = {move.name: move for move in gen4().player_active_pokemon.moves}
    assert moves["hiddenpower"] == UniversalMove("hiddenpower", "fire", "special", 70, 1.0, 0, 24, 24)
    assert moves["return"][:3] == ("return", "normal", "physical")


def test_conditions_are_named_by_the_largest_value() -> None:
    """Layers for Spikes and Toxic Spikes, the turn of the beginning for others; the earlier of equals."""
    spikes = ("|-sidestart|p1: one|Spikes",) * 3
    assert gen4(*spikes).player_conditions == "spikes"
    assert gen4(*spikes, "|turn|2", "|-sidestart|p1: one|Reflect").player_conditions == "spikes"
    assert gen4(*spikes, "|turn|4", "|-sidestart|p1: one|Reflect").player_conditions == "reflect"
    assert gen4(*spikes, "|-sideend|p1: one|Spikes|[from] move: Rapid Spin").player_conditions == "noconditions"
    both = ("|-sidestart|p2: two|move: Stealth Rock", "|-sidestart|p2: two|Spikes")
    assert gen4(*both).opponent_conditions == "stealthrock"
    assert gen4(*spikes, "|-swapsideconditions").opponent_conditions == "spikes"


def test_the_effect_with_the_smallest_counter_is_named() -> None:
    """Counters grow with turns for effects whose length matters; the earlier of equals."""
    taunt = "|-start|p2a: Foe|move: Taunt"
    assert gen4().opponent_active_pokemon.effect == "noeffect"
    assert gen4(taunt, "|-start|p2a: Foe|confusion").opponent_active_pokemon.effect == "taunt"
    assert gen4(taunt, "|turn|2", "|-start|p2a: Foe|confusion").opponent_active_pokemon.effect == "confusion"
    assert gen4("|-singleturn|p2a: Foe|Protect").opponent_active_pokemon.effect == "protect"
    assert gen4("|-singleturn|p2a: Foe|Protect", "|turn|2").opponent_active_pokemon.effect == "noeffect"
    bond = "|-singlemove|p2a: Foe|Destiny Bond"
    assert gen4(bond, "|turn|2").opponent_active_pokemon.effect == "destinybond"
    assert gen4(bond, "|move|p2a: Foe|Waterfall|p1a: Jirachi").opponent_active_pokemon.effect == "noeffect"


def test_items_and_abilities_are_unknown_until_something_gives_them_away() -> None:
    def foe(*lines: str) -> tuple[str, str]:
        pokemon = gen4(*lines).opponent_active_pokemon
        return pokemon.item, pokemon.ability

    damage = "|-damage|p1a: Jirachi|390/404"
    assert foe() == ("unknownitem", "intimidate")  # the only ability of its species in gen 4
    assert foe("|-heal|p2a: Foe|100/100|[from] item: Leftovers") == ("leftovers", "intimidate")
    assert foe("|-enditem|p2a: Foe|Wacan Berry|[weaken]") == ("noitem", "intimidate")
    assert (
        foe("|-enditem|p2a: Foe|Sitrus Berry|[eat]", "|-heal|p2a: Foe|99/100|[from] item: Sitrus Berry")[0] == "noitem"
    )
    assert foe(damage + "|[from] item: Life Orb")[0] == "unknownitem"
    assert foe(damage + "|[from] item: Rocky Helmet|[of] p2a: Foe")[0] == "rockyhelmet"
    assert foe("|-item|p2a: Foe|Choice Scarf|[from] move: Trick")[0] == "choicescarf"


def test_an_ability_is_learnt_from_what_it_does() -> None:
    def ability(*lines: str) -> str:
        tyranitar = "|switch|p2a: T|Ninjask, M|100/100"
        return gen4(tyranitar, "|switch|p2a: Rock|Gastrodon, M|100/100", *lines).opponent_active_pokemon.ability

    assert ability() == "unknownability"  # two are possible
    assert ability("|-immune|p2a: Rock|[from] ability: Storm Drain") == "stormdrain"
    assert ability("|-weather|RainDance|[from] ability: Drizzle|[of] p2a: Rock") == "drizzle"
    assert ability("|-heal|p2a: Rock|100/100|[from] ability: Storm Drain|[of] p1a: Jirachi") == "stormdrain"
    traced = "|-ability|p1a: Jirachi|Sticky Hold|[from] ability: Trace|[of] p2a: Rock"
    assert ability(traced) == "stickyhold"


def test_pressure_costs_the_other_side_a_second_pp() -> None:
    def left(*lines: str) -> int:
        return gen4(*lines, "|move|p2a: Foe|Waterfall|p1a: Jirachi").opponent_active_pokemon.moves[0].current_pp

    assert left() == 23
    assert left("|-ability|p1a: Jirachi|Pressure") == 22


def test_the_last_move_is_remembered_across_switches() -> None:
    used = ("|move|p2a: Foe|Waterfall|p1a: Jirachi", "|switch|p2a: Other|Skarmory, F|100/100")
    assert gen4(*used).opponent_prev_move == NO_MOVE
    assert gen4(*used, "|switch|p2a: Foe|Gyarados, M|100/100").opponent_prev_move.name == "waterfall"


def test_the_end_is_seen_and_a_tie_is_neither_won_nor_lost() -> None:
    assert (gen4().battle_won, gen4().battle_lost) == (False, False)
    assert (gen4("|win|one").battle_won, gen4("|win|one").battle_lost) == (True, False)
    assert (gen4("|win|two").battle_won, gen4("|win|two").battle_lost) == (False, True)
    assert (gen4("|tie").battle_won, gen4("|tie").battle_lost) == (False, False)


def test_a_fainted_opponent_is_counted() -> None:
    assert gen4("|-damage|p2a: Foe|0 fnt", "|faint|p2a: Foe").opponents_remaining == 5


def test_the_closing_view_has_the_health_that_the_lines_gave() -> None:
    fold = Fold(0)
    fold.feed((*GEN4, "|switch|p1a: Jirachi|Jirachi|404/404", "|switch|p2a: Foe|Gyarados, M|100/100", "|turn|1"))
    fold.view(REQUEST)
    fold.feed(("|-damage|p1a: Jirachi|0 fnt", "|faint|p1a: Jirachi", "|win|two"))
    state = universal_state(fold.closing_view())
    assert (state.player_active_pokemon.hp_pct, state.player_active_pokemon.status) == (0.0, "fnt")
    assert state.battle_lost
