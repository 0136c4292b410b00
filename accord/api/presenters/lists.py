"""Measures, groups, members, schools and releases as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from accord.api.presenters.addresses import Whole
from accord.intake.models.releases import Release
from accord.intake.queries.families import family_titles
from accord.performance import catalogue
from accord.register.choices import NumberedBy
from accord.register.models.schools import Establishment
from accord.register.queries.group_members import Member
from accord.register.queries.groups import GroupLine

_OF_A_MEASURE = (
    "code", "name", "short_name", "unit", "per", "higher_is_better", "counts", "over", "pools", "first_year",
    "last_year", "why_it_matters", "owner", "checked_by", "review_due", "version",
)  # fmt: skip
_OF_A_SCHOOL = (
    "numbered_by", "name", "dfe_number", "ukprn", "phase", "category", "status", "opened_on", "closed_on", "low_age",
    "high_age", "religious_character", "district", "town", "postcode",
)  # fmt: skip


def measure_as_json(measure: catalogue.Measure, years: Sequence[int], whole: Whole) -> dict[str, Any]:
    """A measure with the summers of which there are results."""
    stage = measure.stage
    return {name: getattr(measure, name) for name in _OF_A_MEASURE} | {
        "stage": {"code": stage.code, "name": stage.name},
        "kind": str(measure.kind),
        "pupils": [{"code": code, "name": stage.pupil_groups[code].name} for code in measure.pupils],
        "years": list(years),
        "gaps": [{"years": list(each.years), "reason": each.reason} for each in measure.gaps],
        "breaks": [{"starts": each.starts, "reason": each.reason} for each in measure.breaks],
        "page": whole(reverse("dashboards:measure", args=[measure.code])),
    }


def group_as_json(line: GroupLine, whole: Whole) -> dict[str, Any]:
    """A group with the number of its schools on a day."""
    return {
        "slug": line.slug,
        "name": line.name,
        "kind": line.kind,
        "kind_name": line.kind_name,
        "schools": line.schools,
        "lies_in": list(line.parents),
        "ended": line.ended,
        "page": whole(reverse("dashboards:one_school", args=["groups", line.slug])),
        "members": whole(reverse("api:members", args=[line.slug])),
        "figures": whole(f"{reverse('api:figures')}?of=groups/{line.slug}"),
    }


def member_as_json(member: Member, whole: Whole) -> dict[str, Any]:
    """A school in a group on a day."""
    starts_on, ends_before = member.period
    return {
        "urn": member.urn,
        "name": member.name,
        "role": member.role,
        "through": member.through,
        "starts_on": starts_on,
        "ends_before": ends_before,
        "known": member.known,
        "page": whole(_page(member.address)) if member.known else None,
    }


def school_as_json(school: Establishment, whole: Whole) -> dict[str, Any]:
    """A school as the register has it."""
    address, has_results = school.school.address, school.numbered_by == NumberedBy.GIAS
    return {name: getattr(school, name) for name in _OF_A_SCHOOL} | {
        "number": school.urn,
        "authority": school.la_code,
        "type": school.type_name,
        "page": whole(_page(address)),
        "figures": whole(f"{reverse('api:figures')}?of=schools/{address}") if has_results else None,
    }


def release_as_json(release: Release, whole: Whole) -> dict[str, Any]:
    """A release with the hash of the file that it came from."""
    return {
        "id": str(release.public_id),
        "family": release.family,
        "title": family_titles().get(release.family, release.family),
        "year": release.year,
        "settled": release.settled,
        "england": release.england,
        "authorities": list(release.authorities),
        "schools": release.schools,
        "describes": release.as_of,
        "published_at": release.accepted_at,
        "file": release.intake.file.sha256,
        "page": whole(reverse("intake:release", args=[release.public_id])),
    }


def _page(address: str) -> str:
    return reverse("dashboards:one_school", args=["schools", address])
