"""A figure as a program is given it: a value, or a status with its reason, and what it was made from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from accord.analytics.figures import HAS_VALUE
from accord.api.presenters.addresses import Addresses
from accord.api.queries.figures import Given
from accord.insight.sentences.absence import STATUS_WORDS
from accord.performance import catalogue

_POOL = ("years_pooled", "years_missing", "crosses_break")
"""What only a pool over years has."""


def figures_as_json(found: Iterable[Given], addresses: Addresses) -> Iterator[dict[str, Any]]:
    """Each figure as plain values."""
    known = catalogue.measures()
    for each in found:
        row, measure = each.row, known[each.row.measure]
        plain = {name: value for name, value in row.as_json().items() if name not in _POOL}
        yield plain | {
            "title": row.title,
            "school": each.school.urn if each.school else None,
            "measure_name": measure.name,
            "unit": measure.unit,
            "pupils_name": measure.stage.pupil_groups[row.pupils].name,
            "reason": reason(each),
            "how": addresses.how(each),
            "page": addresses.page(each),
        }


def reason(each: Given) -> str:
    """Why there is no value; empty where there is one."""
    if each.row.figure.status in HAS_VALUE:
        return ""
    return (each.school.reason if each.school else "") or STATUS_WORDS[each.row.figure.status]
