"""What people write of rights: to whom, which, over what, from when until when, and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms

from accord.register.queries.scope_search import Meant
from accord.register.rules.pasted_people import MOST_ROWS, read_people
from accord.ui.day_fields import DayField

Choices = Sequence[tuple[str, str]]
WHY = "Whoever asks later why somebody sees something is shown this."
ONE_DAY = timedelta(days=1)


class LastDayField(DayField):
    """The last day on which something holds; what it gives is the day after it."""

    def clean(self, value: Any) -> date | None:
        """The first day without it."""
        day: date | None = super().clean(value)
        return day + ONE_DAY if day else None

    def prepare_value(self, value: Any) -> Any:
        """The last day, for a day after it."""
        return super().prepare_value(value - ONE_DAY if isinstance(value, date) else value)


class PeopleForm(forms.Form):
    """Which people to list, sent by GET: nothing of a person is in it."""

    role = forms.ChoiceField(label="Role", required=False)
    which = forms.ChoiceField(label="Which rights", required=False)

    WHICH = (("", "Today’s"), ("later", "To come"), ("ended", "Ended"))
    NONE = ("none", "None at all")

    def __init__(self, data: Any, *, roles: Choices, everybody: bool) -> None:
        super().__init__(data)
        self.fields["role"].choices = [("", "Every role"), *roles]
        self.fields["which"].choices = [*self.WHICH, self.NONE] if everybody else self.WHICH

    def asked(self, name: str) -> str:
        """What was asked for; nothing where it was no choice."""
        self.is_valid()
        return str(self.cleaned_data.get(name, ""))


class FindForm(forms.Form):
    """A person looked for by name or e-mail address; sent by POST, so that neither stands in an address."""

    text = forms.CharField(
        label="Name or e-mail address", max_length=200, error_messages={"required": "Write part of a name or address"}
    )


class PlaceForm(forms.Form):
    """A school, group or authority whose people to see, sent by GET."""

    over = forms.CharField(
        label="People of one school, group or authority", max_length=200, required=False,
        help_text="A URN, a DfE number, or words of its name.",
    )  # fmt: skip


class GiveForm(forms.Form):
    """A right for somebody."""

    email = forms.EmailField(label="E-mail address", error_messages={"required": "Give their e-mail address"})
    name = forms.CharField(
        label="Full name", max_length=200, required=False, help_text="Needed for somebody who is not known here yet."
    )
    role = forms.ChoiceField(label="Role", error_messages={"required": "Choose a role"})
    over = forms.CharField(
        label="Over which school, group or authority", max_length=200, required=False,
        help_text="A URN, a DfE number, or words of its name. Leave it empty for your own.",
    )  # fmt: skip
    scope = forms.ChoiceField(
        label="Which of these?", required=False, widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose one of those found"},
    )  # fmt: skip
    starts_on = DayField("First day")
    ends_before = LastDayField("Last day", required=False, hint="Leave it empty if no end is known.")
    on_behalf_of = forms.EmailField(
        label="In whose name (business support only)", required=False,
        help_text="The e-mail address of the person whose paperwork they do.",
    )  # fmt: skip
    reason = forms.CharField(
        label="Why", max_length=500, help_text=WHY, error_messages={"required": "Say why they need it"}
    )

    def __init__(self, *args: Any, roles: Choices, names_somebody: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"].choices = [("", "Choose"), *roles]
        if not names_somebody:
            del self.fields["on_behalf_of"]

    def offer(self, found: Sequence[Meant]) -> None:
        """Let one of those found be chosen."""
        self.fields["scope"].choices = [(str(each.scope), each.words) for each in found]


class EndForm(forms.Form):
    """A right that ends."""

    on = LastDayField("Last day", required=False, hint="Leave it empty to end it now.")
    because = forms.CharField(
        label="Why does it end?", max_length=300, help_text=WHY, error_messages={"required": "Say why the right ends"}
    )
    vacant_because = forms.CharField(
        label="If nobody follows: why is the post vacant?", max_length=150, required=False,
        help_text="Only for the last headteacher or chair of a school.",
    )  # fmt: skip

    def __init__(self, *args: Any, is_post: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not is_post:
            del self.fields["vacant_because"]


class ChangeEndForm(EndForm):
    """Another end of a right."""

    on = LastDayField("Last day", required=False, hint="Leave it empty for no end.")
    because = forms.CharField(
        label="Why?", max_length=300, help_text=WHY, error_messages={"required": "Say why the end is moved"}
    )


class BringPeopleForm(forms.Form):
    """A list of people, pasted, and what it does not say itself."""

    text = forms.CharField(
        label="Paste the list", strip=False, max_length=100_000, widget=forms.Textarea(attrs={"rows": 10}),
        help_text="A line for each right: name, e-mail address, role, over (URN, name of the school or group), first"
        " day, last day, why. The columns may stand in any order where the first line names them.",
        error_messages={"required": "Paste a list, a line for each right"},
    )  # fmt: skip
    starts_on = DayField("First day", required=False, hint="Where the list does not say.")
    reason = forms.CharField(
        label="Why", max_length=500, help_text=f"Where the list does not say. {WHY}",
        error_messages={"required": "Say why they need it"},
    )  # fmt: skip

    def clean_text(self) -> str:
        """A list with at least one line, and not too many."""
        text: str = self.cleaned_data["text"]
        number = len(read_people(text))
        if not number:
            raise forms.ValidationError("There is no line in the list. Paste a line for each right")
        if number > MOST_ROWS:
            raise forms.ValidationError(f"The list has {number} lines. Bring at most {MOST_ROWS} at once")
        return text
