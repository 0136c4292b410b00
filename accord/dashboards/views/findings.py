"""One thing that stands out: its sentence, its picture, and how we know."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accord.accounts.choices import Act
from accord.accounts.permission import needs
from accord.dashboards.presenters.parts import SECTIONS
from accord.dashboards.presenters.stands_out import family_of
from accord.dashboards.presenters.subject_pages import address
from accord.dashboards.presenters.workings import releases_table
from accord.dashboards.queries.findings import figures_of_all_questions
from accord.dashboards.queries.one_school import Looking
from accord.dashboards.queries.workings import explained
from accord.dashboards.views.asking import asked
from accord.dashboards.views.subject_page import subject_page
from accord.insight.sentences.findings import how_we_know, outcome
from accord.insight.sentences.questions import Asked, Family, Kind

PICTURES = {Kind.LEVEL: "trend", Kind.CHANGE: "trend", Kind.GAP: "pupils", Kind.RANK: "trend"}
"""The part of the subject's pages that shows what a kind of question is about; of one school, all schools."""


@needs(Act.LOOK)
@require_safe
def finding(request: HttpRequest, room: str, key: str, finding: str) -> HttpResponse:
    """A question that was asked of the subject, at an address that stays, whether it still stands out or not."""
    looking, one, family = found_at(request, room, key, finding)
    made = explained(looking)
    of_school = finding.count("-") > 3
    context = {
        "sentence": outcome(one, family),
        "how": how_we_know(one, family),
        "part": SECTIONS["schools" if of_school else PICTURES[one.kind]](looking),
        "files": releases_table([made.own, *made.comparators]) if made else None,
        "workings": address(looking, "workings"),
        "overview": f"{address(looking, 'one_school')}#stands-out",
    }
    return subject_page(request, looking, "finding", context)


def found_at(request: HttpRequest, room: str, key: str, finding: str) -> tuple[Looking, Asked, Family]:
    """The question that a key names, with all that were asked together with it; 404 where it was not asked."""
    parts = finding.split("-")
    if len(parts) not in (4, 5) or parts[2] not in list(Kind):
        raise Http404("No question that was asked has this address.")
    measure, pupils, _, year = parts[:4]
    looking = asked(request, room, key, measure=measure, pupils=pupils, year=year)
    family = family_of(looking, figures_of_all_questions(looking))
    one = next((each for each, _ in family.tested if each.key == finding), None)
    if one is None:
        raise Http404(
            "This was not asked of these schools: there is no such figure, too few pupils are behind it, or there is "
            "nothing to set it beside."
        )
    return looking, one, family
