"""Legal choices against the simulator's own judgement, the rules of each lock, and choices in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from battles import any_team, seeded
from node_scripts import run_script

from psrokit_showdown.actions import chosen_move, chosen_place, describe, legal_choices
from psrokit_showdown.protocol import ProtocolError
from psrokit_showdown.simulator.install import install
from psrokit_showdown.teams import load_teams
from psrokit_showdown.view import Fold

TEAM = ("100/100", "0 fnt", "50/100 par", "0 fnt", "0 fnt", "3/100")
SLOTS = [{"id": name, "pp": 5, "maxpp": 8, "disabled": False} for name in ("surf", "rest", "blizzard", "psychic")]


def request(*moves: dict[str, Any], team: tuple[str, ...] = TEAM, **flags: Any) -> dict[str, Any]:
    pokemon = [
        {
            "ident": f"p1: {place}",
            "details": "Starmie",
            "condition": condition,
            "active": place == 0,
            "stats": dict.fromkeys(("atk", "def", "spa", "spd", "spe"), 200),
            "moves": ["surf", "rest", "blizzard", "psychic"],
        }
        for place, condition in enumerate(team)
    ]
    return {"active": [{"moves": list(moves), **flags}], "side": {"name": "a", "id": "p1", "pokemon": pokemon}}


def test_every_slot_and_every_living_reserve() -> None:
    assert legal_choices(request(*SLOTS)) == ("move 1", "move 2", "move 3", "move 4", "switch 3", "switch 6")


def test_slots_without_pp_or_disabled_are_left_out() -> None:
    empty, disabled = {**SLOTS[0], "pp": 0}, {**SLOTS[3], "disabled": True}
    assert legal_choices(request(empty, SLOTS[1], SLOTS[2], disabled)) == ("move 2", "move 3", "switch 3", "switch 6")


def test_a_hard_lock_leaves_one_choice() -> None:
    assert legal_choices(request({"id": "recharge"}, trapped=True)) == ("move 1",)


@pytest.mark.parametrize("name", ["fight", "struggle", "wrap", "bide"])
def test_other_locks_leave_switches(name: str) -> None:
    assert legal_choices(request({"id": name})) == ("move 1", "switch 3", "switch 6")


def test_maybe_locked_changes_nothing() -> None:
    assert legal_choices(request(*SLOTS, maybeLocked=True)) == legal_choices(request(*SLOTS))


def test_a_forced_switch() -> None:
    asked = {"forceSwitch": [True], "side": request(team=("0 fnt", *TEAM[1:]))["side"]}
    assert legal_choices(asked) == ("switch 3", "switch 6")


def test_a_team_preview_asks_who_leads() -> None:
    assert legal_choices({"teamPreview": True, "side": request()["side"]}) == tuple(f"team {n}" for n in range(1, 7))


@pytest.mark.parametrize(
    "asked",
    [
        {"wait": True, "side": request()["side"]},
        {"forceSwitch": [True], "side": request(team=("0 fnt",))["side"]},
        {"active": [{"moves": []}], "side": request(team=("1/1",))["side"]},
        {},
    ],
)
def test_a_request_that_allows_nothing_is_an_error(asked: dict[str, Any]) -> None:
    with pytest.raises(ProtocolError):
        legal_choices(asked)


def test_exactly_what_the_simulator_accepts() -> None:
    """Thousands of requests of random battles; the simulator is asked about every conceivable choice."""
    rng = seeded(1)
    teams = [any_team(rng) for _ in range(24)] + [named.team.packed for named in load_teams("builtin", "gen1ou")]
    battles = [[f"{number},2,3,4", *rng.sample(teams, 2)] for number in range(30)]
    script = Path(__file__).parent / "legality.js"
    payload = {"format": "gen1ou", "battles": battles, "every": 3}
    found: Any = run_script(install(lambda _: None), script, payload)
    assert len(found) > 1000
    kinds = set()
    for entry in found:
        assert list(legal_choices(entry["request"])) == entry["legal"], entry["request"]
        kinds.add(kind(entry["request"]))
    assert kinds >= {"forced", "hard lock", "fight", "semi lock", "maybe locked", "free"}


def kind(asked: dict[str, Any]) -> str:
    if "forceSwitch" in asked:
        return "forced"
    active = asked["active"][0]
    if active.get("trapped"):
        return "hard lock"
    if active.get("maybeLocked"):
        return "maybe locked"
    if len(active["moves"]) == 1:
        name = active["moves"][0]["id"]
        return name if name in ("fight", "struggle") else "semi lock"
    return "free"


def test_choices_in_words() -> None:
    fold = Fold(0)
    fold.feed(["|switch|p1a: 0|Starmie|100/100", "|switch|p2a: Mew|Mew|100/100"])
    view = fold.view(request(*SLOTS))
    assert describe(view, "move 1") == "use Surf (5 of 8 PP)"
    assert describe(view, "switch 3") == "send Starmie (50 of 100 HP, par)"
    assert chosen_move(view, "move 4") == "psychic"
    assert chosen_place("switch 3") == 2
    assert describe(fold.view(request({"id": "recharge"}, trapped=True)), "move 1") == "use recharge"
    asked = request({"id": "uturn", "pp": 31, "maxpp": 32})
    asked["side"]["pokemon"][2]["details"] = "Arceus-Poison"
    later = fold.view(asked)
    assert describe(later, "move 1") == "use U-turn (31 of 32 PP)"
    assert describe(later, "switch 3") == "send Arceus-Poison (50 of 100 HP, par)"
    for nonsense in ("move 5", "dance", "switch 0", "move x"):
        with pytest.raises(ProtocolError, match="is not a choice"):
            describe(view, nonsense)
