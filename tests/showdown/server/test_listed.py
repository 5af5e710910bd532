"""Rooms that a server lists as ours and in which nobody sits."""

from __future__ import annotations

import pytest

from psrokit_showdown.server import listed
from psrokit_showdown.server.listed import Listed

TWO = '|updatesearch|{"searching":[],"games":{"battle-gen1ou-1":"[Gen 1] OU","battle-gen1ou-2":"[Gen 1] OU"}}'


def test_a_room_that_is_listed_for_a_while_is_joined_if_nobody_sits_there(monkeypatch: pytest.MonkeyPatch) -> None:
    rooms = Listed()
    rooms.hear(TWO)
    assert list(rooms.late(())) == []
    monkeypatch.setattr(listed, "_LATE_SECONDS", -1.0)
    rooms.hear(TWO)
    assert list(rooms.late({"battle-gen1ou-1"})) == ["battle-gen1ou-2"]
    rooms.hear('|updatesearch|{"searching":[],"games":null}')
    assert list(rooms.late(())) == []


@pytest.mark.parametrize("told", ["", "[]", "null", "{", '{"games": ["battle-1"]}', "[" * 100_000])
def test_nonsense_lists_nothing(told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listed, "_LATE_SECONDS", -1.0)
    rooms = Listed()
    rooms.hear(f"|updatesearch|{told}")
    assert list(rooms.late(())) == []
