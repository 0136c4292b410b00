"""The button that follows a page, whole in itself: it may stand wherever a subject is spoken of."""

from __future__ import annotations

from typing import Any

from django import template

from accord.accounts.queries.watching import follows
from accord.performance.subjects import Subject

register = template.Library()


@register.inclusion_tag("dashboards/_follow.html", takes_context=True)
def follow_button(context: dict[str, Any], subject: Subject) -> dict[str, Any]:
    """Follow a subject, or stop following it.

    A page that lists many puts ``followed``, the addresses followed, into its context: then nothing is asked here.
    """
    request, known = context["request"], context.get("followed")
    here = known if known is not None else {subject.address} if follows(request.user, subject.address) else ()
    return {
        "subject": subject,
        "followed": subject.address in here,
        "back": request.get_full_path(),
        "csrf_token": context.get("csrf_token"),
    }
