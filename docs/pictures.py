#!/usr/bin/env python3
"""Takes the pictures of the guides: `.venv/bin/python docs/pictures.py`, by hand and before a release.

It makes a demonstration in a folder of its own (or uses the one in a folder that is named), walks it in a browser as
the tutorial tells its reader to, and writes docs/images. A test walks the same way without writing, so that the
pictures cannot show what is no longer there; another holds the pictures that the guides name against this list.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, sync_playwright

REPOSITORY = Path(__file__).resolve().parents[1]
IMAGES = REPOSITORY / "docs" / "images"
BROWSERS = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
WIDTH = 1000
MOST_SECONDS = 300.0
COMMAND = "import sys; from accord.cli.main import main; sys.argv = ['accord', *sys.argv[1:]]; main()"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the guides: how to get there from the first page, and how much of the page it shows."""

    name: str
    walk: Callable[[Page], None]
    height: int = 700


def group_of_kind(page: Page, kind: str) -> Locator:
    """The first group of a kind in the list of groups, whatever it is called."""
    lines = page.locator(".accord-line", has=page.locator(".accord-line__kind", has_text=kind))
    return lines.last.locator(".accord-line__name a").first


def an_alliance(page: Page) -> None:
    """From the list of groups to an alliance."""
    page.goto("/groups/")
    group_of_kind(page, "Alliance").click()
    page.wait_for_load_state("networkidle")


def this_week(page: Page) -> None:
    """The first page."""
    page.goto("/")


def how_it_was_made(page: Page) -> None:
    """From an alliance to how its figure was made."""
    an_alliance(page)
    page.get_by_role("link", name="How this figure was made").first.click()
    page.get_by_role("heading", name="The sum, in words").wait_for()


def for_governors(page: Page) -> None:
    """From an alliance to its ten questions for governors."""
    an_alliance(page)
    page.get_by_role("link", name="governors").first.click()
    page.get_by_role("heading", name="Ten questions for governors").wait_for()


def frozen(page: Page) -> None:
    """An alliance's page, frozen."""
    an_alliance(page)
    page.get_by_role("button", name="Freeze this page").click()
    page.get_by_role("heading", name="Frozen on").wait_for()
    page.reload()
    page.wait_for_load_state("networkidle")


PICTURES = (
    Picture("this-week", this_week),
    Picture("group-page", an_alliance, 900),
    Picture("how-it-was-made", how_it_was_made),
    Picture("for-governors", for_governors, 800),
    Picture("frozen-page", frozen, 800),
)


def take(page: Page, picture: Picture) -> bytes:
    """Walk there and take the picture, as PNG."""
    page.set_viewport_size({"width": WIDTH, "height": picture.height})
    picture.walk(page)
    return page.screenshot(clip={"x": 0, "y": 0, "width": WIDTH, "height": picture.height})


@contextmanager
def served(home: Path) -> Iterator[tuple[str, str, str]]:
    """A new demonstration at an address of its own, with the e-mail address and password to sign in."""
    env = {**os.environ, "ACCORD_HOME": str(home)}
    command = [sys.executable, "-c", COMMAND]
    subprocess.run([*command, "demo", "prepare"], env=env, check=True)
    words = (home / "demonstration-sign-in").read_text(encoding="utf-8").split()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = home / "said"
    with log.open("w") as said:
        serving = subprocess.Popen([*command, "serve", "--port", str(port)], env=env, stdout=said, stderr=said)
    try:
        deadline = time.monotonic() + MOST_SECONDS
        while "Stop with Ctrl-C" not in log.read_text(encoding="utf-8"):
            if serving.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(log.read_text(encoding="utf-8"))
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}", words[1], words[-1]
    finally:
        serving.send_signal(signal.SIGTERM)
        serving.wait(timeout=60)


def main() -> None:
    """Take them all."""
    browser = os.environ.get("CHROMIUM") or next((each for each in BROWSERS if Path(each).exists()), None)
    if browser is None:
        raise SystemExit("No Chromium here: install it, or name one in CHROMIUM.")
    with (
        tempfile.TemporaryDirectory(prefix="accord-pictures-") as folder,
        served(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder) / "home") as (address, email, password),
        sync_playwright() as playwright,
    ):
        page = playwright.chromium.launch(executable_path=browser, args=FLAGS).new_page(base_url=address)
        page.goto("/")
        page.get_by_label("Email address").fill(email)
        page.get_by_label("Password").fill(password)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_load_state()
        for picture in PICTURES:
            (IMAGES / f"{picture.name}.png").write_bytes(take(page, picture))
            print(f"taken: docs/images/{picture.name}.png")


if __name__ == "__main__":
    main()
