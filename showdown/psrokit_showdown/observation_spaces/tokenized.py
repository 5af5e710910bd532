"""Words as numbers, around any space that gives a text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np

from psrokit.api import Arrays, ArraySpec, Encoder, ObservationSpace, observation_space
from psrokit_showdown.observation_spaces.default import Default
from psrokit_showdown.vocabularies import UNKNOWN, Vocabulary, load_vocabulary
from psrokit_showdown.vocabularies.published import PublishedName

_INTEGERS = np.dtype(np.int32)


@observation_space("tokenized")
@dataclass(frozen=True)
class Tokenized:
    """Metamon's TokenizedObservationSpace: in place of `text` an int32 vector `text_tokens`, -1 for unknown words.

    A space without `text` is passed through.

    base: the space whose text is numbered. vocabulary: "psrokit-v1" (it knows every name), one that Metamon published
    (`psrokit showdown vocab import` first), or a JSON file {word: number}.
    """

    base: ObservationSpace = field(default_factory=Default)
    vocabulary: Literal["psrokit-v1"] | PublishedName | Path = "psrokit-v1"

    @property
    def arrays(self) -> Mapping[str, ArraySpec]:
        """Those of the base, with `text_tokens` first in place of `text`."""
        given = dict(self.base.arrays)
        text = given.pop("text", None)
        if text is None:
            return given
        most = float(len(load_vocabulary(self.vocabulary)))
        return {"text_tokens": ArraySpec((len(text.columns),), _INTEGERS, UNKNOWN, most, text.columns), **given}

    def start(self) -> Encoder:
        """An encoder around one of the base. Raises InputError if the vocabulary cannot be loaded."""
        encoder = self.base.start()
        if "text" not in self.base.arrays:
            return encoder
        return _Encoder(encoder, load_vocabulary(self.vocabulary))


@dataclass(frozen=True, slots=True)
class _Encoder:
    base: Encoder
    vocabulary: Vocabulary

    def encode(self, view: Any) -> Arrays:
        arrays = dict(self.base.encode(view))
        words = arrays.pop("text").item().split(" ")
        return {"text_tokens": self.vocabulary.encode(words), **arrays}
