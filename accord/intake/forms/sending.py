"""Sending a file, and taking a release back."""

from __future__ import annotations

from django import forms

from accord.intake.choices import Settled
from accord.intake.forms.terms import AS_USUAL, TermsForm
from accord.intake.queries.families import family_titles
from accord.sharing.choices import Source

FIRST_YEAR, LAST_YEAR = 1990, 2100


class SendForm(TermsForm):
    """A file and what its sender says of it."""

    file = forms.FileField(
        label="File",
        help_text="As published: CSV, XLSX, ZIP, GZ or Parquet, not saved again from a spreadsheet.",
        error_messages={
            "required": "Choose a file to send",
            "empty": "The file is empty. Choose one with rows in it",
            "missing": "Choose a file to send",
        },
    )
    family = forms.ChoiceField(
        label="What the file holds",
        required=False,
        help_text="Recognised by the column headers. Choose only if you were asked to.",
    )
    year = forms.IntegerField(
        label="Summer of the results (optional)",
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text="For example, 2019 for 2018/19. Needed only where the file itself does not tell.",
        error_messages={
            "invalid": "Enter the summer as four digits, like 2019",
            "min_value": "Enter a summer from 1990 on, like 2019",
            "max_value": "Enter the summer as four digits, like 2019",
        },
    )
    as_of = forms.DateField(
        label="Day that an extract of the register describes (optional)",
        required=False,
        input_formats=["%d/%m/%Y", "%Y-%m-%d", "%d %B %Y"],
        widget=forms.TextInput(attrs={"inputmode": "text"}),
        help_text="For example, 5/9/2025. Needed only where the name of the file does not tell.",
        error_messages={"invalid": "Enter the day as day, month and year, like 5/9/2025"},
    )
    settled = forms.ChoiceField(
        label="How settled the figures are", choices=Settled, initial=Settled.FINAL,
        help_text="Final figures are preferred to revised ones, and revised to provisional.",
    )  # fmt: skip
    hold = forms.BooleanField(
        label="Wait for me to accept it before anybody sees the figures", required=False
    )

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        self.fields["source"].choices = [("", AS_USUAL), *Source.choices]
        self.fields["source"].required = False
        self.fields["family"].choices = [("", "Recognise it for me"), *family_titles().items()]


class WithdrawForm(forms.Form):
    """Why a release is taken back."""

    because = forms.CharField(
        label="Why is it withdrawn?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why the release is withdrawn"},
    )
