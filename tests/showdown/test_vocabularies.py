"""Vocabularies: our own knows everything, the published ones are what they were, new words never move old ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from streams import recorded

from psrokit.api import InputError, IntegrityError, build
from psrokit_showdown.data.dex import names
from psrokit_showdown.naming import ability_name, item_name, move_name, pokemon_name
from psrokit_showdown.vocabularies import (
    OWN,
    Vocabulary,
    imported_file,
    load_vocabulary,
    read_vocabulary,
    recognized,
)
from psrokit_showdown.vocabularies.published import PUBLISHED
from psrokit_showdown.vocabularies.words import all_words


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of this test's own."""
    monkeypatch.setenv("PSROKIT_CACHE", str(tmp_path))
    return tmp_path


def test_our_vocabulary_is_made_of_the_simulators_names() -> None:
    own = load_vocabulary(OWN)
    assert own.unknown(all_words()) == []
    for table, word in (
        ("species", pokemon_name),
        ("moves", move_name),
        ("items", item_name),
        ("abilities", ability_name),
    ):
        assert len(names(table)) > 250
        assert own.unknown(map(word, names(table))) == []
    assert (
        own.unknown(["<gen1ou>", "<gen9ou>", "<gen3ubers>", "<blank>", "guillotine", "minimize", "mustrecharge"]) == []
    )


def test_our_numbers_are_those_of_the_first_release() -> None:
    """Models keep their numbers: words are only ever added, at the end."""
    first = load_vocabulary(OWN).numbers
    assert [first[word] for word in ("<anychoice>", "<gen1ou>", "abomasnow", "tauros", "zubat")] == [
        *(0, 5, 34, 2273, 2611),
    ]


@pytest.mark.parametrize("name", list(PUBLISHED))
def test_published_vocabularies_load_as_they_are(name: str) -> None:
    published = PUBLISHED[name]
    path = recorded("vocab", published.file)
    vocabulary = load_vocabulary(path)
    assert len(vocabulary) == published.words
    assert dict(vocabulary.numbers) == json.loads(path.read_text(encoding="utf-8"))
    assert recognized(path.read_bytes()) == name
    assert vocabulary.numbers["<gen1ou>"] == 5
    assert vocabulary.unknown(["guillotine", "minimize"]) == ["guillotine", "minimize"]


@pytest.mark.parametrize("name", list(PUBLISHED))
def test_a_published_vocabulary_is_chosen_by_name_once_it_was_imported(name: str, cache: Path) -> None:
    with pytest.raises(InputError, match=r"vocab import"):
        load_vocabulary(name)
    imported_file(name).parent.mkdir()
    imported_file(name).write_bytes(recorded("vocab", PUBLISHED[name].file).read_bytes())
    assert imported_file(name).is_relative_to(cache)
    space = build("observation_space", {"use": "tokenized", "vocabulary": name})
    assert space.arrays["text_tokens"].high == PUBLISHED[name].words


def test_an_imported_file_that_changed_is_not_used(cache: Path) -> None:
    name = "allreplays-v1"
    imported_file(name).parent.mkdir()
    imported_file(name).write_text('{"a": 0}', encoding="utf-8")
    assert cache.is_dir()
    with pytest.raises(IntegrityError, match="allreplays-v1"):
        load_vocabulary(name)


def test_new_words_follow_in_alphabetical_order() -> None:
    grown = Vocabulary("v", {"z": 0, "b": 1}).grown(["c", "a", "b", "a"])
    assert dict(grown.numbers) == {"z": 0, "b": 1, "a": 2, "c": 3}
    assert read_vocabulary("v", grown.text()) == grown
    assert grown.encode(["c", "x", "z"]).tolist() == [3, -1, 0]


@pytest.mark.parametrize("text", ["", "[]", '{"a": "0"}', '{"a": 1}', '{"a": 0, "b": 0}', '{"a": true}', "[" * 5000])
def test_what_is_no_vocabulary_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        read_vocabulary("v", text)
