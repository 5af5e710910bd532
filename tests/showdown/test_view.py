"""What a seat knows: real streams, real battles against the other seat's truth, and nothing hidden."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
from battles import Moment, any_team, member, play, random_choices, seeded, spec

from psrokit_showdown.actions import legal_choices
from psrokit_showdown.knowledge import BattleView, Boosts, OwnPokemon, SeenMove
from psrokit_showdown.protocol import ProtocolError
from psrokit_showdown.simulator import BattleSpec, Request, Simulator
from psrokit_showdown.simulator.install import install
from psrokit_showdown.teams import load_teams
from psrokit_showdown.view import Fold

DATA = Path(__file__).parents[3] / "shared" / "data"
STREAMS = sorted((DATA / "firstperson").glob("*.txt"))
REPLAYS = sorted((DATA / "replays").glob("*/*.json"))
LEADS = ["|gen|1", "|teamsize|p1|6", "|teamsize|p2|6", "|switch|p1a: Muk|Muk|413/413", "|switch|p2a: Mew|Mew|100/100"]
MUK = {
    "ident": "p1: Muk",
    "details": "Muk",
    "condition": "413/413",
    "active": True,
    "stats": {"atk": 308, "def": 248, "spa": 228, "spd": 228, "spe": 198},
    "moves": ["sludge", "mimic", "bodyslam", "explosion"],
    "item": "",
}


def request(*moves: tuple[str, int, int], **more: Any) -> Request:
    options = [{"id": name, "pp": pp, "maxpp": limit, "disabled": False} for name, pp, limit in moves]
    return {"active": [{"moves": options}], "side": {"name": "a", "id": "p1", "pokemon": [MUK]}, **more}


FRESH = request(("sludge", 32, 32), ("mimic", 16, 16), ("bodyslam", 24, 24), ("explosion", 8, 8))


def view_after(*lines: str) -> BattleView:
    fold = Fold(0)
    fold.feed(LEADS)
    fold.view(FRESH)
    fold.feed(lines)
    return fold.view(FRESH)


# --- recorded streams ---


def test_the_recorded_streams_are_there() -> None:
    if not DATA.is_dir():
        pytest.skip(f"no recorded data: {DATA} is absent")
    assert len(STREAMS) >= 14
    assert len(REPLAYS) >= 40


@pytest.mark.parametrize("path", STREAMS, ids=lambda path: path.stem)
def test_a_recorded_stream_agrees_with_its_requests(path: Path) -> None:
    """The server sent a request either before the lines that led to it or after them: one of both must agree.

    The recordings stop anywhere, so that the last request's lines may be missing.
    """
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith(">")]
    requests = [json.loads(line[9:]) for line in lines if line.startswith("|request|{")]
    fold = Fold(int(requests[0]["side"]["id"][1]) - 1)
    waiting: list[tuple[Request, bool]] = []
    for line in lines:
        if not line.startswith("|request|{"):
            fold.feed([line])
            continue
        settle(fold, waiting)
        latest = json.loads(line[9:])
        waiting = [(latest, agrees(fold, latest))]
    assert fold.unknown == {}


def settle(fold: Fold, waiting: list[tuple[Request, bool]]) -> None:
    for earlier, agreed_then in waiting:
        assert agreed_then or agrees(fold, earlier), earlier["side"]["pokemon"]


def agrees(fold: Fold, asked: Request) -> bool:
    """Whether what lines alone told about the own Pokemon is what the request says of them."""
    side = fold._field.sides[fold.seat]
    view = fold.view(asked)
    told = {pokemon.details.species: pokemon for pokemon in side.pokemon.values()}
    return all(
        (told[own.species].hp, told[own.species].status) == (own.hp, own.status)
        for own in view.team
        if own.species in told
    )


@pytest.mark.parametrize("path", REPLAYS, ids=lambda path: path.stem)
def test_a_recorded_replay_folds_to_its_end(path: Path) -> None:
    fold = Fold(0)
    fold.feed(json.loads(path.read_text(encoding="utf-8"))["log"].split("\n"))
    assert fold.unknown == {}


# --- real battles ---


def check(moment: Moment, seat: int) -> None:
    """One seat's view of the other side against that side's own request."""
    view, truth = moment.views[seat], moment.views.get(1 - seat)
    if truth is None:
        return
    own = {pokemon.species: pokemon for pokemon in truth.team}
    for foe in view.foes:
        real = own[foe.species]
        assert foe.hp_percent == percent(real)
        assert (foe.status, foe.active, foe.level) == (real.status, real.active, real.level)
        assert (foe.sleep_turns, foe.rested) == (real.sleep_turns, real.rested)
        used = {
            move.id: move.max_pp - move.pp for move in real.moves if move.pp is not None and move.max_pp is not None
        }
        assert {move.id: move.pp_used for move in foe.moves}.items() <= used.items()
    assert view.foe == truth.own
    assert view.foes_unseen == 6 - len(view.foes)


def percent(pokemon: OwnPokemon) -> int:
    if pokemon.hp in (0, pokemon.max_hp):
        return 100 if pokemon.hp else 0
    return min(99, math.ceil(100 * pokemon.hp / pokemon.max_hp))


@pytest.mark.parametrize("number", range(12))
def test_both_seats_agree_in_battles_with_any_moves(simulator: Simulator, number: int) -> None:
    """Every species and move, legal or not: two-turn moves, Mimic, Transform, Metronome, trapping."""
    rng = seeded(number)
    decisions = 0
    for moment in play(simulator, spec(number, (any_team(rng), any_team(rng))), random_choices(rng)):
        for seat in moment.views:
            decisions += 1
            check(moment, seat)
            if seat == 0:
                pp_is_the_requests(moment.views[0], moment.request(0))
    assert decisions > 20
    assert moment.folds[0].unknown == moment.folds[1].unknown == {}


def pp_is_the_requests(view: BattleView, asked: Request) -> None:
    active = view.active
    if "active" not in asked or active is None or view.own is None or "transform" in view.own.volatiles:
        return
    for move, entry in zip(active.moves, asked["active"][0]["moves"], strict=False):
        if entry["id"] == move.id and "pp" in entry:
            assert (move.pp, move.max_pp) == (entry["pp"], entry["maxpp"])


@pytest.mark.parametrize("number", range(4))
def test_both_seats_agree_in_battles_with_real_teams(simulator: Simulator, number: int) -> None:
    rng = seeded(number)
    first, second = rng.sample(load_teams("builtin", "gen1ou"), 2)
    teams = (first.team.packed, second.team.packed)
    for moment in play(simulator, spec(number, teams), random_choices(rng)):
        for seat in moment.views:
            check(moment, seat)


@pytest.mark.parametrize("number", range(6))
def test_what_is_not_shown_changes_nothing(simulator: Simulator, number: int) -> None:
    """Two foes whose leads have shown the same, and differ in a fourth move and in all five reserves."""
    moves = ["bodyslam", "recover", "thunderwave"]
    shared = seeded(100 + number)
    mine = any_team(shared, 100)
    lead = shared.choice(["starmie", "alakazam", "zapdos", "chansey"])
    seen = [
        until_the_lead_falls(simulator, number, mine, reserves(lead, [*moves, secret], 7 + number + other))
        for other, secret in enumerate(("explosion", "surf"))
    ]
    assert seen[0] == seen[1]
    assert len(seen[0]) >= 2


def reserves(lead: str, moves: list[str], number: int) -> str:
    rng = seeded(number)
    rest = any_team(rng, 100).split("]")
    return "]".join([member(lead, moves), *rest[:5]])


def until_the_lead_falls(simulator: Simulator, number: int, mine: str, theirs: str) -> list[BattleView]:
    """Seat 0's views while seat 1 uses only its first three moves and has not been made to switch."""
    rng = seeded(number)
    chooser = random_choices(rng)

    def choose(seat: int, asked: Request) -> str:
        choice = chooser(0, asked)
        return choice if seat == 0 else f"move {rng.randint(1, min(3, len(asked['active'][0]['moves'])))}"

    views = []
    for moment in play(simulator, spec(number, (mine, theirs)), choose, limit=40):
        if 0 in moment.views:
            views.append(moment.views[0])
        asked = moment.update.requests[1]
        if moment.update.ended or (asked is not None and "forceSwitch" in asked):
            break
    else:
        return views
    simulator.drop(0)
    simulator.exchange()
    return views


