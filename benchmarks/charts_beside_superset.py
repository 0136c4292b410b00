"""How long a chart takes beside Apache Superset's chart endpoint on the same results: cold and warm, 1 and 10 clients.

    python benchmarks/charts_beside_superset.py [--size county] [--rounds 3] [--home FOLDER] [--superset FOLDER]

Superset is installed for this alone, from requirements/superset.txt into the folder that is named (700 MB; by default a
temporary one). It gets one flat table in DuckDB with what each school of each group brings to each figure, ready to
be added up, and answers POST /api/v1/chart/data with JSON, from which a browser would still have to draw. Accord draws:
it answers with the finished picture, whose figures carry intervals, reasons and who is missing, and with the whole page
of the group. Both are served by gunicorn with two processes; both keep what they answered (Superset in its data cache).

Cold is a chart that nobody asked for since the server started, warm the same charts again. In each round both are
asked for the same groups and measures, one server after the other. All values of the run are compared: one that
differs ends it with status 1.
"""

from __future__ import annotations

import argparse
import csv
import http.client
import io
import itertools
import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import every_group_beside_sql as every_group
import every_group_elsewhere as elsewhere
import invented_homes as homes
import side_by_side

ROOT = Path(__file__).resolve().parent.parent
ACCORD, SUPERSET = 8138, 8139
CLIENTS = (1, 10)
WAIT = 600
MEASURES = 8
NEAR = 1e-6
RESULTS = """
create table results as
  select slugs.slug as "group", measure, pupil_group, question.year as year, school.code as school, top, bottom
  from school
  join question using (question)
  join read_parquet('{folder}/members.parquet') as member
    on member.year = school.year and member.code = school.code
  join (select slug, row_number() over () - 1 as at from read_parquet('{folder}/slugs.parquet')) as slugs
    on slugs.at = member.group_at
  where question.kind = 'percentage'
  order by all;
"""
CONFIGURED = """
SECRET_KEY = "of a benchmark that nobody else reaches, 0123456789"
SQLALCHEMY_DATABASE_URI = "sqlite:///{folder}/superset.db"
TALISMAN_ENABLED = WTF_CSRF_ENABLED = False
CACHE_CONFIG = DATA_CACHE_CONFIG = {{
    "CACHE_TYPE": "FileSystemCache", "CACHE_DIR": "{folder}/cache", "CACHE_DEFAULT_TIMEOUT": 86400}}
"""


@dataclass(frozen=True, slots=True)
class Chart:
    """One measure of one group through the years."""

    group: str
    measure: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, ready to be sent."""

    port: int
    method: str
    path: str
    headers: Mapping[str, str]
    body: str = ""

    def send(self) -> bytes:
        """What came back; any answer but 200 raises `SystemExit`."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request(self.method, self.path, self.body or None, dict(self.headers))
            answer = connection.getresponse()
            told = answer.read()
        finally:
            connection.close()
        if answer.status != 200:
            raise SystemExit(f"{self.path} of port {self.port} answered {answer.status}: {told[:300]!r}")
        return told


def main() -> None:
    """Build and serve both, ask both, compare what they say, print the table."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--size", choices=homes.SIZES, default="county")
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--home", type=Path, default=None, help="keep the invention here for another run")
    asked.add_argument("--superset", type=Path, default=None, help="keep its environment here for another run")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        home = options.home or folder / "home"
        homes.ready(home, options.size)
        programs = _installed(options.superset or folder / "environment")
        side_by_side.apart(every_group.__file__, ["--ask", str(home), str(folder), "3000"])
        charts = _tables(folder)
        cookie = subprocess.run([sys.executable, __file__, "--sign-in", str(home)], check=True, capture_output=True,
                                text=True).stdout.strip()  # fmt: skip
        with _accord(home, cookie), _superset(programs, folder) as token:
            ways = _Ways(cookie, token, _dataset(folder, token))
            print(side_by_side.machine(), f"\n\n{options.size}: {len(charts)} charts\n")
            print("\n".join(_table(ways, charts, options.rounds)))


def _tables(folder: Path) -> list[Chart]:
    """What Superset is given, as a file of DuckDB; and the charts that have something in it."""
    import_duckdb = homes.module("duckdb")
    with import_duckdb.connect(str(folder / "results.duckdb")) as connection:
        paths = [path for (path,) in connection.sql(f"select path from '{folder}/files.parquet'").fetchall()]
        for statement in elsewhere.SQL.split(";\n")[:5]:
            bound = {"folder": str(folder), "paths": paths}
            connection.execute(statement, {name: each for name, each in bound.items() if f"${name}" in statement})
        connection.execute(RESULTS.format(folder=folder))
        found = connection.sql('select distinct "group", measure from results order by all').fetchall()
    measures = sorted({measure for _, measure in found})[:MEASURES]
    return [Chart(*each) for each in found if each[1] in measures]


def _installed(folder: Path) -> Path:
    """The programs of Superset's environment, which is made if it is not there."""
    if not (folder / "bin" / "superset").exists():
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
        subprocess.run([sys.executable, "-m", "uv", "pip", "install", "-q", "--python", str(folder / "bin" / "python"),
                        "--require-hashes", "-r", str(ROOT / "requirements" / "superset.txt")], check=True)  # fmt: skip
    return folder / "bin"


