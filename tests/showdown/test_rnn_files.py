"""Files of recurrent players are read as data: sound ones whole, and of every other it is said what is wrong where."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED

import numpy as np
import pytest
from rnn_files import (
    archive,
    pickled,
    tensor,
    tiny_arrays,
    tiny_entries,
    tiny_record,
    write_tiny,
)
from streams import recorded

from psrokit.api import InputError
from psrokit_showdown.metamon_rnn.archive import Part, read_model
from psrokit_showdown.metamon_rnn.names import NAMES
from psrokit_showdown.metamon_rnn.network import load_network
from psrokit_showdown.metamon_rnn.records import LARGEST_PICKLE, Name, Record, read_records


def arrays(part: Part, place: str = "") -> dict[str, np.ndarray[Any, Any]]:
    own = {f"{place}{name}": array for name, array in part.arrays.items()}
    return own | {
        key: value for name, one in part.parts.items() for key, value in arrays(one, f"{place}{name}.").items()
    }


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    found, written = arrays(read_model(write_tiny(tmp_path / "tiny.pt"))), tiny_arrays()
    assert found.keys() == written.keys()
    assert all(np.array_equal(found[name], written[name]) for name in written)


def test_the_file_of_the_contracts_is_this_one(tmp_path: Path) -> None:
    kept = Path(__file__).parents[1] / "contracts" / "experiments" / "tiny_rnn.pt"
    assert kept.read_bytes() == write_tiny(tmp_path / "tiny.pt").read_bytes()


def test_the_published_file_is_read_whole() -> None:
    model = read_model(recorded("models", "minirnn.pt"))
    found = arrays(model)
    assert sum(array.size for array in found.values()) == 808_957
    assert {name: array.shape for name, array in found.items() if name.startswith(("rnn", "out"))} == {
        "rnn.weight_ih_l0": (768, 400),
        "rnn.weight_hh_l0": (768, 256),
        "rnn.bias_ih_l0": (768,),
        "rnn.bias_hh_l0": (768,),
        "out.weight": (9, 256),
        "out.bias": (9,),
    }
    network = load_network(recorded("models", "minirnn.pt"))
    assert (network.scratch, len(network.layers), network.layers[0].heads, len(network.cells)) == (4, 1, 5, 1)
    assert network.tokens.shape == (1403, 100)


def test_the_published_vocabulary_is_in_it() -> None:
    network = load_network(recorded("models", "minirnn.pt"))
    assert len(network.vocabulary) == 1402
    assert [network.vocabulary.numbers[word] for word in ("<anychoice>", "<gen1ou>", "<switch>")] == [0, 5, 26]


# --- what is refused ---


def refused(tmp_path: Path, content: bytes) -> str:
    """What is said about a file of this content."""
    path = tmp_path / "other.pt"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        load_network(path)
    assert str(path) in str(caught.value)
    return str(caught.value)


def with_pickle(pickle: bytes) -> bytes:
    return archive(tiny_entries(tiny_arrays()) | {"data.pkl": pickle})


def changed(change: Callable[[Record], object]) -> bytes:
    root = tiny_record(tiny_arrays())
    change(root)
    return with_pickle(pickled(root))


def inside(root: Record, *names: str) -> dict[str, Any]:
    for name in names:
        root = root.state["_modules"][name]
    return root.state


@pytest.mark.parametrize(
    "text", ["os system", "posix system", "builtins eval", "builtins getattr", "__builtin__ exec", "torch load"]
)
def test_no_other_name_is_taken(tmp_path: Path, text: str) -> None:
    """The classic: a pickle that calls a function when it is loaded. Its name is where reading ends."""
    touched = tmp_path / "touched"
    call = b"\x80\x02" + pickled(Name(text))[2:-1] + pickled((f"touch {touched}",))[2:-1] + b"R."
    assert f"it names '{text}', which has no place in such a file" in refused(tmp_path, with_pickle(call))
    assert not touched.exists()


@pytest.mark.parametrize("text", sorted(NAMES - {"collections OrderedDict"}))
def test_names_that_are_taken_do_nothing(text: str) -> None:
    assert read_records(pickled(Name(text)), "here") == Name(text)


@pytest.mark.parametrize(
    ("pickle", "message"),
    [
        (b"\x80\x04\x8c\x02os\x8c\x06system\x93.", "the opcode SHORT_BINUNICODE has no place"),
        (b"(S'ls'\ni__main__\nsystem\n.", "the opcode STRING has no place"),
        (b"\x80\x02\x82\x01.", "the opcode EXT1 has no place"),
        (b"\x80\x02ctorch.nn.modules.linear\nLinear\n)R.", "'torch.nn.modules.linear Linear' is applied to arguments"),
        (b"\x80\x02ccollections\nOrderedDict\n)\x81.", "'collections OrderedDict' is no class"),
        (b"\x80\x02X\xff\xff\xff\x7fa.", "it is damaged"),
        (b"\x80\x02X\x01\x00\x00\x00\xff.", "it is damaged"),
        (b"\x80\x02h\x07.", "it is damaged"),
        (b"\x80\x02}K\x01K\x02s.", "a int stands where a str must be"),
        (b"\x80\x02u.", "it is damaged"),
        (b"\x80\x02K\x01K\x02.", "it is damaged"),
        (b"\x80\x02.", "it is damaged"),
        (b"\x80\x02)", "it is damaged"),
        (b"", "it is damaged"),
        (b"\x80\x02N" + b"0" * LARGEST_PICKLE, "such files have at most"),
    ],
)
def test_of_a_strange_pickle_it_is_said_where(tmp_path: Path, pickle: bytes, message: str) -> None:
    said = refused(tmp_path, with_pickle(pickle))
    assert message in said
    assert "data.pkl" in said


def test_every_cut_of_a_pickle_is_refused() -> None:
    whole = pickled(tiny_record(tiny_arrays()))
    for length in range(0, len(whole) - 1, 31):
        with pytest.raises(InputError):
            read_records(whole[:length], "here")


def test_any_changed_byte_is_read_as_data_or_refused(tmp_path: Path) -> None:
    """Whatever stands in the pickle, there is an answer or an InputError."""
    whole, rng = pickled(tiny_record(tiny_arrays())), np.random.default_rng(1)
    entries, path, outcomes = tiny_entries(tiny_arrays()), tmp_path / "other.pt", set()
    for place in rng.choice(len(whole), 300, replace=False):
        other = bytearray(whole)
        other[place] ^= int(rng.integers(1, 256))
        path.write_bytes(archive(entries | {"data.pkl": bytes(other)}))
        try:
            read_model(path)
            outcomes.add("read")
        except InputError:
            outcomes.add("refused")
    assert outcomes == {"read", "refused"}


def test_a_part_that_holds_itself_is_refused(tmp_path: Path) -> None:
    root = b"ctorch.nn.modules.linear\nLinear\n)\x81q\x00}(X\x08\x00\x00\x00_modules}(X\x01\x00\x00\x00ah\x00uub."
    assert "one that was there before" in refused(tmp_path, with_pickle(b"\x80\x02" + root))


@pytest.mark.parametrize(
    ("parameter", "message"),
    [
        (tensor("0", (8, 4), length=2**31 - 1), "it claims 2147483647 numbers"),
        (tensor("0", (2**16, 2**15), length=32), "reach beyond 32"),
        (tensor("0", (8, 4), first=1), "reach beyond 32"),
        (tensor("0", (-8, 4)), "not given in whole numbers"),
        (tensor("nothing", (8, 4)), "it has no entry 'data/nothing'"),
        (tensor("../data.pkl", (8, 4)), "it has no entry 'data/../data.pkl'"),
        (tensor("0", (4, 8)), "has the shape (4, 8), not (8, 4)"),
        (Record("collections OrderedDict", (1,)), "this is no tensor"),
        ("text", "this is no tensor"),
        (3, "this is no tensor"),
    ],
)
def test_numbers_are_as_many_as_they_claim(tmp_path: Path, parameter: object, message: str) -> None:
    def change(root: Record) -> None:
        inside(root, "turn_embedding", "token_embedding", "text_emb")["_parameters"]["weight"] = parameter

    said = refused(tmp_path, changed(change))
    assert message in said
    assert "text_emb" in said


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda root: root.state["_modules"].pop("rnn"), "it has no 'rnn'"),
        (lambda root: inside(root, "rnn")["_parameters"].pop("bias_hh_l0"), "it has no array 'bias_hh_l0'"),
        (lambda root: inside(root, "rnn")["_parameters"].update(weight_hh_l1=tensor("0", (8, 4))), "not (any, 6)"),
        (lambda root: inside(root, "out")["_parameters"].update(weight=tensor("0", (8, 4))), "not (any, 6)"),
        (lambda root: root.state.pop("tokenizer"), "it has no vocabulary"),
        (lambda root: root.state["tokenizer"].state["_data"].update(more=7), "has the shape (8, 4), not (9, 4)"),
        (lambda root: root.state["tokenizer"].state["_data"].update(tauros=0), "not 0 to n-1, each once"),
        (lambda root: root.state["tokenizer"].state["_data"].update(tauros="5"), "it has no vocabulary"),
        (lambda root: root.state.update(_modules=[]), "its parts are not listed by name"),
        (lambda root: layer(root, "self_attn").update(num_heads=3), "3 heads do not share 8 features"),
        (lambda root: layer(root, "self_attn").update(num_heads=None), "its 'num_heads' is None"),
        (lambda root: layer(root).update(norm_first=False), "not of the published kind"),
        (lambda root: layer(root).update(activation=None), "not of the published kind"),
    ],
)
def test_parts_must_fit_together(tmp_path: Path, change: Callable[[Record], object], message: str) -> None:
    assert message in refused(tmp_path, changed(change))


def layer(root: Record, *names: str) -> dict[str, Any]:
    return inside(root, "turn_embedding", "tformer_embedding", "emb_transformer", "layers", "0", *names)


def test_archives_are_small_and_plain(tmp_path: Path) -> None:
    entries = tiny_entries(tiny_arrays())
    sound = archive(entries)
    assert "no archive of weights" in refused(tmp_path, b"not a zip")
    assert "no archive of weights" in refused(tmp_path, sound[: len(sound) // 2])
    assert "is compressed" in refused(tmp_path, archive(entries | {"data/0": bytes(2**24)}, ZIP_DEFLATED))
    assert "2000 entries" in refused(tmp_path, archive({f"data/{number}": b"" for number in range(2000)}))
    assert "it has 0 entries '*/data.pkl'" in refused(tmp_path, archive({"version": b"3"}))
    assert "not little-endian" in refused(tmp_path, archive(entries | {"byteorder": b"big"}))
    assert "there are 5 bytes" in refused(tmp_path, archive(entries | {"data/0": b"12345"}))
    huge = struct.pack("<f", float("nan")) + entries["data/0"][4:]
    assert "not finite" in refused(tmp_path, archive(entries | {"data/0": huge}))


def test_an_encrypted_archive_is_refused(tmp_path: Path) -> None:
    sound = bytearray(archive(tiny_entries(tiny_arrays())))
    for mark, flags in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        place = sound.find(mark)
        while place >= 0:
            sound[place + flags] |= 1
            place = sound.find(mark, place + 1)
    assert "no archive of weights" in refused(tmp_path, bytes(sound))


def test_an_archive_that_claims_more_than_it_has_is_refused(tmp_path: Path) -> None:
    """The directory's size of an entry, raised: what a bomb of overlapping entries looks like."""
    sound = bytearray(archive(tiny_entries(tiny_arrays())))
    directory = sound.index(b"PK\x01\x02")
    sound[directory + 20 : directory + 28] = struct.pack("<II", 2**31, 2**31)
    assert "claim to be larger than the file" in refused(tmp_path, bytes(sound))
