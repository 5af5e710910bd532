"""Looking for battles without a server: when to ask again, and which words of the server make waiting vain."""

from __future__ import annotations

import pytest

from psrokit_showdown.server.finding import Accept, Challenge
from psrokit_showdown.server.seeking import Search

ABSENT = "|popup|The user 'them' was not found."


@pytest.fixture
def search() -> Search:
    """One that has just asked."""
    search = Search(Challenge("gen1ou", "them"), 60.0)
    assert search.due() == ("/challenge them, gen1ou",)
    return search


@pytest.mark.parametrize(
    "line",
    [
        "|popup|Your team was rejected for the following reasons:||||- Mewtwo is banned.",
        "|popup|The user 'them' is not accepting challenges right now.",
        "|popup|You can't battle yourself. The best you can do is open another browser.",
        "|popup|Your selected format is invalid:||||- no such format",
        "|pm| us| them|/error The user 'them' is not accepting challenges right now.",
        "|error|You are banned from battling and cannot challenge users.",
    ],
)
def test_what_will_not_change_makes_waiting_vain_at_once(search: Search, line: str) -> None:
    search.hear(line)
    assert search.in_vain
    assert search.hopeless
    assert search.why.startswith("the server said: ")
    assert "|" not in search.why
    search.rest()
    assert not search.in_vain
    search.due()
    assert search.why == "nobody came"


@pytest.mark.parametrize(
    "line",
    [
        "|popup|You are already searching",
        "|popup|You are already challenging someone. Cancel that challenge before challenging someone else.",
        "|pm| us| them|/challenge gen1ou|gen1ou||||",
        "|pm| them| us|Your team was rejected",
        "|c|somebody|Your team was rejected",
        *("|popup", "|error", "|pm", "|pm|them", "|", "", "|popup|"),
    ],
)
def test_what_a_lasting_search_is_told_says_nothing(search: Search, line: str) -> None:
    search.hear(line)
    assert not search.in_vain
    assert search.why == "nobody came"


def test_other_words_are_kept_and_waiting_goes_on(search: Search) -> None:
    search.hear("|popup|The server is restarting. Battles will be available again in a few minutes.")
    assert not search.in_vain
    assert "restarting" in search.why


def test_somebody_absent_is_asked_for_a_few_times(search: Search) -> None:
    for _ in range(4):
        search.hear(ABSENT)
    assert not search.in_vain
    search.hear(ABSENT)
    assert search.in_vain
    assert search.why == "the server said: The user 'them' was not found."


def test_what_is_said_while_nobody_is_looked_for_does_not_count(search: Search) -> None:
    search.rest()
    search.hear("|popup|Your team was rejected")
    assert not search.in_vain


def test_time_runs_out() -> None:
    search = Search(Accept("gen1ou"), -1.0)
    assert search.due() == ()
    assert search.in_vain
    assert not search.hopeless
