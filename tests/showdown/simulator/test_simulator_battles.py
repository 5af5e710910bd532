"""The worker, its compact messages and its accelerators change nothing: every battle is the package's own."""

from __future__ import annotations

import os
from pathlib import Path
from typing import get_args

import pytest
from duel import DUEL
from playing import Played, mixed_specs, play
from raw import digest, raw_steps, step

from psrokit_showdown.simulator import BattleSpec, Simulator, Update
from psrokit_showdown.simulator.process import Variant
from psrokit_showdown.simulator.replay import replay


def assert_same_as_package_alone(battles: list[Played]) -> None:
    assert [battle.failure for battle in battles] == [None] * len(battles)
    for battle, truth in zip(battles, raw_steps(battles, "digests"), strict=True):
        ours = [digest(update) for update in battle.updates]
        assert ours == truth, f"{battle.spec} differs at step {first_difference(ours, truth)}"


def first_difference(ours: list[str], truth: list[str]) -> int:
    return next((i for i, pair in enumerate(zip(ours, truth, strict=False)) if len(set(pair)) > 1), len(ours))


def test_accelerated_battles_are_those_of_the_package_alone(simulator: Simulator) -> None:
    battles = play(simulator, mixed_specs(60, seed=1))
    assert_same_as_package_alone(battles)
    assert sum(len(battle.updates) for battle in battles) > 60 * 30


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 12))
def test_many_accelerated_battles_are_those_of_the_package_alone(simulator: Simulator, seed: int) -> None:
    assert_same_as_package_alone(play(simulator, mixed_specs(200, seed)))


@pytest.mark.slow
def test_accelerated_battles_cost_at_least_a_third_less() -> None:
    """Processor time of the child, once it is warm; battles of the same seeds in both."""
    seconds = {}
    for variant in get_args(Variant):
        with Simulator(variant=variant) as simulator:
            play(simulator, mixed_specs(90, seed=60))
            begun = processor_seconds(simulator)
            play(simulator, mixed_specs(90, seed=61))
            seconds[variant] = processor_seconds(simulator) - begun
    assert seconds["plain"] / seconds["accelerated"] > 1.5, seconds


