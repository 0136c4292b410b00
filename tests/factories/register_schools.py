"""Schools of the register, one call each."""

from __future__ import annotations

from typing import Any

from accord.register.choices import Status
from accord.register.models.schools import Establishment, School
from accord.register.rules.describing import searchable


def school(urn: str, name: str, *, place: School | None = None, **values: Any) -> Establishment:
    """An open establishment that stands for a place of its own, unless told otherwise."""
    stands = values.pop("stands", place is None)
    place = place or School.objects.create(address=urn)
    given: dict[str, Any] = {"la_code": "845", "estab": urn[-4:], "status": Status.OPEN} | values
    values = {"ukprn": "", "town": "", "postcode": ""} | given | {"name": name}
    names = [former for former, _ in given.get("former_names", ())]
    words = searchable(urn, values, names, given.get("former_numbers", ()))
    return Establishment.objects.create(urn=urn, name=name, school=place, stands=stands, searchable=words, **given)
