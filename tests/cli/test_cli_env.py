"""`psrokit bench env`."""

from __future__ import annotations

from shell import Shell


def test_the_speed_of_the_environments_is_measured(shell: Shell) -> None:
    said = shell("bench", "env", "--steps", "12", "--lanes", "2", "--rounds", "1", "--json")
    assert said.code == 0, said.err
    measured = said.data["environments"]
    kinds = ("single", "2 at once", "two learners")
    here = {f"{kind} {engine}" for kind in kinds for engine in ("native", "showdown")}
    online = {"on a local ladder", "poke-env's environment"} if said.data["why_not"] is None else set()
    assert measured.keys() == here | online
    assert all(row["steps_per_second"] > 0 and row["microseconds_a_step"] > 0 for row in measured.values())