def test_views_share_what_has_not_changed(simulator: Simulator) -> None:
    rng = seeded(5)
    before: BattleView | None = None
    shared = 0
    for moment in play(simulator, spec(5, (any_team(rng), any_team(rng))), random_choices(rng), limit=40):
        if 0 not in moment.views:
            continue
        view = moment.views[0]
        assert moment.folds[0].view(moment.request(0)) == view
        if before is not None:
            shared += sum(any(pokemon is other for other in before.team) for pokemon in view.team)
        before = view
    assert shared > 60


@pytest.mark.parametrize("gen", [2, 3, 4, 9])
def test_other_generations_fold_and_keep_own_health(gen: int) -> None:
    rng = seeded(gen)
    choose = random_choices(rng, 0.2)

    def careful(seat: int, asked: Request) -> str:
        """Where trapping is hidden a switch may be refused, so none is tried."""
        trapped = "active" in asked and asked["active"][0].get("maybeTrapped")
        moves = [choice for choice in legal_choices(asked) if choice.startswith("move")]
        return rng.choice(moves) if trapped else choose(seat, asked)

    battle = BattleSpec(f"gen{gen}randombattle", (gen, 1, 1, 1), ("", ""))
    with Simulator(install(lambda _: None), variant="plain") as plain:
        for moment in play(plain, battle, careful):
            assert all(agrees(moment.folds[seat], moment.request(seat)) for seat in moment.views)
            assert all(view.gen == gen for view in moment.views.values())
    assert moment.folds[0].unknown == {}
    assert moment.folds[0].over


