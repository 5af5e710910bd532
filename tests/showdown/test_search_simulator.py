"""The searching player over copies of battles of the real simulator: what it rebuilds, finds, and never sees."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from battles import play

from psrokit.api import InputError, Member, MetaStrategy, Observation, Policy, Population, Task, build
from psrokit.testing import check_policy
from psrokit_showdown.actions import legal_choices
from psrokit_showdown.baselines.gym_leader import GymLeader
from psrokit_showdown.baselines.search import Search
from psrokit_showdown.knowledge import BattleView
from psrokit_showdown.lanes import BattleLanes
from psrokit_showdown.searching.forks import ForkGuesses, imagined, thinker
from psrokit_showdown.searching.guess import guesser
from psrokit_showdown.searching.known import can_tell, foe_team, known_battle, own_team
from psrokit_showdown.searching.positions import CHOICES
from psrokit_showdown.simulator import BattleSpec, InvalidCommand, Simulator, commands
from psrokit_showdown.teams import load_teams

DUEL = "gen4customgame"
SEED = (1, 2, 3, 4)
ARCANINE = "Arcanine|||Intimidate|DoubleEdge,ExtremeSpeed|Hardy|,252,,,,|||||"
STARMIE = "Starmie||LifeOrb|NaturalCure|Surf,Thunderbolt|Timid|,,,252,,252|||||"
RESERVES = ("Snorlax|||Immunity|BodySlam|Hardy||||||", "Heatran|||FlashFire|LavaPlume|Hardy||||||")


def observations(
    simulator: Simulator, format_id: str, teams: str, battles: int, seed: int
) -> Iterator[tuple[int, Observation]]:
    """What both seats see in battles of random choices, wherever there is one."""
    lanes = BattleLanes(simulator, format_id, load_teams(teams, format_id))
    rng, episodes = np.random.default_rng(seed), list(lanes.deal(range(battles)))
    for _ in range(80):
        moves = []
        for episode in episodes:
            made = {}
            for seat, observation in episode.pending().items():  # type: ignore[union-attr] # a failure fails the test
                if len(observation.legal) > 1:
                    yield seat, observation
                made[seat] = observation.legal[int(rng.integers(len(observation.legal)))]
            if made:
                moves.append((episode, made))
        lanes.advance(moves)  # type: ignore[arg-type]
    for episode, _ in moves:
        lanes.abandon(episode)  # type: ignore[arg-type]


def guesses_at(view: BattleView, teams: str, count: int = 1) -> ForkGuesses | None:
    rng = np.random.default_rng(view.turn)
    return imagined(view, guesser(teams, view.format).guesses(view, count, rng), rng)


@pytest.mark.parametrize("gen", [2, 3, 4, 9])
def test_rebuilt_battles_offer_what_the_request_offers(fresh_simulator: Simulator, gen: int) -> None:
    """A guess may know of a trap that the request does not tell; nothing else may differ."""
    found, format_id = Counter[str](), f"gen{gen}randombattle"
    for _, observation in observations(fresh_simulator, format_id, "builtin", 2, gen):
        view: BattleView = observation.view
        if not can_tell(view):
            found["not searched"] += 1
            continue
        guesses = guesses_at(view, "builtin")
        if guesses is None:
            found["not searched"] += 1
            continue
        allowed = sum(1 << CHOICES.index(choice) for choice in observation.legal)
        found["equal" if guesses.common() == allowed else "different"] += 1
    assert found["equal"] > 60, found
    assert found["not searched"] + found["different"] < 0.08 * found.total(), found


def standing(view: BattleView) -> list[list[tuple[float, str]]]:
    """Health and status of both teams, as the simulator has them after rebuilding a battle under one guess."""
    (guess,) = guesser("builtin", view.format).guesses(view, 1, np.random.default_rng(1))
    seeded = [(SEED, foe_team(view, guess).packed)]
    command = commands.imagine(view.format, known_battle(view), own_team(view).packed, seeded)
    verdict, (_, (report,)) = thinker().ask(command, "test")
    assert verdict == "imagined"
    return [[(health, status) for health, status in team] for team in report[2]]


def test_rebuilt_battles_are_in_the_condition_that_was_seen(fresh_simulator: Simulator) -> None:
    """Health and status of all that were seen, and nobody else is hurt."""
    compared = 0
    for _, observation in observations(fresh_simulator, "gen3randombattle", "builtin", 2, 5):
        view: BattleView = observation.view
        if not can_tell(view) or guesses_at(view, "builtin") is None:
            continue
        own, foes = standing(view)
        for one, (health, status) in zip(view.team, own, strict=True):
            assert health == pytest.approx(one.hp_fraction)
            assert status == (one.status if one.hp else "fnt")
        for foe, (health, status) in zip(sorted(view.foes, key=lambda foe: not foe.active), foes, strict=False):
            assert health == pytest.approx(foe.hp_fraction, abs=0.01)
            assert status == ("fnt" if foe.fainted else foe.status)
        assert all(each == (1, "") for each in foes[len(view.foes) :])
        compared += 1
    assert compared > 100


def seen_at_first(simulator: Simulator, own: str, foe: str) -> Observation:
    """The first decision about moves of seat 0."""
    battle = BattleSpec(DUEL, SEED, (own, foe))
    for moment in list(play(simulator, battle, lambda _, request: legal_choices(request)[0], 2)):
        if 0 in moment.views and moment.views[0].decision == "move":
            return Observation(moment.views[0], legal_choices(moment.request(0)))
    raise AssertionError("no move was asked for")


def chosen(observation: Observation, teams: str, seed: int, simulations: int = 120) -> str:
    policy = Search(simulations=simulations, guesses=4, teams=teams)
    return str(policy.start(0, np.random.default_rng(seed)).act(observation))


def test_copies_of_equal_luck_go_alike_until_they_end(simulator: Simulator) -> None:
    """Each guess is copied twice with the same luck; the plain players play on; a loss is -1, a win 1."""
    view: BattleView = seen_at_first(simulator, f"{ARCANINE}]{RESERVES[0]}", f"{STARMIE}]{RESERVES[1]}").view
    guesses = guesses_at(view, f"{STARMIE}]{RESERVES[1]}\n", 2)
    assert guesses is not None
    rng = np.random.default_rng(4)
    copies, everywhere = guesses.copies(np.array([0, 1, 0, 1]), 2, rng), np.arange(8)
    assert (abs(copies.estimates()) < 0.5).all()
    for _ in range(60):
        going = everywhere[copies.running(everywhere)]
        if not len(going):
            break
        made = copies.usual(going, np.zeros_like(going), rng)
        assert ((copies.masks(going) >> np.maximum(made - 1, 0) & 1)[made > 0] == 1).all()
        copies.advance(going, made)
        assert copies.estimates()[:4].tolist() == copies.estimates()[4:].tolist()
    assert set(np.abs(copies.estimates()).tolist()) <= {0.0, 1.0}


def test_it_strikes_first_where_that_wins(simulator: Simulator) -> None:
    """Both have hardly any HP left and the foe is faster: Extreme Speed wins, stronger Double-Edge comes too late."""
    teams = f"{STARMIE}\n{ARCANINE}\n"
    legal = seen_at_first(simulator, ARCANINE, STARMIE)
    view: BattleView = legal.view
    team = (view.team[0]._replace(hp=1),)
    foes = (view.foes[0]._replace(hp_percent=3.0),)
    observation = Observation(view._replace(team=team, foes=foes), legal.legal)
    assert [chosen(observation, teams, seed) for seed in range(3)] == ["move 2"] * 3


def test_the_same_generator_gives_the_same_choice(simulator: Simulator) -> None:
    observation = seen_at_first(simulator, f"{ARCANINE}]{RESERVES[0]}", f"{STARMIE}]{RESERVES[1]}")
    teams = f"{STARMIE}]{RESERVES[1]}\n{ARCANINE}\n"
    assert chosen(observation, teams, 3, 40) == chosen(observation, teams, 3, 40)


def test_nothing_hidden_is_looked_at(simulator: Simulator) -> None:
    """Battles that look the same and differ in what the other side hides: moves, item, nature, reserves."""
    other = STARMIE.replace("LifeOrb", "ChoiceSpecs").replace("Surf", "IceBeam").replace("Timid", "Bold")
    hidden = [f"{STARMIE}]{RESERVES[0]}", f"{other}]{RESERVES[1]}"]
    first, second = (seen_at_first(simulator, ARCANINE, foe) for foe in hidden)
    assert first.view == second.view
    for seed in range(2):
        assert chosen(first, "\n".join(hidden), seed, 40) == chosen(second, "\n".join(hidden), seed, 40)


def test_what_cannot_be_rebuilt_is_left_to_gym_leader(simulator: Simulator) -> None:
    observation = seen_at_first(simulator, ARCANINE, STARMIE)
    view: BattleView = observation.view
    assert guesses_at(view, f"{STARMIE}\n") is not None
    assert view.foe is not None
    changed = view._replace(foe=view.foe._replace(effects=(("transform", 0),)))
    assert guesses_at(changed, f"{STARMIE}\n") is None
    same = Observation(changed, observation.legal)
    assert chosen(same, f"{STARMIE}\n", 1) == GymLeader().start(0, np.random.default_rng(1)).act(same)


def test_a_dead_process_is_replaced(simulator: Simulator) -> None:
    observation = seen_at_first(simulator, ARCANINE, STARMIE)
    before = chosen(observation, f"{STARMIE}\n", 1, 20)
    child = thinker()._worker.child
    assert child
    os.kill(child.pid, signal.SIGKILL)
    with pytest.warns(RuntimeWarning, match="search thinks again in a new process"):
        assert chosen(observation, f"{STARMIE}\n", 1, 20) == before


def test_it_keeps_the_rules_of_policies(tmp_path: Path) -> None:
    teams = tmp_path / f"two.{DUEL}_team"
    teams.write_text(f"{ARCANINE}]{RESERVES[0]}\n{STARMIE}]{RESERVES[1]}\n", encoding="utf-8")
    game = build("game", {"use": "showdown", "format": DUEL, "teams": str(teams)})
    check_policy(Search(simulations=6, guesses=2, teams=str(teams)), game)


def test_teams_that_nobody_knows_are_asked_for(simulator: Simulator) -> None:
    observation = seen_at_first(simulator, ARCANINE, STARMIE)
    with pytest.raises(InputError, match="format with built-in teams"):
        chosen(observation, "builtin", 1)


@pytest.mark.parametrize(
    "known", [{"weather": "x\n>eval 1"}, {"x\u2028": 1}, {"sides": [["\x00"]]}, {"turn": b"1"}, {"turn": {1, 2}}]
)
def test_only_names_and_numbers_reach_the_simulator(known: object) -> None:
    with pytest.raises(InvalidCommand):
        commands.imagine("gen4ou", known, STARMIE, [(SEED, STARMIE)])


@pytest.mark.slow
def test_it_beats_gym_leader_in_generation_4() -> None:
    """Five mirrored pairs; an equal player would win 7 of 10 or more once in 6 times."""
    assert mean_return(Search(simulations=80, guesses=8), GymLeader(), "gen4randombattle", 5) >= 0.4


def mean_return(policy: Policy, other: Policy, format_id: str, pairs: int) -> float:
    game: Any = build("game", {"use": "showdown", "format": format_id})
    roles = set(game.seats)
    population = Population({role: (Member("other", other),) for role in roles})
    strategy = MetaStrategy({role: np.ones(1) for role in roles})
    with build("executor", {"use": "serial"}).open(game) as venue:
        task = Task(game, 0, 1, population, strategy, 5, venue)
        return float(task.scores([policy], task.pairings(pairs, "test")).mean())
