"""Experiment files: read, checked and built, with every error at its place in the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from psrokit.catalog import Catalog, load_catalog
from psrokit.catalog.building import Builder, attributed
from psrokit.catalog.leaves import checked_leaf
from psrokit.component import tag_of
from psrokit.errors import InputError, IntegrityError, PsrokitError, unknown
from psrokit.experiment import LATER, Experiment
from psrokit.game import Role
from psrokit.payoff import PayoffTable
from psrokit.policy import Policy
from psrokit.population import Member, Population
from psrokit.reading.node import Node
from psrokit.reading.overrides import overridden
from psrokit.reading.strict_yaml import parse_yaml, read_text, read_yaml

__all__ = ["Experiment", "Reading", "read_experiment", "read_yaml"]


@dataclass(frozen=True)
class Reading:
    """An experiment with all that was read for it.

    text: the file as it stands. tree: its values with their places, after overrides. population: the initial one.
    """

    text: str
    tree: Node
    catalog: Catalog
    experiment: Experiment
    population: Population


def read_experiment(path: Path, overrides: Sequence[str] = ()) -> Reading:
    """Read an experiment file, apply overrides (`a.b=c`), load its plugins and build its components.

    Raises InputError (InputErrors for several at once) with `file:line:column`, EnvironmentFault if a component needs
    what this machine lacks.
    """
    text = read_text(path)
    tree = parse_yaml(text, lambda line, column: f"{path}:{line}:{column}")
    if not isinstance(tree.value, Mapping):
        wrong = "the file is empty" if tree.value is None else f"an experiment is a mapping, not {tree.shown()}"
        raise InputError(wrong, place=tree.place, remedy="Write 'key: value' lines, such as 'iterations: 10'.")
    defaults = {field.name: LATER.get(field.name) for field in fields(Experiment)}
    tree = overridden(tree, overrides, defaults)
    folder = path.absolute().parent
    catalog = _catalog(tree, folder)
    tree = _completed(tree, path)
    experiment = Builder(catalog, folder).options(Experiment, tree, "this experiment")
    population = _population(experiment, tree)
    _refuse_seats(experiment, tree)
    return Reading(text, tree, catalog, experiment, population)


def _catalog(tree: Node, folder: Path) -> Catalog:
    """The catalog with the experiment's own plugin files."""
    node = _item(tree, "plugins")
    if node is None:
        return load_catalog()
    files = checked_leaf(tuple[Path, ...], node, "'plugins' of this experiment", folder)
    entries = node.value if isinstance(node.value, tuple) else ()
    for file, entry in zip(files, entries, strict=True):
        if not file.is_file():
            raise InputError(f"a plugin is a Python file, and {file} is none", place=entry.place)
    try:
        return load_catalog(files)
    except PsrokitError as error:
        error.place = f"{node.place}: {error.place}" if error.place else node.place
        raise


def _completed(tree: Node, path: Path) -> Node:
    """The tree with the keys that may be left out."""
    assert isinstance(tree.value, Mapping)
    for key, default in {**LATER, "name": path.stem}.items():
        if key not in tree.value:
            place = f"{path} (default {key})"
            tree = tree.with_item(key, Node(str(default), place), place)
    return tree


def _population(experiment: Experiment, tree: Node) -> Population:
    """The initial population: every role's policies under their names."""
    game, node = _item(tree, "game"), _item(tree, "population")
    assert game is not None
    assert node is not None
    with attributed("the game", game):
        roles = tuple(dict.fromkeys(experiment.game.seats))
    if not roles:
        raise InputError("this game has no seats", place=game.place)
    if not isinstance(experiment.population, Mapping):
        return Population({role: _members(experiment.population, node) for role in roles})
    for role in experiment.population:
        if role not in roles:
            raise InputError(unknown("role", role, roles), place=node.key_place(role))
    for role in roles:
        if role not in experiment.population:
            raise InputError(f"the population lacks the role '{role}'", place=node.place)
    return Population({role: _members(experiment.population[role], _item(node, role) or node) for role in roles})


def _refuse_seats(experiment: Experiment, tree: Node) -> None:
    """Let the meta-solver refuse a game of so many seats now, and not after its first table has been played."""
    seats, node = experiment.game.seats, _item(tree, "meta_solver")
    assert node is not None
    least = PayoffTable.empty(seats, [1] * len(seats)).with_exact((0,) * len(seats), (0.0,) * len(seats))
    try:
        experiment.meta_solver.solve(least)
    except InputError as error:
        error.place = node.place
        raise
    except IntegrityError:
        return  # about a table that nobody has played


def _members(policies: Sequence[Policy], node: Node) -> tuple[Member, ...]:
    """Policies named like their components, later ones of a name with -2, -3."""
    places = [entry.place for entry in node.value] if isinstance(node.value, tuple) else [node.place] * len(policies)
    if not policies:
        raise InputError("a population needs at least one policy", place=node.place, remedy="For example: [uniform]")
    members: list[Member] = []
    for policy, place in zip(policies, places, strict=True):
        if policy in [member.policy for member in members]:
            raise InputError("this policy is in the population twice", place=place, remedy="Remove one of the two.")
        members.append(Member(_free_name(policy, [member.name for member in members]), policy))
    return tuple(members)


def _free_name(policy: Policy, taken: Sequence[Role]) -> str:
    tag = tag_of(policy)
    assert tag is not None
    name, number = tag.name, 1
    while name in taken:
        number += 1
        name = f"{tag.name}-{number}"
    return name


def _item(node: Node, key: str) -> Node | None:
    return node.value.get(key) if isinstance(node.value, Mapping) else None
