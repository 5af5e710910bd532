"""poke-env's players as policies: whole battles, nothing refused, repeatable, and every fault in words."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from psrokit.api import (
    EnvironmentFault,
    InputError,
    Match,
    Observation,
    Outcome,
    Policy,
    PolicyFault,
    PsrokitError,
    build,
    drive,
    generator,
    open_lanes,
    spec,
)
from psrokit_showdown.data.dex import slot_id
from psrokit_showdown.data.effects import move_facts
from psrokit_showdown.games.showdown import Showdown
from psrokit_showdown.poke_env_players import as_player, needed
from psrokit_showdown.poke_env_players.acting import PlayerActor
from psrokit_showdown.poke_env_players.chance import chance_from
from psrokit_showdown.simulator.install import install
from psrokit_showdown.transcript import Heard, Transcript, transcript_of

poke_env = pytest.importorskip("poke_env.player", reason="poke-env is not installed: there are no players of it")

RANDOM, MOST_POWER = "poke_env.player:RandomPlayer", "poke_env.player:MaxBasePowerPlayer"
PREVIEWED = """
Pawmot||leftovers|ironfist|revivalblessing,closecombat,voltswitch,icepunch|Jolly|,252,,,4,252|||||,,,,,electric
Zoroark||lifeorb|illusion|nastyplot,darkpulse,uturn,flamethrower|Timid|,,,252,4,252|||||,,,,,poison
Garchomp||rockyhelmet|roughskin|earthquake,stealthrock,dragontail,protect|Jolly|,252,,,4,252|||||,,,,,steel
""".strip().replace("\n", "]")
"""A gen 9 team with a preview, an illusion and a revival."""


@pytest.fixture(scope="module", autouse=True)
def _installed() -> None:
    install(lambda _: None)


def player(name: str, **options: Any) -> Policy:
    built: Policy = build("policy", {"use": "poke_env", "player": name, **options})
    return built


def simple() -> Policy:
    built: Policy = build("policy", "simple_heuristics")
    return built


def play(game: Showdown, matches: Sequence[Match], in_flight: int = 8) -> list[Outcome]:
    with open_lanes(game) as lanes:
        outcomes = dict(drive(lanes, matches, in_flight=in_flight, attempts=1))
    return [outcomes[index] for index in range(len(matches))]


def round_robin(deals: int) -> list[Match]:
    one, two, three = simple(), player(RANDOM), player(MOST_POWER)
    pairs = [(one, two), (three, one), (two, three)]
    return [Match(pair, seed, "test") for seed in range(deals) for pair in pairs]


@pytest.mark.parametrize("gen", [1, 2, 3, 4, 9])
def test_whole_battles_in_which_nothing_is_refused(gen: int) -> None:
    outcomes = play(Showdown(f"gen{gen}randombattle"), round_robin(3))
    assert [outcome.failure for outcome in outcomes] == [None] * 9
    assert sum(outcome.decisions for outcome in outcomes) > 250


def test_whole_battles_with_a_preview_an_illusion_and_a_revival(tmp_path: Path) -> None:
    teams = tmp_path / "teams.packed"
    teams.write_text(f"{PREVIEWED}\n{PREVIEWED}\n", encoding="utf-8")
    outcomes = play(Showdown("gen9ou", teams), round_robin(4))
    assert [outcome.failure for outcome in outcomes] == [None] * 12
    assert all(outcome.record["choices"].startswith("T") for outcome in outcomes)


@pytest.mark.slow
@pytest.mark.parametrize("gen", [1, 2, 3, 4, 9])
def test_many_whole_battles(gen: int) -> None:
    outcomes = play(Showdown(f"gen{gen}randombattle"), round_robin(100), 32)
    assert [outcome.failure for outcome in outcomes] == [None] * 300


def test_matches_come_out_alike_on_both_engines_and_however_many_are_played_at_once() -> None:
    native = play(Showdown(engine="native"), round_robin(2))
    assert native == play(Showdown(engine="showdown"), round_robin(2), in_flight=1)
    assert spec(Showdown())["engine"] == "native"


def test_simple_heuristics_wins_clearly_against_random_play() -> None:
    matches = [Match((simple(), player(RANDOM)), seed, "test") for seed in range(8)]
    assert sum(outcome.returns[0] for outcome in play(Showdown(), matches) if outcome.returns) >= 6


class Alike:
    """Plays as simple_heuristics and notes the turns at which our own version of it would have done something else."""

    def __init__(self) -> None:
        self.asked = 0
        self.others: list[tuple[Observation, str]] = []

    def start(self, seat: int, rng: np.random.Generator) -> Any:
        ours = build("policy", {"use": "poke_env_heuristic", "rules": "faithful"}).start(seat, generator("other"))
        theirs = simple().start(seat, rng)

        class Comparing:
            def act(_, observation: Observation) -> Any:  # noqa: N805 # `self` is the policy
                chosen, other = theirs.act(observation), ours.act(observation)
                self.asked += 1
                self.others += [(observation, other)] if chosen != other else []
                return chosen

        return Comparing()


def test_poke_env_heuristic_differs_in_gen1_by_preparing_only() -> None:
    """poke-env 0.15 compares a move's target, no text any more, with the text "self", and so never prepares."""
    both = Alike()
    play(Showdown(), [Match((both, both), seed, "test") for seed in range(10)])
    assert both.asked > 300
    assert len(both.others) < 0.1 * both.asked
    for observation, other in both.others:
        assert other.startswith("move")
        facts = move_facts(1, slot_id(observation.view.options[int(other.split()[1]) - 1].id))
        assert facts.on_self
        assert facts.boosts


