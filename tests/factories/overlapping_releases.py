"""Releases of one family that overlap: schools move, are listed twice, and lack an authority."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import polars as pl
from hypothesis import strategies as st

from accord.warehouse.editions import ReleaseRef, ReleaseStatus

ORDER = ("final", "revised", "provisional")
FAMILY = "ks2_schools"
VARIABLES = ("TELIG", "PTRWM_EXP")
FIRST_DAY = datetime(2026, 9, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Sent:
    """A release as it was sent: school rows as URN -> (authority or None, number), oldest day first."""

    settled: str
    england: bool
    rows: dict[str, tuple[str | None, int]]
    day: int = 0
    year: int = 2018
    variables: tuple[str, ...] = VARIABLES
    more: list[tuple[str, str, str | None, int]] = field(default_factory=list)

    @property
    def authorities(self) -> tuple[str, ...]:
        named = [la for la, _ in self.rows.values()] + [la for _, _, la, _ in self.more]
        return () if self.england else tuple(sorted({la for la in named if la}))


def stored(folder: Path, sent: Sequence[Sent]) -> list[ReleaseRef]:
    """The releases on disk; a cell's text names its release, so that nobody can mix two."""
    refs = []
    for each in sent:
        ref = ReleaseRef(
            id=uuid4().hex,
            family=FAMILY,
            form="ks2final",
            year=each.year,
            status=ReleaseStatus(each.settled),
            england=each.england,
            authorities=each.authorities,
            schools=len(each.rows),
            accepted_at=FIRST_DAY + timedelta(days=each.day),
            folder=folder / uuid4().hex,
        )
        store(ref, [("school", urn, la, number) for urn, (la, number) in each.rows.items()] + each.more, each)
        refs.append(ref)
    return refs


def store(ref: ReleaseRef, rows: Sequence[tuple[str, str, str | None, int]], sent: Sent) -> None:
    ref.folder.mkdir(parents=True)
    text = {"code": str, "la": str, "level": str, "name": str, "kind": str, "row": int}
    listed = [
        {
            "row": at,
            "level": level,
            "code": code,
            "la": la,
            "name": f"{code} in {ref.id}",
            "kind": "mainstream",
        }
        for at, (level, code, la, _) in enumerate(rows, start=2)
    ]
    pl.DataFrame(listed, schema=text).write_parquet(ref.folder / "places.parquet")
    figures = [
        {"variable": name, "level": level, "code": code, "la": la, "row": at}
        | {"number": float(number), "status": "value", "text": f"{ref.id} {number}"}
        for name in sorted(sent.variables)
        for at, (level, code, la, number) in enumerate(rows, start=2)
    ]
    shape = {"variable": str, "level": str, "code": str, "la": str, "row": int}
    shape |= {"number": float, "status": str, "text": str}
    pl.DataFrame(figures, schema=shape).write_parquet(ref.folder / "cells.parquet")


URNS = ("100001", "100002", "100003", "100004")
AUTHORITIES = ("201", "202", "203")


@st.composite
def releases(draw: st.DrawFn) -> list[Sent]:
    """Up to five overlapping releases; schools move, are listed twice, and lack an authority."""
    sent = []
    for day in range(draw(st.integers(1, 5))):
        chosen = draw(st.lists(st.sampled_from(URNS), unique=True))
        la = st.sampled_from([*AUTHORITIES, *AUTHORITIES, None])
        rows = {urn: (draw(la), draw(st.integers(1, 99))) for urn in chosen}
        england = draw(st.booleans()) or not any(la for la, _ in rows.values())
        sent.append(Sent(draw(st.sampled_from(ORDER)), england, rows, day))
    return draw(st.permutations(sent))
