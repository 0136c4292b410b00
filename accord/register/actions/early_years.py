"""Early years settings: places with a number of Ofsted's, which may be the URN of some school."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from accord.register.actions.establishments import BATCH, Extract
from accord.register.choices import Category, NumberedBy, Phase, Status
from accord.register.models.schools import Establishment, School
from accord.register.rules.describing import Record, said, searchable

_WRITTEN = ["name", "la_code", "status", "type_name", "opened_on", "closed_on", "capacity", "postcode", "details"]
_WRITTEN += ["searchable", "extract_on", "release"]


def follow_early_years(extract: Extract) -> None:
    """Write every setting of an extract under Ofsted's number."""
    records = iter(extract.records)
    while batch := list(islice(records, BATCH)):
        _write(batch, extract)


def _write(batch: Sequence[Record], extract: Extract) -> None:
    numbers = [str(record["number"]) for record in batch]
    rows = Establishment.objects.filter(numbered_by=NumberedBy.OFSTED, urn__in=numbers).select_related("school")
    known = {each.urn: each.school for each in rows}
    new = [School(address=f"ofsted-{number.lower()}") for number in dict.fromkeys(numbers) if number not in known]
    for school in School.objects.bulk_create(new):
        known[school.address.removeprefix("ofsted-").upper()] = school
    made = [_setting(record, known[str(record["number"])], extract) for record in batch]
    Establishment.objects.bulk_create(
        made, update_conflicts=True, unique_fields=["numbered_by", "urn"], update_fields=_WRITTEN
    )


def _setting(record: Record, school: School, extract: Extract) -> Establishment:
    number = str(record["number"])
    closed = record.get("closed_on")
    status = str(record.get("status") or "active").lower()
    values = {
        "name": said(record.get("name")) or f"Setting {number}",
        "la_code": said(record.get("la_code")),
        "estab": "",
        "ukprn": "",
        "postcode": said(record.get("postcode")).upper(),
        "town": "",
    }
    details = {name: record[name] for name in ("provider_type", "subtype", "la_name", "region") if record.get(name)}
    return Establishment(
        numbered_by=NumberedBy.OFSTED,
        urn=number,
        school=school,
        stands=True,
        status=Status.CLOSED if closed or status not in ("active", "open", "") else Status.OPEN,
        category=Category.EARLY_YEARS,
        phase=Phase.NURSERY,
        type_name=said(record.get("subtype")) or said(record.get("provider_type")),
        opened_on=record.get("registered_on"),
        closed_on=closed,
        capacity=record.get("places"),
        details=details,
        searchable=searchable(number, values, (), ()),
        extract_on=extract.as_of,
        release=extract.release,
        **values,
    )
