"""The rules of Metamon's numbers, one by one: alphabetical, exact, and what each lock leaves."""

from __future__ import annotations

from typing import Any

import pytest

from psrokit.api import IllegalAction, InputError, Observation, generator
from psrokit.spaces import executed
from psrokit_showdown.action_spaces.default import Default
from psrokit_showdown.action_spaces.minimal import Minimal
from psrokit_showdown.actions import legal_choices
from psrokit_showdown.view import Fold

SPACE = Default()
MOVES = ("surf", "blizzard", "thunderwave", "recover")
TEAM = ("Starmie", "Tauros", "Chansey", "Exeggutor", "Snorlax", "Alakazam")
"""In alphabetical order without the first: Alakazam, Chansey, Exeggutor, Snorlax, Tauros."""


def slot(name: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "pp": 5, "maxpp": 8, "disabled": False, **more}


SLOTS = tuple(slot(name) for name in MOVES)


def observed(*slots: dict[str, Any], fainted: str = "", gen: int = 1, **flags: Any) -> Observation:
    """What p1 is asked with Starmie on the field. flags: of the request's `active`, or `forceSwitch`, `teamPreview`."""
    fold = Fold(0)
    fold.feed((f"|gen|{gen}", f"|tier|[Gen {gen}] OU", "|teamsize|p1|6", "|teamsize|p2|6"))
    fold.feed(("|switch|p1a: Starmie|Starmie|323/323", "|switch|p2a: Jynx|Jynx|100/100"))
    team = [
        {
            "ident": f"p1: {name}",
            "details": name,
            "condition": "0 fnt" if name == fainted else "300/300",
            "active": name == "Starmie",
            "stats": dict.fromkeys(("atk", "def", "spa", "spd", "spe"), 200),
            "moves": list(MOVES),
            "item": "",
        }
        for name in TEAM
    ]
    asked: dict[str, Any] = {"side": {"name": "one", "id": "p1", "pokemon": team}}
    top = {key: flags.pop(key) for key in ("forceSwitch", "teamPreview") if key in flags}
    asked |= top or {"active": [{"moves": list(slots), **flags}]}
    return Observation(fold.view(asked), legal_choices(asked))


def allowed(observation: Observation) -> dict[int, str]:
    mask = SPACE.mask(observation)
    return {index: SPACE.action(observation, index) for index in range(13) if mask[index]}


SWITCHES = {4: "switch 6", 5: "switch 3", 6: "switch 4", 7: "switch 5", 8: "switch 2"}


def test_moves_and_switches_are_alphabetical() -> None:
    assert allowed(observed(*SLOTS)) == {0: "move 2", 1: "move 4", 2: "move 1", 3: "move 3", **SWITCHES}


def test_disabled_and_empty_moves_keep_their_numbers_and_are_illegal() -> None:
    slots = (slot("surf", disabled=True), slot("blizzard", pp=0), *SLOTS[2:])
    assert allowed(observed(*slots)) == {1: "move 4", 3: "move 3", **SWITCHES}


def test_the_fainted_have_no_number() -> None:
    assert allowed(observed(*SLOTS, fainted="Chansey")) == {
        0: "move 2",
        1: "move 4",
        2: "move 1",
        3: "move 3",
        4: "switch 6",
        5: "switch 4",
        6: "switch 5",
        7: "switch 2",
    }


def test_a_trapped_pokemon_cannot_leave() -> None:
    assert set(allowed(observed(*SLOTS, trapped=True))) == {0, 1, 2, 3}


def test_a_forced_switch() -> None:
    assert allowed(observed(forceSwitch=[True])) == SWITCHES


def test_recharging_is_every_number_that_metamon_allows() -> None:
    assert allowed(observed({"id": "recharge"}, trapped=True)) == dict.fromkeys(range(9), "move 1")


@pytest.mark.parametrize("name", ["struggle", "fight"])
def test_struggle_and_the_fight_button_are_all_moves(name: str) -> None:
    assert allowed(observed({"id": name})) == {**dict.fromkeys(range(4), "move 1"), **SWITCHES}


def test_a_lock_into_an_own_move_is_that_move() -> None:
    assert allowed(observed({"id": "surf"}, trapped=True)) == {2: "move 1"}


def test_a_lock_into_a_called_move_is_all_moves() -> None:
    assert allowed(observed({"id": "thrash"}, trapped=True)) == dict.fromkeys(range(4), "move 1")


def test_terastallization_has_numbers_of_its_own() -> None:
    observation = observed(*SLOTS, gen=9, canTerastallize="Water")
    assert {index: choice for index, choice in allowed(observation).items() if index > 8} == {
        9: "move 2 terastallize",
        10: "move 4 terastallize",
        11: "move 1 terastallize",
        12: "move 3 terastallize",
    }


def test_a_team_preview_asks_who_leads() -> None:
    preview = {place: choice.replace("switch", "team") for place, choice in SWITCHES.items()}
    assert allowed(observed(teamPreview=True)) == {0: "team 1", **preview}


@pytest.mark.parametrize("index", [-1, 0, 2, 9, 12, 13])
def test_an_illegal_index_is_an_error_that_says_what_is_legal(index: int) -> None:
    observation = observed(slot("recover", disabled=True), slot("surf"), trapped=True)
    with pytest.raises(IllegalAction, match=r"these do: \d \(move 2\)"):
        SPACE.action(observation, index)


def test_an_illegal_index_from_outside_is_replaced_and_flagged() -> None:
    observation = observed(*SLOTS, trapped=True)
    done = executed(SPACE, observation, 12, generator("test"))
    assert done.substituted
    assert done.action == SPACE.action(observation, done.index)
    assert not executed(SPACE, observation, 2, generator("test")).substituted


def test_choices_are_stored_under_their_lowest_number() -> None:
    assert SPACE.index(observed({"id": "recharge"}, trapped=True), "move 1") == 0
    assert SPACE.index(observed({"id": "struggle"}), "move 1") == 0
    assert SPACE.index(observed({"id": "surf"}, trapped=True), "move 1") == 2
    assert SPACE.index(observed(*SLOTS), "switch 2") == 8
    with pytest.raises(InputError, match="switch 1"):
        SPACE.index(observed(*SLOTS), "switch 1")


def test_minimal_is_default_without_terastallization() -> None:
    space, observation = Minimal(), observed(*SLOTS, gen=9, canTerastallize="Water")
    assert (space.size, SPACE.size) == (9, 13)
    assert space.mask(observation).tolist() == SPACE.mask(observation).tolist()[:9]
    assert space.index(observation, "move 1 terastallize") == 2
    assert space.action(observation, 2) == "move 1"
    with pytest.raises(IllegalAction, match="index 9"):
        space.action(observation, 9)
