"""Rooms without a server: what a player is told of a real battle, and everything that may go wrong in it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from psrokit_showdown.battle import Battle, prng_seed
from psrokit_showdown.protocol import for_seat
from psrokit_showdown.server.room import MOST_REFUSALS, Room
from psrokit_showdown.simulator import BattleSpec, Simulator, Update
from psrokit_showdown.teams import load_teams

TAG = "battle-gen1ou-1"


def updates() -> Iterator[tuple[Battle, Update]]:
    """A real battle, in which both always take the first choice."""
    teams = load_teams("builtin", "gen1ou")
    spec = BattleSpec("gen1ou", prng_seed(5), (teams[0].team.packed, teams[1].team.packed))
    battle = Battle(0, spec, ("a", "b"))
    with Simulator() as simulator:
        simulator.start(0, spec)
        while True:
            update = simulator.exchange()[0]
            assert isinstance(update, Update)
            battle.hear(update)
            yield battle, update
            if update.ended:
                return
            simulator.choose(0, {seat: seen.legal[0] for seat, seen in battle.pending().items()})


def request(update: Update, seat: int, rqid: int) -> str:
    asked = update.requests[seat]
    return "|request|" + (json.dumps({**asked, "rqid": rqid}) if asked is not None else "")


@pytest.fixture(scope="module")
def told() -> tuple[list[str], str]:
    """How a battle begins for seat 0, and its first request (number 3)."""
    _, update = next(updates())
    return ["|init|battle", *for_seat(update.log, 0)], request(update, 0, 3)


@pytest.mark.parametrize("seat", [0, 1])
def test_the_player_knows_what_it_knows_in_process(seat: int) -> None:
    room, decisions = Room(TAG, f"Seat {seat}"), 0
    room.hear(["|init|battle"])
    for number, (battle, update) in enumerate(updates()):
        room.hear(["|c|somebody|hello", *for_seat(update.log, seat), request(update, seat, number)])
        if seat in battle.pending():
            assert room.question is not None
            assert room.question.observation.view == battle.pending()[seat].view
            assert room.question.observation.legal == battle.pending()[seat].legal
            decisions += 1
        else:
            assert room.question is None
    assert decisions > 10
    assert room.closing_view() == battle.closing_view(seat)
    assert room.result == ("tie" if update.winner is None else "win" if update.winner == seat else "loss")
    assert room.turns == update.turn


def test_joining_again_tells_everything_from_the_start(told: tuple[list[str], str]) -> None:
    beginning, asked = told
    room = Room(TAG, "Seat 0")
    room.hear([*beginning, asked])
    before = room.question
    room.hear([*beginning, asked])
    assert room.question == before
    room.hear([*beginning, asked, "|sentchoice|move 1"])
    assert room.question is None
    assert not room.over


def test_only_news_is_a_sign_of_life(told: tuple[list[str], str]) -> None:
    beginning, asked = told
    room = Room(TAG, "Seat 0")
    room.hear([*beginning, asked])
    assert room.stirs == 1
    room.hear([*beginning, "|j|somebody", "|c|somebody|hello", asked, "|sentchoice|move 1"])
    assert room.stirs == 1
    room.hear(["|inactive|Time left: 140 sec this turn"])
    room.hear([asked.replace('"rqid": 3', '"rqid": 4')])
    assert room.stirs == 3


def test_the_timer_is_a_sign_of_life_only_with_news(told: tuple[list[str], str]) -> None:
    """A room that is joined again tells what its timer has said as well, also when its simulator is dead."""
    beginning, asked = told
    room, timer = Room(TAG, "Seat 0"), ["|inactive|somebody has 30 seconds left."]
    room.hear([*beginning, *timer, asked])
    before = room.stirs
    room.hear([*beginning, *timer, asked])
    room.hear([*beginning, *timer, asked])
    assert room.stirs <= before + 1
    before = room.stirs
    room.hear([*beginning, *timer, asked])
    assert room.stirs == before
    room.hear(["|inactive|somebody has 20 seconds left."])
    assert room.stirs == before + 1
    room.hear([asked.replace('"rqid": 3', '"rqid": 4'), *timer])  # in the next turn the same words are news
    assert room.stirs == before + 3


def test_who_was_never_asked_knows_no_end(told: tuple[list[str], str]) -> None:
    room = Room(TAG, "Seat 0")
    assert room.closing_view() is None
    room.hear([*told[0], "|win|Seat 0"])
    assert (room.result, room.closing_view()) == ("win", None)


def test_a_crashed_simulator_fails_the_battle(told: tuple[list[str], str]) -> None:
    beginning, asked = told
    for words in (
        "|bigerror|The simulator process crashed. We've been notified and will fix this ASAP.",
        "|error|[Invalid choice] The battle crashed",
    ):
        room = Room(TAG, "Seat 0")
        room.hear([*beginning, asked, words, "|win|Seat 0"])
        assert room.failure is not None
        assert room.failure[0] == "crash"
        assert room.result is None


def test_a_choice_that_is_refused_twice_fails_the_battle(told: tuple[list[str], str]) -> None:
    beginning, asked = told
    room = Room(TAG, "Seat 0")
    room.hear([*beginning, asked])
    question, room.question = room.question, None  # it has been answered
    room.hear(["|error|[Invalid choice] Can't move: no"])
    assert room.refused
    assert room.question is question
    assert not room.over
    room.hear(["|error|[Invalid choice] Can't move: no"])
    assert room.failure == ("refused", "[Invalid choice] Can't move: no")


def test_refusals_have_a_bound_whatever_is_asked(told: tuple[list[str], str]) -> None:
    beginning, asked = told
    room = Room(TAG, "Seat 0")
    room.hear(beginning)
    for number in range(MOST_REFUSALS):
        room.hear([asked.replace('"rqid": 3', f'"rqid": {number}'), "|error|[Unavailable choice] Trapped"])
    assert not room.over
    room.hear(["|error|[Unavailable choice] Trapped"])
    assert room.failure is not None
    assert room.failure[0] == "refused"


def test_an_overtaken_choice_is_no_refusal(told: tuple[list[str], str]) -> None:
    beginning, asked = told
    room = Room(TAG, "Seat 0")
    room.hear([*beginning, asked])
    room.hear(["|error|[Invalid choice] Sorry, too late to make a different move; the next turn has already started"])
    assert not room.refused


@pytest.mark.parametrize("line", ["|deinit", "|noinit|nonexistent|gone", "|expire|"])
def test_a_room_that_is_gone_is_a_failure_of_the_net(line: str) -> None:
    room = Room(TAG, "Seat 0")
    room.hear(["|init|battle", line])
    assert room.failure is not None
    assert room.failure[0] == "net"


NONSENSE = [
    *("|request|{", "|request|[]", '|request|{"side":{"id":"p9"}}', '|request|{"side":{"name":"x"}}', "|win", "|turn"),
    *("|turn|x", "|switch|nobody|x|y", "|request|" + "[" * 100_000),
]


@pytest.mark.parametrize("line", NONSENSE, ids=[line[:40] for line in NONSENSE])
def test_nonsense_is_a_failure_and_not_an_exception(line: str, told: tuple[list[str], str]) -> None:
    room = Room(TAG, "Seat 0")
    room.hear([*told[0], line])
    assert room.failure is not None
    assert room.failure[0] == "garbage"


def test_what_people_say_ends_nothing(told: tuple[list[str], str]) -> None:
    beginning, asked = told
    room = Room(TAG, "Seat 0")
    room.hear([*beginning, asked, "|c|somebody||win|Seat 0", "|c|somebody||bigerror|The simulator process crashed"])
    assert not room.over
    assert room.question is not None
