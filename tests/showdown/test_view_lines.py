"""What single lines of the protocol change in a view."""

from __future__ import annotations

import pytest
from view_after import LEADS, MUK, request, view_after

from psrokit_showdown.knowledge import BattleView, Boosts, SeenMove
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
