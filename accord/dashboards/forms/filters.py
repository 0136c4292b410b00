"""The choices at the head of a page, sent by GET so that the answer has an address."""

from __future__ import annotations

from collections.abc import Collection

from django import forms

from accord.dashboards.queries.heat_choices import COUNTS, KINDS, ONLY, HeatChoices
from accord.dashboards.queries.one_school import Looking
from accord.dashboards.queries.questions import MEMBERS, SPECIAL, Question
from accord.performance import catalogue


class Filters(forms.Form):
    """A question as a few choices, filled in with the one being answered."""

    measure = forms.ChoiceField(label="Measure")
    year = forms.TypedChoiceField(label="Summer", coerce=int)
    pupils = forms.ChoiceField(label="Pupils")
    special = forms.ChoiceField(label="Special schools", choices=SPECIAL)
    members = forms.ChoiceField(label="Members", choices=MEMBERS)

    def __init__(self, question: Question, *, of_a_group: bool, without: Collection[str] = ()) -> None:
        """``without`` names choices that make no difference to the page: they stay in its address, unseen."""
        # Those that the schools of the page have, and the one asked about; measures that have ended come last.
        offered = {*question.stages, question.measure.stage.code} if question.stages else None
        there = (each for each in catalogue.measures().values() if offered is None or each.stage.code in offered)
        known = sorted(there, key=lambda each: each.last_year is not None)
        years = {*question.summers, *([question.year] if question.year else [])}
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
        for name in without:
            self.fields[name].widget = forms.HiddenInput()


class HeatFilters(Filters):
    """The question of the page of measures: a summer and pupils, which measures, which schools."""

    kind = forms.ChoiceField(label="Measures")
    only = forms.ChoiceField(label="Schools shown", choices=ONLY)
    counts = forms.ChoiceField(label="Numbers of pupils", choices=COUNTS)

    def __init__(self, looking: Looking, choices: HeatChoices) -> None:
        """One school has nothing to choose among, and its numbers of pupils have a column."""
        super().__init__(looking.question, of_a_group=looking.clock is not None, without=("measure",))
        counts = "yes" if choices.counts else "no"
        self.initial |= {"kind": choices.kind, "only": choices.only, "counts": counts}
        known = {str(each.kind) for each in catalogue.measures().values()}
        self.fields["kind"].choices = [pair for pair in KINDS if pair[0] == "all" or pair[0] in known]
        if looking.subject.is_school:
            del self.fields["only"], self.fields["counts"]
