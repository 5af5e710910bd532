"""The page of `psrokit analyze` in a real browser."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from test_hostile import browser, dom_of

from psrokit.api import NamedTable, PayoffTable, analyze
from psrokit.report.answer import render_answer

__all__ = ["browser"]  # the fixture
WIDTHS = """<script>
const boxes = [...document.querySelectorAll("p, td, dd, caption, summary")];
const wide = boxes.filter(one => one.scrollWidth > one.clientWidth + 1);
document.documentElement.setAttribute("data-wide", wide.length);
document.documentElement.setAttribute("data-page", document.documentElement.scrollWidth > innerWidth ? "wide" : "fits");
</script></body>"""


def test_names_of_any_length_stay_inside_the_page_and_their_cells(browser: str, tmp_path: Path) -> None:
    names = tuple("x" * 300 + end for end in "abc")
    table = PayoffTable.empty(("player", "player"), (3, 3))
    for cell in ((0, 0), (1, 1), (2, 2)):
        table = table.with_exact(cell, (0.0, 0.0))
    rng = np.random.default_rng(0)
    for cell in ((0, 1), (0, 2), (1, 2)):
        table = table.with_groups([(cell, [(won, -won), (-won, won)]) for won in rng.choice([-1.0, 1.0], 9)])
    html = render_answer(analyze(NamedTable(table, {"player": names}, "long names"), resamples=5, only=["equilibrium"]))
    page = tmp_path / "page.html"
    allowed = html.replace("default-src 'none';", "default-src 'none'; script-src 'unsafe-inline';")
    page.write_text(allowed.replace("</body>", WIDTHS), encoding="utf-8")
    dom = dom_of(browser, page, tmp_path / "profile")
    assert 'data-page="fits"' in dom
    assert 'data-wide="0"' in dom
