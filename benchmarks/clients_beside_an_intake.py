"""How pages answer 1, 10 and 50 people at once, alone and while a national file is taken in beside them.

    python benchmarks/clients_beside_an_intake.py [--size county] [--seconds 15] [--home FOLDER]

gunicorn serves an invented home as `accord serve` does. With wrk on the machine, wrk asks; without it, processes of
our own (http.client, a connection each, the next page as soon as the last has come). Which it was is printed. Every
answer but 200 is an error, and any error ends the run with status 1.
"""

from __future__ import annotations

import argparse
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

PORT = 8137
CLIENTS = (1, 10, 50)
WAIT = 90


@dataclass(frozen=True, slots=True)
class Load:
    """What some clients saw: pages answered, errors, and milliseconds for half and for 95 in 100 of the pages."""

    pages: int
    errors: int
    seconds: float
    half: float
    most: float


def main() -> None:
    """Serve the home, ask it in all ways, print the table."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--size", choices=homes.SIZES, default="county")
    asked.add_argument("--seconds", type=int, default=15, help="how long each number of clients asks")
    asked.add_argument("--home", type=Path, default=None, help="keep the invention here for another run")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        home = options.home or Path(temporary) / "home"
        homes.ready(home, options.size)
        cookie, addresses = _in_a_child(home)
        server = subprocess.Popen(_gunicorn(), env=_environment(home))
        try:
            _wait_for(addresses[0], cookie)
            errors = _table(home, cookie, addresses, options.seconds)
        finally:
            server.terminate()
            server.wait()
    if errors:
        raise SystemExit(f"{errors} errors")


def _table(home: Path, cookie: str, addresses: Sequence[str], seconds: int) -> int:
    for address in addresses:
        _ask(address, cookie)  # each page once: what is measured is warm
    wrk = shutil.which("wrk")
    print(f"{homes.load()}; asked by {'wrk' if wrk else 'our own processes (no wrk here)'}; {len(addresses)} pages")
    headings = ("clients", 8), ("beside", 12), ("pages/s", 10), ("median ms", 11), ("95% ms", 9), ("errors", 8)
    print("".join(f"{name:>{width}}" for name, width in (*headings, ("beside / alone", 16))))
    errors = 0
    for clients in CLIENTS:
        alone = _load(wrk, clients, cookie, addresses, seconds)
        with _Intake(home) as intake:
            beside = _load(wrk, clients, cookie, addresses, seconds)
            files = intake.taken
        for what, found in (("nothing", alone), (f"{files} intakes", beside)):
            ratio = f"{found.half / alone.half:.1f}" if found is beside else ""
            rate = found.pages / found.seconds
            print(f"{clients:>8}{what:>12}{rate:>10.1f}{found.half:>11.1f}{found.most:>9.1f}{found.errors:>8}{ratio:>16}")
        errors += alone.errors + beside.errors
    return errors


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
    """Takes the largest file of the home in, withdraws it, and again, for as long as the block lasts."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._told = home / "intakes-beside"

    def __enter__(self) -> _Intake:
        self._told.write_text("", encoding="ascii")
        self._process = subprocess.Popen([sys.executable, __file__, "--take-in", str(self._home)])
        return self

    @property
    def taken(self) -> int:
        """How many intakes were finished."""
        return len(self._told.read_text(encoding="ascii").split())

    def __exit__(self, *raised: object) -> None:
        self._process.terminate()
        self._process.wait()


def _take_in_for_ever(home: Path) -> None:
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
        path.write_bytes(largest.read_bytes() + b"\n" * at)
        asked = intakes.Asked(year=said.year, settled="provisional")
        intake = intakes.take_in(path=path, name=path.name, asked=asked, by=None, at=now())
        for release in intake.releases.all():
            releases.withdraw(release=release, by=None, at=now(), because="Only there to keep the machine busy.")
        path.unlink()
        with (home / "intakes-beside").open("a", encoding="ascii") as told:
            told.write(f"{intake.progress}\n")


def _in_a_child(home: Path) -> tuple[str, list[str]]:
    """A signed-in reader's cookie and the pages to ask for, found where the home is open."""
    told = subprocess.run(
        [sys.executable, __file__, "--sign-in", str(home)], check=True, capture_output=True, text=True
    ).stdout.split()
    return told[0], told[1:]


def _sign_in(home: Path) -> None:
    homes.open_home(home)
    homes.module("accord.cli.serve").gather_static_files(home)
    client = homes.signed_in("127.0.0.1")
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    groups = homes.module("accord.register.models.groups").Group.objects.filter(kept_by="people", ends_before=None)
    groups = groups.filter(memberships__isnull=False).distinct().order_by("slug")
    slugs = list(groups.values_list("slug", flat=True)[:6])
    pages = ["/", "/groups/", "/data/", *(f"/groups/{slug}/" for slug in slugs)]
    print(cookie.replace("; ", ";"), *pages)


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


def _gunicorn() -> list[str]:
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    command: list[str] = homes.module("accord.cli.serve").web_server("127.0.0.1", PORT, os.devnull).command
    return command


def _environment(home: Path) -> dict[str, str]:
    return os.environ | {"ACCORD_HOME": str(home)}


if __name__ == "__main__":
    if sys.argv[1:2] == ["--take-in"]:
        _take_in_for_ever(Path(sys.argv[2]))
    elif sys.argv[1:2] == ["--sign-in"]:
        _sign_in(Path(sys.argv[2]))
    else:
        main()
