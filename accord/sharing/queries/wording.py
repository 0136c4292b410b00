"""What a version says, word for word."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings

from accord.register.rules.memberships import spelled
from accord.sharing.choices import Condition, LawfulBasis
from accord.sharing.models.agreements import Version
from accord.sharing.rules.clauses import Clause, load_clauses, worded
from accord.sharing.rules.data_sets import DataSets, load_data_sets

ALL_OF_IT = "all measures, for all pupils and for each group of pupils"


def data_sets() -> DataSets:
    """What may be shared here."""
    return load_data_sets(settings.ACCORD_DEFINITIONS)


def last_day(version: Version) -> date:
    """The last day on which it is in force."""
    return version.ends_before - timedelta(days=1)


def wording(version: Version) -> tuple[Clause, ...]:
    """The clauses of a draft with its words filled in, as they would be signed now."""
    known = data_sets()
    parties = version.parties.order_by("name", "urn")
    schools = "\n".join(f"• {' '.join(each.name.split())} (URN {each.urn})" for each in parties)
    words = {
        "name": version.agreement.name,
        "schools": schools,
        "purpose": version.purpose,
        "data_sets": known.known(version.families),
        "fields": "; ".join(known.measures.get(each, each) for each in version.fields) or ALL_OF_IT,
        "lawful_basis": str(LawfulBasis(version.lawful_basis).label),
        "condition": str(Condition(version.condition).label),
        "controller": version.controller,
        "processor": version.processor,
        "assessment": version.dpia or "none was made",
        "review_on": spelled(version.review_on),
        "starts_on": spelled(version.starts_on),
        "last_day": spelled(last_day(version)),
    }
    # What people wrote makes no paragraph of its own that could pass for a clause.
    flat = {key: value if key in ("schools", "data_sets") else " ".join(value.split()) for key, value in words.items()}
    return worded(load_clauses(settings.ACCORD_DEFINITIONS), flat)
