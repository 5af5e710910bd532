"""What single lines of the protocol change in a view."""

from __future__ import annotations

import pytest
from view_after import LEADS, MUK, request, view_after

from psrokit_showdown.knowledge import Active, BattleView, Boosts, SeenMove
from psrokit_showdown.protocol import ProtocolError
from psrokit_showdown.simulator import Request
from psrokit_showdown.view import Fold


def test_the_start() -> None:
    view = view_after("|turn|1")
    assert (view.gen, view.seat, view.turn, view.decision) == (1, 0, 1, "move")
    assert view.active == view.team[0]
    assert view.foe_active == view.foes[0]
    assert (view.foes[0].species, view.foes[0].hp_percent, view.foes[0].moves) == ("mew", 100.0, ())
    assert view.foes_unseen == 5
    assert view.own is not None
    assert view.own.boosts == Boosts()
    assert [option.id for option in view.options] == ["sludge", "mimic", "bodyslam", "explosion"]


def volatiles_of(view: BattleView) -> set[str]:
    assert view.foe is not None
    return set(view.foe.volatiles)


def test_effects_begin_and_end() -> None:
    begun = [f"|-start|p2a: Mew|{effect}" for effect in ("confusion", "Substitute", "Reflect", "move: Leech Seed")]
    assert volatiles_of(view_after(*begun)) == {"confusion", "substitute", "reflect", "leechseed"}
    ended = [*begun, "|-end|p2a: Mew|confusion", "|-end|p2a: Mew|move: Leech Seed|[silent]"]
    assert volatiles_of(view_after(*ended)) == {"substitute", "reflect"}
    assert volatiles_of(view_after(*begun, "|switch|p2a: Jynx|Jynx|100/100")) == set()


def test_confusion_and_sleep_are_counted() -> None:
    view = view_after("|-start|p2a: Mew|confusion", "|-activate|p2a: Mew|confusion", "|-activate|p2a: Mew|confusion")
    assert view.foe is not None
    assert view.foe.confusion_turns == 2
    asleep = ["|-status|p2a: Mew|slp|[from] move: Sing", "|cant|p2a: Mew|slp", "|cant|p2a: Mew|slp"]
    assert (view_after(*asleep).foes[0].sleep_turns, view_after(*asleep).foes[0].rested) == (2, False)
    rested = [
        *asleep,
        "|-curestatus|p2a: Mew|slp|[msg]",
        "|-status|p2a: Mew|slp|[from] move: Rest",
        "|cant|p2a: Mew|slp",
    ]
    assert (view_after(*rested).foes[0].sleep_turns, view_after(*rested).foes[0].rested) == (1, True)


def test_disable_mimic_transform_and_a_change_of_type() -> None:
    view = view_after(
        "|-start|p2a: Mew|Disable|Body Slam",
        "|move|p2a: Mew|Mimic|p1a: Muk",
        "|-start|p2a: Mew|Mimic|Sludge",
        "|move|p2a: Mew|Sludge|p1a: Muk",
        "|-start|p2a: Mew|typechange|Poison/Ground|[from] move: Conversion",
    )
    assert view.foe is not None
    assert (view.foe.disabled_move, view.foe.mimicked_move, view.foe.types) == (
        "bodyslam",
        "sludge",
        ("Poison", "Ground"),
    )
    assert view.foes[0].moves == (SeenMove("mimic", 2),)
    changed = view_after("|-boost|p1a: Muk|atk|2", "|-transform|p2a: Mew|p1a: Muk", "|move|p2a: Mew|Sludge|p1a: Muk")
    assert changed.foe is not None
    assert (changed.foe.species, changed.foe.boosts.attack, changed.foes[0].moves) == ("muk", 2, ())
    assert changed.foes[0].species == "mew"


def test_two_turn_moves_cost_their_pp_with_the_second_turn() -> None:
    first = ["|move|p2a: Mew|Sky Attack||[still]", "|-prepare|p2a: Mew|Sky Attack"]
    view = view_after(*first)
    assert view.foe is not None
    assert (view.foe.preparing, view.foes[0].moves) == ("skyattack", (SeenMove("skyattack", 0),))
    done = view_after(*first, "|move|p2a: Mew|Sky Attack|p1a: Muk|[from] Sky Attack")
    assert done.foe is not None
    assert (done.foe.preparing, done.foes[0].moves) == (None, (SeenMove("skyattack", 1),))
    broken = view_after(*first, "|cant|p2a: Mew|par")
    assert broken.foe is not None
    assert (broken.foe.preparing, broken.foes[0].moves) == (None, (SeenMove("skyattack", 0),))


