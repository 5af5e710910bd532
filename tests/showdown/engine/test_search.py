"""The searching player: guesses that agree with what was seen, rebuilt battles, choices that are plainly right."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from duels import begun, many, member

from psrokit.api import InputError, Observation
from psrokit_showdown import engine
from psrokit_showdown.baselines.greedy_damage import GreedyDamage
from psrokit_showdown.baselines.search import Search
from psrokit_showdown.compiled import playing
from psrokit_showdown.engine import layout
from psrokit_showdown.engine.episode import choices_of
from psrokit_showdown.engine.kernel import States
from psrokit_showdown.engine.view import view_of
from psrokit_showdown.knowledge import BattleView
from psrokit_showdown.searching.guess import guessed_team, possible_teams
from psrokit_showdown.searching.rebuild import can_rebuild, rebuilt

FORMAT = "gen1ou"


@pytest.fixture(scope="module", autouse=True)
def compiled_players() -> None:
    playing.prepare(print)


def views(battles: int, seed: int) -> Iterator[tuple[BattleView, int, States]]:
    """Views of seat 0 in random battles, the mask of its choices, and the row."""
    states, rng = many(battles, seed), np.random.default_rng(seed)
    for _ in range(60):
        masks = engine.legal(states)
        choices = np.zeros((battles, 2), np.int8)
        for i, seat in zip(*np.nonzero(masks), strict=True):
            choices[i, seat] = rng.choice([c for c in range(1, 11) if masks[i, seat] >> (c - 1) & 1])
        for i in np.flatnonzero(masks[:, 0]):
            yield view_of(states[i].tolist(), 0, FORMAT), int(masks[i, 0]), states[i]
        engine.step(states, choices)


def test_guesses_agree_with_what_was_seen() -> None:
    teams, rng = possible_teams("builtin", FORMAT), np.random.default_rng(1)
    for view, _, _ in views(4, 1):
        guess = guessed_team(view, teams, rng)
        assert len(guess) == view.foe_team_size
        assert [foe.species for foe in view.foes] == [found.species.lower() for found in guess[: len(view.foes)]]
        for foe, found in zip(view.foes, guess, strict=False):
            own = {seen.id for seen in foe.moves[:4]}
            assert own <= {move.lower() for move in found.moves}


def test_rebuilt_battles_look_as_they_did() -> None:
    """Health, status, PP, stages, what may be chosen: as in the view that they were made from."""
    teams, rng, compared = possible_teams("builtin", FORMAT), np.random.default_rng(2), 0
    for view, mask, row in views(6, 2):
        if not can_rebuild(view):
            continue
        again = rebuilt(view, guessed_team(view, teams, rng), rng)
        seen = view_of(again[0].tolist(), 0, FORMAT)
        assert [(p.species, p.hp, p.status, p.stats) for p in seen.team] == [
            (p.species, p.hp, p.status, p.stats) for p in view.team
        ]
        assert int(engine.legal(again)[0, 0]) == mask
        assert seen.decision == view.decision
        assert (again[0, layout.P1 + layout.LEFT], again[0, layout.P2 + layout.LEFT]) == (
            row[layout.P1 + layout.LEFT],
            row[layout.P2 + layout.LEFT],
        )
        foe, shown = view.foe_active, seen.foe_active
        assert foe is not None
        assert shown is not None
        assert (shown.species, shown.status) == (foe.species, foe.status)
        assert shown.hp_percent == pytest.approx(foe.hp_percent, abs=1)
        if view.decision == "move" and view.own and seen.own:
            assert seen.own.boosts == view.own.boosts
        compared += 1
    assert compared > 200


def test_it_takes_a_sure_win_that_greed_for_damage_misses() -> None:
    """The slow foe has little health left: Explosion does most damage and is a tie; the others win."""
    row = begun([member("Gengar", "explosion", "swift", "nightshade")], [member("Chansey", "icebeam")])
    record = int(row[layout.P2 + layout.ACTIVE])
    row[record + layout.HP] = 20
    row[int(row[layout.P1 + layout.ACTIVE]) + layout.HP] = 30
    view = view_of(row.tolist(), 0, FORMAT)
    observation = Observation(view, choices_of(int(engine.legal(row[None])[0, 0])))
    chosen = {
        Search(simulations=200, guesses=5).start(0, np.random.default_rng(seed)).act(observation) for seed in range(3)
    }
    assert chosen <= {"move 2", "move 3"}


def test_the_same_generator_gives_the_same_choice() -> None:
    view, mask, _ = next(views(1, 5))
    observation = Observation(view, choices_of(mask))
    policy = Search(simulations=60, guesses=5)
    first, second = (policy.start(0, np.random.default_rng(3)).act(observation) for _ in range(2))
    assert first == second


@pytest.mark.slow
def test_it_beats_greedy_damage() -> None:
    """16 battles, teams exchanged within pairs; an equal player would win 13 or more once in 94 times."""
    assert sum(won(seed, seat) for seed in range(8) for seat in (0, 1)) >= 13


def won(seed: int, seat: int) -> float:
    """Whether search won in a seat; a tie is one half."""
    states, rng = many(1, seed), np.random.default_rng([seed, seat])
    players = [GreedyDamage().start(side, rng) for side in (0, 1)]
    players[seat] = Search(simulations=300, guesses=15).start(seat, rng)
    while not engine.ended(states)[0]:
        choices = [0, 0]
        for side, mask in enumerate(engine.legal(states)[0].tolist()):
            if mask:
                observation = Observation(view_of(states[0].tolist(), side, FORMAT), choices_of(mask))
                word, number = str(players[side].act(observation)).split()
                choices[side] = int(number) + (4 if word == "switch" else 0)
        engine.step(states, np.array([choices], np.int8))
    winner = int(engine.winner(states)[0])
    return 0.5 if winner < 0 else float(winner == seat)


def test_fewer_simulations_than_guesses_are_refused() -> None:
    with pytest.raises(InputError, match="at least as many as guesses"):
        Search(simulations=3, guesses=5)