OWN = """
import random
import sys
from poke_env.player import Player, RandomPlayer
from poke_env.player.battle_order import ForfeitBattleOrder, SingleBattleOrder

class Last(Player):
    def choose_move(self, battle):
        return battle.valid_orders[-1]

class Leads(RandomPlayer):
    def __init__(self, place=1, **kwargs):
        super().__init__(**kwargs)
        self.place = place
    def teampreview(self, battle):
        return f"/team {self.place}"

class Promising(Player):
    async def choose_move(self, battle):
        return battle.valid_orders[0]

class Waiting(Player):
    async def choose_move(self, battle):
        import asyncio
        await asyncio.sleep(0)
        return battle.valid_orders[0]

class Raising(Player):
    def choose_move(self, battle):
        raise ZeroDivisionError("seven is no divisor")

class Leaving(Player):
    def choose_move(self, battle):
        sys.exit(0)

class LeavingAtOnce(RandomPlayer):
    def __init__(self, **kwargs):
        sys.exit(0)

class Chatty(Player):
    def choose_move(self, battle):
        return SingleBattleOrder("good luck")

class Default(Player):
    def choose_move(self, battle):
        return self.choose_default_move()

class Forfeits(Player):
    def choose_move(self, battle):
        return ForfeitBattleOrder()

class Illegal(Player):
    def choose_move(self, battle):
        return SingleBattleOrder("/choose move splash")

class Closed(RandomPlayer):
    def __init__(self):
        super().__init__(start_listening=False)

class Renamed(RandomPlayer):
    def __init__(self, account_configuration=None, **kwargs):
        super().__init__(**kwargs)

class Connecting(RandomPlayer):
    def __init__(self, start_listening=False, **kwargs):
        super().__init__(start_listening=True, **kwargs)

class Unfinished(Player):
    pass

class NoPlayer:
    pass
"""


@pytest.fixture
def own(tmp_path: Path) -> Any:
    """Makes a policy of a class in a file of the user's."""
    file = tmp_path / "own_players.py"
    file.write_text(OWN, encoding="utf-8")
    return lambda name, **options: player(name, file=str(file), **options)


@pytest.mark.parametrize("name", ["Last", "Promising"])
def test_players_in_a_file_of_ones_own(own: Any, name: str) -> None:
    (outcome,) = play(Showdown(), [Match((own(name), player(RANDOM)), 1, "test")])
    assert outcome.returns is not None


