"""SVG elements as escaped text. Colours come from classes of the page's style, so that charts follow dark mode."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup, escape

Attribute = str | float | int


def element(tag: str, attributes: Mapping[str, Attribute], *children: str | Markup) -> Markup:
    """`<tag attributes>children</tag>`; everything that is not markup already is escaped."""
    written = Markup("").join(
        Markup(' {}="{}"').format(Markup(name), _value(value))  # noqa: S704 # names are ours
        for name, value in attributes.items()
    )
    inside = Markup("").join(escape(child) for child in children)
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(tag), written, inside)  # noqa: S704 # tags are ours


def picture(width: float, height: float, label: str, *children: Markup, kind: str = "chart") -> Markup:
    """A whole SVG picture of this size in pixels, described by `label` to those who do not see it."""
    attributes: dict[str, Attribute] = {
        "viewBox": f"0 0 {_value(width)} {_value(height)}",
        "width": width,
        "height": height,
        "class": kind,
        "role": "img",
        "aria-label": label,
    }
    return element("svg", attributes, *children)


def rectangle(x: float, y: float, width: float, height: float, kind: str, *, title: str = "") -> Markup:
    """A filled rectangle with a text that shows when it is pointed at."""
    return element("rect", {"x": x, "y": y, "width": width, "height": height, "class": kind}, *_titled(title))


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> Markup:
    """A straight line."""
    return element("line", {"x1": x1, "y1": y1, "x2": x2, "y2": y2, "class": kind})


def path(points: str, kind: str) -> Markup:
    """A path in SVG's own notation."""
    return element("path", {"d": points, "class": kind})


def dot(x: float, y: float, radius: float, kind: str, title: str = "") -> Markup:
    """A circle."""
    return element("circle", {"cx": x, "cy": y, "r": radius, "class": kind}, *_titled(title))


def text(x: float, y: float, content: str, kind: str) -> Markup:
    """One line of text; `kind` chooses its anchor: start, middle or end."""
    return element("text", {"x": x, "y": y, "class": kind}, content)


def _titled(title: str) -> tuple[Markup, ...]:
    return (element("title", {}, title),) if title else ()


def _value(value: Attribute) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
