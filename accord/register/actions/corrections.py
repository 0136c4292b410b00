"""Values of the national register are corrected here, with who says so and why, and corrections taken back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accord.accounts.actions.events import record
from accord.accounts.models.people import Person
from accord.register.models.changes import Correction
from accord.register.models.schools import Establishment
from accord.register.rules.corrections import check_can_correct, corrected
from accord.register.rules.describing import searchable
from accord.register.rules.differences import as_text
from accord.register.rules.memberships import NotSense


@transaction.atomic
def correct(
    *, establishment: Establishment, what: str, value: str, because: str, by: Person | None, at: datetime
) -> Correction:
    """Use another value than the register's from now on. Raises `NotSense` for what cannot be, or says nothing."""
    value, because = value.strip(), because.strip()
    check_can_correct(what, value)
    if not because:
        raise NotSense("The correction gives no reason.", "Say how you know.")
    before = Correction.objects.filter(urn=establishment.urn, what=what, withdrawn_at=None).first()
    published = before.published if before else as_text(getattr(establishment, what))
    if value == published:
        raise NotSense("That is what the register says.", "Give another value, or take the correction back.")
    if before is not None:
        before.withdrawn_at, before.withdrawn_by = at, by
        before.save(update_fields=["withdrawn_at", "withdrawn_by"])
    made = Correction.objects.create(
        urn=establishment.urn, what=what, published=published, value=value, because=because, made_at=at, made_by=by
    )
    _use(establishment, what, value)
    detail = {"urn": establishment.urn, "what": what, "published": published, "value": value, "because": because}
    record("corrected", kind="establishment", subject=establishment.urn, by=by, at=at, detail=detail)
    return made


@transaction.atomic
def take_back(*, correction: Correction, by: Person | None, at: datetime) -> None:
    """Use the register's value again. Raises `NotSense` if that was done already."""
    correction = Correction.objects.select_for_update().get(pk=correction.pk)
    if correction.withdrawn_at is not None:
        raise NotSense("This correction has been taken back already.", "Nothing needs doing.")
    correction.withdrawn_at, correction.withdrawn_by = at, by
    correction.save(update_fields=["withdrawn_at", "withdrawn_by"])
    establishment = Establishment.objects.get(urn=correction.urn, numbered_by="gias")
    _use(establishment, correction.what, correction.published)
    detail = {"urn": correction.urn, "what": correction.what, "value": correction.published}
    record("correction_taken_back", kind="establishment", subject=correction.urn, by=by, at=at, detail=detail)


def _use(establishment: Establishment, what: str, text: str) -> None:
    setattr(establishment, what, corrected(what, text))
    values = {name: getattr(establishment, name) for name in ("la_code", "estab", "ukprn", "name", "town", "postcode")}
    names = [name for name, _ in establishment.former_names]
    establishment.searchable = searchable(establishment.urn, values, names, establishment.former_numbers)
    establishment.save(update_fields=[what, "searchable"])
