"""Writes the README's tree: one line per folder and file, in the words of their own docstrings.

python docs/tree.py     rewrites the part of README.md between the two `tree` comments
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
BEGIN, END = "<!-- tree:begin -->", "<!-- tree:end -->"
SOURCES = ("psrokit", "plugins/psrokit_plugins", "showdown/psrokit_showdown")
REST = {
    "experiments/": "what to run; `smoke/` holds the same in seconds",
    "tests/": "mirrors the three packages, plus chaos, contracts, docs, packaging",
    "docs/": "architecture, how-to, reference (generated), LOG.md",
    "NASH.md": "every term with its equation, its code and its test; the roadmap",
    "Makefile": "the verbs: setup, run, test, lint, docs, bench, smoke",
}
WIDTH = 118


def tree() -> str:
    """The tree as a fenced block."""
    lines = [line for source in SOURCES for line in [f"{source}/", *_inside(ROOT / source, "  ")]]
    lines += [f"{name:<28} {what}" for name, what in REST.items()]
    return "\n".join(["```", *lines, "```"])


def written(readme: str) -> str:
    """A README with its tree brought up to date."""
    head, rest = readme.split(BEGIN)
    return f"{head}{BEGIN}\n{tree()}\n{END}{rest.split(END)[1]}"


def _inside(folder: Path, indent: str) -> Iterator[str]:
    for path in sorted(folder.iterdir(), key=lambda path: (path.is_dir(), path.name)):
        if path.suffix == ".py" and path.stem != "__init__":
            yield _line(indent, path.name, path)
        elif (path / "__init__.py").is_file():
            yield _line(indent, f"{path.name}/", path / "__init__.py")
            yield from _inside(path, indent + "  ")


def _line(indent: str, name: str, source: Path) -> str:
    text = (ast.get_docstring(ast.parse(source.read_text(encoding="utf-8"))) or "").split("\n\n")[0]
    sentence = re.split(r"(?<!et al)\. ", " ".join(text.split()))[0].rstrip(".")
    line = f"{indent + name:<28} {sentence}".rstrip()
    return line if len(line) <= WIDTH else f"{line[: WIDTH - 4].rsplit(' ', 1)[0]} ..."


if __name__ == "__main__":
    (ROOT / "README.md").write_text(written((ROOT / "README.md").read_text(encoding="utf-8")), encoding="utf-8")
