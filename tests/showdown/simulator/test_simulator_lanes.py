"""Many battles in one worker: one message moves them, and what goes wrong in one touches no other."""

from __future__ import annotations

import pytest
from duel import CHANSEY, DUEL, SNORLAX
from playing import LANES, pick

from psrokit_showdown.simulator import BattleSpec, InvalidCommand, Simulator, SimulatorFailure, Update
from psrokit_showdown.simulator.replay import replay


def test_a_forfeit_ends_the_battle_and_replays(simulator: Simulator) -> None:
    simulator.start(5, DUEL)
    simulator.choose(5, {0: "move 1", 1: "move 2"}) if simulator.exchange() else None
    simulator.exchange()
    simulator.forfeit(5, 1)
    update = simulator.exchange()[5]
    assert isinstance(update, Update)
    assert update.ended
    assert update.winner == 0
    assert update.choices == ((0, "move 1"), (1, "move 2"), (1, "forfeit"))
    assert list(replay(simulator, DUEL, update.choices))[-1] == update


def test_one_message_moves_many_battles_and_answers_for_those_it_touched(simulator: Simulator) -> None:
    for lane in range(LANES):
        simulator.start(lane, DUEL)
    first = simulator.exchange()
    assert sorted(first) == list(range(LANES))
    for lane in range(0, LANES, 2):
        update = first[lane]
        assert isinstance(update, Update)
        simulator.choose(lane, pick(update))
    assert sorted(simulator.exchange()) == list(range(0, LANES, 2))
    for lane in range(LANES):
        simulator.drop(lane)
    assert simulator.exchange() == {}


def test_a_dropped_battle_frees_its_lane_at_once(simulator: Simulator) -> None:
    simulator.start(0, DUEL)
    simulator.drop(0)
    simulator.start(0, DUEL)
    simulator.exchange()
    simulator.choose(0, {0: "move 1", 1: "move 1"})
    simulator.drop(0)
    simulator.start(0, DUEL)
    assert list(simulator.exchange()) == [0]
    simulator.drop(0)


def test_a_choice_that_the_battle_refuses_is_a_failure_of_that_battle_alone(simulator: Simulator) -> None:
    for lane in (0, 1):
        simulator.start(lane, DUEL)
    simulator.exchange()
    simulator.choose(0, {0: "switch 2", 1: "move 1"})
    simulator.choose(1, {0: "move 1", 1: "move 1"})
    answers = simulator.exchange()
    failure = answers[0]
    assert isinstance(failure, SimulatorFailure)
    assert failure.kind == "invalid_choice"
    assert "switch 2" in failure.message
    assert failure.choices == ((0, "switch 2"), (1, "move 1"))
    assert isinstance(answers[1], Update)
    simulator.drop(1)


def test_a_choice_that_only_the_simulator_knows_to_be_impossible_is_asked_again(simulator: Simulator) -> None:
    """Arena Trap is seen only by trying to switch: that seat gets another request, and nothing else happens."""
    dugtrio = "Dugtrio|||ArenaTrap|sandattack|Serious|252,,,,,|||||"
    spec = BattleSpec("gen3customgame", (1, 2, 3, 4), (dugtrio, f"{SNORLAX}]{CHANSEY}"))
    simulator.start(0, spec)
    updates = [simulator.exchange()[0]]
    for choices in ({0: "default", 1: "default"}, {0: "move 1", 1: "switch 2"}, {1: "move 3"}):
        simulator.choose(0, choices)
        updates.append(simulator.exchange()[0])
    refused, after = updates[2:]
    assert isinstance(refused, Update)
    assert isinstance(after, Update)
    assert refused.log == ()
    assert refused.requests[0] is None
    assert refused.requests[1] is not None
    assert refused.requests[1]["active"][0]["trapped"]
    assert after.turn == refused.turn + 1
    simulator.forfeit(0, 0)
    last = simulator.exchange()[0]
    assert isinstance(last, Update)
    assert list(replay(simulator, spec, last.choices)) == [*updates, last]


@pytest.mark.parametrize(
    ("format_id", "team", "words"),
    [
        ("gen1ou", "NoSuchPokemon|||NoAbility|tackle|Serious||N||||", "nosuchpokemon"),
        ("gen1ou", "", "not currently supported"),
        ("gen1ou", "a|b", "seat 0 cannot be read"),
        ("gen1randombattle", "|", "seat 0 cannot be read"),
    ],
)
def test_a_battle_that_cannot_be_played_is_a_failure_of_that_battle_alone(
    simulator: Simulator, format_id: str, team: str, words: str
) -> None:
    simulator.start(0, BattleSpec(format_id, (1, 2, 3, 4), (team, CHANSEY)))
    simulator.start(1, DUEL)
    answers = simulator.exchange()
    failure = answers[0]
    assert isinstance(failure, SimulatorFailure)
    assert failure.kind == "battle_error"
    assert words in failure.message
    assert isinstance(answers[1], Update)
    simulator.drop(1)


def test_a_format_that_does_not_exist_is_a_failure_not_another_format(simulator: Simulator) -> None:
    simulator.start(0, BattleSpec("gen1nosuch", (1, 2, 3, 4), (SNORLAX, CHANSEY)))
    failure = simulator.exchange()[0]
    assert isinstance(failure, SimulatorFailure)
    assert failure.kind == "battle_error"
    assert "gen1nosuch" in failure.message


def test_the_validator_says_why_a_team_is_illegal(simulator: Simulator) -> None:
    mewtwo = "Mewtwo|||NoAbility|psychic,splash|Serious|252,252,252,252,252,252|N||||"
    legal, illegal, nonsense = simulator.validate("gen1ou", [SNORLAX, mewtwo, "x"])
    assert legal == []
    assert any("Mewtwo" in reason for reason in illegal)
    assert nonsense
    with pytest.raises(InvalidCommand, match="gen1nosuch"):
        simulator.validate("gen1nosuch", [SNORLAX])


def test_misuse_is_told_at_once(simulator: Simulator) -> None:
    simulator.start(0, DUEL)
    with pytest.raises(InvalidCommand, match="has a battle already"):
        simulator.start(0, DUEL)
    with pytest.raises(InvalidCommand, match="asks seats"):
        simulator.choose(0, {0: "move 1"})
    simulator.exchange()
    with pytest.raises(InvalidCommand, match="asks seats"):
        simulator.choose(0, {0: "move 1"})
    with pytest.raises(InvalidCommand, match="no battle"):
        simulator.choose(1, {0: "move 1", 1: "move 1"})
    simulator.choose(0, {0: "move 1", 1: "move 1"})
    with pytest.raises(InvalidCommand, match="asks seats"):
        simulator.choose(0, {0: "move 1", 1: "move 1"})
    simulator.submit()
    with pytest.raises(InvalidCommand, match="under way"):
        simulator.exchange()
    assert list(simulator.collect()) == [0]
    simulator.drop(0)
