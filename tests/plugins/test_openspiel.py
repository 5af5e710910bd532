"""The game `openspiel`: playing."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pyspiel
import pytest
from exact_games import Here

from psrokit.api import InputError, Match, generator, seed, spec
from psrokit.catalog import build
from psrokit_plugins.games.openspiel import OpenSpiel
from psrokit_plugins.policies.uniform import Uniform

PLAYED = ("kuhn_poker", "leduc_poker", "goofspiel(num_cards=4,imp_info=True)", "kuhn_poker(players=3)", "backgammon")
SLOW_TO_LOAD = {"bridge", "colored_trails"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("kuhn_pocker", "unknown OpenSpiel game 'kuhn_pocker'. Did you mean 'kuhn_poker'?"),
        ("kuhn_pocker(players=3)", "Did you mean 'kuhn_poker'?"),
        ("kuhn_poker(player=3)", "unknown parameter of OpenSpiel's kuhn_poker 'player'. Did you mean 'players'?"),
        ("goofspiel(num_cards=4,points=descending)", "Did you mean 'points_order'?"),
        ("kuhn_poker(players=3", "brackets of the OpenSpiel game 'kuhn_poker(players=3' do not match"),
        ("kuhn_poker(players=3))", "do not match"),
        ("kuhn_poker(players=3)x", "do not match"),
        ("2048", "one player"),
        ("mfg_crowd_modelling", "mean-field"),
        ("negotiation", "cannot be dealt again from a seed"),
        ("misere(game=add_noise(epsilon=1.0,seed=1,game=kuhn_poker()))", "in the order in which they are first met"),
    ],
)
def test_what_cannot_be_played_is_refused_in_one_sentence(
    text: str, said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(InputError) as caught:
        OpenSpiel(text)
    assert said in str(caught.value)
    assert caught.value.place == "game"
    assert capfd.readouterr() == ("", "")


def test_a_parameter_of_the_wrong_type_is_explained_by_openspiel() -> None:
    with pytest.raises(InputError, match="Wrong type for parameter players"):
        OpenSpiel("kuhn_poker(players=many)")
    with pytest.raises(InputError, match="cannot load 'nfg_game'"):
        OpenSpiel("nfg_game")


def test_a_game_of_no_histories_is_refused_at_once() -> None:
    with pytest.raises(InputError, match="at least 1 history, not 0"):
        OpenSpiel("kuhn_poker", max_histories=0)


def test_games_inside_of_games_are_understood() -> None:
    game = OpenSpiel("turn_based_simultaneous_game(game=goofspiel(num_cards=3,imp_info=True))")
    assert game.seats == ("player_0", "player_1")
    assert OpenSpiel("repeated_game(stage_game=matrix_pd(),num_repetitions=2)").utility_sum is None


def test_games_written_in_python_are_found_too() -> None:
    form = OpenSpiel("python_kuhn_poker").exact()
    assert [states.sequences for states in form.states] == [13, 13]


def test_every_game_of_openspiel_is_played_or_refused_with_a_reason() -> None:
    refusals = {}
    for kind in pyspiel.registered_games():
        if kind.default_loadable and kind.short_name not in SLOW_TO_LOAD:
            try:
                _play_a_little(OpenSpiel(kind.short_name))
            except InputError as error:
                refusals[kind.short_name] = str(error)
    reasons = ("one player", "mean-field", "cannot be dealt again", "nothing in words")
    assert [name for name, told in refusals.items() if not any(reason in told for reason in reasons)] == []
    assert len(refusals) < 30


def _play_a_little(game: OpenSpiel, moves: int = 20) -> None:
    episode, rng = game.deal(1), generator("test", game.game)
    for _ in range(moves):
        pending = episode.pending()
        if not pending:
            assert episode.returns().shape == (len(game.seats),)
            return
        assert all(isinstance(observation.view.key, str) for observation in pending.values())
        episode.advance(
            {seat: observation.legal[rng.integers(len(observation.legal))] for seat, observation in pending.items()}
        )


def test_chance_follows_the_seed_and_deals_every_hand() -> None:
    game = OpenSpiel("kuhn_poker")
    hands = [_first_key(game, number) for number in range(600)]
    assert hands == [_first_key(game, number) for number in range(600)]
    counts = Counter(hands)
    assert set(counts) == {"0", "1", "2"}
    assert min(counts.values()) > 150  # 200 expected, standard deviation 11.5


def _first_key(game: OpenSpiel, number: int) -> str:
    key: str = game.deal(seed("hand", number)).pending()[0].view.key
    return key


@pytest.mark.parametrize("text", PLAYED)
def test_returns_of_zero_sum_games_add_up(text: str) -> None:
    game = OpenSpiel(text)
    assert game.utility_sum == 0
    matches = [Match((Uniform(),) * len(game.seats), number, "test") for number in range(20)]
    for _, outcome in Here(game).play(matches):
        assert outcome.returns is not None
        assert abs(sum(outcome.returns)) < 1e-12


def test_all_seats_of_a_simultaneous_game_are_asked_at_once() -> None:
    episode = OpenSpiel("goofspiel(num_cards=3,imp_info=True)").deal(1)
    assert {seat: observation.legal for seat, observation in episode.pending().items()} == {0: (0, 1, 2), 1: (0, 1, 2)}
    episode.advance({1: 2, 0: 0})
    assert {seat: observation.legal for seat, observation in episode.pending().items()} == {0: (1, 2), 1: (0, 1)}


def test_a_view_stays_true_after_the_episode_has_moved_on() -> None:
    episode = OpenSpiel("leduc_poker").deal(3)
    view = episode.pending()[0].view
    key, tensor = view.key, view.tensor()
    while pending := episode.pending():
        episode.advance({seat: observation.legal[-1] for seat, observation in pending.items()})
    assert view.key == key
    np.testing.assert_array_equal(view.tensor(), tensor)


def test_a_view_tells_nothing_of_what_the_player_cannot_see() -> None:
    """Deals that give a player the same card look the same, whatever the other holds."""
    game = OpenSpiel("kuhn_poker")
    views = [game.deal(number).pending()[0].view for number in range(40)]
    for view in views:
        alike = [other for other in views if other.key == view.key]
        assert all(other == view and repr(other) == repr(view) for other in alike)
        assert all(np.array_equal(other.tensor(), view.tensor()) for other in alike)
    assert len({view.key for view in views}) == 3


def test_views_without_information_states_hold_the_observation() -> None:
    view = OpenSpiel("backgammon").deal(1).pending()
    (observation,) = view.values()
    assert observation.view.key
    assert observation.view.tensor().size > 0


def test_numbers_come_from_the_observation_where_there_is_no_information_state_and_are_never_made_up() -> None:
    nim = pyspiel.load_game("nim")
    assert not nim.get_type().provides_information_state_tensor
    assert OpenSpiel("nim").deal(1).pending()[0].view.tensor().size == nim.observation_tensor_size()
    with pytest.raises(InputError, match="coordinated_mp has neither"):
        OpenSpiel("coordinated_mp").deal(1).pending()[0].view.tensor()


def test_the_spec_builds_an_equal_game() -> None:
    game = OpenSpiel("goofspiel(num_cards=4,imp_info=True)")
    assert build("game", spec(game)) == game
