"""Our form fields drawn with the options of the cases that GOV.UK Frontend ships."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms

from tests.unit.ui.shipped_options import OURS_ALONE, LeftOut, Options, draw, take, words

INPUT_ATTRIBUTES = ("inputmode", "autocomplete", "pattern", "spellcheck", "autocapitalize")


def named(options: Options) -> str:
    """The id: Django makes it from the name of the field, so here the field has it for a name until it is drawn."""
    return options.get("id") or options.get("idPrefix") or options["name"]


def form_of(options: Options, field: forms.Field) -> forms.Form:
    """A form with the one field of a case, its hint, its value and its error."""
    field.label = words(take(options.get("label", {}), "text", "html"))
    field.help_text = words(take(options.get("hint") or {}, "text", "html"))
    field.required = False
    name = named(options)
    form = type("ShippedForm", (forms.Form,), {name: field})(
        auto_id="%s",
        initial={name: options["value"]} if options.get("value") not in (None, "") else None,
    )
    problem = words(take(options.get("errorMessage") or {}, "text", "html"))
    form._errors = forms.utils.ErrorDict({name: [problem]} if problem else {})
    return form


def field_in(form: forms.Form, options: Options, width: str = "") -> str:
    """The field as pages draw it, but for ``aria-invalid``: ours says it, GOV.UK's does not."""
    drawn = draw("{% field bound width=width %}", bound=form[named(options)], width=width)
    return renamed(drawn, options).replace(' aria-invalid="true"', "")


def renamed(drawn: str, options: Options) -> str:
    return drawn.replace(f'name="{named(options)}"', f'name="{options["name"]}"')


def input_width(options: Options) -> str:
    classes = options.get("classes", "")
    if classes and (not classes.startswith("govuk-input--width-") or " " in classes):
        raise LeftOut(OURS_ALONE["classes"])
    return classes.removeprefix("govuk-input--")


def text_input(options: Options) -> str:
    take(options, "label", "hint", "errorMessage", "name", "id", "value", "type", "classes", *INPUT_ATTRIBUTES)
    attributes = {name: str(options[name]).lower() for name in INPUT_ATTRIBUTES if name in options}
    widget = forms.TextInput(attributes)
    widget.input_type = options.get("type", "text")
    return field_in(form_of(options, forms.CharField(widget=widget)), options, input_width(options))


def textarea(options: Options) -> str:
    take(options, "label", "hint", "errorMessage", "name", "id", "value", "rows", "autocomplete", "spellcheck")
    attributes = {name: str(options[name]).lower() for name in INPUT_ATTRIBUTES if name in options}
    widget = forms.Textarea({**attributes, "rows": options.get("rows", 5)})
    del widget.attrs["cols"]
    return field_in(form_of(options, forms.CharField(widget=widget)), options)


def file_upload(options: Options) -> str:
    take(options, "label", "hint", "errorMessage", "name", "id")
    return field_in(form_of(options, forms.FileField()), options)


def items_of(options: Options, *known: str) -> list[tuple[Any, str]]:
    found = []
    for each in options.get("items") or ():
        if not each:
            raise LeftOut("empty entries that count")
        take(each, "value", "text", *known)
        if any(each.get(name) is False for name in known):
            raise LeftOut("an entry that overrides the value")
        if each.get("value") in (None, "", False):
            raise LeftOut("choices that have no value")
        found.append((str(each["value"]), each["text"]))
    return found


def chosen(options: Options) -> list[str]:
    marked = [str(each["value"]) for each in options.get("items") or () if each.get("selected") or each.get("checked")]
    given = options.get("values") or [options.get("value")]
    return marked or [str(each) for each in given if each not in (None, "")]


def select(options: Options) -> str:
    take(options, "label", "hint", "errorMessage", "name", "id", "items", "value")
    field = forms.ChoiceField(choices=items_of(options, "selected"))
    form = form_of(options, field)
    form.initial = {named(options): (chosen(options) or [None])[0]}
    return field_in(form, options)


def several(options: Options, kind: type[forms.Field], widget: type[forms.Widget], block: str) -> str:
    take(options, "name", "idPrefix", "fieldset", "items", "errorMessage", "hint", "classes", "value", "values")
    if "fieldset" not in options:
        raise LeftOut("choices without a question above them")
    legend = take(take(options["fieldset"], "legend")["legend"], "text", "html", "classes", "isPageHeading")
    if legend.get("isPageHeading"):
        raise LeftOut("a question that is the heading of its page")
    if options.get("classes", f"{block}--small") != f"{block}--small":
        raise LeftOut(OURS_ALONE["classes"])
    field = kind(choices=items_of(options, "checked"), widget=widget)
    form = form_of({**options, "label": {"text": words(legend)}, "value": None}, field)
    found = chosen(options)
    form.initial = {named(options): found if block == "govuk-checkboxes" else "".join(found[:1])}
    size = legend.get("classes", "").removeprefix("govuk-fieldset__legend--")
    drawn = draw("{% choices b small size %}", b=form[named(options)], small="classes" in options, size=size)
    return renamed(drawn, options)


def radios(options: Options) -> str:
    return several(options, forms.ChoiceField, forms.RadioSelect, "govuk-radios")


def checkboxes(options: Options) -> str:
    return several(options, forms.MultipleChoiceField, forms.CheckboxSelectMultiple, "govuk-checkboxes")


FIELD_ADAPTERS: dict[str, Callable[[Options], str]] = {
    "input": text_input, "textarea": textarea, "file-upload": file_upload, "select": select,
    "radios": radios, "checkboxes": checkboxes,
}  # fmt: skip
