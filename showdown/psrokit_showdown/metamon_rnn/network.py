"""The network of Metamon's recurrent players, in NumPy: a transformer over one turn, then a GRU over turns.

All sizes are read off the file's arrays. Two things are done otherwise than in training, to the same result: a word's
token depends on the word alone and is looked up, and the last layer answers for the tokens that are used. One thread
computes: the products are so small that waking others costs more than they save.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import count
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from psrokit.api import InputError
from psrokit_showdown.metamon_rnn.archive import Numbers, Part, read_model
from psrokit_showdown.metamon_rnn.layers import GATES, Cell, Layer, Linear, Norm, leaky
from psrokit_showdown.vocabularies import Vocabulary

_WAVELENGTH = 10_000.0


@dataclass(frozen=True, slots=True)
class Network:
    """vocabulary: the numbers of its words. tokens: (words + 1, d), the first for unknown ones."""

    vocabulary: Vocabulary
    tokens: Numbers
    numbers: Linear
    scratch: int
    layers: tuple[Layer, ...]
    norm: Norm
    cells: tuple[Cell, ...]
    out: Linear

    @property
    def actions(self) -> int:
        """How many logits it gives."""
        return len(self.out.bias)

    @property
    def memory(self) -> Numbers:
        """What an actor remembers when a battle begins, shape (cells, hidden)."""
        return np.zeros((len(self.cells), self.cells[0].remembered.weight.shape[1]), np.float32)

    def __call__(self, words: NDArray[np.int32], numbers: Numbers, memories: Numbers) -> tuple[Numbers, Numbers]:
        """Logits (B, actions) and the new memories, from words (B, W), numbers (B, F) and memories (B, cells, hidden).

        A word is its number in the vocabulary, -1 if it is unknown.
        """
        with _threads().limit(limits=1, user_api="blas"):
            return self._out(self._turn(words, numbers), memories)

    def _turn(self, words: NDArray[np.int32], numbers: Numbers) -> Numbers:
        """One turn as it is, shape (B, 1, scratch * d)."""
        told = leaky(self.numbers(numbers[:, None])).reshape(len(words), -1, self.tokens.shape[1])
        blank = np.zeros((len(words), self.scratch, self.tokens.shape[1]), np.float32)
        x = np.concatenate([self.tokens[words + 1], told, blank], axis=1)
        x += positions(x.shape[1], x.shape[2])
        for layer in self.layers[:-1]:
            x = layer(x, x.shape[1])
        return self.norm(self.layers[-1](x, self.scratch)).reshape(len(words), 1, -1)

    def _out(self, x: Numbers, memories: Numbers) -> tuple[Numbers, Numbers]:
        """What follows from it and what was."""
        new = []
        for place, cell in enumerate(self.cells):
            x = cell(x, memories[:, place, None])
            new.append(x)
        return self.out(x)[:, 0], np.concatenate(new, axis=1)


@cache
def _threads() -> ThreadpoolController:
    return ThreadpoolController()


@lru_cache(maxsize=4)
def positions(count: int, size: int) -> Numbers:
    """The sinusoids that tell a token's place, shape (count, size)."""
    angles = np.arange(count)[:, None] * _WAVELENGTH ** (-np.arange(0, size, 2) / size)
    table = np.stack([np.sin(angles), np.cos(angles)], axis=-1).reshape(count, -1)
    return table[:, :size].astype(np.float32)


def load_network(path: Path) -> Network:
    """The network of a file, read once for each version of it. Raises InputError, with the place."""
    try:
        stat = path.stat()
    except OSError as error:
        raise InputError(f"these weights cannot be read: {error.strerror}", place=str(path)) from None
    return _of_version(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=8)
def _of_version(path: Path, changed: int, size: int) -> Network:  # noqa: ARG001 # they tell versions apart
    return network_of(read_model(path))


def network_of(model: Part) -> Network:
    """The network of a file's contents. Raises InputError where its parts do not fit together."""
    turn = model.part("turn_embedding")
    fuse, former = turn.part("multimodal_fuse"), turn.part("tformer_embedding", "emb_transformer")
    words = _linear(fuse.part("text_emb"))
    vocabulary = _vocabulary(model)
    size = len(words.bias)
    embedded = turn.part("token_embedding", "text_emb").array("weight", len(vocabulary) + 1, words.weight.shape[1])
    cells = tuple(_cells(model.part("rnn")))
    inside = cells[0].given.weight.shape[1]
    numbers = _linear(fuse.part("num_emb"))
    for what, whole in (("numbers'", len(numbers.bias)), ("turn's", inside)):
        if whole % size or not whole:
            raise InputError(f"the {what} {whole} features are not tokens of {size}", place=turn.place)
    layers = tuple(_layers(former.part("layers"), size))
    out = _linear(model.part("out"), cells[-1].remembered.weight.shape[1])
    return Network(
        vocabulary,
        leaky(words(embedded)),
        numbers,
        inside // size,
        layers,
        _norm(former.part("norm"), size),
        cells,
        out,
    )


def _vocabulary(model: Part) -> Vocabulary:
    tokenizer = model.attributes.get("tokenizer")
    told = getattr(tokenizer, "state", {}).get("_data")
    if not isinstance(told, dict) or not all(type(number) is int for number in told.values()):
        raise InputError("it has no vocabulary", place=model.place)
    return Vocabulary(f"of {model.place}", told)


def _linear(part: Part, inside: int | None = None, outside: int | None = None) -> Linear:
    weight = part.array("weight", outside, inside)
    return Linear(weight, part.array("bias", len(weight)))


def _norm(part: Part, size: int) -> Norm:
    return Norm(part.array("weight", size), part.array("bias", size))


def _layers(part: Part, size: int) -> list[Layer]:
    """In the order of their numbers. Raises InputError for another kind of layer."""
    if not part.parts:
        raise InputError("it has no layers", place=part.place)
    return [_layer(part.part(str(place)), size) for place in range(len(part.parts))]


def _layer(part: Part, size: int) -> Layer:
    attention = part.part("self_attn")
    heads = attention.attribute("num_heads", int)
    if heads < 1 or size % heads:
        raise InputError(f"{heads} heads do not share {size} features", place=attention.place)
    activation = getattr(part.attributes.get("activation"), "text", None)
    if not part.attribute("norm_first", bool) or activation != "torch.nn.functional leaky_relu":
        raise InputError("its layers are not of the published kind: normalized first, leaky ReLU", place=part.place)
    attended = attention.array("in_proj_weight", 3 * size, size)
    wide = _linear(part.part("linear1"), size)
    return Layer(
        heads,
        Linear(attended, attention.array("in_proj_bias", 3 * size)),
        _linear(attention.part("out_proj"), size, size),
        wide,
        _linear(part.part("linear2"), len(wide.bias), size),
        _norm(part.part("norm1"), size),
        _norm(part.part("norm2"), size),
    )


def _cells(part: Part) -> list[Cell]:
    cells: list[Cell] = []
    inside: int | None = None
    for place in count():
        if f"weight_hh_l{place}" not in part.arrays and cells:
            return cells
        hidden = part.array(f"weight_hh_l{place}", None, inside).shape[1]
        gates = GATES * hidden
        given = Linear(part.array(f"weight_ih_l{place}", gates, inside), part.array(f"bias_ih_l{place}", gates))
        kept = Linear(part.array(f"weight_hh_l{place}", gates, hidden), part.array(f"bias_hh_l{place}", gates))
        cells.append(Cell(given, kept))
        inside = hidden
    return cells
