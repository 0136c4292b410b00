"""The demonstration, served as it is in use, and a browser that somebody has signed in with."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.journeys.matrix import TABLE, address_of, summary
from tests.journeys.routes import FROZEN, GROUP, KEPT

PREPARE = "import sys; from accord.cli.main import main; sys.argv = ['accord', 'demo', 'prepare']; main()"
SERVE = "from accord.cli.serve import serve_command; serve_command()"
BUILT = Path(__file__).resolve().parents[2] / "accord/ui/static/ui/built/accord.css"
MOST_SECONDS = 120.0

Visit = Callable[..., Page]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print what was looked at: routes, states, rules that ran and violations."""
    cells = config.stash.get(TABLE, [])
    if cells:
        terminalreporter.section("accessibility: rules that ran / violations")
        for line in summary(cells):
            terminalreporter.write_line(line)


@dataclass(frozen=True, slots=True)
class Site:
    """Where the demonstration answers, and who may sign in."""

    url: str
    email: str
    password: str
    home: Path


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The invented authority, taken in and served by `accord serve` for all journeys of a run."""
    if not BUILT.exists():
        pytest.skip("the stylesheet is not built: python3 run.py setup")
    home = tmp_path_factory.mktemp("journeys") / "home"
    env = {**os.environ, "ACCORD_HOME": str(home), "ACCORD_PLAIN_STATIC": "false"}
    subprocess.run([sys.executable, "-c", PREPARE], env=env, check=True, stdout=subprocess.DEVNULL)
    words = (home / "demonstration-sign-in").read_text(encoding="utf-8").split()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = home / "said"
    with log.open("w") as said:
        command = [sys.executable, "-c", SERVE, "--port", str(port)]
        serving = subprocess.Popen(command, env=env, stdout=said, stderr=subprocess.STDOUT)
    try:
        deadline = time.monotonic() + MOST_SECONDS
        while "Stop with Ctrl-C" not in log.read_text():
            assert serving.poll() is None and time.monotonic() < deadline, log.read_text()
            time.sleep(0.2)
        yield Site(f"http://127.0.0.1:{port}", words[1], words[-1], home)
    finally:
        serving.send_signal(signal.SIGTERM)
        serving.wait(timeout=60)


@pytest.fixture(scope="session")
def cookies(browser: Browser, site: Site) -> Any:
    """The cookies of somebody who has signed in, so that not every test has to."""
    context = browser.new_context(base_url=site.url)
    page = context.new_page()
    page.goto("/")
    sign_in(page, site)
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def visit(browser: Browser, site: Site, cookies: Any) -> Iterator[Visit]:
    """Opens a page of the site in a clean browser: `visit("/", width=320, java_script_enabled=False)`.

    The test fails when a page complained in its console or asked for anything outside the site.
    """
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def open_page(path: str, *, width: int = 1280, signed_in: bool = True, **options: Any) -> Page:
        context = browser.new_context(
            base_url=site.url,
            viewport={"width": width, "height": 900},
            service_workers="block",
            storage_state=cookies if signed_in else None,
            **options,
        )
        contexts.append(context)
        context.set_default_timeout(20_000)
        page = context.new_page()
        page.on("console", lambda m: m.type in ("error", "warning") and problems.append(m.text))
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("request", lambda r: r.url.startswith(site.url) or problems.append(f"asked for {r.url}"))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not problems, problems


def sign_in(page: Page, site: Site) -> None:
    """Fill in the sign-in page that one was sent to."""
    page.get_by_label("Email address").fill(site.email)
    page.get_by_label("Password").fill(site.password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_load_state()


@pytest.fixture(scope="session")
def read(browser: Any, site: Any, cookies: Any) -> Callable[[str], str]:
    """The text of a page of the site, each asked for once."""
    context = browser.new_context(base_url=site.url, storage_state=cookies)
    known: dict[str, str] = {}

    def page_text(path: str) -> str:
        if path not in known:
            known[path] = context.request.get(path).text()
        return known[path]

    _bring_a_list(context.new_page())
    _put_a_group_into_another(context.new_page(), address_of(KEPT, page_text))
    known.clear()
    known[FROZEN.on] = f'href="{_freeze(context.new_page(), address_of(GROUP, page_text))}"'
    return page_text


def _bring_a_list(page: Page) -> None:
    page.goto("/register/lists/new/")
    page.get_by_label("Paste").or_(page.locator("textarea")).first.fill(
        "Group\tSchool\nNew Alliance\tNobody Knows It School"
    )
    page.locator("main form button").click()
    page.wait_for_url("**/register/lists/*-*/")


def _put_a_group_into_another(page: Page, group: str) -> None:
    page.goto(group)
    if page.locator("a[href*='/places/']").count():
        return
    page.goto("/register/groups/new/")
    page.get_by_label("Name").fill("Northern Area")
    page.get_by_label("Kind").select_option("area_partnership")
    page.locator("main form button").click()
    page.goto(f"{group}place/")
    page.get_by_label("Put it inside").select_option("northern-area")
    page.locator("main form button").click()


def _freeze(page: Page, group: str) -> str:
    page.goto(group)
    page.get_by_role("button", name="Freeze this page").click()
    page.wait_for_url("**frozen=*")
    return f"/frozen/{page.url.rpartition('frozen=')[2]}/"
