"""A battle's protocol as sentences, for people who want to see what their policies do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from psrokit_showdown.protocol import ProtocolError, parse_ident, parse_side, tag

_STATUS = {
    "brn": "is burned",
    "par": "is paralysed",
    "slp": "falls asleep",
    "frz": "is frozen solid",
    "psn": "is poisoned",
    "tox": "is badly poisoned",
}
_CANNOT = {"slp": "is fast asleep", "par": "is fully paralysed", "frz": "is frozen", "flinch": "flinches"}
Names = tuple[str, str]


def narrate(lines: Sequence[str], players: Names) -> Iterator[str]:
    """One sentence for each line that people care about; hit points are exact, as the simulator knows them.

    Raises ProtocolError for a line that cannot be read.
    """
    for line in _omniscient(lines):
        if sentence := _sentence(line, players):
            yield sentence


def _sentence(line: str, players: Names) -> str:
    _, kind, *fields = line.split("|")
    teller = _TELLERS.get(kind)
    try:
        return teller(fields, players) if teller is not None else ""
    except (IndexError, ValueError) as error:
        raise ProtocolError(f"cannot read the protocol line {line!r}: {error}") from error


def _omniscient(lines: Sequence[str]) -> Iterator[str]:
    """The lines with every `|split|` triple replaced by what its owner sees."""
    stream = iter(lines)
    for line in stream:
        if line.startswith("|split|"):
            secret = next(stream, "")
            next(stream, "")
            yield from [secret] if secret else []
        elif line.startswith("|"):
            yield line


def _turn(fields: Sequence[str], _: Names) -> str:
    return f"-- turn {fields[0]}"


def _switch(fields: Sequence[str], players: Names) -> str:
    return f"{players[parse_side(fields[0])]} sends out {_name(fields[0])} ({fields[2]})"


def _move(fields: Sequence[str], players: Names) -> str:
    because = tag(fields, "[from]")
    return f"{_owned(fields[0], players)} uses {fields[1]}" + (f" (from {because})" if because else "")


def _damage(fields: Sequence[str], players: Names) -> str:
    because = tag(fields, "[from]")
    return f"    {_owned(fields[0], players)} is at {fields[1]}" + (f" (from {because})" if because else "")


def _status(fields: Sequence[str], players: Names) -> str:
    return f"    {_owned(fields[0], players)} {_STATUS.get(fields[1], fields[1])}"


def _cure(fields: Sequence[str], players: Names) -> str:
    return f"    {_owned(fields[0], players)} has no longer {fields[1]}"


def _cannot(fields: Sequence[str], players: Names) -> str:
    return f"{_owned(fields[0], players)} {_CANNOT.get(fields[1], f'cannot move ({fields[1]})')}"


def _raise(fields: Sequence[str], players: Names) -> str:
    return f"    {_owned(fields[0], players)}: {fields[1]} up by {fields[2]}"


def _drop(fields: Sequence[str], players: Names) -> str:
    return f"    {_owned(fields[0], players)}: {fields[1]} down by {fields[2]}"


def _faint(fields: Sequence[str], players: Names) -> str:
    return f"    {_owned(fields[0], players)} faints"


def _begin(fields: Sequence[str], players: Names) -> str:
    return f"    {_owned(fields[0], players)}: {fields[1].removeprefix('move: ')} begins"


def _finish(fields: Sequence[str], players: Names) -> str:
    return f"    {_owned(fields[0], players)}: {fields[1].removeprefix('move: ')} ends"


def _win(fields: Sequence[str], players: Names) -> str:
    return f"== {players[int(fields[0].rpartition(' ')[2])]} wins"


def _fixed(sentence: str) -> Callable[[Sequence[str], Names], str]:
    return lambda _fields, _players: sentence


def _owned(place: str, players: Names) -> str:
    ident = parse_ident(place)
    return f"{players[ident.side]}'s {ident.name}"


def _name(place: str) -> str:
    return parse_ident(place).name


_TELLERS: Mapping[str, Callable[[Sequence[str], Names], str]] = {
    "turn": _turn,
    "switch": _switch,
    "drag": _switch,
    "move": _move,
    "cant": _cannot,
    "-damage": _damage,
    "-heal": _damage,
    "-status": _status,
    "-curestatus": _cure,
    "-boost": _raise,
    "-unboost": _drop,
    "-start": _begin,
    "-end": _finish,
    "-miss": _fixed("    it misses"),
    "-fail": _fixed("    it fails"),
    "-crit": _fixed("    a critical hit"),
    "-supereffective": _fixed("    it is super effective"),
    "-resisted": _fixed("    it is not very effective"),
    "-immune": _fixed("    it has no effect"),
    "faint": _faint,
    "win": _win,
    "tie": _fixed("== a tie"),
}
