"""Replays: a battle played again from its record, its input log, its protocol and its turns."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from node_scripts import run_script

from psrokit.api import InputError, IntegrityError, Match, build
from psrokit_showdown.narration import narrate
from psrokit_showdown.protocol import ProtocolError
from psrokit_showdown.replays.input_log import accepted, input_log
from psrokit_showdown.replays.recorded import Recorded, play_again, protocol_log
from psrokit_showdown.replays.turns import turns_of
from psrokit_showdown.simulator.install import Installation
from psrokit_showdown.simulator.process import Simulator

SHOWDOWN_PLAYS = """
const {BattleStream} = require(process.argv[2] + '/dist/sim');
const inputs = JSON.parse(require('fs').readFileSync(0, 'utf8'));
console.log(JSON.stringify(inputs.map(input => {
  const stream = new BattleStream({keepAlive: true});
  const errors = [];
  const push = stream.pushMessage.bind(stream);
  stream.pushMessage = (type, data) => {
    if (data.includes('|error|')) errors.push(data);
    push(type, data);
  };
  stream.write(input);
  const {battle} = stream;
  const log = battle.log.filter(line => !line.startsWith('|t:|'));
  return {errors, log, ended: battle.ended, turn: battle.turn, prng: battle.prng.getSeed(), winner: battle.winner};
})));
"""
"""Showdown's own stream fed with input logs: what comes of them, and what it refuses."""


TRAPPED = 14
"""The seed of a battle of gen3randombattle in which a trapped Pokemon that does not know it is told to switch."""


def records(*seeds: int, **options: str) -> list[Mapping[str, Any]]:
    """Battles of random players from these seeds."""
    policy = build("policy", {"use": "random"})
    matches = [Match((policy, policy), number, "replay") for number in seeds]
    with build("executor", {"use": "serial"}).open(build("game", {"use": "showdown", **options})) as venue:
        outcomes = dict(venue.play(matches))
    return [outcomes[index].record for index in range(len(matches))]


def showdown_plays(texts: list[str], installation: Installation, folder: Path) -> list[dict[str, Any]]:
    script = folder / "showdown_plays.js"
    script.write_text(SHOWDOWN_PLAYS)
    answer = run_script(installation, script, texts)
    assert isinstance(answer, list)
    return answer


def test_input_logs_give_showdown_the_same_battles(
    simulator: Simulator, installation: Installation, tmp_path: Path
) -> None:
    """Of both engines, with teams that the format makes, and with a choice that a hidden trap refused."""
    played = records(1, format="gen1ou", engine="native") + records(2, format="gen1ou", engine="showdown")
    played += records(TRAPPED, format="gen3randombattle") + records(1, format="gen9randombattle")
    found = [Recorded.of(record) for record in played]
    battles = [play_again(recorded, simulator) for recorded in found]
    texts = [input_log(recorded, updates) for recorded, updates in zip(found, battles, strict=True)]
    for recorded, updates, told in zip(found, battles, showdown_plays(texts, installation, tmp_path), strict=True):
        assert told["errors"] == []
        assert told["ended"]
        assert (told["turn"], told["prng"]) == (recorded.turns, updates[-1].prng)
        assert told["winner"] == ("" if recorded.winner is None else f"Seat {recorded.winner}")
        assert told["log"] == [line for update in updates for line in update.log]
    left_out = [
        len(one.choices) - len(list(accepted(one.choices, its))) for one, its in zip(found, battles, strict=True)
    ]
    assert [number > 0 for number in left_out] == [False, False, True, False]


def test_the_protocol_is_what_spectators_see(simulator: Simulator) -> None:
    (record,) = records(1, format="gen1ou", engine="native")
    log = protocol_log(play_again(Recorded.of(record), simulator)).splitlines()
    assert "|split|" not in "".join(log)
    assert log[0] == "|gametype|singles"
    assert log[-1].startswith(("|win|Seat ", "|tie"))
    assert [line for line in log if line.startswith("|turn|")][-1] == f"|turn|{record['turns']}"
    health = {line.split("|")[3].split()[0] for line in log if line.startswith("|-damage|")} - {"0"}
    assert health
    assert all(condition.endswith("/100") for condition in health)


def test_the_turns_end_as_the_battle_did(simulator: Simulator) -> None:
    (record,) = records(1, format="gen1ou", engine="native")
    recorded = Recorded.of(record)
    turns = turns_of(play_again(recorded, simulator), ("Ann", "Bob"))
    assert [turn.number for turn in turns] == list(range(recorded.turns + 1))
    assert recorded.winner is not None
    winner, loser = turns[-1].sides[recorded.winner], turns[-1].sides[1 - recorded.winner]
    assert all(pokemon.fainted for pokemon in loser)
    assert any(not pokemon.fainted for pokemon in winner)
    assert turns[-1].sentences[-1] == f"== {('Ann', 'Bob')[recorded.winner]} wins"
    for turn in turns:
        for side, begun in zip(turn.sides, turns[0].sides, strict=True):
            assert [pokemon.species for pokemon in side] == [pokemon.species for pokemon in begun]
            assert sum(pokemon.active for pokemon in side) == 1


def test_another_end_than_recorded_and_what_is_no_record_are_errors(simulator: Simulator) -> None:
    (record,) = records(1, format="gen1ou", engine="native")
    recorded = Recorded.of(record)
    with pytest.raises(IntegrityError, match="played again, the battle comes to turn"):
        play_again(replace(recorded, turns=recorded.turns + 1), simulator)
    with pytest.raises(IntegrityError, match="comes to no end"):
        play_again(replace(recorded, choices=recorded.choices[:10]), simulator)
    for broken in ({}, {**record, "prng": "1,2"}, {**record, "packed": None}, {**record, "choices": 3}):
        with pytest.raises(InputError, match="not the record of a battle"):
            Recorded.of(json.loads(json.dumps(broken)))


@pytest.mark.parametrize("line", ["|switch|p1a: Tauros", "|turn", "|faint|", "|-damage|p3a: Tauros|1/2", "|win"])
def test_a_line_that_cannot_be_read_is_named(line: str) -> None:
    with pytest.raises(ProtocolError, match=r"cannot read|does not name"):
        list(narrate([line], ("one", "other")))
