"""A seat's own team, as its requests tell of it, from one request to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from psrokit_showdown.data import max_pp
from psrokit_showdown.data.dex import slot_id
from psrokit_showdown.knowledge import MoveOption, OwnPokemon, Stats
from psrokit_showdown.protocol import parse_condition, parse_details, parse_ident, to_id
from psrokit_showdown.tracking import Field, OwnRecord

Entry = Mapping[str, Any]
"""A Pokemon in a request's team."""


class OwnTeam:
    """What has been told of each own Pokemon. field: what the seat's lines have shown, which this reads (and corrects
    where a request shows the true PP).

    An entry that is the same object as before has not changed.
    """

    def __init__(self, field: Field, seat: int) -> None:
        self._field, self._side = field, field.sides[seat]
        self._records: dict[str, OwnRecord] = {}

    def frozen(self, entries: Sequence[Entry], options: Sequence[MoveOption]) -> tuple[OwnPokemon, ...]:
        """The team of a request. options: its list of moves."""
        if options:
            self._sync_pp(entries[0], options)
        return tuple([self._frozen(entry) for entry in entries])

    def up_to_date(self, entries: Sequence[Entry]) -> list[Entry]:
        """The team of an earlier request as it stands now: whoever is on the field first, in the health that lines gave
        it since.
        """
        now = [self._up_to_date(entry) for entry in entries]
        active = next((place for place, entry in enumerate(now) if entry["active"]), 0)
        if active:
            now[0], now[active] = now[active], now[0]
        return now

    def _up_to_date(self, entry: Entry) -> Entry:
        tracked = self._record(entry).tracked
        if tracked is None:
            return entry
        condition = f"{tracked.hp}/{tracked.max_hp} {tracked.status}".strip() if tracked.hp else "0 fnt"
        on_field = self._side.active is not None and self._side.active.pokemon is tracked
        return {**entry, "condition": condition, "active": on_field}

    def _record(self, entry: Entry) -> OwnRecord:
        """What is remembered of the Pokemon that an entry describes."""
        ident: str = entry["ident"]
        record = self._records.get(ident)
        if record is None:
            moves, given = tuple(entry["moves"]), entry["stats"]
            stats = Stats(given["atk"], given["def"], given["spa"], given["spd"], given["spe"])
            record = self._records[ident] = OwnRecord(moves, [max_pp(self._field.gen, move) for move in moves], stats)
        if record.tracked is None:
            record.tracked = self._side.pokemon.get((parse_ident(ident).name, parse_details(entry["details"])))
        return record

    def _frozen(self, entry: Entry) -> OwnPokemon:
        record = self._records.get(entry["ident"])
        if record is None or (record.tracked is None and entry["active"]):
            record = self._record(entry)
        version = record.tracked.version if record.tracked is not None else 0
        frozen = record.frozen
        if frozen is None or version != record.version or (entry is not record.entry and _differs(entry, record)):
            record.version = version
            frozen = record.frozen = _freeze(entry, record)
        record.entry = entry
        return frozen

    def _sync_pp(self, entry: Entry, options: Sequence[MoveOption]) -> None:
        """The request shows the true PP of every slot, unless a move is locked in or the moves are another's."""
        record, active = self._record(entry), self._side.active
        if record.tracked is None or active is None or "transform" in active.volatiles:
            return
        if len(options) != len(record.base_moves):
            return
        used = record.tracked.pp_used
        for slot, (move, option) in enumerate(zip(record.base_moves, options, strict=True)):
            if option.pp is None or option.max_pp is None:
                return
            name = slot_id(move)
            if option.id == name:
                record.pp_limits[slot] = option.max_pp
            limit = record.pp_limits[slot]
            if limit is not None and used.get(name, 0) != limit - option.pp:
                used[name] = limit - option.pp
                record.tracked.touch()


def _differs(entry: Entry, record: OwnRecord) -> bool:
    """Whether an entry says something else than the last one about the same Pokemon."""
    last = record.entry
    return (
        entry["condition"] != last["condition"]
        or entry["active"] is not last["active"]
        or entry.get("item") != last.get("item")
        or entry.get("ability") != last.get("ability")
        or entry.get("terastallized") != last.get("terastallized")
        or entry.get("reviving") != last.get("reviving")
        or entry["details"] != last["details"]
    )


def _freeze(entry: Entry, record: OwnRecord) -> OwnPokemon:
    species, level, _ = parse_details(entry["details"])
    hp, max_hp, status = parse_condition(entry["condition"])
    record.entry = entry
    record.max_hp = max_hp or record.max_hp
    return OwnPokemon(
        species,
        level,
        hp,
        record.max_hp,
        status,
        entry["active"],
        record.stats,
        record.moves(),
        record.tracked.sleep_turns if record.tracked else 0,
        record.tracked.rested if record.tracked else False,
        entry.get("item", ""),
        entry.get("ability", entry.get("baseAbility", "")),
        record.tracked.last_used if record.tracked else None,
        to_id(entry.get("teraType", "")),
        to_id(entry.get("terastallized", "")),
        entry.get("reviving", False),
        record.tracked is not None,
    )
