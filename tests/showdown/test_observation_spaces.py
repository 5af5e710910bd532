"""The observation spaces, word by word and number by number on recorded battles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from battles import any_team, play, random_choices, seeded, spec
from streams import recorded, view_at, views

from psrokit.api import InputError, build
from psrokit_showdown.gen1_rows import VOLATILES
from psrokit_showdown.knowledge import BattleView
from psrokit_showdown.observation_spaces.expanded import _pp_warning
from psrokit_showdown.simulator import Simulator
from psrokit_showdown.simulator.install import install
from psrokit_showdown.to_universal import universal_state
from psrokit_showdown.universal import NO_MOVE
from psrokit_showdown.vocabularies import OWN, Vocabulary, load_vocabulary

BLANKS = "<blank> <blank> <blank> <blank>"
STATS = ["gengar", "golem", "snorlax", "tauros"]
DEFAULT = (
    "<gen1ou> <anychoice> <player> exeggutor noitem noability grass psychic noeffect nostatus "
    "<move> explosion normal physical <move> psychic psychic special "
    "<move> sleeppowder grass status <move> stunspore grass status "
    "<switch> gengar noitem noability <moveset> explosion megadrain psychic thunderbolt "
    "<switch> golem noitem noability <moveset> bodyslam earthquake explosion rockslide "
    "<switch> snorlax noitem noability <moveset> bodyslam earthquake hyperbeam selfdestruct "
    "<switch> tauros noitem noability <moveset> blizzard bodyslam earthquake hyperbeam "
    f"<switch> {BLANKS} {BLANKS} "
    "<opponent> starmie unknownitem noability psychic water noeffect slp "
    "<conditions> noweather noconditions noconditions <player_prev> sleeppowder <opp_prev> blizzard"
)
OPPONENT_MOVE = (
    "<gen1ou> <anychoice> <player> exeggutor noitem noability grass psychic noeffect nostatus notype "
    "<move> explosion normal <move> psychic psychic <move> sleeppowder grass <move> stunspore grass "
    "<switch> gengar noitem noability <moveset> explosion megadrain psychic thunderbolt notype "
    "<switch> golem noitem noability <moveset> bodyslam earthquake explosion rockslide notype "
    "<switch> snorlax noitem noability <moveset> bodyslam earthquake hyperbeam selfdestruct notype "
    "<switch> tauros noitem noability <moveset> blizzard bodyslam earthquake hyperbeam notype "
    f"<switch> {BLANKS} {BLANKS} <blank> "
    "<opponent> starmie unknownitem noability psychic water noeffect slp notype "
    "blizzard hydropump thunderbolt <blank> "
    "<conditions> noweather noconditions noconditions <player_prev> sleeppowder <opp_prev> blizzard "
    f"exeggutor starmie {BLANKS} {BLANKS} <blank> <blank>"
)
EXEGGUTOR = [232 / 393, 1.0, *(stat / 255 for stat in (95, 125, 85, 125, 55, 95)), *[0.0] * 7]
STARMIE = [0.65, 1.0, *(stat / 255 for stat in (75, 100, 85, 100, 115, 60)), *[0.0] * 7]
MOVES = [(170 / 200, 1.0, 0.0), (90 / 200, 1.0, 0.0), (0.0, 0.75, 0.0), (0.0, 0.75, 0.0)]
BENCH = [1.0, 1.0, 367 / 523, 177 / 353, -2.0]


@pytest.fixture(scope="module")
def stream() -> Path:
    return recorded("firstperson", "battle-gen1ou-1115321140.txt")


@pytest.fixture(scope="module")
def gen1_views() -> list[list[BattleView]]:
    """What both seats were asked in battles with any species and moves."""
    told: list[list[BattleView]] = []
    with Simulator(install(lambda _: None)) as simulator:
        for number in range(4):
            rng = seeded(number)
            moments = list(play(simulator, spec(number, (any_team(rng), any_team(rng))), random_choices(rng), 150))
            told += [[moment.views[seat] for moment in moments if seat in moment.views] for seat in (0, 1)]
    return told


def encoded(name: str, shown: Iterator[BattleView] | list[BattleView], **options: Any) -> dict[str, Any]:
    """The arrays of the last of some views."""
    encoder = build("observation_space", {"use": name, **options}).start()
    arrays: dict[str, Any] = {}
    for view in shown:
        arrays = dict(encoder.encode(view))
    return arrays


def until(stream: Path, turn: int) -> list[BattleView]:
    return [view for view in views(stream) if view.turn <= turn]


@pytest.mark.parametrize(
    ("name", "words", "numbers"),
    [("default", 87, 48), ("expanded", 100, 55), ("team_preview", 106, 55), ("opponent_move", 106, 55)],
)
def test_sizes(name: str, words: int, numbers: int, gen1_views: list[list[BattleView]]) -> None:
    arrays = build("observation_space", {"use": name}).arrays
    assert (len(arrays["text"].columns), arrays["numbers"].shape) == (words, (numbers,))
    for shown in gen1_views:
        told = encoded(name, shown)
        assert len(told["text"].item().split(" ")) == words
        assert (told["numbers"].shape, told["numbers"].dtype) == ((numbers,), np.float32)


def test_default_on_a_recorded_battle(stream: Path) -> None:
    told = encoded("default", [view_at(stream, 13)])
    assert told["text"].item() == DEFAULT
    numbers = [1.0, *EXEGGUTOR, *(number for move in MOVES for number in move), *BENCH, *STARMIE]
    assert told["numbers"].tolist() == np.array(numbers, np.float32).tolist()


def test_opponent_move_on_a_recorded_battle(stream: Path) -> None:
    """The other side had shown Exeggutor, then Starmie, which slept. All PP but one of Sleep Powder were left."""
    told = encoded("opponent_move", until(stream, 13))
    assert told["text"].item() == OPPONENT_MOVE
    moves = [number for move in MOVES for number in (*move, 3.0)]
    numbers = [1.0, *EXEGGUTOR, *moves, *BENCH, *STARMIE, 1.0, 0.0, 0.0]
    assert told["numbers"].tolist() == np.array(numbers, np.float32).tolist()


def test_expanded_and_team_preview_differ_from_their_neighbours_as_they_should(stream: Path) -> None:
    default, expanded, preview = (
        encoded(name, until(stream, 13))["text"].item().split(" ") for name in ("default", "expanded", "team_preview")
    )
    columns = build("observation_space", {"use": "expanded"}).arrays["text"].columns
    kept = [word for word, column in zip(expanded, columns, strict=True) if not column.endswith(".tera")]
    assert kept == [*default, "exeggutor", "starmie", *["<blank>"] * 4]
    assert preview == [*expanded, *["<blank>"] * 6]


def test_what_was_seen_is_remembered_for_one_battle_only(stream: Path) -> None:
    later = encoded("expanded", until(stream, 14))["numbers"]
    alone = encoded("expanded", [view_at(stream, 12)])
    assert later[-3] == 1.0  # somebody slept
    assert alone["numbers"][-3] == 0.0
    assert alone["text"].item().split(" ")[-6:] == ["starmie", *["<blank>"] * 5]


def test_pp_warnings() -> None:
    left = {number: _pp_warning(NO_MOVE._replace(current_pp=number, max_pp=16)) for number in (16, 8, 7, 4, 3, 1, 0)}
    assert left == {16: 3, 8: 3, 7: 2, 4: 2, 3: 1, 1: 1, 0: 0}
    assert _pp_warning(NO_MOVE) == 0.0


def test_states_of_files_are_encoded_like_views(stream: Path) -> None:
    view = view_at(stream, 13)
    for name in ("default", "opponent_move"):
        encode = build("observation_space", {"use": name}).start
        one, other = encode().encode(view), encode().encode(universal_state(view))
        assert one["text"] == other["text"]
        assert np.array_equal(one["numbers"], other["numbers"])


# --- tokens ---


def test_our_vocabulary_knows_every_word_of_gen1(gen1_views: list[list[BattleView]]) -> None:
    for name in ("opponent_move", "expanded"):
        for shown in gen1_views:
            tokens = [encode["text_tokens"] for encode in every({"use": "tokenized", "base": {"use": name}}, shown)]
            assert min(vector.min() for vector in tokens) >= 0


def every(spec_: dict[str, Any], shown: list[BattleView]) -> Iterator[Any]:
    encoder = build("observation_space", spec_).start()
    for view in shown:
        yield encoder.encode(view)


def test_our_vocabulary_knows_every_word_of_the_recordings() -> None:
    for path in sorted(recorded("firstperson").glob("*.txt")):
        words = {
            word
            for arrays in every({"use": "opponent_move"}, list(views(path)))
            for word in arrays["text"].item().split(" ")
        }
        assert load_vocabulary(OWN).unknown(words) == []


def test_tokens_are_the_numbers_of_the_words(stream: Path) -> None:
    file = recorded("vocab", "DefaultObservationSpace-v1.json")
    told = encoded("tokenized", [view_at(stream, 13)], vocabulary=str(file))
    vocabulary = load_vocabulary(file)
    assert list(told) == ["text_tokens", "numbers"]
    assert told["text_tokens"].dtype == np.int32
    assert told["text_tokens"].tolist() == [vocabulary.numbers[word] for word in DEFAULT.split(" ")]
    assert told["text_tokens"][:3].tolist() == [5, 0, vocabulary.numbers["<player>"]]


def test_unknown_words_are_minus_one(tmp_path: Path, stream: Path) -> None:
    file = tmp_path / "few.json"
    file.write_text(Vocabulary("few", {"<move>": 0, "starmie": 1}).text(), encoding="utf-8")
    tokens = encoded("tokenized", [view_at(stream, 13)], vocabulary=str(file))["text_tokens"]
    assert sorted(set(tokens.tolist())) == [-1, 0, 1]
    assert (tokens == 0).sum() == 4


def test_a_space_without_text_is_passed_through(gen1_views: list[list[BattleView]]) -> None:
    whole = {"use": "tokenized", "base": {"use": "tokenized"}}
    view = gen1_views[0][0]
    once, twice = (next(every(spec_, [view])) for spec_ in ({"use": "tokenized"}, whole))
    assert once.keys() == twice.keys() == build("observation_space", whole).arrays.keys()
    assert np.array_equal(once["text_tokens"], twice["text_tokens"])


# --- our own space ---


def test_gen1_entities_on_a_recorded_battle(stream: Path) -> None:
    told = encoded("gen1_entities", until(stream, 13))
    space = build("observation_space", {"use": "gen1_entities"}).arrays

    def value(array: str, row: int, column: str) -> float:
        return float(told[array][row][space[array].columns.index(column)])

    ids = told["pokemon_ids"]
    assert ids[0].tolist() == [103, 0, 153, 94, 79, 78, 79]  # Explosion, Psychic, Sleep Powder, Stun Spore; used 79
    assert ids[1:6, 0].tolist() == [94, 76, 143, 128, 121]  # Gengar, Golem, Snorlax, Tauros; Starmie has fainted
    assert ids[1:6, 1].tolist() == [0, 0, 5, 0, 7]
    assert ids[6].tolist() == [121, 5, 85, 56, 59, 0, 59]  # Starmie asleep: Thunderbolt, Hydro Pump, Blizzard
    assert ids[7, 0] == 103
    assert not ids[8:].any()
    assert not told["pokemon"][8:].any()
    assert value("pokemon", 0, "hp") == pytest.approx(232 / 393)
    assert value("pokemon", 0, "speed") == pytest.approx(208 / 999)
    assert value("pokemon", 6, "pp1") == pytest.approx(6 / 8)
    assert value("pokemon", 6, "speed") == 0.0
    assert [value("pokemon", row, "available") for row in range(6)] == [0, 1, 1, 1, 1, 0]
    assert (value("pokemon", 6, "type_water"), value("pokemon", 6, "type_psychic")) == (1.0, 1.0)
    fields = dict(zip(space["field"].columns, told["field"].tolist(), strict=True))
    assert fields["turn"] == pytest.approx(0.013)
    assert (fields["must_move"], fields["must_switch"], fields["locked"]) == (1.0, 0.0, 0.0)
    assert (fields["own_alive"], fields["foes_alive"], fields["foes_unseen"]) == pytest.approx((5 / 6, 1.0, 4 / 6))
    assert (fields["foe_asleep_by_own"], fields["own_asleep_by_foe"]) == (1.0, 1.0)
    assert (fields["own_moved_first"], fields["foe_moved_first"], fields["foe_outsped"]) == (0.0, 1.0, 1.0)


def test_gen1_entities_shows_what_is_on_the_field(gen1_views: list[list[BattleView]]) -> None:
    """In battles with any moves: what the view says, and the common columns all come up."""
    space = build("observation_space", {"use": "gen1_entities"}).arrays
    columns = space["actives"].columns
    most = np.zeros(len(columns))
    for shown in gen1_views:
        for view, arrays in zip(shown, every({"use": "gen1_entities"}, shown), strict=True):
            most = np.maximum(most, np.abs(arrays["actives"]).max(axis=0))
            for side, active in enumerate((view.own, view.foe)):
                assert active is not None
                row = dict(zip(columns, arrays["actives"][side].tolist(), strict=True))
                assert row["attack_stage"] == pytest.approx(active.boosts.attack / 6)
                assert {name for name in VOLATILES if row[name]} == active.volatiles & set(VOLATILES)
                assert row["locked_turns"] == pytest.approx(min(active.locked_turns / 5, 1))
                assert row["disable_turns"] == pytest.approx(min(active.disable_turns / 8, 1))
                assert row["substitute_hits"] == pytest.approx(min(active.substitute_hits / 8, 1))
                assert row["toxic_turns"] == pytest.approx(min(active.toxic_turns / 16, 1))
            holder = view.foe if view.foe is not None and view.foe.binding is not None else None
            assert bool(arrays["actives"][0][columns.index("bound")]) is (holder is not None)
            turns = min(holder.locked_turns / 5, 1) if holder else 0.0
            assert arrays["actives"][0][columns.index("bound_turns")] == pytest.approx(turns)
            revealed = [pokemon.revealed for pokemon in view.team]
            assert arrays["pokemon"][:6, space["pokemon"].columns.index("revealed")].sum() == sum(revealed)
    silent = {column for column, value in zip(columns, most, strict=True) if not value}
    assert not silent & {"confusion", "substitute", "bound", "confusion_turns", "speed_stage"}
    assert not silent & {"bound_turns", "locked_turns"}


def test_gen1_entities_is_about_gen1() -> None:
    view = view_at(recorded("firstperson", "battle-gen4ou-883098778.txt"), 20)
    with pytest.raises(InputError, match="gen 4"):
        encoded("gen1_entities", [view])
