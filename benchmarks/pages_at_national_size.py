"""How long pages take on the server when a whole England is loaded: one command, one line a page.

    python benchmarks/pages_at_national_size.py [--schools 17000] [--home FOLDER]

Invents an England, takes its files in through the same door as real ones, then asks for each page as a signed-in
person does: the first time after a release, when nothing is kept yet, and again, side by side in one run.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accord.config.settings")

PAGES = (
    ("first page", "/"),
    ("an alliance as one school", "/groups/heron-alliance/?year=2024"),
    ("the same, progress", "/groups/heron-alliance/?measure=ks2_reading_progress&year=2023"),
    ("how it was made", "/groups/heron-alliance/how/?year=2024"),
    ("an authority as one school", "/authorities/501/?year=2024"),
    ("releases", "/data/"),
)
REPEATS = 15


def main() -> None:
    """Make the England, ask for the pages, print what it took."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--schools", type=int, default=17_000, help="schools in England")
    asked.add_argument("--home", type=Path, default=None, help="keep the England here for another run")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        home = options.home or Path(temporary) / "home"
        os.environ["ACCORD_HOME"] = str(home)
        ready = home / "england"
        if not ready.exists():
            # A process of its own, so that nothing it kept makes the first page quick.
            build = os.fork()
            if build == 0:
                _build(home, ready, options.schools)
                os._exit(0)
            if os.waitpid(build, 0)[1] != 0:
                raise SystemExit("The England could not be built.")
        shutil.rmtree(home / "state" / "answers", ignore_errors=True)
        _ask()


def _build(home: Path, ready: Path, schools: int) -> None:
    started = time.perf_counter()
    _open()
    world = _module("accord.demo.world").invent(2018, england=schools)
    take_in, asked = _module("accord.intake.actions.intakes").take_in, _module("accord.intake.actions.intakes").Asked
    now = _module("django.utils.timezone").now()
    folder = home / "england.part"
    files = _module("accord.demo.files")
    for path in files.write(world, folder):
        said = files.sent_with(path)
        known = asked(year=said.year, settled=said.settled)
        intake = take_in(path=path, name=path.name, asked=known, by=None, at=now)
        print(f"{path.name}: {path.stat().st_size / 2**20:.0f} MiB, {intake.progress}", flush=True)
    text = _module("accord.demo.groups").groups_csv(world.memberships)
    _module("accord.register.actions.group_lists").import_groups(text=text, by=None, at=now)
    folder.rename(ready)
    print(f"{schools:,} schools built and taken in: {time.perf_counter() - started:.0f} s", flush=True)


def _ask() -> None:
    _open()
    _module("accord.cli.serve").gather_static_files(Path(os.environ["ACCORD_HOME"]))
    invite = _module("accord.accounts.actions.people").invite
    now = _module("django.utils.timezone").now()
    person = invite(email="reader@bench.example", name="Reader", password=None, by=None, at=now)
    client = _module("django.test").Client(headers={"host": "localhost"})
    client.force_login(person)
    client.get("/data/")  # starts what every process starts once: templates, the database, the address book
    print(f"{'page':<28}{'first ms':>10}{'again ms':>10}{'first / again':>15}")
    for name, address in PAGES:
        first = _milliseconds(lambda address=address: _get(client, address))
        again = statistics.median(_milliseconds(lambda address=address: _get(client, address)) for _ in range(REPEATS))
        print(f"{name:<28}{first:>10.0f}{again:>10.1f}{first / again:>15.1f}")


def _get(client: object, address: str) -> None:
    answer = client.get(address)  # type: ignore[attr-defined]
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}")


def _milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)


def _open() -> None:
    _module("accord.config.opening").open_home()


def _module(name: str) -> ModuleType:
    """Imported late: the settings read ACCORD_HOME when Django starts."""
    return import_module(name)


if __name__ == "__main__":
    main()
