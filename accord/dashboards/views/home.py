"""The first page: what changed, what is due, and how what a person minds is doing."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accord.accounts.actions.watching import note_visit
from accord.accounts.choices import Act
from accord.accounts.permission import needs, rights
from accord.accounts.queries.watching import followed_by, saved_by
from accord.accounts.readers import Reader
from accord.dashboards.presenters.due import due_lines, due_sentence
from accord.dashboards.presenters.groups import Lines
from accord.dashboards.presenters.news import items, news_sentence
from accord.dashboards.queries.following import watched
from accord.dashboards.queries.many import england_row, rows_of
from accord.dashboards.queries.news import news_since
from accord.dashboards.queries.questions import read
from accord.dashboards.queries.week import MOST_UNCHOSEN, minded, unchosen
from accord.intake.queries.calendar import expected, publications
from accord.register.queries.confirming import sentence_of, to_confirm

FIRST_TIME = timedelta(weeks=4)


@needs(Act.LOOK)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """This week, for the person who is here."""
    at, today = timezone.now(), timezone.localdate()
    reader = Reader.asking(request)
    question = read({}, reader, special_by_default=False)
    before = note_visit(by=request.user, at=at)
    followed = followed_by(request.user)
    mine = watched(followed, today)
    chosen = mine if not mine.nothing else unchosen(today)
    news = news_since(before or at - FIRST_TIME, minded(mine), reader, today, first_time=before is None)
    subjects = (*chosen.groups, *chosen.authorities, *chosen.schools)
    waiting = to_confirm(rights(request), request.user, today)
    lines = Lines(question, rows_of(subjects, question, reader), england_row(question, reader, subjects))
    found, due = items(news), expected(publications(), news.published, today)
    return render(
        request,
        "dashboards/this_week.html",
        {
            "section": "week",
            "today": today,
            "question": question,
            "followed": set(followed),
            "mine": mine,
            "views": saved_by(request.user),
            "most": MOST_UNCHOSEN,
            "sentence": news_sentence(news, found),
            "to_confirm": sentence_of(waiting) if waiting else "",
            "items": found,
            "due_sentence": due_sentence(due),
            "due": due_lines(due),
            "groups": lines.plain((*chosen.groups, *chosen.authorities), chosen.sizes),
            "schools": lines.plain(chosen.schools),
        },
    )
