"""The reference is complete and up to date: every hook, kind, component, option, verb and exit code stands in it."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from psrokit import hookspecs
from psrokit.catalog import load_catalog
from psrokit.catalog.listing import Entry
from psrokit.catalog.options import options
from psrokit.cli.app import app
from psrokit.cli.failures import KINDS as ERROR_KINDS
from psrokit.component import KINDS
from psrokit.errors import PsrokitError
from psrokit.experiment import Experiment

DOCS = Path(__file__).parents[2] / "docs"
sys.path.insert(0, str(DOCS))

import generate  # noqa: E402 # a script, not a package

HOOKS = [name for name in vars(hookspecs) if name.startswith("psrokit_")]
ENTRIES = load_catalog().entries


def commands(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    for name in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), name)
        assert command is not None
        yield f"{path} {name}", command
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")


COMMANDS = dict(commands(app, "psrokit"))


def page(name: str) -> str:
    return (DOCS / "reference" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", generate.pages())
def test_page_is_up_to_date(name: str) -> None:
    assert page(name) == generate.pages()[name], "type: make docs"


@pytest.mark.parametrize("hook", HOOKS)
def test_hook_is_documented_with_its_arguments(hook: str) -> None:
    arguments = ", ".join(inspect.signature(getattr(hookspecs, hook)).parameters)
    (heading,) = [line for line in page("hooks.md").splitlines() if line.startswith(f"## `{hook}(")]
    assert [
        part.split(":")[0].strip() for part in heading.partition("(")[2].rpartition(") ->")[0].split(",") if ":" in part
    ] == [name for name in arguments.split(", ") if name]
    assert inspect.getdoc(getattr(hookspecs, hook))


@pytest.mark.parametrize("kind", KINDS)
def test_kind_is_documented(kind: str) -> None:
    assert f"\n## {kind}\n" in page("components.md")
    assert inspect.getdoc(KINDS[kind].protocol)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: f"{entry.kind}/{entry.name}")
def test_component_and_its_options_are_documented(entry: Entry) -> None:
    heading = f"### {entry.kind} `{entry.name}`\n"
    assert heading in page("components.md")
    section = page("components.md").partition(heading)[2].partition("\n##")[0]
    cls = load_catalog().component(entry.kind, entry.name)
    for option in options(cls):
        assert f"| `{option.name}` |" in section
        assert option.doc, f"the docstring of {cls.__qualname__} does not say what `{option.name}:` is"


@pytest.mark.parametrize("path", COMMANDS)
def test_command_and_its_options_are_documented(path: str) -> None:
    assert f"\n## `{path}`\n" in page("cli.md")
    assert COMMANDS[path].help
    for option in COMMANDS[path].params:
        if isinstance(option, click.Option):
            assert option.help, f"{path}: {option.name} has no help"


def test_exit_codes_are_documented() -> None:
    codes = {cls.exit_code for cls in descendants(PsrokitError)} - {PsrokitError.exit_code}
    assert codes <= ERROR_KINDS.keys()
    for code, kind in ERROR_KINDS.items():
        assert f"| {code} | `{kind}` |" in page("cli.md")


def descendants(cls: type[PsrokitError]) -> Iterator[type[PsrokitError]]:
    for child in cls.__subclasses__():
        yield child
        yield from descendants(child)


def test_every_key_of_an_experiment_is_documented() -> None:
    for option in options(Experiment):
        assert f"| `{option.name}` |" in page("schema.md")
        assert option.doc
