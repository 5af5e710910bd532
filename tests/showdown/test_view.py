"""Views folded from recorded streams and real battles agree with what the simulator asks."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from battles import Moment, any_team, member, play, random_choices, seeded, spec

from psrokit_showdown.actions import legal_choices
from psrokit_showdown.knowledge import BattleView, OwnPokemon
from psrokit_showdown.protocol import ProtocolError
from psrokit_showdown.simulator import BattleSpec, Request, Simulator
from psrokit_showdown.simulator.install import install
from psrokit_showdown.teams import load_teams
from psrokit_showdown.view import Fold

DATA = Path(__file__).parents[3] / "shared" / "data"
STREAMS = sorted((DATA / "firstperson").glob("*.txt"))
REPLAYS = sorted((DATA / "replays").glob("*/*.json"))


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


@pytest.mark.parametrize("request_", [{}, {"side": {}}, {"side": {"pokemon": [{}]}}, {"side": {"pokemon": [None]}}])
def test_a_request_of_another_form_is_a_fault_of_the_protocol(request_: Request) -> None:
    for ask in (Fold(0).view, Fold(0).closing_view):
        with pytest.raises(ProtocolError, match="cannot read a request"):
            ask(request_)
