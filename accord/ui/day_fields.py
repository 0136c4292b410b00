"""Days as people write them."""

from __future__ import annotations

from typing import Any

from django import forms

FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y"]
AS_WRITTEN = "%d/%m/%Y"
FIRST_YEAR, LAST_YEAR = 1500, 2100
"""Days outside are slips of the pen, and the calendar has no day after the last one of 9999."""


class DayField(forms.DateField):
    """A day in any of the usual ways of writing one. Its widget shows it as 01/09/2026."""

    def __init__(self, label: str, *, hint: str = "For example, 1/9/2026 or 1 September 2026.", **options: Any) -> None:
        super().__init__(
            label=label,
            help_text=hint,
            input_formats=FORMATS,
            widget=forms.DateInput(format=AS_WRITTEN, attrs={"autocomplete": "off"}),
            error_messages={
                "required": f"{label}: give a day, like 1/9/2026",
                "invalid": f"{label}: “%(value)s” is no day. Write it like 1/9/2026 or 1 September 2026",
                "far_away": f"{label}: “%(value)s” is too far away. "
                f"Give a day of a year between {FIRST_YEAR} and {LAST_YEAR}",
            },
            **options,
        )

    def to_python(self, value: Any) -> Any:
        """The day; an error names what was written."""
        written = {"value": str(value)[:40]}
        try:
            day = super().to_python(value)
        except forms.ValidationError as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid", params=written) from error
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(self.error_messages["far_away"], code="far_away", params=written)
        return day
