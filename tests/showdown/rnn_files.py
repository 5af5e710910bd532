"""Files in the form of Metamon's recurrent players, written from records: sound ones, and ones with a fault."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile, ZipInfo

import numpy as np

from psrokit_showdown.metamon_rnn.archive import Numbers
from psrokit_showdown.metamon_rnn.names import FUNCTIONS
from psrokit_showdown.metamon_rnn.records import Name, Persistent, Record

FOLDER = "tiny"
D, WORD, TOKENS, SCRATCH, HIDDEN, LAYERS, HEADS = 8, 4, 2, 2, 6, 2, 2
"""Sizes of the tiny network: two layers of each kind, where the published ones may have more than one."""
VOCABULARY = ("<anychoice>", "<blank>", "<forcedswitch>", "<gen1ou>", "<move>", "tauros", "bodyslam")


def pickled(value: Any) -> bytes:
    """A pickle of protocol 2 that says this."""
    return b"\x80\x02" + _said(value) + b"."


def _said(value: Any) -> bytes:  # noqa: C901, PLR0911 # one form each
    match value:
        case None:
            return b"N"
        case bool():
            return b"\x88" if value else b"\x89"
        case int():
            return b"J" + struct.pack("<i", value)
        case float():
            return b"G" + struct.pack(">d", value)
        case str():
            return b"X" + struct.pack("<I", len(value.encode())) + value.encode()
        case tuple():
            return b"(" + b"".join(map(_said, value)) + b"t"
        case list():
            return b"](" + b"".join(map(_said, value)) + b"e"
        case dict():
            return b"}(" + b"".join(_said(key) + _said(item) for key, item in value.items()) + b"u"
        case Name(text):
            return b"c" + text.replace(" ", "\n").encode() + b"\n"
        case Persistent(reference):
            return _said(reference) + b"Q"
        case Record(name, arguments, state):
            made = _said(Name(name)) + _said(arguments)
            return made + b"R" if name in FUNCTIONS else made + b"\x81" + _said(state) + b"b"
        case _:
            raise TypeError(type(value))


def tiny_arrays(seed: int = 1) -> dict[str, Numbers]:
    """The arrays of a tiny network, by their names in a state dict."""
    rng = np.random.default_rng(seed)
    shapes: dict[str, tuple[int, ...]] = {
        "turn_embedding.token_embedding.text_emb.weight": (len(VOCABULARY) + 1, WORD),
        **_linear("turn_embedding.multimodal_fuse.text_emb", D, WORD),
        **_linear("turn_embedding.multimodal_fuse.num_emb", TOKENS * D, 48),
        **_linear("out", 9, HIDDEN),
    }
    former = "turn_embedding.tformer_embedding.emb_transformer"
    for layer in range(LAYERS):
        place = f"{former}.layers.{layer}"
        shapes |= {f"{place}.self_attn.in_proj_weight": (3 * D, D), f"{place}.self_attn.in_proj_bias": (3 * D,)}
        shapes |= _linear(f"{place}.self_attn.out_proj", D, D)
        shapes |= _linear(f"{place}.linear1", 4 * D, D) | _linear(f"{place}.linear2", D, 4 * D)
        shapes |= _norm(f"{place}.norm1") | _norm(f"{place}.norm2")
    shapes |= _norm(f"{former}.norm")
    for layer in range(LAYERS):
        inside = HIDDEN if layer else SCRATCH * D
        shapes |= {f"rnn.weight_ih_l{layer}": (3 * HIDDEN, inside), f"rnn.weight_hh_l{layer}": (3 * HIDDEN, HIDDEN)}
        shapes |= {f"rnn.bias_ih_l{layer}": (3 * HIDDEN,), f"rnn.bias_hh_l{layer}": (3 * HIDDEN,)}
    return {name: rng.normal(0, 0.5, shape).astype(np.float32) for name, shape in shapes.items()}


def _linear(place: str, outside: int, inside: int) -> dict[str, tuple[int, ...]]:
    return {f"{place}.weight": (outside, inside), f"{place}.bias": (outside,)}


def _norm(place: str) -> dict[str, tuple[int, ...]]:
    return {f"{place}.weight": (D,), f"{place}.bias": (D,)}


def tensor(key: str, shape: Sequence[int], *, length: int | None = None, first: int = 0) -> Record:
    """A parameter as files have it."""
    size = int(np.prod(shape))
    storage = ("storage", Name("torch FloatStorage"), key, "cpu", size if length is None else length)
    strides = tuple(int(np.prod(shape[place + 1 :])) for place in range(len(shape)))
    hooks = Record("collections OrderedDict", ())
    arguments = (Persistent(storage), first, tuple(shape), strides, False, hooks)
    return Record(
        "torch._utils _rebuild_parameter", (Record("torch._utils _rebuild_tensor_v2", arguments), True, hooks)
    )


def tiny_record(arrays: Mapping[str, Numbers]) -> Record:
    """The module that these arrays belong to; storage i is the i-th array."""
    tensors = {name: tensor(str(place), array.shape) for place, (name, array) in enumerate(arrays.items())}
    root = _module(tensors, "")
    root.state["tokenizer"] = Record(
        "metamon.data.tokenizer.tokenizer PokemonTokenizer",
        (),
        {"_data": {word: number for number, word in enumerate(VOCABULARY)}, "name": "tiny"},
    )
    return root


def _module(tensors: Mapping[str, Record], place: str) -> Record:
    inside = {name.removeprefix(place): value for name, value in tensors.items() if name.startswith(place)}
    own = {name: value for name, value in inside.items() if "." not in name}
    parts = dict.fromkeys(name.partition(".")[0] for name in inside if "." in name)
    state: dict[str, Any] = {"training": False, "_parameters": own, "_buffers": {}}
    state["_modules"] = {name: _module(tensors, f"{place}{name}.") for name in parts}
    if place.endswith("self_attn."):
        state["num_heads"] = HEADS
    if "self_attn" in parts:
        state |= {"norm_first": True, "activation": Name("torch.nn.functional leaky_relu")}
    return Record("torch.nn.modules.linear Linear" if place else "metamon.il.model GRUModel", (), state)


def archive(entries: Mapping[str, bytes], compression: int = 0) -> bytes:
    """A zip archive of these entries in the one folder."""
    content = BytesIO()
    with ZipFile(content, "w", compression) as file:
        for name, data in entries.items():
            file.writestr(ZipInfo(f"{FOLDER}/{name}"), data, compression)
    return content.getvalue()


def tiny_entries(arrays: Mapping[str, Numbers]) -> dict[str, bytes]:
    """What the archive of a network holds."""
    numbers = {f"data/{place}": array.astype("<f4").tobytes() for place, array in enumerate(arrays.values())}
    return {"data.pkl": pickled(tiny_record(arrays)), "byteorder": b"little", **numbers, "version": b"3\n"}


def write_tiny(path: Path, seed: int = 1) -> Path:
    """A sound file."""
    path.write_bytes(archive(tiny_entries(tiny_arrays(seed))))
    return path
