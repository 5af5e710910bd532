"""The recorder tells what the unmodified package does: the same every time, and the same as our simulator process."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import numpy as np
import pytest

from psrokit_showdown.actions import legal_choices
from psrokit_showdown.simulator import BattleSpec, Simulator, Update
from psrokit_showdown.simulator.install import install
from psrokit_showdown.teams import load_teams
from psrokit_showdown.verification.families import CYCLE, FAMILIES, battles
from psrokit_showdown.verification.recorder import Recorder, Recording, Script, Unplayable

MEMBER = "{0}|||NoAbility|{1}|Serious|252,252,252,252,252,252|N||||"
CHARIZARD = MEMBER.format("Charizard", "slash,fireblast,hyperbeam,swordsdance")


@pytest.fixture(scope="module")
def recorder() -> Iterator[Recorder]:
    install(lambda _: None)
    with Recorder() as running:
        yield running


def scripts(count: int, seed: int = 1) -> list[Script]:
    teams = [named.team.packed for named in load_teams("builtin", "gen1ou")]
    families = [family for family in CYCLE if family != "stalls"]
    return [battle.script for battle in islice(battles(seed, families, teams), count)]


def recorded(recorder: Recorder, wanted: list[Script]) -> list[Recording]:
    records = recorder.record(wanted)
    return [record for record in records if isinstance(record, Recording)]


def test_every_family_is_played() -> None:
    assert set(CYCLE) == set(FAMILIES)


def test_a_script_gives_the_same_record_every_time(recorder: Recorder) -> None:
    first, again = (recorded(recorder, scripts(9)) for _ in range(2))
    assert len(first) == 9
    for one, other in zip(first, again, strict=True):
        np.testing.assert_array_equal(one.trace, other.trace)


def test_recorded_choices_give_the_record_again(recorder: Recorder) -> None:
    (record,) = recorded(recorder, scripts(1))
    repeated = Script(record.script.battle, choices=record.choices)
    (again,) = recorded(recorder, [repeated])
    assert again.end == record.end
    np.testing.assert_array_equal(again.trace, record.trace)


def test_the_record_is_what_the_simulator_process_tells(recorder: Recorder) -> None:
    wanted = [one for one in scripts(13, seed=3) if one.pp is None and "@" not in one.battle.format]
    place = {name: column for column, name in enumerate(recorder.names)}
    decisions = 0
    with Simulator(install(lambda _: None)) as simulator:
        for record in recorded(recorder, wanted):
            for row, update in zip(record.trace, updates(simulator, record), strict=True):
                decisions += 1
                told = {name: int(row[column]) for name, column in place.items()}
                assert ",".join(str(told[f"prng.{part}"]) for part in range(4)) == update.prng
                assert (told["turn"], bool(told["ended"])) == (update.turn, update.ended)
                for seat, request in enumerate(update.requests):
                    allowed = 0 if request is None or update.ended else mask(legal_choices(request))
                    assert told[f"{seat}.legal"] == allowed
    assert decisions > 500


def updates(simulator: Simulator, record: Recording) -> Iterator[Update]:
    simulator.start(0, record.script.battle)
    for row in record.trace[1:]:
        update = simulator.exchange()[0]
        assert isinstance(update, Update)
        yield update
        simulator.choose(0, {seat: words(int(choice)) for seat, choice in enumerate(row[:2]) if choice})
    last = simulator.exchange()[0]
    assert isinstance(last, Update)
    yield last


def words(choice: int) -> str:
    return f"move {choice}" if choice <= 4 else f"switch {choice - 4}"


def mask(choices: tuple[str, ...]) -> int:
    numbers = [int(choice[-1]) + (4 if choice.startswith("switch") else 0) for choice in choices]
    return sum(1 << (number - 1) for number in numbers)


def test_a_tie_in_an_unknown_place_is_not_passed_over(recorder: Recorder) -> None:
    """Later generations break ties in many more places; there the recorder must give up."""
    frightening = CHARIZARD.replace("NoAbility", "Intimidate")
    battle = BattleSpec("gen5randombattle", (1, 2, 3, 4), (frightening, frightening))
    (record,) = recorder.record([Script(battle)])
    assert isinstance(record, Unplayable)
    assert "an unknown tie" in record.message


def test_a_choice_that_was_never_possible_is_refused(recorder: Recorder) -> None:
    battle = BattleSpec("gen1ou", (1, 2, 3, 4), (CHARIZARD, CHARIZARD))
    (record,) = recorder.record([Script(battle, choices=((1, 5),))])
    assert isinstance(record, Unplayable)
    assert "seat 1 may not choose 5" in record.message


def test_draws_are_listed_with_who_asked(recorder: Recorder) -> None:
    battle = BattleSpec("gen1ou", (1, 2, 3, 4), (CHARIZARD, CHARIZARD))
    (record,) = recorded(recorder, [Script(battle, choices=((1, 1),), draws=True)])
    draws = record.details[1]["draws"]
    assert all(low <= result < high for _, low, high, result in draws)
    assert any("getDamage" in who for who, *_ in draws)
