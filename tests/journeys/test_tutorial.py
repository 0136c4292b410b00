"""The walk of the tutorial, as its pictures were taken: it must still lead where the guide says."""

from __future__ import annotations

import pytest

from docs.pictures import PICTURES, WIDTH, Picture, take

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize("picture", PICTURES, ids=lambda each: each.name)
def test_the_walk_leads_to_a_picture(visit, picture: Picture):
    page = visit("/", width=WIDTH)
    taken = take(page, picture)
    assert taken.startswith(PNG) and len(taken) > 5_000
    assert page.locator("h1").count() == 1
