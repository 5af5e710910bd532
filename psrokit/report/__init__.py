"""Reports: a run as one HTML file that opens anywhere, without a network, scripts or psrokit."""

from psrokit.report.facts import Facts
from psrokit.report.page import render, write
from psrokit.report.section import Section

__all__ = ["Facts", "Section", "render", "write"]