# --- single lines ---


def test_the_start() -> None:
    view = view_after("|turn|1")
    assert (view.gen, view.seat, view.turn, view.decision) == (1, 0, 1, "move")
    assert view.active == view.team[0]
    assert view.foe_active == view.foes[0]
    assert (view.foes[0].species, view.foes[0].hp_percent, view.foes[0].moves) == ("mew", 100.0, ())
    assert view.foes_unseen == 5
    assert view.own is not None
    assert view.own.boosts == Boosts()
    assert [option.id for option in view.options] == ["sludge", "mimic", "bodyslam", "explosion"]


def volatiles_of(view: BattleView) -> set[str]:
    assert view.foe is not None
    return set(view.foe.volatiles)


def test_effects_begin_and_end() -> None:
    begun = [f"|-start|p2a: Mew|{effect}" for effect in ("confusion", "Substitute", "Reflect", "move: Leech Seed")]
    assert volatiles_of(view_after(*begun)) == {"confusion", "substitute", "reflect", "leechseed"}
    ended = [*begun, "|-end|p2a: Mew|confusion", "|-end|p2a: Mew|move: Leech Seed|[silent]"]
    assert volatiles_of(view_after(*ended)) == {"substitute", "reflect"}
    assert volatiles_of(view_after(*begun, "|switch|p2a: Jynx|Jynx|100/100")) == set()


def test_confusion_and_sleep_are_counted() -> None:
    view = view_after("|-start|p2a: Mew|confusion", "|-activate|p2a: Mew|confusion", "|-activate|p2a: Mew|confusion")
    assert view.foe is not None
    assert view.foe.confusion_turns == 2
    asleep = ["|-status|p2a: Mew|slp|[from] move: Sing", "|cant|p2a: Mew|slp", "|cant|p2a: Mew|slp"]
    assert (view_after(*asleep).foes[0].sleep_turns, view_after(*asleep).foes[0].rested) == (2, False)
    rested = [
        *asleep,
        "|-curestatus|p2a: Mew|slp|[msg]",
        "|-status|p2a: Mew|slp|[from] move: Rest",
        "|cant|p2a: Mew|slp",
    ]
    assert (view_after(*rested).foes[0].sleep_turns, view_after(*rested).foes[0].rested) == (1, True)


def test_disable_mimic_transform_and_a_change_of_type() -> None:
    view = view_after(
        "|-start|p2a: Mew|Disable|Body Slam",
        "|move|p2a: Mew|Mimic|p1a: Muk",
        "|-start|p2a: Mew|Mimic|Sludge",
        "|move|p2a: Mew|Sludge|p1a: Muk",
        "|-start|p2a: Mew|typechange|Poison/Ground|[from] move: Conversion",
    )
    assert view.foe is not None
    assert (view.foe.disabled_move, view.foe.mimicked_move, view.foe.types) == (
        "bodyslam",
        "sludge",
        ("Poison", "Ground"),
    )
    assert view.foes[0].moves == (SeenMove("mimic", 2),)
    changed = view_after("|-boost|p1a: Muk|atk|2", "|-transform|p2a: Mew|p1a: Muk", "|move|p2a: Mew|Sludge|p1a: Muk")
    assert changed.foe is not None
    assert (changed.foe.species, changed.foe.boosts.attack, changed.foes[0].moves) == ("muk", 2, ())
    assert changed.foes[0].species == "mew"