def test_a_called_move_is_not_the_callers() -> None:
    view = view_after("|move|p2a: Mew|Metronome|p2a: Mew", "|move|p2a: Mew|Surf|p1a: Muk|[from] Metronome")
    assert view.foes[0].moves == (SeenMove("metronome", 1),)
    assert view.foe is not None
    assert view.foe.last_move == "surf"


def test_recharging_and_binding() -> None:
    beam = ["|move|p2a: Mew|Hyper Beam|p1a: Muk", "|-damage|p1a: Muk|200/413", "|-mustrecharge|p2a: Mew"]
    assert "mustrecharge" in volatiles_of(view_after(*beam))
    assert volatiles_of(view_after(*beam, "|cant|p2a: Mew|recharge")) == set()
    assert volatiles_of(view_after(*beam, "|-status|p2a: Mew|slp|[from] move: Sing")) == set()
    wrap = ["|move|p2a: Mew|Wrap|p1a: Muk", "|-damage|p1a: Muk|400/413", "|cant|p1a: Muk|partiallytrapped"]
    held = view_after(*wrap, "|move|p2a: Mew|Wrap|p1a: Muk|[from] Wrap")
    assert held.foe is not None
    assert (held.foe.binding, held.foes[0].moves) == ("wrap", (SeenMove("wrap", 1),))
    missed = view_after("|move|p2a: Mew|Wrap|p1a: Muk|[miss]", "|-miss|p2a: Mew")
    assert missed.foe is not None
    assert missed.foe.binding is None


def foe_after(*lines: str) -> Active:
    foe = view_after(*lines).foe
    assert foe is not None
    return foe


WRAP = "|move|p2a: Mew|Wrap|p1a: Muk"
HELD = (WRAP, "|turn|2", f"{WRAP}|[from] Wrap", "|turn|3")


def test_a_trap_is_counted_in_its_users_actions() -> None:
    assert (foe_after(*HELD).binding, foe_after(*HELD).locked_turns) == ("wrap", 2)
    assert foe_after(*HELD, WRAP).locked_turns == 1  # chosen anew
    called = ("|move|p2a: Mew|Metronome|p2a: Mew", f"{WRAP}|[from] Metronome")
    assert foe_after(*called).locked_turns == 1
    for end in (
        "|switch|p1a: Jynx|Jynx|300/300",
        "|cant|p2a: Mew|par",
        "|-damage|p2a: Mew|50/100|[from] confusion",
        "|move|p2a: Mew|Surf|p1a: Muk",
        f"{WRAP}|[miss]",
    ):
        assert foe_after(*HELD, end).locked_turns == 0
    assert foe_after(*HELD, "|cant|p2a: Mew|flinch").locked_turns == 2  # still locked in, though it holds nobody now


def test_thrash_and_bide_are_counted_until_they_end() -> None:
    thrash = ("|move|p2a: Mew|Thrash|p1a: Muk", *["|move|p2a: Mew|Thrash|p1a: Muk|[from] Thrash"] * 2)
    assert foe_after(*thrash).locked_turns == 3
    assert foe_after(*thrash[:2], "|-miss|p2a: Mew").locked_turns == 2
    assert foe_after(*thrash, "|-start|p2a: Mew|confusion|[silent]").locked_turns == 0
    bide = ("|move|p2a: Mew|Bide|p2a: Mew", "|-start|p2a: Mew|Bide", "|turn|2", "|-activate|p2a: Mew|Bide")
    assert foe_after(*bide).locked_turns == 2
    assert foe_after(*bide, "|cant|p2a: Mew|slp", "|-activate|p2a: Mew|Bide").locked_turns == 3
    assert foe_after(*bide, "|turn|3", "|-end|p2a: Mew|Bide").locked_turns == 0


def test_disable_is_counted_in_actions_that_came_as_far_as_a_move() -> None:
    begun, turn = "|-start|p2a: Mew|Disable|Surf", "|turn|2"
    acts = "|move|p2a: Mew|Psychic|p1a: Muk"
    assert foe_after(acts, begun, turn).disable_turns == 0  # it had acted before
    assert foe_after(begun, acts, turn).disable_turns == 1
    assert foe_after(begun, "|move|p2a: Mew|Metronome|p2a: Mew", f"{acts}|[from] Metronome").disable_turns == 1
    confused = ("|-activate|p2a: Mew|confusion", "|cant|p2a: Mew|par", turn)
    assert foe_after(begun, *confused, "|cant|p2a: Mew|Disable|Surf").disable_turns == 2
    assert foe_after(begun, *(f"|cant|p2a: Mew|{why}" for why in ("slp", "flinch", "recharge"))).disable_turns == 0
    assert foe_after(begun, acts, "|turn|3", "|-end|p2a: Mew|Disable", acts).disable_turns == 0


