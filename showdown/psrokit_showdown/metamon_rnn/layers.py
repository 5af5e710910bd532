"""The layers of Metamon's recurrent players, in NumPy. Numbers are 32-bit floats, B stands for battles."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from psrokit_showdown.metamon_rnn.archive import Numbers

_SLOPE = np.float32(0.01)
_SMALL = np.float32(1e-5)
GATES = 3
"""Of a recurrent unit: reset, update and new."""


@dataclass(frozen=True, slots=True)
class Linear:
    """weight: (out, in); bias: (out,)."""

    weight: Numbers
    bias: Numbers

    def __call__(self, x: Numbers) -> Numbers:
        """(..., n, in) -> (..., n, out). Every leading index is a product of its own: batches change no last bit."""
        return np.asarray(x @ self.weight.T + self.bias)


@dataclass(frozen=True, slots=True)
class Norm:
    """Normalization of each token (Ba, Kiros and Hinton, "Layer Normalization", 2016)."""

    weight: Numbers
    bias: Numbers

    def __call__(self, x: Numbers) -> Numbers:
        """The same shape."""
        centred = x - x.mean(axis=-1, keepdims=True)
        variance = (centred * centred).mean(axis=-1, keepdims=True)
        return np.asarray(centred / np.sqrt(variance + _SMALL) * self.weight + self.bias)


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of the transformer, normalized before each half (Vaswani et al., "Attention is all you need", 2017)."""

    heads: int
    attended: Linear
    mixed: Linear
    wide: Linear
    narrow: Linear
    before_attention: Norm
    before_feeding: Norm

    def __call__(self, x: Numbers, kept: int) -> Numbers:
        """(B, n, d) -> (B, kept, d): the last `kept` tokens after looking at all."""
        size = x.shape[-1]
        normal = self.before_attention(x)
        queries = Linear(self.attended.weight[:size], self.attended.bias[:size])(normal[:, -kept:])
        keys, values = np.split(Linear(self.attended.weight[size:], self.attended.bias[size:])(normal), 2, axis=-1)
        scores = self._apart(queries) @ self._apart(keys).swapaxes(-1, -2) / np.sqrt(np.float32(size // self.heads))
        seen = _softmax(scores) @ self._apart(values)
        x = x[:, -kept:] + self.mixed(seen.swapaxes(1, 2).reshape(len(x), kept, size))
        return np.asarray(x + self.narrow(leaky(self.wide(self.before_feeding(x)))))

    def _apart(self, x: Numbers) -> Numbers:
        """(B, n, d) -> (B, heads, n, d / heads)."""
        return x.reshape(*x.shape[:2], self.heads, -1).swapaxes(1, 2)


@dataclass(frozen=True, slots=True)
class Cell:
    """A gated recurrent unit: reset, update and new, in this order (Cho et al., 2014, as torch computes it)."""

    given: Linear
    remembered: Linear

    def __call__(self, x: Numbers, hidden: Numbers) -> Numbers:
        """(B, 1, in), (B, 1, h) -> (B, 1, h)."""
        reset_in, update_in, new_in = np.split(self.given(x), GATES, axis=-1)
        reset_had, update_had, new_had = np.split(self.remembered(hidden), GATES, axis=-1)
        update = _sigmoid(update_in + update_had)
        new = np.tanh(new_in + _sigmoid(reset_in + reset_had) * new_had)
        return np.asarray((1 - update) * new + update * hidden)


def leaky(x: Numbers) -> Numbers:
    """Leaky ReLU."""
    return np.asarray(np.maximum(x, _SLOPE * x))


def _sigmoid(x: Numbers) -> Numbers:
    return np.asarray((np.tanh(x / 2) + 1) / 2)


def _softmax(x: Numbers) -> Numbers:
    shares = np.exp(x - x.max(axis=-1, keepdims=True))
    return np.asarray(shares / shares.sum(axis=-1, keepdims=True))
