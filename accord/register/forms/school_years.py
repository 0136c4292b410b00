"""What people send for the start of a school year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.text import slugify

from accord.register.actions.groups import KINDS_KEPT_HERE, LONGEST_NAME
from accord.register.choices import GroupKind
from accord.register.rules.school_years import Act, Choice, Plan, first_day, read_choice
from accord.ui.day_fields import DayField

LONGEST_REASON = 200
NOWHERE = "none"


class StartForm(forms.Form):
    """The day, the kind of groups, and the groups that begin."""

    on = DayField("First day of the school year")
    kind = forms.ChoiceField(label="Kind of groups", choices=[(each.value, each.label) for each in KINDS_KEPT_HERE])
    begins = forms.CharField(
        label="Groups that begin on that day (optional)", required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One name a line. Schools can then be moved into them.",
    )  # fmt: skip

    def clean_begins(self) -> dict[str, str]:
        """The new groups by slug."""
        names = [" ".join(each.split()) for each in self.cleaned_data["begins"].splitlines()]
        begins: dict[str, str] = {}
        for name in filter(None, names):
            slug = slugify(name)
            if not slug or len(name) > LONGEST_NAME:
                raise forms.ValidationError(f"“{name[:40]}” makes no address. Give a name of at most {LONGEST_NAME}")
            if slug in begins:
                raise forms.ValidationError(f"{name} is there twice. Tell the two apart by name")
            begins[slug] = name
        return begins


def starting(data: Mapping[str, Any], today: date) -> StartForm:
    """The form with what was sent; where nothing was, alliances from the September nearest."""
    given = data.dict() if hasattr(data, "dict") else dict(data)
    kept = {name: given[name] for name in ("on", "kind", "begins") if name in given}
    return StartForm({"on": first_day(today).strftime("%d/%m/%Y"), "kind": GroupKind.ALLIANCE} | kept)


def read_plan(data: Mapping[str, str], start: StartForm, memberships: Iterable[int], groups: Iterable[str]) -> Plan:
    """The plan as it was sent; what was not sent stays as it is. ``start`` is valid."""
    given = start.cleaned_data
    choices: dict[int, Choice] = {}
    for pk in memberships:
        because = data.get(f"b{pk}", "").strip()[:LONGEST_REASON]
        chosen = read_choice(data.get(f"m{pk}", ""), because)
        if chosen is not None and chosen.act is not Act.STAYS:
            choices[pk] = chosen
    slugs = [*groups, *given["begins"]]
    places = {slug: data[f"place-{slug}"] for slug in slugs if data.get(f"place-{slug}")}
    return Plan(
        on=given["on"],
        kind=given["kind"],
        begins=given["begins"],
        ends={slug: data.get(f"why-{slug}", "").strip()[:LONGEST_REASON] for slug in slugs if data.get(f"end-{slug}")},
        choices=choices,
        lies_in={slug: "" if outer == NOWHERE else outer for slug, outer in places.items()},
    )


def sent_again(plan: Plan) -> list[tuple[str, str]]:
    """The fields that say a plan again, so that it can be confirmed."""
    fields = [("on", plan.on.isoformat()), ("kind", plan.kind), ("begins", "\n".join(plan.begins.values()))]
    for pk, choice in plan.choices.items():
        fields.append((f"m{pk}", f"{choice.act}:{choice.to}" if choice.to else str(choice.act)))
        fields.append((f"b{pk}", choice.because))
    for slug, because in plan.ends.items():
        fields += [(f"end-{slug}", "on"), (f"why-{slug}", because)]
    return fields + [(f"place-{slug}", outer or NOWHERE) for slug, outer in plan.lies_in.items()]
