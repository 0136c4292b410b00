"""Our components beside the cases that GOV.UK Frontend ships for its own."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django import forms
from django.template import Context, Template

COMPONENTS = Path(__file__).resolve().parents[3] / "node_modules/govuk-frontend/dist/govuk/components"
if not COMPONENTS.is_dir():
    pytest.skip("no govuk-frontend in node_modules: python3 run.py setup", allow_module_level=True)


class Outline(HTMLParser):
    """Tags with their attributes in order of name, and words, without the space between them."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[object] = []

    def handle_starttag(self, tag, attrs):
        kept = {name: " ".join((value or "").split()) for name, value in attrs}
        self.lines.append((tag, tuple(sorted(kept.items()))))

    def handle_endtag(self, tag):
        self.lines.append(f"/{tag}")

    def handle_data(self, data):
        if data.strip():
            self.lines.append(" ".join(data.split()))


def outline(html: str) -> list[object]:
    """What a browser would make of it."""
    parser = Outline()
    parser.feed(html)
    return parser.lines


def case(component: str, name: str) -> list[object]:
    """The outline of one case that GOV.UK Frontend ships."""
    found = json.loads((COMPONENTS / component / "fixtures.json").read_text("utf-8"))["fixtures"]
    return outline(next(each["html"] for each in found if each["name"] == name))


def drawn(source: str, **context: object) -> list[object]:
    """The outline of one of our templates."""
    return outline(Template("{% load components %}" + source).render(Context(context)))


@pytest.mark.parametrize("kind", ["secondary", "warning"])
def test_kinds_of_button_match_but_for_the_name_of_the_shipped_ones(kind):
    words = {"secondary": "Secondary button", "warning": "Warning button"}[kind]
    (tag, attributes), *rest = case("button", kind)
    unnamed = tuple(each for each in attributes if each[0] != "name")
    assert drawn(f'{{% button "{words}" "{kind}" %}}') == [(tag, unnamed), *rest]


class FileForm(forms.Form):
    """Stands for any form, with the names of the shipped cases."""

    upload = forms.FileField(label="Upload a file")


@pytest.mark.parametrize(
    ("component", "name", "source"),
    [
        ("skip-link", "default", '{% skip_link "Skip to main content" "#test-target-element" %}'),
        ("tag", "default", '{% tag "Alpha" %}'),
        ("tag", "grey", '{% tag "Grey" "grey" %}'),
        ("button", "default", '{% button "Save and continue" %}'),
        ("generic-header", "default", '{% generic_header "My cool service" %}'),
        (
            "breadcrumbs",
            "default",
            '{% breadcrumbs "Home" "/" "Section" "/section" "Sub-section" "/section/sub-section" '
            '"Sub Sub-section" "/section/sub-section/sub-sub-section" %}',
        ),
        (
            "breadcrumbs",
            "with last breadcrumb as current page",
            '{% breadcrumbs "Home" "/" "Passports, travel and living abroad" "/browse/abroad" "Travel abroad" "" %}',
        ),
        (
            "notification-banner",
            "default",
            '{% notification_banner "This publication was withdrawn on 7 March 2014." %}',
        ),
        (
            "details",
            "default",
            '{% details "Help with nationality" %}We need to know your nationality so we can work out '
            "which elections you’re entitled to vote in. If you can’t provide your nationality, you’ll have to send "
            "copies of identity documents through the post.{% enddetails %}",
        ),
    ],
)
def test_component_matches_the_shipped_case(component, name, source):
    assert drawn(source) == case(component, name)


def test_file_upload_matches():
    form = FileForm(auto_id="%s")
    form.fields["upload"].required = False
    wanted = [
        (line[0], tuple((name, value.replace("file-upload-1", "upload")) for name, value in line[1]))
        if isinstance(line, tuple)
        else line
        for line in case("file-upload", "default")
    ]
    assert drawn("{% field form.upload %}", form=form) == wanted


def test_error_summary_says_the_words_beside_the_field_and_leads_to_it():
    form = FileForm({}, {})
    form.is_valid()
    ours = drawn("{% error_summary form %}", form=form)
    shape = [line[0] if isinstance(line, tuple) else line for line in ours]
    assert shape[:5] == ["div", "div", "h2", "There is a problem", "/h2"]
    assert ("a", (("href", "#id_upload"),)) in ours
    assert "This field is required." in shape
    field = drawn("{% field form.upload %}", form=form)
    assert "This field is required." in field
    control = next(line for line in field if isinstance(line, tuple) and line[0] == "input")
    assert dict(control[1])["aria-describedby"] == "id_upload-error"
    assert "govuk-file-upload--error" in dict(control[1])["class"]


def test_words_of_a_user_are_escaped():
    assert "<script>" not in Template("{% load components %}{% tag words %}").render(
        Context({"words": "<script>alert(1)</script>"})
    )
