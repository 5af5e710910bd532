"""Read Showdown's packed text: one line a team, strictly."""

from __future__ import annotations

from typing import Any

from psrokit.api import InputError
from psrokit_showdown.teams.fields import filled, name_or_none, read_name, read_number, refuse_invisible, spread
from psrokit_showdown.teams.placeholders import is_nothing, refuse_missing
from psrokit_showdown.teams.team import NO_EVS, STATS, Spread, Team

_FIELDS = "nickname | species | item | ability | moves | nature | EVs | gender | IVs | shiny | level | happiness,..."


def parse_packed(text: str, source: str, generation: int = 1) -> Team:
    """The team in one line of packed text; `Team.packed` writes it back.

    `source` is how errors name the text ("stall.txt:3"). Legality is not judged. Raises InputError with `source`
    and the number of the Pokemon.
    """
    refuse_invisible(text, source)
    places = ((member, f"{source}: Pokemon {number}") for number, member in enumerate(text.split("]"), 1))
    return Team(tuple(filled(_found(member, place), generation, place) for member, place in places), generation)


def _found(text: str, place: str) -> dict[str, Any]:
    fields = text.split("|")
    if len(fields) != _FIELDS.count("|") + 1:
        message = f"{len(fields)} fields where a packed Pokemon has {_FIELDS.count('|') + 1}"
        raise InputError(message, place=place, remedy=f"They are: {_FIELDS}")
    first, species, item, ability, moves, nature, evs, gender, ivs, shiny, level, rest = fields
    refuse_missing(species or first, "a Pokemon", place)
    refuse_missing(text, species or first, place)
    return {
        "species": read_name(species or first, "species", place),
        "nickname": first.strip(),
        "item": _name_or_none(item, "item", place),
        "ability": _name_or_none(ability, "ability", place),
        "moves": _moves(moves, place),
        "nature": _name_or_none(nature, "nature", place),
        "gender": gender,
        "shiny": bool(shiny),
        "level": read_number(level or "100", "level", place),
        **_spreads(evs, ivs, place),
        **_rest(rest, place),
    }


def _name_or_none(text: str, what: str, place: str) -> str:
    return name_or_none(text, what, place) if text else ""


def _moves(text: str, place: str) -> tuple[str, ...]:
    moves = text.split(",") if text else []
    return tuple(read_name(move, "move", place) for move in moves if not is_nothing(move))


def _spreads(evs: str, ivs: str, place: str) -> dict[str, Spread]:
    found = {}
    if evs:
        found["evs"] = NO_EVS if evs == "0" else _six(evs, 0, "EVs", place)
    if ivs:
        found["ivs"] = _six(ivs, 31, "IVs", place)
    return found


def _six(text: str, unnamed: int, what: str, place: str) -> Spread:
    numbers = text.split(",")
    if len(numbers) != len(STATS):
        raise InputError(f"{what} are six numbers with commas between, not {text!r}", place=place)
    return spread([read_number(number, what, place) if number else unnamed for number in numbers])


def _rest(text: str, place: str) -> dict[str, Any]:
    parts = text.split(",")
    if len(parts) > 6:
        raise InputError(f"the last field has {len(parts)} parts, at most 6 exist", place=place)
    parts += [""] * (6 - len(parts))
    happiness, hidden_power, pokeball, gigantamax, dynamax_level, tera_type = parts
    return {
        "happiness": read_number(happiness or "255", "happiness", place),
        "hidden_power": _name_or_none(hidden_power, "Hidden Power type", place),
        "pokeball": _name_or_none(pokeball, "ball", place),
        "gigantamax": bool(gigantamax),
        "dynamax_level": read_number(dynamax_level or "10", "Dynamax level", place),
        "tera_type": _name_or_none(tera_type, "Tera type", place),
    }
