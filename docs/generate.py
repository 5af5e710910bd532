"""Writes docs/reference from the code: `make docs`. What can be read off the code is written nowhere else."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from psrokit import hookspecs
from psrokit.catalog import load_catalog
from psrokit.catalog.options import Option, described, options
from psrokit.cli.app import app
from psrokit.cli.failures import KINDS
from psrokit.component import KINDS as COMPONENT_KINDS
from psrokit.experiment import LATER, Experiment

REFERENCE = Path(__file__).parent / "reference"
_MADE = "<!-- Made from the code by `make docs`. Change the code, not this page. -->"
_CODES = {
    0: "all went well",
    2: "bad input: a file, an option, a name",
    3: "this machine lacks something: a package, Node, disk",
    4: "more games failed than the experiment allows",
    5: "another process runs in this run's folder",
    6: "stored data contradicts itself, or a component breaks a rule",
    130: "interrupted; the same command continues",
}


def pages() -> Mapping[str, str]:
    """The text of every page by its file name."""
    return {
        "cli.md": _page(_command_line()),
        "components.md": _page(_components()),
        "hooks.md": _page(_hooks()),
        "schema.md": _page(_schema()),
        "experiment.schema.json": json.dumps(load_catalog().schema(), indent=1) + "\n",
    }


def _page(lines: Iterator[str]) -> str:
    return "\n".join([_MADE, "", *lines]).rstrip("\n") + "\n"


def _command_line() -> Iterator[str]:
    yield from ["# The command line", "", inspect.cleandoc(app.help or ""), ""]
    yield from ["Every verb that reads something takes `--json` and then prints one JSON document, also when it fails:"]
    yield from ["", '    {"error": {"kind": "...", "message": "...", "place": "...", "remedy": "..."}}', ""]
    yield from ["| exit code | `kind` | meaning |", "|---|---|---|"]
    yield from [
        f"| {code} | {f'`{KINDS[code]}`' if code in KINDS else ''} | {words} |" for code, words in _CODES.items()
    ]
    yield ""
    yield from _group(app, "psrokit")


def _group(group: click.Group, path: str) -> Iterator[str]:
    context = click.Context(group, info_name=path)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield from _command(command, f"{path} {name}")


def _command(command: click.Command, path: str) -> Iterator[str]:
    context = click.Context(command, info_name=path)
    yield from [f"## `{path}`", ""]
    if isinstance(command, click.Group):
        yield from [inspect.cleandoc(command.help or ""), ""]
        yield from _group(command, path)
        return
    yield from [f"    {path} {' '.join(command.collect_usage_pieces(context))}", ""]
    yield from [inspect.cleandoc(command.help or ""), ""]
    rows = [_option_row(param, context) for param in command.params if isinstance(param, click.Option)]
    if rows:
        yield from ["| option | meaning |", "|---|---|", *rows, ""]


def _option_row(option: click.Option, context: click.Context) -> str:
    names, words = option.get_help_record(context) or ("", "")
    return _row(f"`{names}`", words)


def _components() -> Iterator[str]:
    catalog = load_catalog()
    yield from [
        "# Components",
        "",
        "What an experiment file can name, by kind. `psrokit plugins info NAME` shows the same.",
    ]
    yield ""
    for kind in COMPONENT_KINDS.values():
        yield from [f"## {kind.name}", "", inspect.getdoc(kind.protocol) or "", ""]
        for method in _methods(kind.protocol):
            yield from [f"    {method}", ""]
        for name in catalog.names(kind.name):
            yield from _component(catalog.component(kind.name, name), kind.name, name)


def _methods(protocol: type) -> Iterator[str]:
    for name, member in vars(protocol).items():
        if isinstance(member, property):
            returns = inspect.signature(member.fget).return_annotation if member.fget else ""
            yield f"{name}: {returns}"
        elif inspect.isfunction(member) and not name.startswith("_"):
            yield f"{name}{_signature(member)}"


def _component(cls: type, kind: str, name: str) -> Iterator[str]:
    known = options(cls)
    yield from [f"### {kind} `{name}`", "", *_without_options(cls, known)]
    if known:
        yield from [*_option_table(known, {}), ""]


def _without_options(cls: type, known: tuple[Option, ...]) -> Iterator[str]:
    """The paragraphs of a docstring that are not about single options: those stand in the table."""
    about_options = re.compile(rf"(?:{'|'.join(option.name for option in known)})(?:, \w+)*: ") if known else None
    for paragraph in (inspect.getdoc(cls) or "").split("\n\n"):
        if not (about_options and about_options.match(paragraph)):
            yield from [paragraph, ""]


def _option_table(known: tuple[Option, ...], later: Mapping[str, object]) -> Iterator[str]:
    yield from ["| option | what to write | default | meaning |", "|---|---|---|---|"]
    for option in known:
        standing = option.default if not option.required else later.get(option.name)
        required = option.required and option.name not in later
        default = "required" if required else f"`{json.dumps(standing, ensure_ascii=False)}`"
        yield _row(f"`{option.name}`", described(option.annotation), default, option.doc)


def _hooks() -> Iterator[str]:
    yield from ["# Hooks", "", inspect.cleandoc(hookspecs.__doc__ or ""), ""]
    yield from ["    from psrokit.api import hookimpl", "", "    @hookimpl", "    def psrokit_check(plan):"]
    yield from ['        """It is enough to take the arguments that are used."""', "        return []", ""]
    for name, hook in vars(hookspecs).items():
        if name.startswith("psrokit_"):
            yield from [f"## `{name}{_signature(hook)}`", "", inspect.getdoc(hook) or "", ""]


def _signature(hook: object) -> str:
    assert callable(hook)
    return re.sub(r"\bself(, )?|'", "", str(inspect.signature(hook)))


def _schema() -> Iterator[str]:
    yield from [
        "# Experiment files",
        "",
        "`psrokit schema > psrokit.schema.json` writes the JSON schema of experiment files, your plugins' too;",
        "[the schema of psrokit's own components](experiment.schema.json) is the one that psrokit's experiments name.",
    ]
    yield from ["Editors complete and check a file that begins with this line:", ""]
    yield from ["    # yaml-language-server: $schema=psrokit.schema.json", ""]
    yield from [
        "A component is written as its name, or as a mapping with `use: NAME` and its options",
        "(see [components](components.md)). Files are YAML 1.2, read strictly: an unknown or repeated key is an error.",
        "",
    ]
    yield from _option_table(options(Experiment), LATER)


def _row(*cells: str) -> str:
    return "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    REFERENCE.mkdir(exist_ok=True)
    for file, text in pages().items():
        (REFERENCE / file).write_text(text, encoding="utf-8")
