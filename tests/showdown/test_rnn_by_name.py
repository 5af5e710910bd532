"""Recurrent players are built by name: where their weights are looked for, and what is said where they are missing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from rnn_files import HIDDEN, D, archive, tiny_arrays, tiny_entries, write_tiny
from streams import recorded

from psrokit.api import InputError, IntegrityError, Policy, build
from psrokit_showdown.metamon_rnn import files

NAMED = ("base_rnn", "wins_only_rnn", "mini_rnn")


@pytest.mark.parametrize("name", NAMED)
def test_without_weights_it_is_said_what_to_give(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PSROKIT_CACHE", str(tmp_path))
    with pytest.raises(InputError, match="weights"):
        build("policy", {"use": name})
    with pytest.raises(InputError, match=r"'weights' of policy .* is a path, and there is no .*none.pt"):
        build("policy", {"use": name, "weights": str(tmp_path / "none.pt")})


def test_the_mini_rnn_is_found_in_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PSROKIT_CACHE", str(tmp_path))
    with pytest.raises(InputError, match="MiniRNN's weights are not on this machine") as caught:
        build("policy", {"use": "mini_rnn"})
    assert "{use: mini_rnn, weights: PATH}" in str(caught.value)
    place = files.kept_file()
    place.parent.mkdir(parents=True)
    write_tiny(place)
    with pytest.raises(IntegrityError, match="not MiniRNN as it was published"):
        build("policy", {"use": "mini_rnn"})
    place.write_bytes(recorded("models", "minirnn.pt").read_bytes())
    found: Policy = build("policy", {"use": "mini_rnn"})
    found.start(0, np.random.default_rng(0))


def test_weights_that_went_are_missed(tmp_path: Path) -> None:
    path = write_tiny(tmp_path / "tiny.pt")
    policy: Policy = build("policy", {"use": "base_rnn", "weights": str(path)})
    path.unlink()
    with pytest.raises(InputError, match="these weights cannot be read"):
        policy.start(0, np.random.default_rng(0))


def test_a_network_of_another_space_is_refused(tmp_path: Path) -> None:
    written = tiny_arrays()
    written["out.weight"], written["out.bias"] = np.zeros((13, HIDDEN), np.float32), np.zeros(13, np.float32)
    written["turn_embedding.multimodal_fuse.num_emb.weight"] = np.zeros((2 * D, 55), np.float32)
    path = tmp_path / "other.pt"
    path.write_bytes(archive(tiny_entries(written)))
    policy: Policy = build("policy", {"use": "base_rnn", "weights": str(path)})
    with pytest.raises(InputError, match="it answers 55 numbers with 13 actions, not 48 with 9"):
        policy.start(0, np.random.default_rng(0))
