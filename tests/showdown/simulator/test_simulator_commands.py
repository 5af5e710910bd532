"""Only what is on the allow-list can be written for the simulator, whatever comes in."""

from __future__ import annotations

import json
import re
import string
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from psrokit.api import InputError
from psrokit_showdown.simulator import BattleSpec, InvalidCommand, Simulator, commands
from psrokit_showdown.simulator.install import install

SNORLAX = "Snorlax|||NoAbility|bodyslam|Serious||N||||"
ALLOWED = re.compile(r"[\x20-\x7e]+")
"""One line of printable ASCII: no line end of any kind can be in it."""
HOSTILE = [
    "x\n>eval process.exit()",
    "x\r>eval 1",
    "x\x00",
    "\x1b[31mred",
    "x\u2028>eval 1",
    "x\u2029>eval 1",
    "x\x85>eval 1",
    "\ud800",
]

anything = st.one_of(st.text(), st.text(alphabet=string.printable), st.sampled_from(HOSTILE))
almost_choice = st.one_of(
    anything,
    st.from_regex(r"(move|switch|default|team|undo|>eval|pass)[ \t\n,0-9a-z]{0,6}", fullmatch=True),
)


def spec(**changes: Any) -> BattleSpec:
    return BattleSpec(**{"format": "gen1ou", "seed": (1, 2, 3, 4), "teams": (SNORLAX, SNORLAX)} | changes)


def said(command: commands.Command) -> Any:
    """What the worker would read; it must be exactly one line of printable ASCII."""
    line = commands.message(1, [command]).decode("ascii")
    assert line.endswith("\n")
    assert ALLOWED.fullmatch(line[:-1])
    sequence, operations = json.loads(line)
    assert sequence == 1
    assert len(operations) == 1
    return operations[0]


@given(almost_choice)
@example("move 1\n")
@example("move 1, move 2")
@example("move １")  # a digit, but not one of ours
def test_only_choices_of_the_grammar_pass(choice: str) -> None:
    if re.fullmatch(r"move [1-4]|switch [1-6]|default", choice):
        assert said(commands.choose(0, (choice, None))) == ["choose", 0, choice, None]
    else:
        with pytest.raises(InvalidCommand):
            commands.choose(0, (choice, None))


@pytest.mark.parametrize("choice", [f"move {n}" for n in range(1, 5)] + [f"switch {n}" for n in range(1, 7)])
def test_every_choice_of_the_grammar_passes(choice: str) -> None:
    assert said(commands.choose(3, (None, choice))) == ["choose", 3, None, choice]


@given(anything, anything)
def test_no_name_or_team_gets_a_control_character_through(name: str, team: str) -> None:
    try:
        operation = said(commands.start(0, spec(names=(name, "other"), teams=(team, SNORLAX))))
    except InvalidCommand:
        return
    verb, lane, format_id, seed, seats = operation
    assert (verb, lane, format_id, seed) == ("start", 0, "gen1ou", "1,2,3,4")
    assert [name, team] == seats[0][:2]
    assert name.isascii()
    assert name.isprintable()
    assert len(name) <= 18
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]", team)


@given(anything)
def test_only_format_ids_pass(format_id: str) -> None:
    if re.fullmatch(r"[a-z0-9]{1,40}", format_id, re.ASCII):
        assert said(commands.validate(format_id, [SNORLAX])) == ["validate", format_id, [SNORLAX]]
    else:
        with pytest.raises(InvalidCommand):
            commands.validate(format_id, [SNORLAX])


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_is_refused_everywhere(hostile: str) -> None:
    calls: list[Callable[[], commands.Command]] = [
        lambda: commands.start(0, spec(format=hostile)),
        lambda: commands.start(0, spec(names=("a", hostile))),
        lambda: commands.start(0, spec(teams=(hostile, ""))),
        lambda: commands.choose(0, (hostile, None)),
        lambda: commands.validate("gen1ou", [hostile]),
        lambda: commands.generate(hostile, [(1, 2, 3, 4)]),
    ]
    for refused in calls:
        with pytest.raises(InvalidCommand):
            refused()


@pytest.mark.parametrize(
    "seed", [(1, 2, 3), (1, 2, 3, 4, 5), (-1, 0, 0, 0), (65536, 0, 0, 0), (True, 0, 0, 0), (1.0, 0, 0, 0), "1,2,3,4"]
)
def test_only_four_16_bit_numbers_are_a_seed(seed: Any) -> None:
    with pytest.raises(InvalidCommand):
        commands.start(0, spec(seed=seed))


@pytest.mark.parametrize("lane", [-1, True, 1.0, "0", None, 2**53])
def test_only_whole_numbers_are_lanes(lane: Any) -> None:
    calls: list[Callable[[], commands.Command]] = [
        lambda: commands.drop(lane),
        lambda: commands.forfeit(lane, 0),
        lambda: commands.start(lane, spec()),
    ]
    for refused in calls:
        with pytest.raises(InvalidCommand):
            refused()


@pytest.mark.parametrize("seat", [2, -1, True, "0", None])
def test_only_0_and_1_are_seats(seat: Any) -> None:
    with pytest.raises(InvalidCommand):
        commands.forfeit(0, seat)


def test_seats_with_the_same_name_are_refused_because_the_winner_is_told_by_name() -> None:
    with pytest.raises(InvalidCommand, match="both seats"):
        commands.start(0, spec(names=("a", "a")))


def test_a_refusal_is_a_user_s_mistake_and_a_value_error() -> None:
    assert issubclass(InvalidCommand, InputError)
    assert issubclass(InvalidCommand, ValueError)


def test_generated_teams_follow_from_the_seed_and_differ_between_seats() -> None:
    one, same, other = (
        said(commands.start(0, spec(seed=seed)))[4] for seed in ((1, 2, 3, 4), (1, 2, 3, 4), (1, 2, 3, 5))
    )
    assert one == same
    assert one[0][2] != one[1][2]
    assert one[0][2] != other[0][2]


def test_javascript_in_a_team_is_text(tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    code = f"require('fs').writeFileSync('{canary}','')"
    teams = [
        f">eval {code}|Snorlax||NoAbility|bodyslam|Serious||N||||",
        f"Snorlax|||{code}|{code}|{code}||N||||{code}",
        f"`${{{code}}}`|||||||||||]>eval {code}",
        f'"}};{code};//|Snorlax|||bodyslam|||||||',
    ]
    with Simulator(install(lambda _: None)) as simulator:
        for lane, team in enumerate(teams):
            simulator.start(lane, spec(teams=(team, SNORLAX)))
        answers = simulator.exchange()
        simulator.validate("gen1ou", teams)
    assert sorted(answers) == [0, 1, 2, 3]
    assert not canary.exists()
