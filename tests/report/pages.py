"""Reports read back: what a browser would find in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"meta", "br", "link", "img", "input", "base", "hr"})


@dataclass
class Page(HTMLParser):
    """Elements with their attributes, in order, and tables as rows of cells' texts."""

    html: str
    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    tables: list[list[list[str]]] = field(default_factory=list)
    text: str = ""
    headings: list[str] = field(default_factory=list)
    _cell: list[str] | None = None
    _heading: bool = False

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in {"td", "th"}:
            self._cell = []
        self._heading = tag == "h2"

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"} and self._cell is not None:
            self.tables[-1][-1].append(" ".join("".join(self._cell).split()))
            self._cell = None

    def handle_data(self, data: str) -> None:
        data = data.replace("\N{NO-BREAK SPACE}", " ")
        self.text += data
        if self._heading:
            self.headings.append(data)
            self._heading = False
        if self._cell is not None:
            self._cell.append(data)

    def attributes(self, tag: str, kind: str = "") -> list[dict[str, str]]:
        """The attributes of all elements of a tag, or of those with a class."""
        found = [attributes for name, attributes in self.elements if name == tag]
        return [attributes for attributes in found if kind in attributes.get("class", "").split()] if kind else found

    def sections(self) -> list[str]:
        """The sections' names in links."""
        return [attributes["id"] for attributes in self.attributes("section")]

    def table(self, *heads: str) -> list[list[str]]:
        """The rows of the first table whose head has all these cells."""
        for rows in self.tables:
            if rows and set(heads) <= set(rows[0]):
                return rows[1:]
        raise AssertionError(f"no table with {heads}; there are {[rows[0] for rows in self.tables if rows]}")
