"""What every view for programs does first: it refuses what it does not know, instead of passing over it."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest

from accord.api.problems import Unanswerable
from accord.api.rules.lists import unknown


def refuse_unknown(request: HttpRequest, known: Sequence[str]) -> None:
    """Raise `Unanswerable` for a name that this address does not take, and for one that is given twice.

    A misspelt filter that is passed over would give an answer to another question.
    """
    errors = [
        {"field": name, "message": f"There is no “{name}” here. There are {', '.join(known) or 'none at all'}."}
        for name in unknown(request.GET, known)
    ]
    errors += [
        {"field": name, "message": f"“{name}” is given more than once. Put commas between several."}
        for name, values in request.GET.lists()
        if len(values) > 1
    ]
    if errors:
        raise Unanswerable(422, errors[0]["message"], errors)
