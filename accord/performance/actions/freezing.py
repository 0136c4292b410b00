"""Freezing a page of figures under a permanent link."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from datetime import date, datetime
from textwrap import shorten

from django.db import transaction

from accord.accounts.actions.events import record
from accord.accounts.models.people import Person
from accord.accounts.readers import Reader
from accord.intake.queries.releases import published_refs
from accord.performance import catalogue
from accord.performance.frozen import Frozen, frozen, named, selection_json
from accord.performance.models.frozen_pages import FrozenPage
from accord.performance.queries import figures_beside
from accord.performance.recorded import recorded
from accord.performance.selections import Selection

KEY_LETTERS = 12
LONGEST_TITLE = 300
"""Letters; a page about six schools may have a longer one."""


def freeze(
    selection: Selection,
    *,
    address: str,
    title: str,
    reader: Reader,
    by: Person | None,
    at: datetime,
    on: date,
    beside: Sequence[Selection] = (),
) -> Frozen:
    """Keep everything that the figures of a page are made from today, and return the permanent link to it.

    ``selection`` is the question of the page at ``address``; ``beside`` the same of further subjects on it, by their
    pooled figures. The same page frozen twice in a day, with nothing new between, has one link. Raises
    `UnknownSelection` as `figures` does.
    """
    rows = [row.as_json() for row in figures_beside(selection, beside, reader)]
    subjects = [(named(each.who), recorded(each.who)) for each in (selection, *beside)]
    kept = {
        "title": shorten(title, LONGEST_TITLE, placeholder="…"),
        "address": address,
        "on": on.isoformat(),
        "asked": selection_json(selection),
        "beside": [selection_json(each) for each in beside],
        "releases": sorted(each.id for each in published_refs()),
        "members": {name: each.as_json() for name, each in subjects if each is not None},
        "measures": {code: measure.version for code, measure in sorted(catalogue.measures().items())},
        "figures": rows,
    }
    key = _key(json.dumps(kept, sort_keys=True))
    with transaction.atomic():
        page, made = FrozenPage.objects.get_or_create(
            key=key, defaults={**kept, "on": on, "frozen_at": at, "frozen_by": by}
        )
        if made:
            record("froze", kind="page", subject=page.key, by=by, at=at, detail={"address": address})
    return frozen(key)


def _key(told: str) -> str:
    """Short enough to be typed from paper; it changes with everything that is kept."""
    digest = hashlib.sha256(told.encode()).digest()
    return base64.b32encode(digest).decode().lower()[:KEY_LETTERS]
