"""The catalogue of measures, and one measure."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accord.accounts.choices import Act
from accord.accounts.permission import needs
from accord.accounts.readers import Reader
from accord.dashboards.presenters.measures import (
    catalogue_sentence,
    families,
    long_table,
    measure_rows,
    pupils_table,
    reasons,
    without_results,
)
from accord.performance import catalogue
from accord.performance.availability import availability
from accord.ui.answering import table_answer


@needs(Act.LOOK)
@require_safe
def measures(request: HttpRequest) -> HttpResponse:
    """Every measure, and the summers for which there are results."""
    known, found = catalogue.measures(), availability(Reader.asking(request))
    return render(
        request,
        "dashboards/measures.html",
        {
            "section": "measures",
            "sentence": catalogue_sentence(known, found),
            "families": families(known, found),
            "without": without_results(known, found),
            "any": bool(found),
        },
    )


@needs(Act.LOOK)
@require_safe
def measures_file(request: HttpRequest, form: str) -> HttpResponse:
    """The same by pupil group too, to take away."""
    table = long_table(catalogue.measures(), availability(Reader.asking(request)))
    return table_answer(table, form, "measures", "What there is of each measure", ())


@needs(Act.LOOK)
@require_safe
def measure(request: HttpRequest, code: str) -> HttpResponse:
    """What one measure is, what there is of it, and where its line breaks."""
    known = catalogue.measures().get(code)
    if known is None:
        raise Http404(f"There is no measure called {code}.")
    found = availability(Reader.asking(request))
    return render(
        request,
        "dashboards/measure.html",
        {
            "section": "measures",
            "measure": known,
            "rows": measure_rows(known),
            "table": pupils_table(known, found),
            "any": bool(found),
            "reasons": reasons(known, found),
            "groups": [known.stage.pupil_groups[each] for each in known.pupils],
        },
    )


@needs(Act.LOOK)
@require_safe
def measure_file(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """What there is of one measure, to take away."""
    known = catalogue.measures().get(code)
    if known is None:
        raise Http404(f"There is no measure called {code}.")
    table = long_table({code: known}, availability(Reader.asking(request)))
    return table_answer(table, form, f"measure-{code}", known.name, (("Measure", known.name),))
