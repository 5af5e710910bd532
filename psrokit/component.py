"""Components: frozen dataclasses with one decorator. Their fields are their options, their values are their spec.

    @oracle("my_oracle")
    @dataclass(frozen=True)
    class MyOracle:
        budget: int = 1000
        def respond(self, task): ...

The decorator sets a tag and nothing else: there is no registry to fill and nothing to reset.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from psrokit.analyzer import Analyzer
from psrokit.content import content_digest
from psrokit.errors import InputError
from psrokit.game import Game
from psrokit.measure import Metric
from psrokit.meta import MetaSolver
from psrokit.oracle import Oracle
from psrokit.play import Executor
from psrokit.policy import Policy
from psrokit.psro import Evaluator
from psrokit.rating import Rating
from psrokit.reward import Reward
from psrokit.spaces import ActionSpace, ObservationSpace
from psrokit.table_format import TableFormat

T = TypeVar("T")
_TAG = "__psrokit_component__"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of component. Called with a name it is the decorator that makes a class one.

    protocol: what its components must offer; a field annotated with it is itself built from `{use: ..., ...}`.
    """

    name: str
    protocol: type

    def __call__(self, name: str) -> Callable[[type[T]], type[T]]:
        """A decorator that makes a frozen dataclass the component `name` of this kind."""

        def mark(cls: type[T]) -> type[T]:
            if not is_dataclass(cls) or not cls.__dataclass_params__.frozen:  # type: ignore[attr-defined] # of every dataclass
                raise InputError(
                    f"{self.name} '{name}' ({cls.__module__}.{cls.__qualname__}) is not a frozen dataclass",
                    remedy=f"Write @{self.name}({name!r}) above @dataclass(frozen=True).",
                )
            if "use" in cls.__dataclass_fields__:
                raise InputError(f"{self.name} '{name}' has an option 'use', which is how components are named")
            setattr(cls, _TAG, Tag(self, name))
            return cls

        return mark


@dataclass(frozen=True, slots=True)
class Tag:
    """What the decorator leaves on a class: its kind and the name used in YAML."""

    kind: Kind
    name: str


game = Kind("game", Game)
policy = Kind("policy", Policy)
oracle = Kind("oracle", Oracle)
meta_solver = Kind("meta_solver", MetaSolver)
evaluator = Kind("evaluator", Evaluator)
executor = Kind("executor", Executor)
metric = Kind("metric", Metric)
rating = Kind("rating", Rating)
analyzer = Kind("analyzer", Analyzer)
table_format = Kind("table_format", TableFormat)
observation_space = Kind("observation_space", ObservationSpace)
action_space = Kind("action_space", ActionSpace)
reward = Kind("reward", Reward)

KINDS: Mapping[str, Kind] = {kind.name: kind for kind in list(vars().values()) if isinstance(kind, Kind)}


def tag_of(thing: object) -> Tag | None:
    """The tag of a component class or of an instance of one; None for anything else (subclasses must decorate too)."""
    cls = thing if isinstance(thing, type) else type(thing)
    tag = cls.__dict__.get(_TAG)
    return tag if isinstance(tag, Tag) else None


def spec(component: object) -> dict[str, Any]:
    """JSON data from which the catalog builds an equal component: `{"use": name, option: value, ...}`."""
    return _spec(component, str)


def spec_hash(component: object) -> str:
    """SHA-256 of the canonical JSON of `identity`: how the ledger knows a policy or a game."""
    return sha256(json.dumps(identity(component), sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def identity(component: object) -> dict[str, Any]:
    """The spec with the content of files and folders in place of their paths.

    Equal wherever the files lie, and different as soon as one of them changes.
    """
    return _spec(component, content_digest)


def plain(value: Any, write_path: Callable[[Path], str] = str) -> Any:
    """The value of an option as JSON data. Raises InputError if it has none."""
    if tag_of(value) is not None:
        return _spec(value, write_path)
    if isinstance(value, Mapping):
        return {str(key): plain(item, write_path) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item, write_path) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name), write_path) for f in fields(value) if f.init}
    if isinstance(value, Path):
        return write_path(value)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise InputError(f"an option of type {type(value).__name__} cannot be written down: {value!r}")


def _spec(component: object, write_path: Callable[[Path], str]) -> dict[str, Any]:
    tag = tag_of(component)
    if tag is None or isinstance(component, type):
        raise InputError(f"{component!r} is not a component: its class carries no psrokit decorator")
    chosen = [f.name for f in fields(component) if f.init]  # type: ignore[arg-type] # a tagged class is a dataclass
    return {"use": tag.name, **{name: plain(getattr(component, name), write_path) for name in chosen}}
