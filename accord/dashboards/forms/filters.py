"""The choices at the head of a page, sent by GET so that the answer has an address."""

from __future__ import annotations

from django import forms

from accord.dashboards.queries.questions import MEMBERS, SPECIAL, Question
from accord.performance import catalogue


class Filters(forms.Form):
    """A question as four choices, filled in with the one being answered."""

    measure = forms.ChoiceField(label="Measure")
    year = forms.TypedChoiceField(label="Summer", coerce=int)
    pupils = forms.ChoiceField(label="Pupils")
    special = forms.ChoiceField(label="Special schools", choices=SPECIAL)
    members = forms.ChoiceField(label="Members", choices=MEMBERS)

    def __init__(self, question: Question, *, of_a_group: bool) -> None:
        # Measures that have ended come last.
        known = sorted(catalogue.measures().values(), key=lambda each: each.last_year is not None)
        families = question.measure.stage.families
        years = {year for family, year in catalogue.editions(question.frozen) if family in families}
        years |= {question.year} if question.year else set()
        super().__init__(
            initial={
                "measure": question.measure.code,
                "year": question.year,
                "pupils": question.pupils,
                "special": "include" if question.special else "exclude",
                "members": question.members,
            },
            auto_id="filter-%s",
        )
        self.fields["measure"].choices = [(each.code, each.name) for each in known]
        self.fields["year"].choices = [(year, str(year)) for year in sorted(years, reverse=True)]
        self.fields["pupils"].choices = [
            (code, question.measure.stage.pupil_groups[code].name) for code in question.measure.pupils
        ]
        if question.frozen:
            self.fields["frozen"] = forms.CharField(widget=forms.HiddenInput, initial=question.frozen)
        if not of_a_group:
            del self.fields["members"]
