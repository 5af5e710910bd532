"""`psrokit schema`."""

from __future__ import annotations

from pathlib import Path

import click

from psrokit.cli.output import files_argument, json_option


@click.command("schema")
@files_argument
@json_option
def verb(files: tuple[Path, ...], as_json: bool) -> None:
    """Print the JSON schema of experiment files, with the options of every component.

    Editors complete and check a file that begins with `# yaml-language-server: $schema=psrokit.schema.json`. FILES are
    plugin files, or experiments that name some: their components are in the schema too. With --json errors are JSON as
    well.
    """
    del as_json  # a schema is JSON in any case
    from psrokit.cli.output import print_json  # noqa: PLC0415 # `psrokit --help` stays fast
    from psrokit.cli.plugins import catalog_with  # noqa: PLC0415

    print_json(catalog_with(files).schema())
