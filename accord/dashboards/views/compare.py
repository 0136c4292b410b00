"""Up to six groups, schools or authorities side by side."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accord.accounts.choices import Act
from accord.accounts.permission import needs
from accord.accounts.readers import Reader
from accord.dashboards.forms.comparing import FindForm
from accord.dashboards.forms.filters import Filters
from accord.dashboards.presenters.captions import in_a_line
from accord.dashboards.presenters.compared import (
    address,
    side_by_side_finding,
    side_by_side_picture,
    side_by_side_table,
)
from accord.dashboards.presenters.compared_words import opening, warnings
from accord.dashboards.presenters.compared_years import years_picture, years_table
from accord.dashboards.presenters.sources import answered
from accord.dashboards.queries.compared import MOST, Compared, as_asked, chosen, compared
from accord.dashboards.queries.looking_for import meant
from accord.dashboards.queries.not_public import not_public_mark
from accord.dashboards.queries.permanent import of_comparison
from accord.dashboards.queries.questions import UnknownQuestion, read
from accord.dashboards.views.asking import may_be_frozen
from accord.dashboards.views.permanent import frozen_now
from accord.ui.answering import FORMS, PICTURES, picture_answer, table_answer

TABLES = {"side-by-side": side_by_side_table, "years": years_table}
PICTURE = {"side-by-side": side_by_side_picture, "years": years_picture}


@needs(Act.LOOK)
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Side by side: sentences, picture, tables, and a way to add and take away."""
    found = _found(request)
    subjects, question = found.subjects, found.question
    text = request.GET.get("find", "").strip()
    results = [each for each in meant(text) if each not in subjects] if text and not question.frozen else []
    return render(
        request,
        "dashboards/compare.html",
        {
            "section": "compare",
            "question": question,
            "subjects": [(each, address([s for s in subjects if s != each], question)) for each in subjects],
            "full": len(subjects) >= MOST,
            "address": address(subjects, question),
            "filters": Filters(question, of_a_group=False),
            "find": FindForm({"find": text}),
            "text": text,
            "results": [(each, address([*subjects, each], question)) for each in results],
            "sentences": opening(found),
            "warnings": warnings(found),
            "finding": side_by_side_finding(found),
            "picture": side_by_side_picture(found),
            "table": side_by_side_table(found),
            "years": years_table(found),
            "years_picture": years_picture(found),
        },
    )


@needs(Act.LOOK)
@require_safe
def compare_file(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """A table or a picture of the comparison, to take away."""
    found = _found(request)
    stem = f"compared-{found.question.measure.code}-{found.question.year}-{code}{not_public_mark()}"
    if form in FORMS and code in TABLES:
        whom = (("Compared", ", ".join(each.name for each in found.subjects)),)
        title = f"Side by side: {found.question.measure.name}"
        asked = (*whom, *answered(found.question, timezone.localdate()))
        return table_answer(TABLES[code](found), form, stem, title, asked)
    picture = PICTURE[code](found) if form in PICTURES and code in PICTURE else None
    if picture is None:
        raise Http404("There is nothing here to take away.")
    narrow = request.GET.get("narrow") == "1"
    asked = (", ".join(each.name for each in found.subjects), in_a_line(found.question))
    return picture_answer(request, lambda frame: picture.drawing(narrow=narrow, frame=frame), form, stem, asked)


def _found(request: HttpRequest) -> Compared:
    reader = Reader.asking(request)
    try:
        question = read(request.GET.dict(), reader, special_by_default=False)
        found = compared(as_asked(chosen(request.GET.getlist("with")), question), question, reader)
    except UnknownQuestion as unknown:
        raise Http404(str(unknown)) from unknown
    if len(found.subjects) > 1:
        may_be_frozen(request, of_comparison(found, reader), reverse("dashboards:freeze_comparison"))
    return found


@needs(Act.LOOK)
@require_POST
def freeze_comparison(request: HttpRequest) -> HttpResponse:
    """Freeze the comparison in the address, and go to its permanent link."""
    found = _found(request)
    page = of_comparison(found, Reader.asking(request))
    return frozen_now(request, page, f"{reverse('dashboards:compare')}?{address(found.subjects, found.question)}")
