"""How long every kind of page takes on the server: the first time after a release, and again. One line a page.

    python benchmarks/pages_first_and_again.py [--size county|nation] [--home FOLDER]

Invents a county or a nation, takes its files in through the same door as real ones, and asks for each page as a
signed-in person does, in one process. The first time no answer is kept, in memory or in the home; prepared cubes are
ready, as the worker leaves them. Medians of three.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import invented_homes as homes

REPEATS = 3
OF_A_GROUP = ("", "measures/", "trend/", "pupils/", "schools/", "coverage/", "history/", "data/", "governors/", "how/")
OF_AN_AUTHORITY = ("", "measures/", "trend/", "schools/", "groups/")


def main() -> None:
    """Make the home, ask for its pages, print what each took."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--size", choices=homes.SIZES, default="county")
    asked.add_argument("--home", type=Path, default=None, help="keep the invention here for another run")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        home = options.home or Path(temporary) / "home"
        homes.ready(home, options.size)
        homes.open_home(home)
        homes.module("accord.cli.serve").gather_static_files(home)
        homes.module("accord.performance.tasks").make_cubes_ready.call()
        _ask(home)


def _ask(home: Path) -> None:
    client, addresses = homes.signed_in(), _addresses()
    print(f"{homes.load()}; {home.name}")
    print(f"{'page':<60}{'first ms':>10}{'again ms':>10}{'first / again':>15}")
    for address in addresses:
        _milliseconds(client, address)  # what every process finds once: templates, fonts, the database
        first, again = [], []
        for _ in range(REPEATS):
            homes.module("accord.performance.kept").forget_everything()
            homes.module("django.core.cache").cache.clear()
            first.append(_milliseconds(client, address))
            again.append(_milliseconds(client, address))
        one, other = statistics.median(first), statistics.median(again)
        print(f"{address:<60}{one:>10.0f}{other:>10.0f}{one / other:>15.1f}", flush=True)


def _addresses() -> list[str]:
    """The same pages in every world, of its first alliances, its first authority and a school of it."""
    groups = homes.module("accord.register.models.groups").Group.objects
    alliances = groups.filter(kind="alliance", ends_before=None, memberships__isnull=False).distinct().order_by("slug")
    one, other = (each.slug for each in alliances[:2])
    schools = homes.module("accord.register.models.schools").Establishment.objects.select_related("school")
    primary = schools.filter(stands=True, status="open", phase="primary").order_by("la_code", "urn").first()
    code, number = primary.la_code, primary.school.address
    return [
        "/", "/groups/", "/data/", "/measures/", "/schools/", "/schools/coverage/", "/register/groups/",
        *(f"/groups/{one}/{page}" for page in OF_A_GROUP),
        *(f"/schools/{number}/{page}" for page in ("", "governors/")),
        *(f"/authorities/{code}/{page}" for page in OF_AN_AUTHORITY),
        f"/compare/?with=groups/{one}&with=groups/{other}",
    ]  # fmt: skip


def _milliseconds(client: Any, address: str) -> float:
    began = time.perf_counter()
    answer = client.get(address)
    took = 1000 * (time.perf_counter() - began)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}")
    return took


if __name__ == "__main__":
    main()
