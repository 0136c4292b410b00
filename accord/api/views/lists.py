"""Measures, groups, members, schools and releases for programs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router

from accord.accounts.readers import Reader
from accord.api.forms.asked import GroupsAsked, MeasuresAsked, MembersAsked, ReleasesAsked, SchoolsAsked
from accord.api.paging import Paging
from accord.api.presenters import shapes
from accord.api.presenters.lists import (
    group_as_json,
    measure_as_json,
    member_as_json,
    release_as_json,
    school_as_json,
)
from accord.api.queries.lists import groups_of, measures_of, releases_after, schools_after
from accord.api.views.asking import refuse_unknown
from accord.intake.models.releases import Release
from accord.performance import catalogue
from accord.performance.standing import edition
from accord.register.models.schools import Establishment
from accord.register.queries.group_members import Member, members_of
from accord.register.queries.groups import GroupLine, group_called
from accord.register.queries.schools import Wanted

router = Router()


@router.get("/measures", url_name="measures", operation_id="measures", response=shapes.Measures)
def measures(request: HttpRequest, asked: Query[MeasuresAsked]) -> HttpResponse:
    """What is measured: definitions, pupil groups, summers with results, gaps and breaks."""
    refuse_unknown(request, list(MeasuresAsked.model_fields))
    reader, whole = Reader.asking(request), request.build_absolute_uri
    years = {each.code: catalogue.years_with_releases(each.code, reader) for each in measures_of(asked.stage)}
    state = _state((each.code, each.version, years[each.code]) for each in measures_of(asked.stage))
    paging = Paging.of(request, asked.limit, state)
    found = paging.cut(measures_of(asked.stage), _code)
    return paging.answer(found, _code, (measure_as_json(each, years[each.code], whole) for each in found))


@router.get("/groups", url_name="groups", operation_id="groups", response=shapes.Groups)
def groups(request: HttpRequest, asked: Query[GroupsAsked]) -> HttpResponse:
    """The groups there are, with the number of their schools on a day."""
    refuse_unknown(request, list(GroupsAsked.model_fields))
    on, whole = asked.on or timezone.localdate(), request.build_absolute_uri
    paging = Paging.of(request, asked.limit, edition())
    found = paging.cut(groups_of(asked.kind, asked.text, asked.kept_by, on), _slug)
    return paging.answer(found, _slug, (group_as_json(each, whole) for each in found), on=on)


@router.get("/groups/{slug:key}/members", url_name="members", operation_id="members", response=shapes.Members)
def members(request: HttpRequest, key: str, asked: Query[MembersAsked]) -> HttpResponse:
    """The schools of a group on a day, its own and those of the groups inside it."""
    refuse_unknown(request, list(MembersAsked.model_fields))
    group = group_called(key)
    if group is None:
        raise Http404(f"There is no group at the address {key}.")
    on, whole = asked.on or timezone.localdate(), request.build_absolute_uri
    paging = Paging.of(request, asked.limit, edition())
    found = paging.cut(sorted(members_of(group, on), key=_membership), _membership)
    named = {"code": group.slug, "name": group.name}
    return paging.answer(found, _membership, (member_as_json(each, whole) for each in found), on=on, group=named)


@router.get("/schools", url_name="schools", operation_id="schools", response=shapes.Schools)
def schools(request: HttpRequest, asked: Query[SchoolsAsked]) -> HttpResponse:
    """Schools as the register has them, found by what they are called or numbered, authority and phase."""
    refuse_unknown(request, list(SchoolsAsked.model_fields))
    wanted = Wanted(text=asked.text, authority=asked.authority, phase=asked.phase, status=asked.status)
    paging, whole = Paging.of(request, asked.limit, edition()), request.build_absolute_uri
    found = schools_after(wanted, paging.after, asked.limit + 1, timezone.localdate())
    return paging.answer(found, _number, (school_as_json(each, whole) for each in found))


@router.get("/releases", url_name="releases", operation_id="releases", response=shapes.Releases)
def releases(request: HttpRequest, asked: Query[ReleasesAsked]) -> HttpResponse:
    """What was published here, the oldest first: a program that goes on from its last page is given what is new."""
    refuse_unknown(request, list(ReleasesAsked.model_fields))
    reader, today, whole = Reader.asking(request), timezone.localdate(), request.build_absolute_uri
    paging = Paging.of(request, asked.limit, "")
    found = releases_after(asked.family, asked.year, paging.after, asked.limit + 1, reader, today)
    return paging.answer(found, _published, (release_as_json(each, whole) for each in found))


def _state(parts: Iterable[object]) -> str:
    return hashlib.sha256(repr(list(parts)).encode()).hexdigest()[:16]


def _code(measure: catalogue.Measure) -> tuple[str]:
    return (measure.code,)


def _slug(line: GroupLine) -> tuple[str]:
    return (line.slug,)


def _membership(member: Member) -> tuple[str, str, str]:
    return member.urn, member.through, str(member.period[0])


def _number(school: Establishment) -> tuple[str, str]:
    return school.urn, school.numbered_by


def _published(release: Release) -> tuple[str, str]:
    assert release.accepted_at is not None
    return release.accepted_at.isoformat(), str(release.public_id)
