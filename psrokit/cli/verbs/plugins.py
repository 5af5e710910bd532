"""`psrokit plugins`."""

from __future__ import annotations

from pathlib import Path

import click

from psrokit.cli.output import files_argument, json_option


@click.group("plugins")
def verb() -> None:
    """What is installed, what its options are, and whether it keeps the rules."""


@verb.command("list")
@files_argument
@json_option
def list_(files: tuple[Path, ...], as_json: bool) -> None:
    """List plugins and their components. FILES: plugin files, or experiments that name some, to look into as well."""
    from psrokit.cli.plugins import show_list  # noqa: PLC0415 # `psrokit --help` stays fast

    show_list(files, as_json=as_json)


@verb.command("info")
@click.argument("name")
@files_argument
@json_option
def info(name: str, files: tuple[Path, ...], as_json: bool) -> None:
    """Show what a component or plugin is for, and its options. NAME: a component, KIND/COMPONENT, or a plugin."""
    from psrokit.cli.plugins import show_info  # noqa: PLC0415 # `psrokit --help` stays fast

    show_info(name, files, as_json=as_json)


@verb.command("check")
@click.argument("targets", nargs=-1)
@json_option
def check(targets: tuple[str, ...], as_json: bool) -> int:
    """Run the conformance suites on components, each in an experiment that uses it. Exit code 6 if one fails.

    TARGETS: experiment files, whose components are all checked, or names of components, which are checked in those
    experiments (without any: in experiments/smoke and in psrokit's demo, and solvers, evaluators, metrics and ratings
    that none of them uses with their defaults). Without names, every component is checked.
    """
    from psrokit.cli.checking import show_checks  # noqa: PLC0415 # `psrokit --help` stays fast

    return show_checks(targets, as_json=as_json)
