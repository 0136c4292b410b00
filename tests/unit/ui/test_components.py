"""Components beyond the shipped cases: problems lead to their fields, and what people wrote is escaped."""

from __future__ import annotations

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from accord.ui.components.lists import Fact, Moment
from accord.ui.components.navigation import Way
from tests.unit.ui.outlines import outline


def drawn(source: str, **context: object) -> str:
    return Template("{% load components %}" + source).render(Context(context))


class WishForm(forms.Form):
    """Stands for any form."""

    upload = forms.FileField(label="Upload a file")
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)


def test_error_summary_says_the_words_beside_the_field_and_leads_to_it():
    form = WishForm({}, {})
    form.is_valid()
    ours = outline(drawn("{% error_summary form %}", form=form))
    shape = [line[0] if isinstance(line, tuple) else line for line in ours]
    assert shape[:5] == ["div", "div", "h2", "There is a problem", "/h2"]
    assert ("a", (("href", "#id_upload"),)) in ours
    assert "This field is required." in shape
    field = outline(drawn("{% field form.upload %}", form=form))
    assert "This field is required." in field
    control = next(line for line in field if isinstance(line, tuple) and line[0] == "input")
    assert dict(control[1])["aria-describedby"] == "id_upload-error"
    assert dict(control[1])["aria-invalid"] == "true"
    assert "govuk-file-upload--error" in dict(control[1])["class"]


def test_a_problem_with_choices_leads_to_the_first_of_them():
    form = WishForm({}, {})
    form.is_valid()
    assert 'href="#id_kind"' in drawn("{% error_summary form %}", form=form)
    choices = drawn("{% choices form.kind %}", form=form)
    assert 'id="id_kind"' in choices and 'id="id_kind-2"' in choices and 'for="id_kind-2"' in choices


def test_no_problems_no_summary():
    assert drawn("{% error_summary form %}", form=WishForm()).strip() == ""


@pytest.mark.parametrize(
    "source",
    [
        "{% tag words %}",
        "{% button words %}",
        "{% warning_text words %}",
        "{% copy_sentence words %}",
        "{% empty_state words words words words %}",
        "{% details words %}{{ words }}{% enddetails %}",
        "{% inset %}{{ words }}{% endinset %}",
        "{% text_box words words words hint=words error=words %}",
        "{% select_box words words options error=words %}",
        "{% tick_box words words value=words %}",
        "{% control_table words words heads %}{{ words }}{% endcontrol_table %}",
        "{% row_head %}{{ words }}{% endrow_head %}{% cell %}{{ words }}{% endcell %}",
        "{% button words 'secondary' words words %}",
        "{% summary_list facts %}",
        "{% timeline moments %}",
        "{% next_steps words %}<li>{{ words }}</li>{% endnext_steps %}",
        "{% filters words words %}{{ words }}{% endfilters %}",
        "{% ways_out words %}{% way_out words words words %}{% endways_out %}",
        "{% service_navigation ways words words %}{{ words }}{% endservice_navigation %}",
    ],
)
def test_words_of_a_user_are_escaped(source):
    words = "<script>alert(1)</script>"
    given = {"facts": [Fact(words, words, words)], "moments": [Moment(words, words)], "ways": [Way(words, words)]}
    given |= {"options": [{"value": words, "words": words, "selected": True}], "heads": [words]}
    html = drawn(source, words=words, **given)
    assert "<script>" not in html and "&lt;script&gt;" in html


def test_two_notices_of_one_page_have_ids_of_their_own():
    html = drawn("{% notification_banner 'One' %}{% notification_banner 'Two' %}")
    assert 'id="govuk-notification-banner-title"' in html and 'id="govuk-notification-banner-title-2"' in html


@pytest.mark.parametrize(
    ("number", "steps"),
    [(1, ["1", "2", "⋯", "40"]), (20, ["1", "⋯", "19", "20", "21", "⋯", "40"]), (40, ["1", "⋯", "39", "40"])],
)
def test_a_long_list_names_the_pages_around_this_one(number, steps):
    page = Paginator(range(400), 10).page(number)
    lines = outline(drawn("{% pagination page 'q=elm' %}", page=page))
    said = [line for line in lines if isinstance(line, str) and (line.isdigit() or line == "⋯")]
    assert said == steps
    links = {dict(line[1])["href"] for line in lines if isinstance(line, tuple) and line[0] == "a"}
    assert f"?q=elm&page={number}" in links


def test_a_list_of_one_page_has_no_pages_to_turn():
    assert drawn("{% pagination page %}", page=Paginator(range(5), 10).page(1)).strip() == ""


@pytest.mark.parametrize(
    ("path", "section", "marked"),
    [("/", "", "This week"), ("/schools/coverage/", "", "Schools"), ("/data/", "", "Data"), ("/nowhere/", "", None),
     ("/groups/elm/", "schools", "Schools")],
)  # fmt: skip
def test_the_part_of_the_site_one_is_in_is_marked(path, section, marked):
    context = Context({"request": RequestFactory().get(path), "section": section})
    ways = Template("{% load components %}{% site_sections as ways %}").render(context) or context["ways"]
    assert [way.text for way in ways if way.current or way.within] == ([marked] if marked else [])


def test_only_parts_of_the_site_that_exist_are_offered(settings):
    context = Context()
    Template("{% load components %}{% site_sections as ways %}").render(context)
    assert {"/", "/schools/", "/data/"} <= {way.href for way in context["ways"]}
    settings.ROOT_URLCONF = "tests.unit.ui.test_components"
    Template("{% load components %}{% site_sections as ways %}").render(context)
    assert context["ways"] == []


urlpatterns: list[object] = []


def test_a_notice_where_nobody_works_and_none_where_somebody_does():
    assert drawn("{% worker_notice lives %}", lives=True).strip() == ""
    assert "Nobody is working through the queue" in drawn("{% worker_notice lives %}", lives=False)
