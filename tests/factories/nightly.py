"""A home that fetches from a publisher on this machine, and from nobody else."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import yaml
from django.utils import timezone

from accord.intake.queries import calendar, fetches
from accord.meaning.definitions import folders
from tests.factories.publisher import Publisher
from tests.factories.school_tables import Row, school, write

EVERY_RULE = ["same form", "same extent", "no warnings", "about as many schools", "edition is told"]


def only_from(publisher: Publisher, home: Path, *, verified: str = "never", rules: Sequence[str] = EVERY_RULE) -> int:
    """Have a home fetch a table of Key Stage 2 from a publisher, due this month; its summer."""
    today = timezone.localdate()
    for kind in ("sources", "calendar"):
        (home / "definitions" / kind).mkdir(parents=True, exist_ok=True)
    for path in (folders(None)[0] / "sources").glob("*.yaml"):
        shipped = yaml.safe_load(path.read_text("utf-8"))
        _write(home, f"sources/{path.name}", shipped | {"files": []})
    file = {
        "file": "county_ks2", "name": "Key Stage 2", "families": ["ks2_schools"], "publication": "county",
        "address": f"http://{publisher.host}/{{year}}/ks2", "forms": ["csv", "zip"], "first_year": today.year - 3,
        "verified": verified if verified == "never" else today, "accept_when": list(rules),
    }  # fmt: skip
    _write(home, "sources/county.yaml", {
        "source": "county", "name": "The county", "inside": [publisher.host], "known_from": "A test",
        "manners": {"pause": 0, "tries": 2}, "files": [file],
    })  # fmt: skip
    _write(home, "calendar/county.yaml", {
        "publication": "county", "name": "The county's Key Stage 2", "families": ["ks2_schools"], "of": "summer",
        "rhythm": "yearly", "without": [today.year - 1, today.year + 1],
        "editions": [{"settled": "final", "month": today.month}], "source": "A test",
    })  # fmt: skip
    fetches._sources.cache_clear()
    calendar._publications.cache_clear()
    return today.year


def _write(home: Path, name: str, content: object) -> None:
    (home / "definitions" / name).write_text(yaml.safe_dump(content), encoding="utf-8")


def table(folder: Path, schools: int = 12, percent: str = "50%", **more: str) -> bytes:
    """A table of some schools, as a publisher sends it."""
    rows: list[Row] = [school(str(100001 + number), "201", 40, percent, **more) for number in range(schools)]
    return write(folder / "sent.csv", rows).read_bytes()
