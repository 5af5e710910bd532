"""Players of one's own for poke-env, sound and faulty: every fault is told in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from poke_env_matches import PREVIEWED, RANDOM, play, player, simple

from psrokit.api import (
    EnvironmentFault,
    InputError,
    Match,
    PolicyFault,
    PsrokitError,
    build,
)
from psrokit_showdown.games.showdown import Showdown
from psrokit_showdown.poke_env_players import as_player, needed

poke_env = pytest.importorskip("poke_env.player", reason="poke-env is not installed: there are no players of it")

pytestmark = pytest.mark.usefixtures("installation")


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
