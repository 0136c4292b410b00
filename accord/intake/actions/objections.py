"""Reasons against taking a file in that do not stand in it: whose it is, where it is sent, and what is here already."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

from accord.accounts.rules.rights import Scope
from accord.intake.actions.returned_objections import returned_wrongly
from accord.intake.actions.terms import terms_asked
from accord.intake.invention import invented_codes
from accord.intake.models.files import Intake
from accord.intake.models.releases import Release
from accord.register.actions.extracts import FAMILIES
from accord.sharing.choices import Source
from accord.warehouse.candidates import Candidate
from accord.warehouse.problems import Problem
from accord.warehouse.publishing import codes_in

FEWEST_OF_BEFORE = 0.5
FEWEST_TO_COMPARE = 10


def reasons_against(candidates: Sequence[Candidate], intake: Intake) -> list[Problem]:
    """Every reason against taking these in, now, from this sender; none of size where somebody will look first."""
    problems = [*_not_invented(candidates, intake.name), *_of_another_authority(candidates, intake)]
    problems += returned_wrongly(candidates, intake)
    return problems if intake.hold else [*problems, *_far_fewer_schools(candidates, intake)]


def _of_another_authority(candidates: Sequence[Candidate], intake: Intake) -> list[Problem]:
    """What is published anybody may send; what is not, only the authority that it is of."""
    if not intake.belongs_to:
        return []
    own = Scope.read(intake.belongs_to).id
    return [
        Problem(
            code="of_another_authority",
            message=f"The file is not public and has schools of {_whose(each, own)}; you send for authority {own}.",
            fix="Send the rows of your own authority alone. If the figures are published, say so as you send them.",
            file=intake.name,
        )
        for each in candidates
        if terms_asked(intake, each.family).source != Source.PUBLISHED and _whose(each, own)
    ][:1]


def _whose(candidate: Candidate, own: str) -> str:
    """Who else is in it; empty where nobody is."""
    others = sorted(set(candidate.extent.authorities) - {own})
    return "England" if candidate.extent.england else f"authority {', '.join(others)}" if others else ""


def _not_invented(candidates: Sequence[Candidate], name: str) -> list[Problem]:
    """A demonstration refuses real files, so that nobody takes an invented figure for a real one."""
    invented = invented_codes(Path(settings.ACCORD_HOME))
    if invented is None:
        return []
    return [
        Problem(
            code="real_file_in_demonstration",
            message=f"This home is a demonstration, and the file has a real place in it ({real[0]}).",
            fix="Take real files into a home of their own: name an empty folder in ACCORD_HOME.",
            file=name,
        )
        for each in candidates
        if (real := invented.real_ones(each.extent.authorities, codes_in(each.folder, "school")))
    ][:1]


def _far_fewer_schools(candidates: Sequence[Candidate], intake: Intake) -> list[Problem]:
    """A file cut short looks like one: far fewer schools than the release it would take the place of."""
    problems = []
    for each in candidates:
        before = Release.objects.filter(
            family=each.family, england=each.extent.england, authorities=list(each.extent.authorities)
        ).exclude(accepted_at=None)
        if each.family not in FAMILIES:
            before = before.filter(year=each.year)
        most = max((_size(release) for release in before.filter(withdrawn_at=None)), default=0)
        if _size(each) < most * FEWEST_OF_BEFORE and most >= FEWEST_TO_COMPARE:
            what = "schools" if each.schools else "records"
            problems.append(
                Problem(
                    code="far_fewer_schools",
                    message=f"The file has {_size(each)} {what}, and the release it would take the place of {most}.",
                    fix="Check that the file is whole. If it is, hold it and accept it, or withdraw the other first.",
                    file=intake.name,
                )
            )
    return problems


def _size(one: Candidate | Release) -> int:
    """How many schools, or of a file without schools how many records."""
    return one.schools or (one.rows if one.family in FAMILIES else 0)
