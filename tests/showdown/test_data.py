"""The committed tables against a fresh dump of the simulator's own, and what the loaders make of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import psrokit_showdown.data
from psrokit.api import EnvironmentFault, InputError
from psrokit_showdown.data import gen1_effectiveness, gen1_moves, gen1_species, max_pp
from psrokit_showdown.data.__main__ import dump, main
from psrokit_showdown.data.dex import GENS, dex_move, dex_species, names
from psrokit_showdown.data.effects import move_facts, type_factor
from psrokit_showdown.data.proper import Table, proper_name
from psrokit_showdown.simulator.install import install

COMMITTED = Path(psrokit_showdown.data.__file__).parent / "gen1.json"


def test_the_committed_tables_are_the_simulators() -> None:
    installed = install(lambda _: None)
    assert dump(installed.package, str(installed.node)) == COMMITTED.read_text(encoding="utf-8")
    dex = COMMITTED.with_name("dex.json").read_text(encoding="utf-8")
    assert dump(installed.package, str(installed.node), "dex.json") == dex
    effects = COMMITTED.with_name("effects.json").read_text(encoding="utf-8")
    assert dump(installed.package, str(installed.node), "effects.json") == effects
    proper = COMMITTED.with_name("names.json").read_text(encoding="utf-8")
    assert dump(installed.package, str(installed.node), "names.json") == proper


def test_effects_hold_for_each_generation() -> None:
    assert dict(move_facts(1, "amnesia").boosts) == {"spa": 2, "spd": 2}
    assert dict(move_facts(4, "amnesia").boosts) == {"spd": 2}
    assert move_facts(4, "recover").heal == (1, 2)
    ice = move_facts(2, "hiddenpowerice70")
    assert (ice.id, ice.type, ice.power) == ("hiddenpower", "ice", 70)
    assert (move_facts(4, "return102").power, move_facts(4, "hiddenpower").power) == (102, 60)
    assert move_facts(1, "recharge") == move_facts(1, "recharge")._replace(power=0, category="status")
    assert type_factor(1, "ghost", ("psychic",)) == 0.0
    assert type_factor(4, "ghost", ("psychic",)) == 2.0
    assert type_factor(9, "ice", ("dragon", "flying")) == 4.0
    for gen in GENS:
        assert all(move_facts(gen, name).id for name in names("moves"))


def test_gen_1_charts_agree() -> None:
    for (attacker, defender), tenths in gen1_effectiveness().items():
        assert type_factor(1, attacker.lower(), (defender.lower(),)) == tenths / 10


def test_the_dex_holds_for_each_generation() -> None:
    assert dex_species(1, "clefable").types == dex_species(4, "clefable").types == ("normal",)
    assert dex_species(9, "clefable").types == ("fairy",)
    assert dex_species(1, "chansey").base == (5, 5, 105, 105, 50, 250)
    assert dex_species(2, "chansey").base == (5, 5, 35, 105, 50, 250)
    assert (dex_species(2, "gengar").abilities, dex_species(4, "gengar").abilities) == ((), ("levitate",))
    assert dex_species(4, "rotomwash").base_species == "rotom"
    assert dex_species(9, "gastrodoneast").base_species == "gastrodon"
    assert [dex_move(gen, "bite")[:2] for gen in (1, 2, 4)] == [
        ("normal", "physical"),
        ("dark", "special"),
        ("dark", "physical"),
    ]
    assert dex_move(1, "swift").accuracy == 1.0
    assert dex_move(4, "hiddenpowerice70")[:3] == ("ice", "special", 70)
    assert dex_move(2, "frustrationnull") == dex_move(2, "frustration")  # of a Pokemon that is wholly content
    assert move_facts(2, "frustrationnull").power == 0
    assert dex_move(2, "curse").type == "threequestionmarks"


def test_gen1_and_the_dex_agree() -> None:
    for name, move in gen1_moves().items():
        row = dex_move(1, name)
        assert (row.power, row.pp, row.priority) == (move.power, move.pp, move.priority)
        assert row.accuracy == (move.accuracy / 100 or 1.0)
    for name, species in gen1_species().items():
        assert dex_species(1, name).types == tuple(kind.lower() for kind in species.types)


@pytest.mark.parametrize("find", [dex_species, dex_move])
def test_a_name_that_is_not_in_the_dex_is_an_input_error(find: Any) -> None:
    with pytest.raises(InputError, match=r"unknown (species|move) 'pikachoo'"):
        find(4, "pikachoo")


def test_everything_is_there() -> None:
    assert [species.num for species in gen1_species().values()] == list(range(1, 152))
    assert [move.num for move in gen1_moves().values()] == list(range(1, 166))
    assert len(gen1_effectiveness()) == 15 * 15


def test_what_generation_1_is_known_for() -> None:
    species, moves, chart = gen1_species(), gen1_moves(), gen1_effectiveness()
    assert species["tauros"].base == (75, 100, 95, 70, 110)
    assert species["gengar"].types == ("Ghost", "Poison")
    assert (chart["Ghost", "Psychic"], chart["Bug", "Poison"], chart["Poison", "Bug"], chart["Ice", "Fire"]) == (
        0,
        20,
        20,
        10,
    )
    assert (moves["blizzard"].accuracy, moves["explosion"].power, moves["gust"].type) == (90, 170, "Normal")
    assert moves["bodyslam"].secondary is not None
    assert (moves["bodyslam"].secondary.chance, moves["bodyslam"].secondary.status) == (30, "par")
    assert moves["amnesia"].boosts == (("spa", 2), ("spd", 2))
    assert [name for name, move in moves.items() if move.high_crit] == [
        "karatechop",
        "razorleaf",
        "crabhammer",
        "slash",
    ]
    assert [name for name, move in moves.items() if move.explodes] == ["selfdestruct", "explosion"]


def test_pp_with_three_pp_ups() -> None:
    assert (max_pp(1, "recover"), max_pp(1, "growl"), max_pp(1, "explosion")) == (32, 61, 8)
    assert max_pp(1, "scald") is None
    assert max_pp(4, "recover") is None


def test_the_likely_moves_exist() -> None:
    assert all(move in gen1_moves() for species in gen1_species().values() for move in species.likely)
    assert "softboiled" in gen1_species()["chansey"].likely


def test_regenerating_says_what_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match="could not run"):
        dump(tmp_path, str(tmp_path / "no-node"))
    installed = install(lambda _: None)
    with pytest.raises(EnvironmentFault, match="could not read the tables"):
        dump(tmp_path, str(installed.node))
    with pytest.raises(InputError, match="the folder of an installed pokemon-showdown"):
        main([])


def test_names_are_as_people_write_them() -> None:
    assert proper_name("moves", "uturn") == "U-turn"
    assert proper_name("moves", "hiddenpowerice70") == "Hidden Power Ice"
    assert proper_name("moves", "return102") == "Return"
    assert proper_name("species", "arceuspoison") == "Arceus-Poison"
    assert proper_name("species", "gastrodoneast") == "Gastrodon-East"
    assert proper_name("species", "missingno") is None
    assert all(proper_name("moves", name) == move.name for name, move in gen1_moves().items())
    tables: tuple[Table, ...] = ("species", "moves", "items", "abilities")
    for table in tables:
        assert all(proper_name(table, name) for name in names(table))
