"""The names that files of Metamon's recurrent players hold, and no others: "module name"."""

from __future__ import annotations

from types import MappingProxyType

_MODEL = ("GRUModel", "TransformerTurnEmbedding", "TokenEmbedding", "MultiModalEmbedding", "TimestepTransformer")
_LAYERS = MappingProxyType(
    {
        "sparse": ("Embedding",),
        "container": ("ModuleList",),
        "transformer": ("TransformerEncoder", "TransformerEncoderLayer"),
        "activation": ("MultiheadAttention",),
        "linear": ("Linear", "NonDynamicallyQuantizableLinear"),
        "dropout": ("Dropout",),
        "normalization": ("LayerNorm",),
        "rnn": ("GRU",),
    }
)
CLASSES = frozenset(
    (
        *(f"metamon.il.model {name}" for name in (*_MODEL, "FixedPosEmb")),
        "metamon.data.tokenizer.tokenizer PokemonTokenizer",
        "metamon.tokenizer.tokenizer PokemonTokenizer",
        *(f"torch.nn.modules.{module} {name}" for module, names in _LAYERS.items() for name in names),
    )
)
"""What may be an object's class."""
FUNCTIONS = frozenset(
    (
        *("collections OrderedDict", "__builtin__ set", "builtins set"),
        *("torch._utils _rebuild_tensor_v2", "torch._utils _rebuild_parameter"),
        "torch._utils _rebuild_parameter_with_state",
    )
)
"""What may be applied to arguments. It is noted, not done."""
NAMES = CLASSES | FUNCTIONS | {"torch FloatStorage", "torch.nn.functional leaky_relu"}