@contextmanager
def _serving(command: Sequence[str], environment: Mapping[str, str], asked: Asked, log: Path) -> Any:
    with log.open("w") as told:
        server = subprocess.Popen(command, env=os.environ | dict(environment), stdout=told, stderr=told)
        try:
            _wait_for(asked)
            yield
        finally:
            server.terminate()
            server.wait()


def _wait_for(asked: Asked) -> None:
    ends = time.monotonic() + WAIT
    while time.monotonic() < ends:
        try:
            asked.send()
        except (OSError, SystemExit):
            time.sleep(0.3)
        else:
            return
    raise SystemExit(f"Nobody answered at port {asked.port} within {WAIT} seconds.")


def _accord(home: Path, cookie: str) -> Any:
    sys.path.insert(0, str(ROOT))
    command = homes.module("accord.cli.serve").web_server("127.0.0.1", ACCORD, str(home / "requests.log")).command
    first = Asked(ACCORD, "GET", "/", {"Cookie": cookie})
    return _serving(command, {"ACCORD_HOME": str(home)}, first, home / "server.log")


@contextmanager
def _superset(programs: Path, folder: Path) -> Any:
    """Superset with an empty store of its own; yields a token for its API."""
    (folder / "superset_config.py").write_text(CONFIGURED.format(folder=folder))
    environment = {"SUPERSET_CONFIG_PATH": str(folder / "superset_config.py"), "FLASK_APP": "superset"}
    word = "only-for-a-benchmark"
    made = ["--username", "bench", "--firstname", "b", "--lastname", "b", "--email", "b@bench.example"]
    for step in (["db", "upgrade"], ["fab", "create-admin", *made, "--password", word], ["init"]):
        subprocess.run([str(programs / "superset"), *step], check=True, env=os.environ | environment,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    command = [str(programs / "gunicorn"), "-w", "2", "-k", "gthread", "--threads", "20", "--timeout", "120",
               "-b", f"127.0.0.1:{SUPERSET}", "superset.app:create_app()"]  # fmt: skip
    with _serving(command, environment, Asked(SUPERSET, "GET", "/health", {}), folder / "superset.log"):
        login = {"username": "bench", "password": word, "provider": "db"}
        yield json.loads(_post("/api/v1/security/login", login).send())["access_token"]


def _post(path: str, content: Mapping[str, Any], token: str = "") -> Asked:
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    return Asked(SUPERSET, "POST", path, headers, json.dumps(content))


def _dataset(folder: Path, token: str) -> int:
    """Superset is told of the table; its number there."""
    # Two processes can open a file of DuckDB only where neither may write.
    extra = json.dumps({"engine_params": {"connect_args": {"read_only": True}}})
    database = {"database_name": "results", "sqlalchemy_uri": f"duckdb:///{folder}/results.duckdb", "extra": extra}
    number = _created("/api/v1/database/", database, token)
    return _created("/api/v1/dataset/", {"database": number, "schema": "main", "table_name": "results"}, token)


def _created(path: str, content: Mapping[str, Any], token: str) -> int:
    asked = _post(path, content, token)
    connection = http.client.HTTPConnection("127.0.0.1", SUPERSET, timeout=120)
    connection.request("POST", path, asked.body, dict(asked.headers))
    answer = connection.getresponse()
    told = answer.read()
    if answer.status != 201:
        raise SystemExit(f"{path} answered {answer.status}: {told[:300]!r}")
    return int(json.loads(told)["id"])


@dataclass(frozen=True, slots=True)
class _Ways:
    """How each is asked for the same chart."""

    cookie: str
    token: str
    dataset: int

    def picture(self, chart: Chart) -> Asked:
        """Accord's finished picture."""
        return self._of_accord(f"/groups/{chart.group}/{chart.measure}.svg")

    def page(self, chart: Chart) -> Asked:
        """Accord's whole page of the group, with this measure."""
        return self._of_accord(f"/groups/{chart.group}/?measure={chart.measure}")

    def table(self, chart: Chart) -> Asked:
        """The figures behind Accord's picture."""
        return self._of_accord(f"/groups/{chart.group}/{chart.measure}.csv")

    def _of_accord(self, path: str) -> Asked:
        return Asked(ACCORD, "GET", path, {"Cookie": self.cookie})

    def endpoint(self, chart: Chart) -> Asked:
        """Superset's answer, as its own front end asks for it."""
        filters = {"group": chart.group, "measure": chart.measure, "pupil_group": "all"}
        metrics = {"value": "100.0 * SUM(top) / SUM(bottom)", "pupils": "SUM(bottom)", "schools": "COUNT(*)"}
        query = {
            "columns": ["year"],
            "metrics": [{"expressionType": "SQL", "sqlExpression": sql, "label": it} for it, sql in metrics.items()],
            "filters": [{"col": name, "op": "==", "val": value} for name, value in filters.items()],
            "orderby": [["year", True]], "row_limit": 1000,
        }  # fmt: skip
        source = {"id": self.dataset, "type": "table"}
        return _post("/api/v1/chart/data", {"datasource": source, "queries": [query], "result_format": "json",
                                            "result_type": "full"}, self.token)  # fmt: skip


def _table(ways: _Ways, charts: Sequence[Chart], rounds: int) -> list[str]:
    """Ask, compare, and give the rows."""
    first, *lots = _lots(charts, 1 + rounds * len(CLIENTS))
    for chart in first:  # what every process finds once
        for way in (ways.picture, ways.page, ways.endpoint):
            way(chart).send()
    lines = ["| clients | | | median, ms | 95%, ms | times |", "|---:|---|---|---:|---:|---:|"]
    compared = 0
    for clients, mine in zip(CLIENTS, (lots[:rounds], lots[rounds:]), strict=True):
        found: dict[tuple[str, str], list[list[float]]] = {}
        for lot in mine:
            for name, way in (("picture", ways.picture), ("page", ways.page), ("endpoint", ways.endpoint)):
                for state in ("cold", "warm"):
                    found.setdefault((state, name), []).append(_milliseconds([way(each) for each in lot], clients))
            compared += sum(_compared(ways, chart) for chart in lot)
        lines += [_row(clients, state, name, found) for state in ("cold", "warm") for name in NAMES]
    return [*lines, "", f"{compared:,} values of both compared, 0 differ."]


NAMES = {"endpoint": "Superset, chart/data (JSON)", "picture": "Accord, the picture (SVG)",
         "page": "Accord, the whole page"}  # fmt: skip


def _row(clients: int, state: str, name: str, found: Mapping[tuple[str, str], list[list[float]]]) -> str:
    here, beside = found[state, name], found[state, "endpoint"]
    halves = [statistics.median(each) for each in here]
    ratios = [statistics.median(theirs) / half for theirs, half in zip(beside, halves, strict=True)]
    most = [statistics.quantiles(each, n=20)[-1] for each in here]
    told = "" if name == "endpoint" else f"{side_by_side.spread(ratios, 1)} faster"
    cells = (clients, state, NAMES[name], side_by_side.spread(halves, 1), side_by_side.spread(most, 1), told)
    return f"| {' | '.join(map(str, cells))} |"


def _lots(charts: Sequence[Chart], count: int) -> list[list[Chart]]:
    """The groups dealt out, so that no lot holds a group of another."""
    groups = sorted({chart.group for chart in charts})
    lot_of = {group: at % count for at, group in enumerate(groups)}
    return [[each for each in charts if lot_of[each.group] == lot] for lot in range(count)]


def _milliseconds(asked: Sequence[Asked], clients: int) -> list[float]:
    """Each request once, by so many clients at the same time."""
    shares = [asked[at::clients] for at in range(clients)]
    if clients == 1:
        return _one_client(shares[0])
    with multiprocessing.get_context("fork").Pool(clients) as pool:
        return list(itertools.chain.from_iterable(pool.map(_one_client, shares, chunksize=1)))


def _one_client(asked: Sequence[Asked]) -> list[float]:
    took = []
    for each in asked:
        began = time.perf_counter()
        each.send()
        took.append(1000 * (time.perf_counter() - began))
    return took


def _compared(ways: _Ways, chart: Chart) -> int:
    """How many values of a chart both gave; raises `SystemExit` where one differs."""
    (told,) = json.loads(ways.endpoint(chart).send())["result"]
    theirs = {str(row["year"]): row["value"] for row in told["data"]}
    rows = csv.DictReader(io.StringIO(ways.table(chart).send().decode("utf-8-sig")))
    ours = {row["year"]: float(row["value"]) for row in rows if row["value"] and row["pupils"] == "all"}
    both = ours.keys() & theirs.keys()
    far = {year: (ours[year], theirs[year]) for year in both if abs(ours[year] - theirs[year]) > NEAR}
    if far or not both:
        raise SystemExit(f"{chart} differs: {far or (ours, theirs)}")
    return len(both)


def _sign_in(home: Path) -> None:
    homes.open_home(home)
    homes.module("accord.cli.serve").gather_static_files(home)
    homes.module("accord.performance.kept").forget_everything()
    homes.module("accord.performance.tasks").make_cubes_ready.call()
    client = homes.signed_in("127.0.0.1")
    print("; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items()))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--sign-in"]:
        _sign_in(Path(sys.argv[2]))
    else:
        main()
