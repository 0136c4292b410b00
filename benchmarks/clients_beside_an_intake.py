"""How pages answer 1, 10 and 50 people at once: kept and asked for the first time, alone and beside an intake.

    python benchmarks/clients_beside_an_intake.py [--size county] [--seconds 15] [--pages many|group] [--home FOLDER]

gunicorn serves an invented home as `accord serve` does. With wrk on the machine, wrk asks; without it, processes of
our own (http.client, a connection each, the next page as soon as the last has come). Which it was is printed. Nobody
pauses to read: so many clients are many more people. Every answer but 200 is an error, and any error ends the run with
status 1. Milliseconds are told as clients see them, who wait in line for two web processes, and as the server does,
from taking a request up to its answer; ``busy`` are those that a page keeps a processor busy.

``--pages many`` asks for nine pages in turn, ``group`` for the whole page of one group. Cold are pages of groups that
nobody has asked for since the last release. Beside them the largest file of the home is taken in over and over: checked
and held for somebody to accept, or published and withdrawn, so that every answer that was kept is done with.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import multiprocessing
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import invented_homes as homes
import side_by_side

PORT = 8137
CLIENTS = (1, 10, 50)
WAIT = 90
LOG = "requests.log"


BESIDE = {"nothing": "", "held": "files held", "published": "files published"}
HEADINGS = (
    ("clients", 8), ("pages", 7), ("beside", 20), ("pages/s", 9), ("median ms", 11), ("95% ms", 9),
    ("server median", 15), ("server 95%", 12), ("busy ms", 9), ("errors", 8), ("beside / alone", 16),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Load:
    """What some clients saw: pages answered, errors, and milliseconds for half and for 95 in 100 of the pages."""

    pages: int
    errors: int
    seconds: float
    half: float
    most: float


@dataclass(frozen=True, slots=True)
class Site:
    """The home that is served and by whom, who signed in, pages that are kept and those not asked for yet."""

    home: Path
    cookie: str
    warm: Sequence[str]
    cold: list[str]
    server: int

    @property
    def log(self) -> Path:
        """Where the server writes a line for each request."""
        return self.home / LOG

    def took(self, after: int) -> list[float]:
        """Milliseconds that the server took for each request it logged after so many bytes."""
        lines = self.log.read_bytes()[after:].decode("ascii", "replace").splitlines()
        return [int(line.rsplit(" ", 1)[1]) / 1000 for line in lines]

    def wait_until_idle(self) -> None:
        """Wait until the server is done with what was asked, so that it is not measured with what comes next."""
        size = -1
        while size != (size := self.log.stat().st_size):
            time.sleep(2)

    def busy(self) -> float:
        """Milliseconds that the web processes have kept a processor busy; 0 where the system does not tell it so."""
        ticks = 0
        for path in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                parts = path.read_text().rsplit(") ", 1)[1].split()
                ticks += int(parts[11]) + int(parts[12]) if int(parts[1]) == self.server else 0
        return 1000 * ticks / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Serve the home, ask it in all ways, print the table."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--size", choices=homes.SIZES, default="county")
    asked.add_argument("--seconds", type=int, default=15, help="how long each number of clients asks")
    asked.add_argument("--pages", choices=("many", "group"), default="many")
    asked.add_argument("--home", type=Path, default=None, help="keep the invention here for another run")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        home = options.home or Path(temporary) / "home"
        homes.ready(home, options.size)
        cookie, addresses, others = _in_a_child(home, options.pages)
        log = home / LOG
        log.write_bytes(b"")
        server = subprocess.Popen(_gunicorn(log), env=_environment(home))
        site = Site(home, cookie, addresses, others, server.pid)
        try:
            _wait_for(addresses[0], cookie)
            errors = _table(site, options.seconds)
        finally:
            server.terminate()
            server.wait()
    if errors:
        raise SystemExit(f"{errors} errors")


def _table(site: Site, seconds: int) -> int:
    wrk = shutil.which("wrk")
    print(side_by_side.machine())
    print(f"asked by {'wrk' if wrk else 'our own processes (no wrk here)'}; {len(site.warm)} pages in turn")
    print("".join(f"{name:>{width}}" for name, width in HEADINGS))
    errors = 0
    for cold in (False, True):
        for clients in CLIENTS:
            alone = None
            for beside in BESIDE if not cold else ("nothing", "held"):
                found = _row(site, wrk, clients, seconds, beside, alone, cold=cold)
                alone = alone or found
                errors += found.errors
    return errors


def _row(
    site: Site, wrk: str | None, clients: int, seconds: int, beside: str, alone: Load | None, *, cold: bool
) -> Load:
    """Ask, and print what was seen."""
    share = len(site.cold) // 6
    addresses = [site.cold.pop() for _ in range(min(share, len(site.cold)))] if cold else site.warm
    for address in () if cold else addresses:
        _ask(address, site.cookie)
    with contextlib.ExitStack() as stack:
        intake = stack.enter_context(_Intake(site.home, beside)) if beside != "nothing" else None
        before, busy = site.log.stat().st_size, site.busy()
        found = _load(wrk, clients, site.cookie, addresses, seconds)
        site.wait_until_idle()
        took, files = site.took(before), intake.taken if intake else 0
        busy = (site.busy() - busy) / len(took)
    if cold and found.pages > len(addresses):
        print(f"  of {found.pages} pages asked, {len(addresses)} were asked for the first time")
    told = f"{files} {BESIDE[beside]}" if intake else "nothing"
    cells = (
        clients, "cold" if cold else "warm", told, f"{found.pages / found.seconds:.1f}", f"{found.half:.1f}",
        f"{found.most:.1f}", f"{statistics.median(took):.1f}", f"{statistics.quantiles(took, n=20)[-1]:.1f}",
        f"{busy:.1f}", found.errors, f"{found.half / alone.half:.1f}" if alone and alone.half else "",
    )  # fmt: skip
    print("".join(f"{cell:>{width}}" for cell, (_, width) in zip(cells, HEADINGS, strict=True)), flush=True)
    return found


def _load(wrk: str | None, clients: int, cookie: str, addresses: Sequence[str], seconds: int) -> Load:
    return _wrk(wrk, clients, cookie, addresses, seconds) if wrk else _own(clients, cookie, addresses, seconds)


def _own(clients: int, cookie: str, addresses: Sequence[str], seconds: int) -> Load:
    """Clients in a few processes, so that they do not wait for one another more than for the server."""
    starts = time.time() + 3 + 0.3 * clients  # when all are there
    with multiprocessing.get_context("spawn").Pool(clients) as pool:
        asked = [(at, cookie, addresses, starts, seconds) for at in range(clients)]
        found = pool.starmap(_one_client, asked, chunksize=1)
    took = sorted(each for times, _ in found for each in times)
    errors = sum(errors for _, errors in found)
    if len(took) < 2:
        raise SystemExit("The server answered next to nothing.")
    most = statistics.quantiles(took, n=20)[-1]
    return Load(len(took), errors, seconds, statistics.median(took), most)


def _one_client(
    at: int, cookie: str, addresses: Sequence[str], starts: float, seconds: int
) -> tuple[list[float], int]:
    took: list[float] = []
    errors = 0
    time.sleep(max(0.0, starts - time.time()))
    while time.time() < starts + seconds:
        address = addresses[at % len(addresses)]
        began = time.perf_counter()
        try:
            errors += _ask(address, cookie) != 200
            took.append(1000 * (time.perf_counter() - began))
        except OSError:
            errors += 1
        at += 1
    return took, errors


def _wrk(wrk: str, clients: int, cookie: str, addresses: Sequence[str], seconds: int) -> Load:
    """wrk goes round the pages by a script of its own."""
    script = "local at = 0\nlocal pages = {" + ", ".join(f'"{each}"' for each in addresses) + "}\n"
    script += f'local headers = {{["Cookie"] = "{cookie}"}}\n'
    script += 'request = function() at = at + 1; return wrk.format("GET", pages[at % #pages + 1], headers) end\n'
    script += 'done = function(summary, latency) local e = summary.errors; print(string.format("FOUND %d %d %f %f",'
    script += " summary.requests, e.connect + e.read + e.write + e.status + e.timeout,"
    script += " latency:percentile(50) / 1000, latency:percentile(95) / 1000)) end\n"
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script)
        file.flush()
        command = [wrk, "-t", "1", "-c", str(clients), "-d", f"{seconds}s", "--timeout", "30s", "-s", file.name]
        told = subprocess.run([*command, f"http://127.0.0.1:{PORT}"], check=True, capture_output=True, text=True).stdout
    pages, errors, half, most = re.search(r"FOUND (\d+) (\d+) (\S+) (\S+)", told).groups()  # type: ignore[union-attr]
    return Load(int(pages), int(errors), seconds, float(half), float(most))


class _Intake:
    """Takes the largest file of the home in, again and again, for as long as the block lasts."""

    def __init__(self, home: Path, how: str) -> None:
        self._home = home
        self._how = how
        self._told = home / "intakes-beside"

    def __enter__(self) -> _Intake:
        self._told.write_text("", encoding="ascii")
        self._process = subprocess.Popen([sys.executable, __file__, "--take-in", str(self._home), self._how])
        return self

    @property
    def taken(self) -> int:
        """How many intakes were finished."""
        return len(self._told.read_text(encoding="ascii").split())

    def __exit__(self, *raised: object) -> None:
        self._process.terminate()
        self._process.wait()


def _take_in_for_ever(home: Path, how: str) -> None:
    homes.open_home(home)
    intakes, releases = homes.module("accord.intake.actions.intakes"), homes.module("accord.intake.actions.releases")
    now = homes.module("django.utils.timezone").now
    largest = max((home / "invented-files").glob("england_*_ks2final.csv"), key=lambda path: path.stat().st_size)
    said = homes.module("accord.demo.files").sent_with(largest)
    at = 0
    while True:
        at += 1
        # A file is told by its content: a line end more makes another file of it.
        path = home / f"beside-{at}.csv"
        path.write_bytes(largest.read_bytes() + b"\n" * (at + time.time_ns() % 100_000))
        asked = intakes.Asked(year=said.year, settled="provisional", hold=how == "held")
        intake = intakes.take_in(path=path, name=path.name, asked=asked, by=None, at=now())
        for release in intake.releases.exclude(accepted_at=None):
            releases.withdraw(release=release, by=None, at=now(), because="Only there to keep the machine busy.")
        path.unlink()
        with (home / "intakes-beside").open("a", encoding="ascii") as told:
            told.write(f"{intake.progress}\n")


def _in_a_child(home: Path, pages: str) -> tuple[str, list[str], list[str]]:
    """A signed-in reader's cookie, the pages to ask for, and pages of groups not yet asked for: the home is open."""
    told = subprocess.run(
        [sys.executable, __file__, "--sign-in", str(home)], check=True, capture_output=True, text=True
    ).stdout.split()
    cookie, *groups = told
    many = ["/", "/groups/", "/data/", *groups[:6]]
    return cookie, many if pages == "many" else groups[:1], groups[6:]


