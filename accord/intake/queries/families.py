"""The dataset families that a file may belong to."""

from __future__ import annotations

import functools
from pathlib import Path

from django.conf import settings

from accord.warehouse.datasets import families


def family_titles() -> dict[str, str]:
    """Family codes with their titles, by title."""
    return _titles(tuple(Path(each) for each in settings.ACCORD_DEFINITIONS))


@functools.lru_cache(maxsize=4)
def _titles(folders: tuple[Path, ...]) -> dict[str, str]:
    found = {each.code: each.title or each.code for each in families(folders)}
    return dict(sorted(found.items(), key=lambda item: item[1]))
