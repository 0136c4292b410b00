"""A school's own numbers of a summer: five or so, each checked against the others and against the year before."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.conf import settings

from accord.intake.arithmetic import Before, Count, question_about, wrong_in
from accord.intake.queries.returns import what_is_reportable, words_of
from accord.meaning.return_forms import Number, ReturnForm
from accord.sharing.rules.pupil_parts import load_sums


class OwnReturnForm(forms.Form):
    """The numbers that a form asks for. What cannot be is refused; what is unlike last year is asked about once."""

    confirm = forms.BooleanField(
        label="Yes, these numbers are right",
        required=False,
        help_text="They differ from last year by more than is usual. Tick this if they are right all the same.",
    )

    def __init__(
        self, asked: ReturnForm, before: Mapping[tuple[str, str], Before], *args: object, **options: object
    ) -> None:
        super().__init__(*args, **options)
        self.asked = asked
        self._before = before
        self.counts: dict[tuple[str, str], Count] = {}
        self.asks = False
        confirm = self.fields.pop("confirm")
        self.fields |= {each.name: _field(each) for each in asked.fields()}
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
            (measure, ask.group): Count(cleaned[f"{ask.code}-pupils"], cleaned[f"{ask.code}-{measure}"])
            for ask in self.asked.asks
            for measure in ask.measures
        }
        self._refuse_what_cannot_be()
        if not self.errors:
            self._ask_about_what_is_strange(bool(cleaned.get("confirm")))
        return cleaned

    def _refuse_what_cannot_be(self) -> None:
        known, sums = what_is_reportable(), load_sums(settings.ACCORD_DEFINITIONS)
        names = {group: known.group_name(measure, group) for measure, group in self.counts}
        words = words_of(measure for measure, _ in self.counts)
        for wrong in wrong_in(self.counts, sums, self.asked.no_more_than, names, words):
            field = self.asked.field_of(wrong.measure, wrong.group, wrong.role)
            if field not in self.errors:
                self.add_error(field, f"{wrong.message} {wrong.fix}")

    def _ask_about_what_is_strange(self, confirmed: bool) -> None:
        words = words_of(measure for measure, _ in self.counts)
        for (measure, group), count in self.counts.items():
            told = question_about(count, self._before.get((measure, group)), words[measure])
            if told:
                self.asks = True
                if not confirmed:
                    self.add_error(self.asked.field_of(measure, group, "met"), told)


def _field(number: Number) -> forms.IntegerField:
    most = number.ask.at_most
    return forms.IntegerField(
        label=number.words,
        help_text=number.help,
        min_value=0,
        max_value=most,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": f"Enter a number: {number.words[0].lower()}{number.words[1:]}",
            "invalid": "Enter a whole number, like 28",
            "min_value": "Enter 0 or more",
            "max_value": f"Enter a number up to {most:,}",
        },
    )