def test_what_a_class_overrides_and_its_options_count(own: Any, tmp_path: Path) -> None:
    teams = tmp_path / "teams.packed"
    teams.write_text(f"{PREVIEWED}\n{PREVIEWED}\n", encoding="utf-8")
    leads = [own("Leads", options={"place": place}) for place in (3, 2)]
    (outcome,) = play(Showdown("gen9ou", teams), [Match(tuple(leads), 1, "test")])
    assert outcome.record["choices"].startswith("T3t2")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Waiting", "Waiting waits for something; here it must answer at once"),
        ("Raising", "Raising raised ZeroDivisionError: seven is no divisor at '|request|"),
        ("Leaving", "Leaving raised SystemExit: 0 at '|request|"),
        ("LeavingAtOnce", "LeavingAtOnce cannot be made: SystemExit: 0"),
        ("Chatty", r"Chatty gave no order; it said \['good luck'\]"),
        ("Default", "the order '/choose default' is not legal here; legal are move 1, "),
        ("Forfeits", "the order '/forfeit' is not legal here"),
        ("Illegal", "the order '/choose move splash' is not legal here"),
        ("Renamed", "the constructor of Renamed does not hand on its name"),
        ("Connecting", "Connecting connects although it was given start_listening=False"),
    ],
)
def test_a_faulty_player_is_a_fault_with_its_words(own: Any, name: str, words: str) -> None:
    with pytest.raises(PolicyFault, match=words.replace("|", r"\|")):
        play(Showdown(), [Match((own(name), player(RANDOM)), 1, "test")])


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"player": "no_such_module:Player"}, "there is no module 'no_such_module'.*file: FILE.py"),
        ({"player": "poke_env.player.no_such:Player"}, "there is no module 'poke_env.player.no_such'"),
        ({"player": "poke_env.player:RandomPlayr"}, "unknown class 'RandomPlayr'. Did you mean 'RandomPlayer'"),
        ({"player": "RandomPlayer"}, "'RandomPlayer' does not say which class is meant.*module:Class"),
        ({"player": "poke_env.battle:Battle"}, "is no subclass of poke_env.player.Player"),
        ({"player": "poke_env.player:Player"}, "does not say how it plays: it has no choose_move"),
        ({"player": RANDOM, "options": {"battle_format": "gen1ou"}}, "battle_format of a player cannot be chosen"),
    ],
)
def test_what_cannot_be_a_player_is_refused_before_anything_is_played(options: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError, match=f"(?s){words}"):
        build("policy", {"use": "poke_env", **options})


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Closed", "does not take account_configuration, battle_format, start_listening.*\\*\\*kwargs"),
        ("Unfinished", "has no choose_move"),
        ("NoPlayer", "is no subclass"),
        ("Missing", "unknown class 'Missing'"),
    ],
)
def test_classes_of_a_file_are_looked_at_too(own: Any, name: str, words: str) -> None:
    with pytest.raises(InputError, match=f"(?s){words}"):
        own(name)


def test_a_package_that_a_module_needs_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "needy_players.py").write_text("import no_such_package\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(EnvironmentFault, match="needs no_such_package"):
        player("needy_players:Player")


def test_without_poke_env_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(needed, "find_spec", lambda _: None)
    for make in (simple, lambda: player(RANDOM), lambda: as_player(build("policy", "max_power"))):
        with pytest.raises(PsrokitError, match=r"(?s)poke-env.*psrokit\[poke-env\]") as caught:
            make()
        assert isinstance(caught.value, EnvironmentFault)


def test_an_observation_without_a_battle_is_refused() -> None:
    with pytest.raises(InputError, match="reads a battle's protocol"):
        simple().start(0, generator("test")).act(Observation(None, ("move 1",)))


def test_global_generators_are_lent_and_given_back() -> None:
    random.seed(1)
    before = random.getstate()
    with chance_from(np.random.default_rng(3)):
        drawn = random.random(), np.random.random()  # noqa: NPY002, S311 # what players draw from
    assert random.getstate() == before
    with chance_from(np.random.default_rng(3)):
        assert (random.random(), np.random.random()) == drawn  # noqa: NPY002, S311
    with pytest.raises(ZeroDivisionError), chance_from(np.random.default_rng(4)):
        raise ZeroDivisionError(random.random())  # noqa: S311
    assert random.getstate() == before


def test_a_room_joined_anew_begins_anew() -> None:
    """Told everything once more, a player knows what it knew; hearing it twice would cost every move twice its PP."""
    actor = PlayerActor(poke_env.SimpleHeuristicsPlayer, {}, generator("test"))
    asked: list[Heard] = []
    with open_lanes(Showdown(engine="showdown")) as lanes:
        (battle,) = lanes.deal([11])
        while len(asked) < 12:
            if 0 in battle.pending():
                asked.append(battle.pending()[0])
                chosen = actor.act(asked[-1])
            assert lanes.advance([(battle, {seat: seen.legal[0] for seat, seen in battle.pending().items()})]) == [None]
    lines, request = transcript_of(asked[-1])
    retold = Transcript([*lines, "|init|battle", *lines], request)
    anew = PlayerActor(poke_env.SimpleHeuristicsPlayer, {}, generator("test"))
    anew.act(asked[3])
    assert anew.act(replace(asked[-1], tell=lambda: retold)) == chosen
    assert pp_left(anew) == pp_left(actor)
    assert sum(len(lines) for lines in pp_left(anew).values()) > 3


def pp_left(actor: PlayerActor) -> dict[str, dict[str, int]]:
    """What an actor's player believes to be left of the PP of every move it knows."""
    assert actor._wire is not None
    (battle,) = actor._wire._player.battles.values()
    both = {**battle.team, **battle.opponent_team}
    return {name: {move.id: move.current_pp for move in mon.moves.values()} for name, mon in both.items()}
