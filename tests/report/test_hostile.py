"""Names, specs, messages and files come from anywhere: whatever they hold is shown and never obeyed."""

from __future__ import annotations

import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from pages import Page
from report_runs import Ledger, played

from psrokit.report import render, write
from psrokit.report.facts import read
from psrokit.store import Run

ADDRESS = "http://127.0.0.1:{port}/reached"
RAN = "document.documentElement.setAttribute('data-ran','yes')"
PAYLOADS = [
    f"<script>{RAN}</script>",
    f"</script><script>{RAN}</script>",
    f"</style><script>{RAN}</script>",
    f"</title><script>{RAN}</script>",
    f"</code></pre><script>{RAN}</script>",
    f"</svg><script>{RAN}</script>",
    f"]]><script>{RAN}</script>",
    f"--><script>{RAN}</script>",
    f'"><img src=x onerror="{RAN}">',
    f"'><img src=x onerror={RAN}>",
    f'" onmouseover="{RAN}" autofocus onfocus="{RAN}" tabindex="1',
    f"<svg onload={RAN}>",
    f"<details open ontoggle={RAN}>",
    f'<a href="javascript:{RAN}">x</a>',
    f"<iframe srcdoc='<script>parent.{RAN}</script>'>",
    f"<set attributeName=x onbegin={RAN}>",
    "<img src='ADDRESS'>",
    "<link rel=stylesheet href='ADDRESS'>",
    "<style>@import 'ADDRESS';</style>",
    "<meta http-equiv=refresh content='0;url=ADDRESS'>",
    "<base href='ADDRESS'>",
    "<object data='ADDRESS'></object>",
    "x\" style=\"background:url('ADDRESS')",
    "{{ 7 * 7 }}{% raw %}${7*7}",
    "\ud800 alone",
    "&lt;script&gt;&#60;b&#62;",
    "\u202egnp.exe\u2066\u200b",
    "\x00\x08\x1b[31m\x7f",
    "名" * 200,
    "a" * 1000,
]
ALLOWED = {
    *("html", "head", "meta", "title", "style", "body", "header", "nav", "main", "section", "footer", "div"),
    *("h1", "h2", "h3", "p", "a", "bdi", "span", "small", "strong", "br", "ol", "ul", "li", "dl", "dt", "dd"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "details", "summary"),
    *("pre", "code", "svg", "path", "line", "rect", "circle", "text"),
}


class Counter(ThreadingHTTPServer):
    """A server that counts who asks."""

    asked = 0


class Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Counter)
        self.server.asked += 1
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 # the name is the library's
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Counter]:
    server = Counter(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def hostile_run(folder: Path, port: int) -> Run:
    """Every text of a run is an attack: names, roles, purposes, failures, metrics, conventions, files, warnings."""
    texts = [text.replace("ADDRESS", ADDRESS.format(port=port)) for text in PAYLOADS]
    writable = [text.encode("utf-8", "replace").decode() for text in texts]
    everything = "\n".join(writable)
    return Ledger(
        names=texts,
        iterations=4,
        role=writable[0],
        purpose=writable[8],
        failure=writable[2],
        metric=writable[9],
        convention=everything,
        warning=everything,
        experiment=everything,
    ).write(folder)


def test_hostile_texts_become_no_elements(tmp_path: Path) -> None:
    html = write(hostile_run(tmp_path / "run", 1), tmp_path / "report.html").read_text(encoding="utf-8")
    page = Page(html)
    assert {tag for tag, _ in page.elements} <= ALLOWED
    attributes = [(name, value) for _, found in page.elements for name, value in found.items()]
    assert not [name for name, _ in attributes if name.startswith("on") or name in {"style", "src", "srcdoc"}]
    assert all(value.startswith("#") for name, value in attributes if name == "href")
    assert len(page.attributes("style")) == 1
    assert len(page.attributes("svg")) == html.count("</svg>")
    assert f"<script>{RAN}</script>" in page.text
    assert "{{ 7 * 7 }}" in page.text


def test_roles_from_an_experiment_file_are_shown_as_written(tmp_path: Path) -> None:
    seats = ["<script>alert(1)</script>", "a&b"]
    text = f"""
game: {{use: matrix, payoffs: [[1, -1], [-1, 1]], seats: ["{seats[0]}", "{seats[1]}"]}}
population: [{{use: pure, action: 0}}]
oracle: exact
meta_solver: nash
evaluator: exact
iterations: 2
"""
    page = Page(render(read(played(tmp_path, text))))
    assert not page.attributes("script")
    assert f"{seats[0]} (rows) against {seats[1]} (columns)" in " ".join(page.text.split())


@pytest.fixture(scope="module")
def browser() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        if found := shutil.which(name):
            return found
    pytest.skip("no Chromium on this machine: what a real browser does with a report is not tested here")


def dom_of(browser: str, page: Path, profile: Path) -> str:
    """The document after a real browser has opened the file, run what it runs and loaded what it loads."""
    command = [browser, "--headless", "--no-sandbox", "--no-first-run", "--no-proxy-server"]
    command += [f"--disable-{what}" for what in ("gpu", "quic", "background-networking", "component-update", "sync")]
    command += [f"--user-data-dir={profile}", "--virtual-time-budget=1500", "--dump-dom", page.as_uri()]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return ended.stdout


def without_policy(html: str) -> str:
    """The page without its content security policy: what is left must be harmless too."""
    return re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", html)


def test_a_browser_runs_nothing_and_loads_nothing(browser: str, server: Counter, tmp_path: Path) -> None:
    file = write(hostile_run(tmp_path / "run", server.server_port), tmp_path / "report.html")
    html = file.read_text(encoding="utf-8")
    for name, content in {"guarded": html, "unguarded": without_policy(html)}.items():
        page = tmp_path / f"{name}.html"
        page.write_text(content, encoding="utf-8")
        dom = dom_of(browser, page, tmp_path / name)
        assert "Where it stands" in dom
        assert "data-ran" not in dom.split("<head>")[0], name
        assert server.asked == 0, name


def test_the_policy_stops_what_would_slip_through(browser: str, server: Counter, tmp_path: Path) -> None:
    html = render(read(hostile_run(tmp_path / "run", server.server_port))).encode("utf-8", "replace").decode()
    attack = f"<script>{RAN}</script><img src='{ADDRESS.format(port=server.server_port)}'></main>"
    pages = {"guarded": html.replace("</main>", attack), "unguarded": without_policy(html).replace("</main>", attack)}
    seen = {}
    for name, content in pages.items():
        page = tmp_path / f"{name}.html"
        page.write_text(content, encoding="utf-8")
        ran = "data-ran" in dom_of(browser, page, tmp_path / name).split("<head>")[0]
        seen[name] = (ran, server.asked)
    assert seen == {"guarded": (False, 0), "unguarded": (True, 1)}


def test_the_style_is_the_one_the_policy_names(browser: str, tmp_path: Path) -> None:
    html = render(read(Ledger(["a", "b"]).write(tmp_path / "run")))
    shown = "getComputedStyle(document.body).margin"
    probe = f"<script>document.documentElement.setAttribute('data-margin', {shown})</script></body>"
    allowed = html.replace("default-src 'none';", "default-src 'none'; script-src 'unsafe-inline';")
    page = tmp_path / "probed.html"
    page.write_text(allowed.replace("</body>", probe), encoding="utf-8")
    assert 'data-margin="0px"' in dom_of(browser, page, tmp_path / "profile")