def test_two_turn_moves_cost_their_pp_with_the_second_turn() -> None:
    first = ["|move|p2a: Mew|Sky Attack||[still]", "|-prepare|p2a: Mew|Sky Attack"]
    view = view_after(*first)
    assert view.foe is not None
    assert (view.foe.preparing, view.foes[0].moves) == ("skyattack", (SeenMove("skyattack", 0),))
    done = view_after(*first, "|move|p2a: Mew|Sky Attack|p1a: Muk|[from] Sky Attack")
    assert done.foe is not None
    assert (done.foe.preparing, done.foes[0].moves) == (None, (SeenMove("skyattack", 1),))
    broken = view_after(*first, "|cant|p2a: Mew|par")
    assert broken.foe is not None
    assert (broken.foe.preparing, broken.foes[0].moves) == (None, (SeenMove("skyattack", 0),))


def test_a_called_move_is_not_the_callers() -> None:
    view = view_after("|move|p2a: Mew|Metronome|p2a: Mew", "|move|p2a: Mew|Surf|p1a: Muk|[from] Metronome")
    assert view.foes[0].moves == (SeenMove("metronome", 1),)
    assert view.foe is not None
    assert view.foe.last_move == "surf"


def test_recharging_and_binding() -> None:
    beam = ["|move|p2a: Mew|Hyper Beam|p1a: Muk", "|-damage|p1a: Muk|200/413", "|-mustrecharge|p2a: Mew"]
    assert "mustrecharge" in volatiles_of(view_after(*beam))
    assert volatiles_of(view_after(*beam, "|cant|p2a: Mew|recharge")) == set()
    assert volatiles_of(view_after(*beam, "|-status|p2a: Mew|slp|[from] move: Sing")) == set()
    wrap = ["|move|p2a: Mew|Wrap|p1a: Muk", "|-damage|p1a: Muk|400/413", "|cant|p1a: Muk|partiallytrapped"]
    held = view_after(*wrap, "|move|p2a: Mew|Wrap|p1a: Muk|[from] Wrap")
    assert held.foe is not None
    assert (held.foe.binding, held.foes[0].moves) == ("wrap", (SeenMove("wrap", 1),))
    missed = view_after("|move|p2a: Mew|Wrap|p1a: Muk|[miss]", "|-miss|p2a: Mew")
    assert missed.foe is not None
    assert missed.foe.binding is None


def test_stages_stay_within_six_and_haze_ends_them() -> None:
    up = [f"|-boost|p2a: Mew|{stat}|2" for stat in ("spa", "spd", "spa", "spd", "spa", "spd", "spa", "spd")]
    view = view_after(*up, "|-unboost|p2a: Mew|accuracy|1")
    assert view.foe is not None
    assert view.foe.boosts == Boosts(special_attack=6, special_defence=6, accuracy=-1)
    hazed = view_after(*up, "|-clearallboost|[silent]")
    assert hazed.foe is not None
    assert hazed.foe.boosts == Boosts()


def test_frisk_names_the_item_and_not_its_holder() -> None:
    frisked = ["|gen|4", "|-item||Skull Fossil|[from] ability: Frisk|[of] p1a: Muk"]
    view = view_after(*frisked)
    assert view.foe_active is not None
    assert view.foe_active.item == "skullfossil"


def test_own_pp_follows_the_request_and_then_the_lines() -> None:
    fold = Fold(0)
    fold.feed(LEADS)
    fold.view(request(("sludge", 30, 32), ("mimic", 16, 16), ("bodyslam", 24, 24), ("explosion", 8, 8)))
    fold.feed(["|move|p1a: Muk|Sludge|p2a: Mew"])
    benched = {**MUK, "active": False}
    view = fold.view({"forceSwitch": [True], "side": {"name": "a", "id": "p1", "pokemon": [benched]}})
    assert view.decision == "switch"
    assert [move.pp for move in view.team[0].moves] == [29, 16, 24, 8]


@pytest.mark.parametrize("bad", [{}, {"side": {}}, {"side": {"pokemon": [{}]}}, {"side": {"pokemon": 3}}])
def test_a_bad_request_is_a_protocol_error(bad: Request) -> None:
    fold = Fold(0)
    fold.feed(LEADS)
    with pytest.raises(ProtocolError, match="cannot read a request"):
        fold.view(bad)
