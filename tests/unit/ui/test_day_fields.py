"""Days that people write: read in the usual ways, and refused in words where they are none or lie too far away."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from accord.register.forms.people import LastDayField
from accord.ui.day_fields import DayField


@pytest.mark.parametrize("written", ["2026-09-01", "1/9/2026", "1.9.2026", "1 September 2026", "1 Sep 2026"])
def test_a_day_is_read_however_it_is_written(written: str):
    assert DayField("From").clean(written) == date(2026, 9, 1)
    assert LastDayField("Last day").clean(written) == date(2026, 9, 2)


@pytest.mark.parametrize("field", [DayField("From"), LastDayField("From")])
@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("30/2/2026", "From: “30/2/2026” is no day. Write it like 1/9/2026 or 1 September 2026"),
        ("9999-12-31", "From: “9999-12-31” is too far away. Give a day of a year between 1500 and 2100"),
        ("1/1/2101", "From: “1/1/2101” is too far away. Give a day of a year between 1500 and 2100"),
        ("0001-01-01", "From: “0001-01-01” is too far away. Give a day of a year between 1500 and 2100"),
    ],
)
def test_what_is_no_day_that_anybody_means_is_refused(field: DayField, written: str, told: str):
    """The long run of schemathesis asked for the record until the last day there is, and the day after it broke."""
    with pytest.raises(ValidationError) as refused:
        field.clean(written)
    assert refused.value.messages == [told]
    assert DayField("From").clean("31/12/2100") == date(2100, 12, 31)
