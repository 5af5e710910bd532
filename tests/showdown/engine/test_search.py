"""The searching player: guesses that agree with what was seen, rebuilt battles, choices that are plainly right."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from duels import after, begun, many, member
from search_views import FORMAT, views

from psrokit.api import InputError, Observation
from psrokit_showdown import engine
from psrokit_showdown.baselines.greedy_damage import GreedyDamage
from psrokit_showdown.baselines.search import Search
from psrokit_showdown.compiled import playing
from psrokit_showdown.data import gen1_moves, gen1_species
from psrokit_showdown.engine import layout
from psrokit_showdown.engine.episode import choices_of
from psrokit_showdown.engine.view import view_of
from psrokit_showdown.searching.guess import guesser
from psrokit_showdown.searching.native import IDENTITIES, estimated, identities_of
from psrokit_showdown.searching.rebuild import can_rebuild, rebuilt
from psrokit_showdown.searching.tree import Tree


@pytest.fixture(scope="module", autouse=True)
def compiled_players() -> None:
    playing.prepare(print)


def test_guesses_agree_with_what_was_seen() -> None:
    teams, rng = guesser("builtin", FORMAT), np.random.default_rng(1)
    for view, _, _ in views(4, 1):
        (guess,) = teams.guesses(view, 1, rng)
        assert len(guess) == view.foe_team_size
        assert [foe.species for foe in view.foes] == [found.species.lower() for found in guess[: len(view.foes)]]
        for foe, found in zip(view.foes, guess, strict=False):
            own = {seen.id for seen in foe.moves[:4]}
            assert own <= {move.lower() for move in found.moves}


def test_rebuilt_battles_look_as_they_did() -> None:
    """Health, status, PP, stages, what may be chosen: as in the view that they were made from."""
    teams, rng, compared = guesser("builtin", FORMAT), np.random.default_rng(2), 0
    for view, mask, row in views(6, 2):
        if not can_rebuild(view):
            continue
        again = rebuilt(view, teams.guesses(view, 1, rng), rng)
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


def test_nothing_hidden_is_looked_at() -> None:
    """Battles that look the same and differ in what the other side hides: moves, reserves, their HP."""
    own = [
        member("Tauros", "bodyslam", "blizzard", "earthquake", "hyperbeam"),
        member("Chansey", "icebeam", "softboiled"),
    ]
    hidden = [
        [member("Snorlax", "bodyslam", "rest"), member("Starmie", "surf", "recover"), member("Gengar", "explosion")],
        [member("Snorlax", "bodyslam", "selfdestruct"), member("Rhydon", "earthquake"), member("Jynx", "lovelykiss")],
        [member("Snorlax", "bodyslam", "amnesia"), member("Zapdos", "drillpeck", level=80), member("Mew", "psychic")],
    ]
    rows = [after(begun(own, foes), 2, 1) for foes in hidden]
    seen = [view_of(row.tolist(), 0, FORMAT) for row in rows]
    assert seen[0] == seen[1] == seen[2]
    legal = choices_of(int(engine.legal(rows[0][None])[0, 0]))
    for seed in range(3):
        policy = Search(simulations=100, guesses=10)
        chosen = {policy.start(0, np.random.default_rng(seed)).act(Observation(view, legal)) for view in seen}
        assert len(chosen) == 1


# --- the tree ---

EVERYTHING = np.array([[(1 << 10) - 1] * 2], np.uint16)
NAMES = np.arange(20).reshape(1, 2, 10)
FIRST_OF_BOTH = np.ones((1, 2), np.int8)
ROOT = np.zeros(1, np.int64)


def taught(
    tree: Tree, matrix: np.ndarray[tuple[int, int], np.dtype[np.float64]], times: int
) -> Counter[tuple[int, int]]:
    """Choices of both seats at the root, whose results are a matrix's, while the tree learns from them."""
    rng, made = np.random.default_rng(1), Counter[tuple[int, int]]()
    count = len(matrix)
    masks = np.full((1, 2), (1 << count) - 1, np.uint16)
    for _ in range(times):
        choices = tree.chosen(ROOT, masks, NAMES, FIRST_OF_BOTH, rng)
        first, second = (int(choice) for choice in choices[0])
        places = np.maximum(choices[:, :, None].astype(np.int64) - 1, 0)
        identities = np.take_along_axis(NAMES, places, 2)[..., 0]
        tree.learn(ROOT, choices, identities, np.array([matrix[first - 1, second - 1]]))
        made[first, second] += 1
    return made


def test_a_new_node_does_what_is_usual() -> None:
    rng = np.random.default_rng(0)
    assert all(
        (Tree(1, IDENTITIES, 4.0, 0.2).chosen(ROOT, EVERYTHING, NAMES, FIRST_OF_BOTH, rng) == 1).all()
        for _ in range(50)
    )


