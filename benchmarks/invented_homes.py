"""Homes with an invented county or nation in them, made once for the benchmarks that read them."""

from __future__ import annotations

import os
import time
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accord.config.settings")

SEED = 2018
SIZES = ("small", "county", "nation")
READER = "reader@bench.example"


def module(name: str) -> ModuleType:
    """Imported late: the settings read ACCORD_HOME when Django starts."""
    return import_module(name)


def open_home(home: Path) -> None:
    """Start Django on a home."""
    os.environ["ACCORD_HOME"] = str(home)
    module("accord.config.opening").open_home()


def ready(home: Path, size: str) -> None:
    """Invent a world of a size in a home, unless it has one.

    In a process of its own, so that nothing it kept in memory makes what is measured quick.
    """
    stamp = home / f"invented-{size}"
    if stamp.exists():
        return
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    child = os.fork()
    if child == 0:
        _build(home, size)
        stamp.touch()
        os._exit(0)
    if os.waitpid(child, 0)[1] != 0:
        raise SystemExit(f"The invented {size} could not be built in {home}.")


def _build(home: Path, size: str) -> None:
    began = time.perf_counter()
    open_home(home)
    intakes, files = module("accord.intake.actions.intakes"), module("accord.demo.files")
    now = module("django.utils.timezone").now()
    world = module("accord.demo.world").invent(SEED, size=size)
    for path in files.write(world, home / "invented-files"):
        said = files.sent_with(path)
        asked = intakes.Asked(year=said.year, settled=said.settled)
        intake = intakes.take_in(path=path, name=path.name, asked=asked, by=None, at=now)
        print(f"{path.name}: {path.stat().st_size / 2**20:.0f} MiB, {intake.progress}", flush=True)
    module("accord.demo.commands").keep_groups(world, by=None, at=now)
    print(f"The invented {size} is built and taken in: {time.perf_counter() - began:.0f} s", flush=True)


def signed_in(host: str = "localhost") -> Any:
    """A client that somebody has signed in with who may look at every page of figures."""
    now = module("django.utils.timezone").now()
    person = module("accord.accounts.models.people").Person.objects.filter(email=READER).first()
    if person is None:
        people, granting = module("accord.accounts.actions.people"), module("accord.accounts.actions.granting")
        person = people.enrol(email=READER, name="Reader", password=None, by=None, at=now)
        # Sees what is published, as most people do; a role that sees more would be asked for a second factor first.
        scope = module("accord.accounts.rules.rights").Scope.read("authority:501")
        granting.give(
            person=person, role="councillor", scope=scope, reason="a benchmark", starts_on=now.date(),
            ends_before=None, by=None, at=now,
        )  # fmt: skip
    client = module("django.test").Client(headers={"host": host})
    client.force_login(person)
    return client


def load() -> str:
    """How busy the machine is, to stand beside every figure."""
    one, five, _ = os.getloadavg()
    return f"{os.cpu_count()} cores, load {one:.1f} (1 minute), {five:.1f} (5 minutes)"
