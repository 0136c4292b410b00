"""A school's own numbers of a summer: five or so, each checked against the others and against the year before."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.conf import settings

from accord.intake.arithmetic import Count, surprise, wrong_in
from accord.intake.queries.returns import what_is_reportable
from accord.meaning.return_forms import ReturnForm
from accord.sharing.rules.pupil_parts import load_sums

MOST = 3000


class OwnReturnForm(forms.Form):
    """The numbers that a form asks for. What cannot be is refused; what is unlike last year is asked about once."""

    confirm = forms.BooleanField(
        label="Yes, these numbers are right",
        required=False,
        help_text="They differ from last year by more than chance makes. Tick this if they are right all the same.",
    )

    def __init__(
        self, asked: ReturnForm, before: Mapping[tuple[str, str], Count], *args: object, **options: object
    ) -> None:
        super().__init__(*args, **options)
        self.asked = asked
        self._before = before
        self.counts: dict[tuple[str, str], Count] = {}
        self.asks = False
        confirm = self.fields.pop("confirm")
        for name, _, _, words, says in asked.fields():
            self.fields[name] = forms.IntegerField(
                label=words,
                help_text=says,
                min_value=0,
                max_value=MOST,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
                error_messages={
                    "required": f"Enter a number: {words[0].lower()}{words[1:]}",
                    "invalid": "Enter a whole number, like 28",
                    "min_value": "Enter 0 or more",
                    "max_value": f"Enter a number up to {MOST:,}",
                },
            )
        self.fields["confirm"] = confirm

    @property
    def numbers(self) -> list[forms.BoundField]:
        """The fields that take a number, in order."""
        return [self[name] for name, *_ in self.asked.fields()]

    def clean(self) -> dict[str, object]:
        """Put the counts together and look at them as a whole."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        self.counts = {
            (measure, ask.group): Count(cleaned[f"{ask.group}-pupils"], cleaned[f"{ask.group}-{measure}"])
            for ask in self.asked.asks
            for measure in ask.measures
        }
        self._refuse_what_cannot_be()
        if not self.errors:
            self._ask_about_what_is_strange(bool(cleaned.get("confirm")))
        return cleaned

    def _refuse_what_cannot_be(self) -> None:
        known = what_is_reportable()
        names = {group: known.group_name(measure, group) for measure, group in self.counts}
        for wrong in wrong_in(self.counts, load_sums(settings.ACCORD_DEFINITIONS), self.asked.no_more_than, names):
            field = f"{wrong.group}-{'pupils' if wrong.role == 'pupils' else wrong.measure}"
            if field not in self.errors:
                self.add_error(field, f"{wrong.message} {wrong.fix}")

    def _ask_about_what_is_strange(self, confirmed: bool) -> None:
        known = what_is_reportable()
        for (measure, group), count in self.counts.items():
            earlier = self._before.get((measure, group))
            told = surprise(count, earlier, known.school_year_sd(measure)) if earlier else ""
            if told:
                self.asks = True
                if not confirmed:
                    self.add_error(f"{group}-{measure}", told)
