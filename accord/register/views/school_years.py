"""Starting a school year on one page: look through every membership, check, confirm."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accord.accounts.choices import Act
from accord.accounts.permission import Refused, needs, rights
from accord.register.actions.school_years import PlanRefused, rehearse, start_year
from accord.register.forms.school_years import StartForm, read_plan, sent_again, starting
from accord.register.presenters.school_years import anchor, blocks_shown, columns, lead_sentence
from accord.register.queries.school_years import GroupBlock, blocks, outer_groups
from accord.register.rules.memberships import spelled
from accord.register.rules.school_years import Plan
from accord.register.views.one_group import keeps


@needs(Act.KEEP_GROUPS)
@require_http_methods(["GET", "HEAD", "POST"])
def school_year(request: HttpRequest) -> HttpResponse:
    """Choose the day, look through the memberships, check what would be done, and confirm it."""
    if not rights(request).makes(Act.KEEP_GROUPS):
        raise Refused(Act.KEEP_GROUPS)
    sent = request.method == "POST"
    start = starting(request.POST if sent else request.GET, timezone.localdate())
    if not start.is_valid():
        return render(request, "register/school_year.html", {"section": "groups", "form": start})
    found = blocks(start.cleaned_data["on"], start.cleaned_data["kind"], keeps(request))
    pks = [row.membership.pk for each in found for row in each.rows]
    plan = read_plan(request.POST, start, pks, [each.group.slug for each in found])
    if not sent:
        return _page(request, start, found, plan)
    try:
        return _sent(request, start, found, plan)
    except PlanRefused as refused:
        return _page(request, start, found, plan, refused)


def _sent(request: HttpRequest, start: StartForm, found: list[GroupBlock], plan: Plan) -> HttpResponse:
    """Show what would be done or, once it is confirmed, do it. Raises PlanRefused."""
    who = {"keeps": keeps(request), "belongs_to": rights(request).home(Act.KEEP_GROUPS)}
    who |= {"by": request.user, "at": timezone.now()}
    if plan.is_empty:
        messages.warning(request, "Nothing was changed: every membership stays as it is.")
        return _page(request, start, found, plan)
    if request.POST.get("step") == "change":
        return _page(request, start, found, plan)
    if request.POST.get("step") != "confirm":
        done = rehearse(plan=plan, **who)
        context = {"section": "groups", "on": plan.on, "done": done, "fields": sent_again(plan)}
        return render(request, "register/school_year_check.html", context)
    done = start_year(plan=plan, **who)
    changes = "1 change was" if len(done) == 1 else f"{len(done):,} changes were"
    messages.success(request, f"The school year starts on {spelled(plan.on)}: {changes} made.")
    return redirect("register:groups")


def _page(
    request: HttpRequest, start: StartForm, found: list[GroupBlock], plan: Plan, refused: PlanRefused | None = None
) -> HttpResponse:
    problems = refused.problems if refused else ()
    errors = {each.field: f"{each.message} {each.fix}" for each in problems}
    sent = request.method == "POST"
    return render(
        request,
        "register/school_year.html",
        {
            "section": "groups",
            "form": start,
            "on": plan.on,
            "fields": sent_again(Plan(plan.on, plan.kind, plan.begins)),
            "sentence": lead_sentence(found, plan),
            "blocks": blocks_shown(found, outer_groups(plan.on, keeps(request)), plan, sent, errors),
            "columns": columns(plan.on),
            "problems": [(anchor(field), words) for field, words in errors.items()],
            "has_error": bool(errors),
        },
    )