def test_only_what_is_legal_is_chosen() -> None:
    rng, tree = np.random.default_rng(0), Tree(1, IDENTITIES, 0.01, 1.0)
    masks = np.array([[0b0000100100, 0]], np.uint16)
    for _ in range(100):
        choices = tree.chosen(ROOT, masks, NAMES, np.array([[3, 0]], np.int8), rng)
        assert int(choices[0, 0]) in (3, 6)
        assert choices[0, 1] == 0


def test_each_seat_learns_what_is_best_for_itself() -> None:
    """Rows are dominated but for the second, columns but for the third; what is usual, the first, is neither."""
    matrix = np.array([[0.0, 0.1, -0.4], [0.5, 0.4, 0.2], [-0.1, 0.0, -0.3]])
    made = taught(Tree(1, IDENTITIES, 4.0, 0.2), matrix, 600)
    late = taught(Tree(1, IDENTITIES, 4.0, 0.2), matrix, 60)
    assert made[2, 3] > 400
    assert late[1, 1] > 0


def test_choices_widen_with_the_root_of_the_visits() -> None:
    made = taught(Tree(1, IDENTITIES, 4.0, 0.2), np.zeros((8, 8)), 40)
    assert len({first for first, _ in made}) == 1 + int((39 / 4) ** 0.5)


def test_where_choices_lead_is_a_node_of_its_own() -> None:
    root, asked, tree = np.zeros(2, np.int64), np.ones((2, 2), np.int64), Tree(9, IDENTITIES, 4.0, 0.2)
    after_one, new = tree.followed(root, np.array([[34, 35], [34, 36]]), asked)
    assert after_one.tolist() == [1, 2]
    assert new.all()
    again, new = tree.followed(root, np.array([[34, 36], [34, 35]]), asked)
    assert again.tolist() == [2, 1]
    assert not new.any()
    deeper, new = tree.followed(again, np.array([[34, 35], [34, 35]]), asked)
    assert deeper.tolist() == [3, 4]
    assert new.all()


def test_a_choice_is_known_by_its_move_or_its_species() -> None:
    row = begun([member("Tauros", "bodyslam", "surf"), member("Mew", "cut")], [member("Jynx", "psychic")] * 2)
    (own, foe) = identities_of(row[None])[0].tolist()
    assert own[:4] == [gen1_moves()["bodyslam"].num, gen1_moves()["surf"].num, 0, 0]
    assert own[4:6] == [layout.MOVE_CODES + gen1_species()[name].num for name in ("tauros", "mew")]
    assert foe[0] == gen1_moves()["psychic"].num
    switched = after(row, 6, 1)
    assert identities_of(switched[None])[0, 0, 4:6].tolist() == own[4:6][::-1], "they change places"


# --- the estimate ---


def test_equal_teams_are_worth_nothing_and_won_battles_everything() -> None:
    states = many(3)
    for row in states:
        row[layout.MONS + layout.TEAM_WORDS : layout.SEEN] = row[layout.MONS : layout.MONS + layout.TEAM_WORDS]
    states[1, layout.RESULT], states[2, layout.RESULT] = layout.P1_WINS, layout.P2_WINS
    assert estimated(states).tolist() == [0.0, 1.0, -1.0]


def test_less_is_worth_less() -> None:
    states = np.tile(
        begun([member("Tauros", "surf"), member("Mew", "cut")], [member("Tauros", "surf"), member("Mew", "cut")]),
        (5, 1),
    )
    record = layout.MONS
    states[1, record + layout.HP] //= 2
    states[2, record + layout.STATUS] = layout.PARALYSIS
    states[3, record + layout.HP] = 0
    states[4, record + layout.TEAM_WORDS + layout.HP] = 0
    equal, hurt, paralysed, gone, ahead = estimated(states)
    assert equal == 0 > paralysed > hurt > gone
    assert ahead == -gone


# --- strength ---


@pytest.mark.slow
def test_it_beats_greedy_damage() -> None:
    """16 battles, teams exchanged within pairs; an equal player would win 13 or more once in 94 times."""
    assert sum(won(seed, seat) for seed in range(8) for seat in (0, 1)) >= 13


def won(seed: int, seat: int) -> float:
    """Whether search won in a seat; a tie is one half."""
    states, rng = many(1, seed), np.random.default_rng([seed, seat])
    players = [GreedyDamage().start(side, rng) for side in (0, 1)]
    players[seat] = Search(simulations=200).start(seat, rng)
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


def test_no_depth_is_refused() -> None:
    with pytest.raises(InputError, match=r"depth \(0\) is 1 or more"):
        Search(depth=0)


def test_fewer_simulations_than_guesses_are_refused() -> None:
    with pytest.raises(InputError, match="at least as many as guesses"):
        Search(simulations=3, guesses=5)
