"""What somebody is to reach, and what all are to come to: sent by GET, so that the answer has an address."""

from __future__ import annotations

from django import forms

from accord.dashboards.forms.filters import Filters
from accord.dashboards.queries.one_school import Looking
from accord.dashboards.queries.what_if import Of, Reach, WhatIf

REACHED = (
    (Reach.ENGLAND, "England\u2019s figure"),
    (Reach.QUARTER, "The best quarter of schools"),
    (Reach.STATED, "A percentage of mine"),
)


class WhatIfForm(Filters):
    """Who, what they reach, and a percentage for all; with the page's question, unseen."""

    who = forms.ChoiceField(label="Who", required=False)
    reach = forms.ChoiceField(label="Reach", choices=REACHED)
    stated = forms.IntegerField(label="Mine, in per cent", min_value=0, max_value=100, required=False)
    goal = forms.IntegerField(label="All to come to, in per cent", min_value=0, max_value=100, required=False)

    def __init__(self, looking: Looking, of: Of, found: WhatIf) -> None:
        question, choices = looking.question, found.choices
        hidden = ("measure", "year", "pupils", "special", *(["members"] if looking.clock is not None else []))
        super().__init__(question, of_a_group=looking.clock is not None, without=hidden)
        self.auto_id = "what-if-%s"
        self.initial |= {"who": choices.who, "reach": choices.reach, "stated": choices.stated, "goal": choices.goal}
        everyone = "Each school by itself" if of is Of.SCHOOLS else "Each group by itself"
        named = sorted(((each.code, each.name) for each in found.offered.values()), key=lambda each: each[1])
        self.fields["who"].choices = [("", everyone), *(named if of is Of.SCHOOLS else [
            (each.code, each.name) for each in found.offered.values()
        ])]  # fmt: skip
