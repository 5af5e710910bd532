"""A pickle read as data: its opcodes build inert records; nothing is imported, called or constructed by name.

Only the opcodes and the names that files of these models hold are known. Everything else is an InputError that names
the byte: a pickle that asks for `os.system` is refused where it names it.
"""

from __future__ import annotations

import pickletools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from psrokit.api import InputError
from psrokit_showdown.metamon_rnn.names import CLASSES, FUNCTIONS, NAMES

LARGEST_PICKLE = 2**20
"""Bytes. The published ones have some 40,000."""
_MARK = object()


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a pickle, "module name". It stands for itself."""

    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """What would have been an object: its class or function, its arguments, its attributes."""

    name: str
    arguments: tuple[Any, ...]
    state: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Persistent:
    """A reference to something beside the pickle."""

    reference: Any


def read_records(pickle: bytes, place: str) -> Any:
    """What a pickle says. Raises InputError with the byte for all that such a file does not hold."""
    if len(pickle) > LARGEST_PICKLE:
        raise InputError(f"its pickle has {len(pickle)} bytes; such files have at most {LARGEST_PICKLE}", place=place)
    machine, position = _Machine(), 0
    try:
        for opcode, argument, byte in pickletools.genops(pickle):
            position = byte or 0
            _action(opcode.name)(machine, argument)
        return machine.ended()
    except InputError as error:
        raise InputError(error.message, place=f"{place}, byte {position}") from None
    except (ValueError, IndexError, KeyError, UnicodeError) as error:
        message = f"it is damaged: {type(error).__name__} {error}"
        raise InputError(message, place=f"{place}, after byte {position}") from None


def _action(opcode: str) -> Callable[[_Machine, Any], None]:
    act = _ACTIONS.get(opcode)
    if act is None:
        raise InputError(f"the opcode {opcode} has no place in such a file")
    return act


class _Machine:
    """The stack and the memo of a pickle."""

    def __init__(self) -> None:
        self.stack: list[Any] = []
        self.memo: dict[int, Any] = {}

    def ended(self) -> Any:
        """The one thing that is left."""
        (result,) = self.stack
        return result

    def pop(self, kind: type) -> Any:
        """The topmost thing, which must be of a kind."""
        return _of_kind(self.stack.pop(), kind)

    def top(self, kind: type) -> Any:
        """The topmost thing, left where it is."""
        return _of_kind(self.stack[-1], kind)

    def since_mark(self) -> list[Any]:
        """All above the last mark, which goes as well."""
        place = max(index for index, thing in enumerate(self.stack) if thing is _MARK)
        things = self.stack[place + 1 :]
        del self.stack[place:]
        return things


def _of_kind(thing: Any, kind: type) -> Any:
    if type(thing) is not kind:
        raise InputError(f"a {type(thing).__name__} stands where a {kind.__name__} must be")
    return thing


def _name(machine: _Machine, text: str) -> None:
    if text not in NAMES:
        raise InputError(f"it names {text!r}, which has no place in such a file")
    machine.stack.append(Name(text))


def _object(machine: _Machine, _: Any) -> None:
    arguments, name = machine.pop(tuple), machine.pop(Name).text
    if name not in CLASSES:
        raise InputError(f"'{name}' is no class of such a file")
    machine.stack.append(Record(name, arguments))


def _applied(machine: _Machine, _: Any) -> None:
    arguments, name = machine.pop(tuple), machine.pop(Name).text
    if name not in FUNCTIONS:
        raise InputError(f"'{name}' is applied to arguments, which no such file does")
    empty = name == "collections OrderedDict" and not arguments
    machine.stack.append({} if empty else Record(name, arguments))


def _attributes(machine: _Machine, _: Any) -> None:
    state = machine.pop(dict)
    machine.top(Record).state.update(state)


def _items(machine: _Machine, _: Any) -> None:
    things = machine.since_mark()
    _fill(machine.top(dict), things)


def _item(machine: _Machine, _: Any) -> None:
    pair = machine.stack[-2:]
    del machine.stack[-2:]
    _fill(machine.top(dict), pair)


def _fill(target: dict[Any, Any], things: list[Any]) -> None:
    for key, value in zip(things[::2], things[1::2], strict=True):
        target[_of_kind(key, str)] = value


def _elements(machine: _Machine, _: Any) -> None:
    things = machine.since_mark()
    machine.top(list).extend(things)


def _element(machine: _Machine, _: Any) -> None:
    thing = machine.stack.pop()
    machine.top(list).append(thing)


def _tuple(machine: _Machine, _: Any) -> None:
    machine.stack.append(tuple(machine.since_mark()))


def _tuple_of(count: int) -> Callable[[_Machine, Any], None]:
    def act(machine: _Machine, _: Any) -> None:
        if len(machine.stack) < count:
            raise IndexError("the stack is too short")
        machine.stack[-count:] = [tuple(machine.stack[-count:])]

    return act


def _push(machine: _Machine, value: Any) -> None:
    machine.stack.append(value)


def _constant(make: Callable[[], Any]) -> Callable[[_Machine, Any], None]:
    return lambda machine, _: machine.stack.append(make())


def _remember(machine: _Machine, place: int) -> None:
    machine.memo[place] = machine.stack[-1]


def _recall(machine: _Machine, place: int) -> None:
    machine.stack.append(machine.memo[place])


def _reference(machine: _Machine, _: Any) -> None:
    machine.stack.append(Persistent(machine.stack.pop()))


def _nothing(machine: _Machine, _: Any) -> None:
    """The protocol's number and the end say nothing."""


_ACTIONS: Mapping[str, Callable[[_Machine, Any], None]] = {
    **dict.fromkeys(("PROTO", "STOP"), _nothing),
    **dict.fromkeys(("BINUNICODE", "BININT", "BININT1", "BININT2", "LONG1", "BINFLOAT"), _push),
    **dict.fromkeys(("BINPUT", "LONG_BINPUT"), _remember),
    **dict.fromkeys(("BINGET", "LONG_BINGET"), _recall),
    "MARK": _constant(lambda: _MARK),
    "NONE": _constant(lambda: None),
    "NEWTRUE": _constant(lambda: True),
    "NEWFALSE": _constant(lambda: False),
    "EMPTY_TUPLE": _constant(tuple),
    "EMPTY_LIST": _constant(list),
    "EMPTY_DICT": _constant(dict),
    "GLOBAL": _name,
    "NEWOBJ": _object,
    "REDUCE": _applied,
    "BUILD": _attributes,
    "SETITEM": _item,
    "SETITEMS": _items,
    "APPEND": _element,
    "APPENDS": _elements,
    "TUPLE": _tuple,
    "TUPLE1": _tuple_of(1),
    "TUPLE2": _tuple_of(2),
    "TUPLE3": _tuple_of(3),
    "BINPERSID": _reference,
}