def _sign_in(home: Path) -> None:
    homes.open_home(home)
    homes.module("accord.cli.serve").gather_static_files(home)
    homes.module("accord.performance.kept").forget_everything()
    homes.module("accord.performance.tasks").make_cubes_ready.call()
    client = homes.signed_in("127.0.0.1")
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    groups = homes.module("accord.register.models.groups").Group.objects.filter(kept_by="people", ends_before=None)
    groups = groups.filter(memberships__isnull=False).distinct().order_by("slug")
    print(cookie.replace("; ", ";"), *(f"/groups/{slug}/" for slug in groups.values_list("slug", flat=True)))


def _ask(address: str, cookie: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    try:
        connection.request("GET", address, headers={"Cookie": cookie, "Host": "127.0.0.1"})
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


def _wait_for(address: str, cookie: str) -> None:
    ends = time.monotonic() + WAIT
    while time.monotonic() < ends:
        try:
            if _ask(address, cookie) == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"The server did not answer within {WAIT} seconds.")


def _gunicorn(log: Path) -> list[str]:
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    command: list[str] = homes.module("accord.cli.serve").web_server("127.0.0.1", PORT, str(log)).command
    return command


def _environment(home: Path) -> dict[str, str]:
    return os.environ | {"ACCORD_HOME": str(home)}


if __name__ == "__main__":
    if sys.argv[1:2] == ["--take-in"]:
        _take_in_for_ever(Path(sys.argv[2]), sys.argv[3])
    elif sys.argv[1:2] == ["--sign-in"]:
        _sign_in(Path(sys.argv[2]))
    else:
        main()
