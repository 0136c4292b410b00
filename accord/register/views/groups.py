"""All groups: the tree, the list, side by side, and a new one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accord.accounts.choices import Act
from accord.accounts.permission import Refused, needs, rights
from accord.register.actions.groups import make, place
from accord.register.choices import GroupKind, KeptBy
from accord.register.forms.groups import NewGroupForm, WantedForm
from accord.register.models.groups import Group
from accord.register.presenters.groups import compare_sentence, compare_table, list_sentence, list_table, tree
from accord.register.queries.group_pages import PAGE, Wanted, groups_wanted, made_up, sized
from accord.register.rules.memberships import NotSense, spelled
from accord.register.views.files import table_file
from accord.register.views.one_group import keeps

MOST_COMPARED = 200
MOST_IN_TREE = 400
"""A tree of more than so many groups is no help; the list has them, a page at a time."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """The question of a list page."""

    form: WantedForm
    wanted: Wanted
    today: date
    address: str

    @property
    def in_words(self) -> tuple[tuple[str, str], ...]:
        """What a file says was asked."""
        kind = GroupKind(self.wanted.kind).label if self.wanted.kind else "every kind"
        return (
            ("Kept by", str(KeptBy(self.wanted.kept_by).label)),
            ("Kind", str(kind)),
            ("Name has", self.wanted.text or "anything"),
            ("On", spelled(self.wanted.on)),
        )


def _asked(request: HttpRequest) -> _Asked:
    today = timezone.localdate()
    form = WantedForm(request.GET, today)
    form.is_valid()
    given = form.cleaned_data
    wanted = Wanted(
        on=form.day,
        kept_by=given.get("kept") or KeptBy.PEOPLE,
        kind=given.get("kind") or "",
        text=given.get("text") or "",
        ended=bool(given.get("ended")),
    )
    kept = request.GET.copy()
    for key in ("page", "sort"):
        kept.pop(key, None)
    return _Asked(form, wanted, today, kept.urlencode())


@needs(Act.LOOK)
@require_safe
def groups(request: HttpRequest) -> HttpResponse:
    """The groups of a day: those kept by people as a tree and a list, national ones a page at a time."""
    asked = _asked(request)
    found = Paginator(groups_wanted(asked.wanted), PAGE)
    page: Page[Group] = found.get_page(request.GET.get("page"))
    lines = sized(list(page), asked.wanted.on)
    unfiltered = asked.wanted.kept_by == KeptBy.PEOPLE and not asked.wanted.kind and not asked.wanted.text
    as_tree = unfiltered and found.count <= MOST_IN_TREE
    everything = sized(list(groups_wanted(asked.wanted)), asked.wanted.on) if as_tree else []
    holding, alone = tree(everything)
    return render(
        request,
        "register/groups.html",
        {
            "section": "groups",
            "form": asked.form,
            "asked": asked,
            "sentence": list_sentence(asked.wanted, found.count, asked.today),
            "page": page,
            "holding": holding,
            "alone": alone,
            "table": list_table(lines, "Groups"),
        },
    )


@needs(Act.LOOK)
@require_safe
def groups_file(request: HttpRequest, form: str) -> HttpResponse:
    """All groups asked for, not a page of them, to take away."""
    asked = _asked(request)
    table = list_table(sized(list(groups_wanted(asked.wanted)), asked.wanted.on), "Groups")
    return table_file(table, form, f"groups-{asked.wanted.on}", "Groups of schools", asked.in_words)


@needs(Act.LOOK)
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Groups side by side, by size and make-up."""
    asked = _asked(request)
    rows = groups_wanted(asked.wanted)
    number = rows.count()
    found = made_up(list(rows[:MOST_COMPARED]), asked.wanted.on)
    return render(
        request,
        "register/compare.html",
        {
            "section": "groups",
            "form": asked.form,
            "asked": asked,
            "sentence": compare_sentence(found, asked.wanted.on, asked.today),
            "left_out": number - len(found),
            "most": MOST_COMPARED,
            "table": compare_table(found, request.GET.get("sort", "group"), asked.address),
        },
    )


@needs(Act.LOOK)
@require_safe
def compare_file(request: HttpRequest, form: str) -> HttpResponse:
    """The comparison of all groups asked for, to take away."""
    asked = _asked(request)
    found = made_up(list(groups_wanted(asked.wanted)), asked.wanted.on)
    table = compare_table(found, request.GET.get("sort", "group"), "")
    return table_file(table, form, f"groups-compared-{asked.wanted.on}", "Groups by size and make-up", asked.in_words)


@needs(Act.KEEP_GROUPS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_group(request: HttpRequest) -> HttpResponse:
    """The form for a group that is begun; it belongs to the authority of whoever begins it."""
    if not rights(request).makes(Act.KEEP_GROUPS):
        raise Refused(Act.KEEP_GROUPS)
    form = NewGroupForm(request.POST or None, today=timezone.localdate(), keeps=keeps(request))
    if request.method == "POST" and form.is_valid():
        try:
            group = _make(request, form)
        except NotSense as reason:
            form.add_error("name", f"{reason.message} {reason.fix}")
        else:
            messages.success(request, f"{group.name} was made. Add its schools next.")
            return redirect("register:group", group.slug)
    return render(request, "register/new_group.html", {"section": "groups", "form": form})


@transaction.atomic
def _make(request: HttpRequest, form: NewGroupForm) -> Group:
    given, at = form.cleaned_data, timezone.now()
    ours = rights(request).home(Act.KEEP_GROUPS)
    made = {key: given[key] for key in ("name", "kind", "starts_on")}
    group = make(**made, belongs_to=ours, by=request.user, at=at)
    if given["outer"]:
        place(inner=group, outer=given["outer"], starts_on=given["starts_on"], by=request.user, at=at)
    return group
