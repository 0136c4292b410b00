"""Whether what gives figures their meaning can be read and was looked at in time, and whether the data are of today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from accord.accounts.rules.rights import OPERATOR
from accord.intake.models.releases import Release
from accord.intake.queries.calendar import calendar, missing
from accord.intake.queries.families import family_titles
from accord.meaning.definitions import DefinitionError
from accord.performance.catalogue import measures
from accord.upkeep.findings import Asked, Finding, many


def unreadable(asked: Asked) -> Iterator[Finding]:
    """A definition that cannot be used."""
    try:
        measures()
        family_titles()
    except DefinitionError as error:
        yield Finding(
            "A definition cannot be used",
            "No figure is shown until it can.",
            "Mend the file that it names, or take it out of the home's definitions.",
            [str(error)],
        )


def overdue(asked: Asked) -> Iterator[Finding]:
    """Measures whose review is overdue."""
    late = [each for each in _measures() if each.review_due and date.fromisoformat(each.review_due) < asked.on]
    if late:
        yield Finding(
            f"{many(len(late), 'measure')} due for review",
            "Nobody has confirmed that they still mean what they say.",
            "Have their owner look at them, and set review_due in definitions/measures.",
            [f"{each.code}, due {each.review_due}" for each in late],
        )


def _measures() -> list:
    try:
        return list(measures().values())
    except DefinitionError:
        return []  # `unreadable` says so


def stale(asked: Asked) -> Iterator[Finding]:
    """Families whose newest release is older than what is usually published by now."""
    families = set(Release.objects.filter(withdrawn_at=None).exclude(accepted_at=None).values_list("family", flat=True))
    late = [each for each in missing(calendar(asked.on, OPERATOR)) if families & set(each.publication.families)]
    if late:
        yield Finding(
            f"{many(len(late), 'newer edition')} of what is here should have come",
            "Figures are right for what they are made from, and newer ones are usually published by now.",
            "Get them from their publisher and take them in: *Data* lists what is due.",
            [f"{each.named}, usually in {each.month:%B %Y}" for each in late],
            note=True,
        )


def unknown_families(asked: Asked) -> Iterator[Finding]:
    """Releases of families that no definition knows any more."""
    try:
        known = set(family_titles())
    except DefinitionError:
        return
    strange = [each for each in Release.objects.filter(withdrawn_at=None).order_by("pk") if each.family not in known]
    if strange:
        yield Finding(
            f"{many(len(strange), 'release')} of families that no definition knows",
            "They are in no figure, because nothing says what their columns mean.",
            "Put the definition back, or withdraw them.",
            [f"{each.public_id}: {each.family} {each.about}" for each in strange],
        )
