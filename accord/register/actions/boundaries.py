"""Boundaries follow what is published."""

from __future__ import annotations

import json

from accord.register.actions.establishments import Extract
from accord.register.models.boundaries import Boundary


def follow_boundaries(extract: Extract) -> None:
    """Write the outlines of every area of an extract over what was known of it."""
    Boundary.objects.bulk_create(
        (
            Boundary(
                kind=record["kind"] or "",
                code=record["area_code"],
                name=record["name"] or "",
                outlines=json.loads(record["outlines"] or "[]"),
            )
            for record in extract.records
        ),
        batch_size=100,
        update_conflicts=True,
        unique_fields=["kind", "code"],
        update_fields=["name", "outlines"],
    )
