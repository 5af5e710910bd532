"""Charts in a real browser: what is written in them can be read on a telephone, and beside another chart."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from markupsafe import escape
from report_runs import SAMPLED_RPS, played
from test_hostile import browser, dom_of

from psrokit.report import page
from psrokit.report.facts import read

__all__ = ["browser"]  # the fixture
LEAST_PIXELS = 9
FRAME = """<iframe style="width: {width}px; height: 900px; border: 0" srcdoc="{report}" onload="
  const inside = this.contentDocument;
  const sizes = [...inside.querySelectorAll('.chart text')].filter(one => one.getClientRects().length).map(one => {{
    const chart = one.ownerSVGElement;
    const scale = chart.getBoundingClientRect().width / chart.viewBox.baseVal.width;
    return parseFloat(getComputedStyle(one).fontSize) * scale;
  }});
  document.documentElement.setAttribute('data-least', Math.min(...sizes).toFixed(1));
  const wide = inside.documentElement.scrollWidth > inside.documentElement.clientWidth;
  document.documentElement.setAttribute('data-page', wide ? 'wide' : 'fits');
"></iframe>"""


@pytest.mark.parametrize("width", [420, 700, 1200])
def test_what_is_written_in_charts_can_be_read(browser: str, tmp_path: Path, width: int) -> None:
    report = page.render(read(played(tmp_path, SAMPLED_RPS)))
    file = tmp_path / "frame.html"
    file.write_text(FRAME.format(width=width, report=escape(report)), encoding="utf-8")
    dom = dom_of(browser, file, tmp_path / "profile")
    (least,) = re.findall(r'data-least="([\d.]+)"', dom)
    assert float(least) >= LEAST_PIXELS
    assert 'data-page="fits"' in dom
