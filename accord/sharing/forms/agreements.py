"""What people write of an agreement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet

from accord.register.models.groups import Group
from accord.sharing.actions.agreements import Particulars
from accord.sharing.choices import Condition, LawfulBasis
from accord.sharing.models.agreements import Version
from accord.sharing.queries.wording import last_day
from accord.sharing.rules.data_sets import DataSets
from accord.ui.day_fields import DayField

MOST_SCHOOLS = 300


class AgreementForm(forms.Form):
    """Everything that an agreement says beside its clauses."""

    name = forms.CharField(
        label="Name of the agreement", max_length=200,
        help_text="For example, Elm Alliance: results before they are public.",
        error_messages={"required": "Give the agreement a name"},
    )  # fmt: skip
    group = forms.ModelChoiceField(
        Group.objects.none(), label="Group", required=False, empty_label="No group: the schools named below",
        to_field_name="slug", help_text="A school that leaves the group is bound no longer.",
    )  # fmt: skip
    schools = forms.CharField(
        label="Schools", required=False, widget=forms.Textarea(attrs={"rows": 4}), max_length=4000,
        help_text="URNs, one on a line. Leave it empty for every school that is in the group today.",
    )  # fmt: skip
    purpose = forms.CharField(
        label="What are the data shared for?", widget=forms.Textarea(attrs={"rows": 4}), max_length=2000,
        help_text="Say what the schools will do with them. They may use them for nothing else.",
        error_messages={"required": "Say what the data are shared for"},
    )  # fmt: skip
    families = forms.MultipleChoiceField(
        label="Data sets", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one data set"},
    )  # fmt: skip
    fields_shared = forms.MultipleChoiceField(
        label="Measures", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Tick none to share all of the data sets. Share no more than the purpose needs.",
    )  # fmt: skip
    lawful_basis = forms.ChoiceField(label="Lawful basis", choices=LawfulBasis)
    condition = forms.ChoiceField(
        label="Special-category data", choices=Condition,
        help_text="Ethnicity, health and religion of pupils are special: choose why they may be shared, if they are.",
    )  # fmt: skip
    controller = forms.CharField(
        label="Controller", max_length=300, initial="Each school for its own results",
        help_text="Who decides why and how the data are used.",
        error_messages={"required": "Say who answers for the data"},
    )  # fmt: skip
    processor = forms.CharField(
        label="Processor", max_length=300,
        help_text="Who keeps the data on their instructions: as a rule the authority.",
        error_messages={"required": "Say who keeps the data for them"},
    )  # fmt: skip
    dpia = forms.CharField(
        label="Impact assessment (optional)", max_length=300, required=False,
        help_text="Where the data protection impact assessment is kept: a reference or an address.",
    )  # fmt: skip
    starts_on = DayField("First day")
    last_day = DayField("Last day", hint="The last day on which it is in force. For example, 31/8/2027.")
    review_on = DayField("Day to look at it again", hint="No later than the last day.")

    def __init__(self, *args: Any, groups: QuerySet[Group], known: DataSets, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["group"].queryset = groups
        self.fields["families"].choices = list(known.titles.items())
        self.fields["fields_shared"].choices = list(known.measures.items())
        self._known = known

    @property
    def some_measures(self) -> bool:
        """Whether measures are chosen, or wrongly chosen, so that the page shows them."""
        return bool(self["fields_shared"].value() or self["fields_shared"].errors)

    @property
    def urns(self) -> list[str]:
        """The URNs as they were written, each once."""
        return list(dict.fromkeys(self.cleaned_data.get("schools", "").replace(",", " ").split()))

    def clean(self) -> dict[str, Any]:
        """Schools there are, measures that come from the data sets chosen, and days in their order."""
        given: dict[str, Any] = super().clean() or {}
        self._check_schools(given)
        stray = set(given.get("fields_shared") or ()) - set(self._known.of_families(given.get("families") or ()))
        if stray and given.get("families"):
            names = ", ".join(sorted(self._known.measures[each] for each in stray))
            self.add_error("fields_shared", f"{names}: not in the data sets chosen. Choose its data set, or untick it")
        first, last, review = (given.get(key) for key in ("starts_on", "last_day", "review_on"))
        if first and last and last < first:
            self.add_error("last_day", "The last day lies before the first. Give a later last day")
        elif last and review and review > last:
            self.add_error("review_on", "This is after the last day. Give an earlier day")
        return given

    def _check_schools(self, given: Mapping[str, Any]) -> None:
        wrong = [each for each in self.urns if not (each.isdecimal() and len(each) <= 12)]
        if wrong:
            self.add_error("schools", f"“{wrong[0][:40]}” is no URN. Write URNs only, one on a line")
        elif not given.get("group") and not self.urns and "group" not in self.errors:
            self.add_error("schools", "Name the schools, or choose a group")
        elif len(self.urns) > MOST_SCHOOLS:
            self.add_error("schools", f"{len(self.urns)} schools are too many. Name {MOST_SCHOOLS} at most")

    @property
    def particulars(self) -> Particulars:
        """What was written, as values."""
        given = self.cleaned_data
        same = ("purpose", "lawful_basis", "condition", "controller", "processor", "dpia", "review_on", "starts_on")
        return Particulars(
            families=tuple(given["families"]),
            fields=tuple(given["fields_shared"]),
            ends_before=given["last_day"] + timedelta(days=1),
            **{name: given[name] for name in same},
        )


def as_written(version: Version, urns: Sequence[str]) -> dict[str, Any]:
    """A draft as its form shows it."""
    same = ("purpose", "families", "lawful_basis", "condition", "controller", "processor", "dpia", "review_on")
    return {name: getattr(version, name) for name in same} | {
        "name": version.agreement.name,
        "group": version.agreement.group,
        "schools": "\n".join(urns),
        "fields_shared": version.fields,
        "starts_on": version.starts_on,
        "last_day": last_day(version),
    }


class SignForm(forms.Form):
    """A signature given here."""

    name = forms.CharField(
        label="Your full name", max_length=200, error_messages={"required": "Write your full name"}
    )
    part = forms.CharField(
        label="Your part at the school", max_length=200, help_text="For example, Headteacher.",
        error_messages={"required": "Write your part at the school"},
    )  # fmt: skip
    text = forms.CharField(widget=forms.HiddenInput, max_length=64)
    agree = forms.BooleanField(
        label="I have read the agreement and sign it in the name of the school",
        error_messages={"required": "Tick the box to sign"},
    )


class PaperForm(forms.Form):
    """A signature given on paper."""

    name = forms.CharField(
        label="Name of who signed", max_length=200, error_messages={"required": "Write the name on the paper"}
    )
    part = forms.CharField(
        label="Their part at the school", max_length=200, help_text="For example, Headteacher.",
        error_messages={"required": "Write their part at the school"},
    )  # fmt: skip
    signed_on = DayField("Day on the paper")
    scan = forms.FileField(
        label="Scan of the signed paper", help_text="PDF, PNG or JPEG, 10 MB at most.",
        error_messages={
            "required": "Choose the scan of the signed paper", "empty": "The file is empty. Choose the scan",
            "missing": "Choose the scan of the signed paper",
        },
    )  # fmt: skip


class LeaveForm(forms.Form):
    """Why a school withdraws."""

    because = forms.CharField(
        label="Why does the school withdraw?", max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The other schools are shown this.",
        error_messages={"required": "Say why the school withdraws"},
    )  # fmt: skip