def processor_seconds(simulator: Simulator) -> float:
    assert simulator._worker.child
    user, system = Path(f"/proc/{simulator._worker.child.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def test_plain_battles_are_those_of_the_package_alone() -> None:
    with Simulator(variant="plain") as plain:
        assert_same_as_package_alone(play(plain, mixed_specs(6, seed=20)))


def test_battles_of_other_generations_are_those_of_the_package_alone(simulator: Simulator) -> None:
    formats = ["gen2randombattle", "gen3randombattle", "gen4randombattle", "gen7randombattle", "gen9randombattle"]
    assert_same_as_package_alone([one_by_one(simulator, BattleSpec(name, (1, 0, 0, 7), ("", ""))) for name in formats])


def test_effects_that_generation_1_does_not_know_are_those_of_the_package_alone(simulator: Simulator) -> None:
    """Abilities, items and what lies on a side or on the field end the shortcut, before or during the battle."""
    assert_same_as_package_alone(play(simulator, anachronistic_specs("hyperbeam")))


def test_a_battle_that_crashes_in_the_middle_is_a_failure_that_its_choices_reproduce(simulator: Simulator) -> None:
    crashed, other = play(simulator, [crashing_spec(), DUEL])
    assert other.last.ended
    assert crashed.failure
    assert crashed.failure.kind == "battle_error"
    assert "TypeError" in crashed.failure.message
    assert len(crashed.failure.choices) > 10
    *updates, failure = replay(simulator, crashed.spec, crashed.failure.choices)
    assert updates == crashed.updates
    assert failure == crashed.failure


def crashing_spec() -> BattleSpec:
    """Toxic beside later generations' moves is a mistake of this version of the simulator."""
    moves = ["skillswap,reflect,leechseed", "trick,uturn,wrap", "wish,protect,raindance"]
    moves += ["reflect,leechseed,stealthrock", "uturn,wrap,spikes", "protect,raindance,trickroom"]
    team = "]".join(f"Mew|||NoAbility|{three},toxic|Serious|,,,,,|N||||" for three in moves)
    return BattleSpec("gen1customgame", (4, 5, 5, 5), (team, team))


def anachronistic_specs(move: str) -> list[BattleSpec]:
    """Mirror matches of Mew with later generations' moves, some of them with a later generation's item or ability."""
    moves = ["safeguard", "electricterrain", "skillswap", "trick", "thunderwave", "spore"]
    moves += ["willowisp", "reflect", "mistyterrain", "stealthrock", "raindance", "uturn"]
    bodies = [("", "NoAbility"), ("", "NoAbility"), ("lumberry", "NoAbility"), ("", "limber")]
    specs = []
    for number, (item, ability) in enumerate(bodies * 2):
        learnt = [",".join(moves[(number + slot + place) % 12] for slot in (0, 4, 5)) for place in range(6)]
        team = "]".join(f"Mew||{item}|{ability}|{three},{move}|Serious|,,,,,|N||||" for three in learnt)
        specs.append(BattleSpec("gen1ou", (number, 5, 5, 5), (team, team)))
    return specs


def one_by_one(simulator: Simulator, spec: BattleSpec) -> Played:
    """Always the default choice: random ones would need more kinds of choices than two-player generation 1 has."""
    battle = Played(spec)
    simulator.start(0, spec)
    while True:
        update = simulator.exchange()[0]
        assert isinstance(update, Update)
        battle.updates.append(update)
        if update.ended:
            return battle
        simulator.choose(0, {seat: "default" for seat, request in enumerate(update.requests) if request is not None})


def test_requests_are_whole_and_in_the_package_s_own_form(simulator: Simulator) -> None:
    battle = play(simulator, mixed_specs(1, seed=30))[0]
    assert [step(update) for update in battle.updates] == raw_steps([battle], "steps")[0]


def test_a_battle_replays_from_its_seed_teams_and_choices(simulator: Simulator) -> None:
    for battle in play(simulator, mixed_specs(6, seed=40)):
        again = list(replay(simulator, battle.spec, battle.last.choices))
        assert again == battle.updates


def test_a_replay_ends_where_its_choices_end(simulator: Simulator) -> None:
    battle = play(simulator, mixed_specs(1, seed=41))[0]
    beginning = list(replay(simulator, battle.spec, battle.last.choices[:10]))
    assert beginning == battle.updates[: len(beginning)]
    assert not beginning[-1].ended  # type: ignore[union-attr]


def test_no_line_of_wall_clock_time_is_passed_on(simulator: Simulator) -> None:
    battle = play(simulator, mixed_specs(1, seed=42))[0]
    assert "|turn|1" in battle.log
    assert not [line for line in battle.log if line.startswith("|t:|")]


def test_a_battle_tells_its_winner_and_its_choices(simulator: Simulator) -> None:
    for battle in play(simulator, mixed_specs(12, seed=43)):
        winner = next(line for line in battle.log if line == "|tie" or line.startswith("|win|"))
        expected = None if winner == "|tie" else battle.spec.names.index(winner.removeprefix("|win|"))
        assert battle.last.winner == expected
        asked = sum(request is not None for update in battle.updates for request in update.requests)
        assert len(battle.last.choices) == asked
        assert all(update.choices == () for update in battle.updates[:-1])


def test_two_ghosts_that_cannot_touch_each_other_tie_at_turn_1000(simulator: Simulator) -> None:
    gengar = "Gengar|||NoAbility|recover,rest,softboiled,splash|Serious|,,,,,|N||||"
    battle = play(simulator, [BattleSpec("gen1customgame", (1, 1, 1, 1), (gengar, gengar))])[0]
    assert battle.last.ended
    assert battle.last.winner is None
    assert battle.last.turn <= 1001
