"""What Metamon's players reckon with: stats, damage, accuracy, and usage statistics."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from metamon_players import TAUROS, scene, sides, team
from streams import DATA
from test_action_spaces import SLOTS, observed
from test_baselines import choice, own, position

from psrokit.api import InputError, build
from psrokit_showdown.baselines.kaizo_plus import KaizoPlus
from psrokit_showdown.baselines.smogon_switcher import SmogonSwitcher
from psrokit_showdown.data import gen1_moves
from psrokit_showdown.data.effects import move_facts
from psrokit_showdown.matchup import option_damage
from psrokit_showdown.tactics.habits import emergency
from psrokit_showdown.tactics.reckoning import accuracy, blow, expected_damage, hit_points, stat, worst_damage
from psrokit_showdown.tactics.scene import ATTACK, HP, SPEED, Rules, foe_mon
from psrokit_showdown.tactics.usage import read_checks
from psrokit_showdown.view import Fold


def test_stats_are_inferred_as_in_gen_1() -> None:
    here = scene(position(own("tauros", "bodyslam"), foe="starmie"))
    mine, theirs = sides(here)
    assert stat(here, theirs, HP) == 323
    assert (stat(here, theirs, SPEED), stat(here, mine, SPEED), stat(here, mine, ATTACK)) == (328, 318, 298)


def test_damage_is_near_the_exact_one() -> None:
    observation = position(own(*TAUROS), foe="starmie")
    here = scene(observation)
    mine, theirs = sides(here)
    for option in here.moves:
        exact = option_damage(observation.view, gen1_moves()[option.move.id])
        assert exact is not None
        low, high = (blow(here, mine, theirs, option.move, roll) for roll in (0.85, 1.0))
        assert low == pytest.approx(exact.low, rel=0.05, abs=3)
        assert high == pytest.approx(exact.high, rel=0.05, abs=3)
        mean = expected_damage(here, mine, theirs, option.move)
        assert mean == pytest.approx(exact.expected, rel=0.05, abs=3)


def test_health_is_in_hit_points_unless_faithful() -> None:
    hurt = ("|-damage|p2a: starmie|50/100",)
    here = position(own("tauros", "bodyslam"), foe="starmie", lines=hurt)
    assert hit_points(scene(here), sides(scene(here))[1]) == pytest.approx(161.5)
    assert hit_points(scene(here, "faithful"), sides(scene(here))[1]) == pytest.approx(50)


def test_evasion_hurts_the_attacker_unless_faithful() -> None:
    raised = ("|-boost|p2a: starmie|evasion|1",)
    here = position(own("tauros", "bodyslam"), foe="starmie", lines=raised)
    values: dict[Rules, float] = {}
    for rules in ("corrected", "faithful"):
        now = scene(here, rules)
        values[rules] = accuracy(now, *sides(now), now.moves[0].move)
    assert values["corrected"] == pytest.approx(0.66)
    assert values["faithful"] == pytest.approx(255 / 256)


def test_terastallization_adds_a_type_to_those_it_was_born_with() -> None:
    """Published, it replaces them, and doubles whether it is a new type or not."""
    for tera, corrected, faithful in (
        ("water", {"surf": 2.0, "psychic": 1.5, "blizzard": 1.0}, {"surf": 2.0, "psychic": 1.0, "blizzard": 1.0}),
        ("ice", {"surf": 1.5, "psychic": 1.5, "blizzard": 1.5}, {"surf": 1.0, "psychic": 1.0, "blizzard": 2.0}),
        ("", {"surf": 1.5, "psychic": 1.5, "blizzard": 1.0}, {"surf": 1.5, "psychic": 1.5, "blizzard": 1.0}),
    ):
        wanted: dict[Rules, dict[str, float]] = {"corrected": corrected, "faithful": faithful}
        for rules, factors in wanted.items():
            now = scene(observed(*SLOTS, gen=9), rules)
            own_mon, foe = sides(now)
            turned = own_mon._replace(tera=tera, types=(tera,) if tera else own_mon.born)
            typeless = own_mon._replace(types=(), born=())
            for name, factor in factors.items():
                plain, same = (
                    blow(now, each, foe, move_facts(9, name), 1.0, whole=False) for each in (typeless, turned)
                )
                assert same / plain == pytest.approx(factor), (rules, tera, name)


def test_who_has_terastallized_is_seen_with_both_its_types() -> None:
    fold = Fold(0)
    fold.feed(("|gen|9", "|tier|[Gen 9] OU", "|switch|p1a: Starmie|Starmie|300/300", "|switch|p2a: Jynx|Jynx|100/100"))
    fold.feed(("|-terastallize|p2a: Jynx|Fire",))
    view = fold.view({"side": {"name": "one", "id": "p1", "pokemon": []}, "wait": True})
    assert view.foe_active is not None
    jynx = foe_mon(9, view.foe_active, view.foe)
    assert (jynx.types, jynx.born, jynx.tera) == (("fire",), ("ice", "psychic"), "fire")


@pytest.mark.parametrize(("count", "faithful"), [(3, False), (2, True), (1, False)])
def test_perish_song_drives_out(count: int, faithful: bool) -> None:
    """Published, whoever has stayed until the last turn stays and faints."""
    sung = (f"|-start|p1a: tauros|perish{count}",)
    here = position(own("tauros", "bodyslam"), own("starmie", "surf"), foe="snorlax", lines=sung)
    assert emergency(scene(here)) is (count < 3)
    assert emergency(scene(here, "faithful")) is faithful


def test_nothing_is_sure_that_can_miss() -> None:
    here = scene(position(own("tauros", "blizzard", "bodyslam"), foe="starmie"))
    sure = [worst_damage(here, *sides(here), option.move) > 0 for option in here.moves]
    assert sure == [False, True]


def test_unknown_opponents_count_as_no_check_known(usage: Path) -> None:
    fainted = position(*team("tauros", "bodyslam", condition="0 fnt"), foe="zapdos", forced=True)
    assert choice(SmogonSwitcher(usage), fainted) == choice(KaizoPlus(usage), fainted) == "rhydon"


@pytest.mark.parametrize("content", ["[", "[]", '{"tauros": 3}', '{"tauros": {"starmie": "often"}}'])
def test_what_is_no_statistics_is_said_to_be_none(tmp_path: Path, content: str) -> None:
    file = tmp_path / "usage.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="these are no usage statistics"):
        read_checks(str(file))
    with pytest.raises(InputError, match="there are no usage statistics here"):
        read_checks(str(tmp_path / "nothing"))
    with pytest.raises(InputError):
        build("policy", {"use": "smogon_switcher"})


def test_both_published_forms_are_read() -> None:
    metamon, smogon = DATA / "usage" / "metamon" / "checks_gen1ou.json", DATA / "usage" / "smogon"
    if not metamon.exists():
        pytest.skip(f"no usage statistics: {metamon} is absent")
    assert read_checks(str(metamon))["snorlax"]["cloyster"] == pytest.approx(0.6977125)
    exeggutor = json.loads((smogon / "gen1ou-1760-chaos.json").read_text())["data"]["Tauros"]["Checks and Counters"]
    mean, deviation = exeggutor["Exeggutor"][1:]
    assert read_checks(str(smogon))["tauros"]["exeggutor"] == pytest.approx(mean - 4 * deviation)
