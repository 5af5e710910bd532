"""`--set a.b=c`: single values of an experiment, changed from the command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from psrokit.errors import InputError, unknown
from psrokit.reading.node import Node
from psrokit.reading.strict_yaml import parse_yaml


def overridden(tree: Node, assignments: Sequence[str], defaults: Mapping[str, object]) -> Node:
    """An experiment's tree with every `key.key=value` applied, in order.

    Values are YAML; a key of a list is an entry's number from 0; a component written as its name alone gets options.
    defaults: all top-level keys, and what they mean where they are left out. Raises InputError with the assignment.
    """
    for assignment in assignments:
        path, equals, text = assignment.partition("=")
        place = f"--set {assignment}"
        steps = path.strip().split(".")
        if not equals or not all(steps):
            raise InputError("this is not KEY=VALUE", place=place, remedy="For example: --set oracle.budget=200")
        if steps[0] not in defaults:
            raise InputError(unknown("key", steps[0], defaults), place=place)
        tree = _with(_begun(tree, steps, defaults, place), steps, _parsed(text, place), place)
    return tree


def _parsed(text: str, place: str) -> Node:
    return parse_yaml(text, lambda _line, _column: place)


def _begun(tree: Node, steps: Sequence[str], defaults: Mapping[str, object], place: str) -> Node:
    """The tree with the key's default written out where an option below a missing key is to be set."""
    default = defaults[steps[0]]
    missing = isinstance(tree.value, Mapping) and steps[0] not in tree.value
    return tree.with_item(steps[0], Node(default, place), place) if missing and isinstance(default, str) else tree


def _with(node: Node, steps: Sequence[str], value: Node, place: str) -> Node:
    """A node with the value at the end of `steps` replaced."""
    if not steps:
        return value
    step, *rest = steps
    if isinstance(node.value, tuple):
        if not step.isdecimal() or int(step) >= len(node.value):
            there = f"0 to {len(node.value) - 1}" if node.value else "none: the list is empty"
            raise InputError(f"there is no entry '{step}'; the entries are {there}", place=place)
        entries = list(node.value)
        entries[int(step)] = _with(entries[int(step)], rest, value, place)
        return Node(tuple(entries), node.place)
    if isinstance(node.value, str):
        node = Node({"use": node}, node.place, {"use": node.place})  # a component by its name alone
    elif node.value is None:
        node = Node({}, place)
    if not isinstance(node.value, Mapping):
        raise InputError(f"there is no '{step}' in {node.shown()}", place=place)
    inside = node.value.get(step, Node(None, place))
    return node.with_item(step, _with(inside, rest, value, place), node.keys.get(step, place))
