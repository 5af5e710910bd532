"""A section: one unit of a report. A new one is a module with a `section(facts)` function and its template."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, wraps
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from psrokit.estimate import level_text
from psrokit.report import numbers, words

_FILTERS = (
    numbers.count,
    numbers.duration,
    numbers.number,
    numbers.percent,
    numbers.signed,
    numbers.unbroken,
    level_text,
    words.cell_text,
    words.interval_text,
    words.kind_words,
    words.margin_text,
    words.meaning_text,
    words.percent_range,
    words.range_text,
    words.shared_meaning,
    words.value_text,
)


@dataclass(frozen=True, slots=True)
class Section:
    """anchor: its name in links. title: its heading. body: what stands below, HTML."""

    anchor: str
    title: str
    body: Markup


def fill(template: str, context: Mapping[str, Any]) -> Markup:
    """A template of this package filled in. Whatever is not markup already is escaped; a missing name is an error."""
    return Markup(_environment().get_template(template).render(context))  # noqa: S704 # written with autoescape


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update({filter_.__name__: _unbroken(filter_) for filter_ in _FILTERS})
    return environment


def _unbroken(filter_: Callable[..., str]) -> Callable[..., str]:
    @wraps(filter_)
    def written(*arguments: Any) -> str:
        return numbers.unbroken(filter_(*arguments))

    return written
