"""What Lighthouse says of the pages of a site that is being served: one command, one line a page.

    python3 run.py demo                                        in one window
    .venv/bin/python benchmarks/lighthouse_scores.py           in another

Signs in as the person of the demonstration, and prints accessibility, best practices and performance out of 100, on
a phone as Lighthouse imitates it and on a desk. Lighthouse is locked in a folder of its own (benchmarks/lighthouse):
nobody needs it to run or to test Accord. It needs Node 18 or later and Chromium.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

HERE = Path(__file__).resolve().parent
FOLDER = HERE / "lighthouse"
PROGRAM = FOLDER / "node_modules" / ".bin" / "lighthouse"
LOOKED_FOR = ("accessibility", "best-practices", "performance")
PAGES = ("/", "/groups/", "/schools/", "/measures/", "/data/", "/components/")
FIRST_LINKS = {"/groups/": r'href="(/groups/[\w-]+/)"', "/schools/": r'href="(/schools/\d{6}/)["?]'}
"""One group and one school besides, found where they are listed."""
ATTEMPTS = 3
CHROMIUM = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")


def main() -> None:
    """Sign in, ask Lighthouse about every page, print the scores."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--url", default="http://127.0.0.1:8000")
    asked.add_argument("--home", type=Path, default=HERE.parent / ".demo", help="whose sign-in to use")
    asked.add_argument("--chromium", default=os.environ.get("CHROMIUM", "/usr/bin/chromium"))
    asked.add_argument("--pages", nargs="*", help="only these addresses")
    options = asked.parse_args()
    if not PROGRAM.exists():
        subprocess.run(["npm", "ci", "--no-progress", "--ignore-scripts"], cwd=FOLDER, check=True, stdout=sys.stderr)
    browser = build_opener(HTTPCookieProcessor(jar := CookieJar()))
    sign_in(browser, options.url, options.home)
    cookies = "; ".join(f"{each.name}={each.value}" for each in jar)
    print(f"{'page':<40}{'':<9}" + "".join(f"{each:>16}" for each in LOOKED_FOR))
    found = (first_link(browser, options.url + on, fits) for on, fits in FIRST_LINKS.items())
    for page in options.pages or [*PAGES, *found]:
        for screen in ("phone", "desk"):
            scores = measured(options.url + page, screen, cookies, options.chromium)
            print(f"{page:<40}{screen:<9}" + "".join(f"{scores[each]:>16.0f}" for each in LOOKED_FOR), flush=True)


def sign_in(browser: OpenerDirector, url: str, home: Path) -> None:
    """As the person whose password the demonstration wrote down."""
    words = (home / "demonstration-sign-in").read_text(encoding="utf-8").split()
    address = f"{url}/accounts/login/"
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', browser.open(address).read().decode())
    if found is None:
        raise SystemExit(f"There is no way to sign in at {address}.")
    given = {"csrfmiddlewaretoken": found.group(1), "login": words[1], "password": words[-1]}
    answer = browser.open(Request(address, urlencode(given).encode(), {"Referer": address}))
    if "/accounts/login/" in answer.url:
        raise SystemExit("The site did not let us in: is it the one of this home?")


def first_link(browser: OpenerDirector, address: str, fits: str) -> str:
    """The first link of this kind on a page."""
    found = re.search(fits, browser.open(address).read().decode())
    if found is None:
        raise SystemExit(f"{address} has no link that fits {fits}.")
    return found.group(1)


def measured(address: str, screen: str, cookies: str, chromium: str) -> dict[str, float]:
    """The scores of one page, out of 100; asked again where a busy machine spoilt the recording."""
    with tempfile.TemporaryDirectory() as folder:
        headers = Path(folder) / "headers.json"
        headers.write_text(json.dumps({"Cookie": cookies}), encoding="utf-8")
        report = Path(folder) / "report.json"
        command = [
            str(PROGRAM), address, "--quiet", "--output=json", f"--output-path={report}", f"--extra-headers={headers}",
            f"--only-categories={','.join(LOOKED_FOR)}", f"--chrome-flags={' '.join(CHROMIUM)}",
            *(["--preset=desktop"] if screen == "desk" else []),
        ]  # fmt: skip
        for _ in range(ATTEMPTS):
            ended = subprocess.run(command, env={**os.environ, "CHROME_PATH": chromium}, stdout=sys.stderr)
            if ended.returncode == 0:
                categories = json.loads(report.read_text(encoding="utf-8"))["categories"]
                return {name: 100 * categories[name]["score"] for name in LOOKED_FOR}
    raise SystemExit(f"Lighthouse could not record {address} in {ATTEMPTS} attempts.")


if __name__ == "__main__":
    main()
