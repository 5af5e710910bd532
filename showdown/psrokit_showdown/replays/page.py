"""A replay as one HTML file that runs no script and loads nothing, to read and to step through turn by turn."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from psrokit_showdown.narration import Names
from psrokit_showdown.replays.recorded import Recorded
from psrokit_showdown.replays.turns import Turn

_TEMPLATES = Path(__file__).parent / "templates"


def replay_page(recorded: Recorded, turns: Sequence[Turn], log: str, players: Names) -> str:
    """The page. players: what the seats are called, any text. log: the protocol, kept inside for Showdown's client."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    style = (_TEMPLATES / "replay.css").read_text(encoding="utf-8")
    context = {
        "title": f"{players[0]} against {players[1]} in {recorded.spec.format}",
        "recorded": recorded,
        "turns": turns,
        "players": players,
        "log": _as_data(log),
        "style": Markup(style),  # noqa: S704 # our own file
        "style_hash": b64encode(sha256(style.encode()).digest()).decode(),
    }
    return environment.get_template("replay.html").render(context)


def _as_data(log: str) -> Markup:
    r"""The log as a script element holds it: `/` as `\/`, as Showdown saves it, so that no text can end the element.

    `<!--` would start a comment in which an opening script tag swallows the real end: its `!` is escaped as well.
    """
    return Markup(log.replace("/", "\\/").replace("<!", "<\\!"))  # noqa: S704 # nothing in it can end the element
