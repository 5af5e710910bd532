"""Words and numbers of rows are what `tokenized` around a space gives for a seat's view, and hide what that hides."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from functools import partial
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from native_battles import (
    Tick,
    begun,
    chosen_at_random,
    chosen_by,
    equal_to_the_slow_way,
    hides_what_is_hidden,
    of_twins,
    played,
)

from psrokit.api import InputError, ObservationSpace
from psrokit_showdown.baselines.greedy_damage import GreedyDamage
from psrokit_showdown.baselines.type_switcher import TypeSwitcher
from psrokit_showdown.encoders.seat_rows import SeatRows, no_notes
from psrokit_showdown.encoders.texts import BASES, encode_tokens
from psrokit_showdown.engine import layout
from psrokit_showdown.engine.formats import FORMATS
from psrokit_showdown.engine.seen import MARK_NAMES
from psrokit_showdown.observation_spaces.default import Default
from psrokit_showdown.observation_spaces.expanded import Expanded
from psrokit_showdown.observation_spaces.gen1_entities import Gen1Entities
from psrokit_showdown.observation_spaces.tokenized import Tokenized
from psrokit_showdown.vocabularies import UNKNOWN, UNKNOWN_WORD, load_vocabulary

OWN = load_vocabulary("psrokit-v1")


def words_met(ticks: Iterable[Tick], base: ObservationSpace, vocabulary: str | Path = "psrokit-v1") -> Counter[str]:
    """Hold every decision against the slow encoders; how often each word came up in its column."""
    space, met = Tokenized(base, vocabulary), Counter[str]()  # type: ignore[arg-type]
    known, columns = load_vocabulary(vocabulary), base.arrays["text"].columns
    for arrays in equal_to_the_slow_way(ticks, space, partial(encode_tokens, space)):
        for row in arrays["text_tokens"]:
            met.update(map(" ".join, zip(columns, known.decode(row), strict=True)))
    return met


@pytest.mark.parametrize("format_id", FORMATS)
def test_default_and_expanded_of_every_format(format_id: str) -> None:
    for base in (Default(), Expanded()):
        states = begun(format_id, 14, 1)
        met = words_met(played(states, format_id, chosen_at_random(2)), base)
        tag = f"<{format_id}>" if f"<{format_id}>" in OWN.numbers else UNKNOWN_WORD  # ours has no custom games
        assert met[f"format {tag}"] == met.total() / len(base.arrays["text"].columns) > 1000
        assert met["choice <forcedswitch>"] > 30
        assert (states[:, layout.RESULT] != layout.RUNNING).sum() >= 7


@pytest.mark.parametrize("base", [base() for base in BASES])
def test_battles_of_scripted_players(base: ObservationSpace) -> None:
    players = chosen_by((GreedyDamage(), TypeSwitcher()), 14)
    assert words_met(played(begun("gen1ou", 14, 3), "gen1ou", players), base).total() > 40_000


def test_species_and_moves_that_come_twice() -> None:
    """They are one revealed word, and the first of two equal names is the one that stands first in the request."""
    for base in (Default(), Expanded()):
        met = words_met(played(of_twins(8, 1), "gen1customgame", chosen_at_random(2, 0.4)), base)
        assert met["switch1.name tauros"] > 20
        assert met["revealed3 <blank>"] == met["revealed0 mew"] + met["revealed0 starmie"] + met["revealed0 tauros"]


@pytest.mark.slow
@pytest.mark.parametrize("base", [base() for base in BASES])
@pytest.mark.parametrize("format_id", FORMATS)
def test_thousands_of_battles(format_id: str, base: ObservationSpace) -> None:
    met = Counter[str]()
    for seed in range(10, 12):
        met += words_met(played(begun(format_id, 70, seed), format_id, chosen_at_random(seed)), base)
        players = chosen_by((GreedyDamage(), TypeSwitcher()), 28)
        met += words_met(played(begun(format_id, 28, seed), format_id, players), base)
    effects = {name for name in MARK_NAMES if met[f"player.effect {name}"] and met[f"opponent.effect {name}"]}
    assert effects == set(MARK_NAMES)
    assert met.total() / len(base.arrays["text"].columns) > 15_000


def one_tick(seed: int = 5, ticks: int = 30) -> Tick:
    """A tick in the midst of battles."""
    return list(islice(played(begun("gen1ou", 14, seed), "gen1ou", chosen_at_random(6)), ticks))[-1]


def test_words_come_back_from_their_numbers() -> None:
    rows, views = one_tick()
    for base in (Default(), Expanded()):
        tokens = encode_tokens(Tokenized(base), rows._replace(notes=no_notes(28)))["text_tokens"]
        for row, view in zip(tokens, views, strict=True):
            assert OWN.decode(row) == base.start().encode(view)["text"].item().split(" ")


def test_words_that_a_vocabulary_does_not_have(tmp_path: Path) -> None:
    """Half of the words: the others are UNKNOWN in both ways of encoding."""
    path = tmp_path / "half.json"
    words = sorted(OWN.numbers)[::2]
    path.write_text(json.dumps({word: number for number, word in enumerate(words)}), encoding="utf-8")
    met = words_met([one_tick()], Expanded(), path)
    assert sum(count for word, count in met.items() if word.endswith(UNKNOWN_WORD)) > 100
    assert load_vocabulary(path).decode([UNKNOWN, 0]) == [UNKNOWN_WORD, words[0]]


def test_one_call_over_all_ticks_is_as_many_calls() -> None:
    """Rows of one actor may come in one batch, in order."""
    ticks = list(played(begun("gen1ou", 7, 8), "gen1ou", chosen_at_random(9)))
    space = Tokenized(Expanded())
    apart = [encode_tokens(space, tick.rows._replace(notes=notes)) for notes in [no_notes(14)] for tick in ticks]
    columns = (np.concatenate([tick.rows[column] for tick in ticks]) for column in range(3))
    together = encode_tokens(space, SeatRows(*columns, no_notes(14), "gen1ou"))
    for name, array in together.items():
        np.testing.assert_array_equal(array, np.concatenate([one[name] for one in apart]), err_msg=name)


@pytest.mark.parametrize("base", [base() for base in BASES])
def test_nothing_hidden_leaks(base: ObservationSpace) -> None:
    hides_what_is_hidden(partial(encode_tokens, Tokenized(base)))


def test_other_spaces_are_refused() -> None:
    nobody = SeatRows(np.zeros((0, layout.WORDS), np.int16), *np.zeros((2, 0), np.int64), no_notes(0), "gen1ou")
    with pytest.raises(InputError, match="Gen1Entities"):
        encode_tokens(Tokenized(Gen1Entities()), nobody)