def test_hits_on_a_substitute_are_counted() -> None:
    hidden = ("|-start|p2a: Mew|Substitute", *["|-activate|p2a: Mew|Substitute|[damage]"] * 2)
    assert foe_after(*hidden).substitute_hits == 2
    assert foe_after(*hidden, "|-end|p2a: Mew|Substitute").substitute_hits == 0


def test_the_toxic_counter_is_the_games() -> None:
    toxic, hurt = "|-status|p2a: Mew|tox", "|-damage|p2a: Mew|80/100 tox|[from] psn"
    seeded = "|-damage|p2a: Mew|70/100 tox|[from] Leech Seed|[of] p1a: Muk"
    assert foe_after(toxic, hurt, seeded).toxic_turns == 2
    assert foe_after(seeded, "|-damage|p2a: Mew|80/100 psn|[from] psn").toxic_turns == 0  # no Toxic, no counter
    rested = (toxic, hurt, "|-status|p2a: Mew|slp|[from] move: Rest", "|-heal|p2a: Mew|100/100 slp|[silent]")
    assert foe_after(*rested, "|-curestatus|p2a: Mew|slp|[msg]", seeded).toxic_turns == 2  # as on the cartridge
    assert foe_after(*rested, "|-curestatus|p2a: Mew|slp|[msg]", toxic).toxic_turns == 0
    assert foe_after(toxic, hurt, "|-end|p2a: Mew|Toxic counter|[silent]").toxic_turns == 0
    assert foe_after(toxic, hurt, "|faint|p2a: Mew").toxic_turns == 0


def test_what_the_other_side_has_seen_of_the_own_team() -> None:
    fold = Fold(0)
    fold.feed([*LEADS, "|turn|1"])
    fresh = request(("sludge", 32, 32))
    fresh["side"]["pokemon"].append({**MUK, "ident": "p1: Jynx", "details": "Jynx", "active": False})
    assert [pokemon.revealed for pokemon in fold.view(fresh).team] == [True, False]


def test_stages_stay_within_six_and_haze_ends_them() -> None:
    up = [f"|-boost|p2a: Mew|{stat}|2" for stat in ("spa", "spd", "spa", "spd", "spa", "spd", "spa", "spd")]
    view = view_after(*up, "|-unboost|p2a: Mew|accuracy|1")
    assert view.foe is not None
    assert view.foe.boosts == Boosts(special_attack=6, special_defence=6, accuracy=-1)
    hazed = view_after(*up, "|-clearallboost|[silent]")
    assert hazed.foe is not None
    assert hazed.foe.boosts == Boosts()


def test_frisk_names_the_item_and_not_its_holder() -> None:
    frisked = ["|gen|4", "|-item||Skull Fossil|[from] ability: Frisk|[of] p1a: Muk"]
    view = view_after(*frisked)
    assert view.foe_active is not None
    assert view.foe_active.item == "skullfossil"


def test_own_pp_follows_the_request_and_then_the_lines() -> None:
    fold = Fold(0)
    fold.feed(LEADS)
    fold.view(request(("sludge", 30, 32), ("mimic", 16, 16), ("bodyslam", 24, 24), ("explosion", 8, 8)))
    fold.feed(["|move|p1a: Muk|Sludge|p2a: Mew"])
    benched = {**MUK, "active": False}
    view = fold.view({"forceSwitch": [True], "side": {"name": "a", "id": "p1", "pokemon": [benched]}})
    assert view.decision == "switch"
    assert [move.pp for move in view.team[0].moves] == [29, 16, 24, 8]


@pytest.mark.parametrize("bad", [{}, {"side": {}}, {"side": {"pokemon": [{}]}}, {"side": {"pokemon": 3}}])
def test_a_bad_request_is_a_protocol_error(bad: Request) -> None:
    fold = Fold(0)
    fold.feed(LEADS)
    with pytest.raises(ProtocolError, match="cannot read a request"):
        fold.view(bad)
