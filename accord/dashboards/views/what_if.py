"""What if, as part of a page: its choices stand in the address of the page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from accord.dashboards.forms.what_if import WhatIfForm
from accord.dashboards.presenters.subject_pages import path_of
from accord.dashboards.presenters.what_if import what_if_sentences, what_if_table
from accord.dashboards.queries.one_school import Looking
from accord.dashboards.queries.questions import UnknownQuestion
from accord.dashboards.queries.what_if import Choices, Of, read_what_if, what_if


def what_if_part(request: HttpRequest, looking: Looking, of: Of, here: str) -> dict[str, Any] | None:
    """What the part of the page ``here`` is drawn from; None where nothing can be asked.

    Choices that do not exist are said so, and the page stands.
    """
    wrong = ""
    try:
        found = what_if(looking, of, read_what_if(request.GET.dict()))
    except UnknownQuestion as unknown:
        found, wrong = what_if(looking, of, Choices()), str(unknown)
    if found is None or not found.offered:
        return None
    return {
        "sentences": [wrong] if wrong else what_if_sentences(looking, found),
        "form": WhatIfForm(looking, of, found),
        "table": what_if_table(looking, of, found),
        "action": f"{path_of(looking, here)}#what-if",
        "more": f"&{found.choices.address}",
    }
