"""A term that explains itself where it stands: by mouse, touch and keyboard, without JavaScript."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django import template
from django.conf import settings
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from accord.meaning.glossary import Term, read_glossary
from accord.ui.components.numbering import next_number

register = template.Library()


@register.simple_tag(takes_context=True)
def term(context: Context, name: str, shown: str = "") -> SafeString | str:
    """A term of the glossary as a button inside its sentence, with its explanation in a popover.

    ``shown`` is what stands in the sentence, where that is not the name. A word that is no term stays a word.
    """
    found = _by_name().get(name.lower())
    if found is None:
        return shown or name
    return format_html(
        '<button type="button" class="accord-term" popovertarget="{0}">{1}</button>'
        '<span class="accord-term__meaning" id="{0}" popover><strong>{2}</strong> '
        '{3} <a class="govuk-link" href="{4}#{5}">All terms</a></span>',
        f"term-{found.address}-{next_number(context, 'term')}",
        shown or name,
        found.heading,
        found.says,
        reverse("ui:glossary"),
        found.address,
    )


@register.simple_tag(takes_context=True)
def words_that_help(context: Context, *names: str) -> SafeString:
    """The terms that a page uses, each to be opened where it stands; not on paper, where none can be."""
    shown = format_html_join(", ", "{}", ((term(context, name),) for name in names))
    return format_html('<p class="govuk-body-s accord-not-print">Words that help: {}.</p>', shown)


def glossary() -> tuple[Term, ...]:
    """The terms of this installation, in the order of the alphabet."""
    return _read(tuple(Path(each) for each in settings.ACCORD_DEFINITIONS))


def _by_name() -> dict[str, Term]:
    return _named(glossary())


@lru_cache(maxsize=4)
def _read(folders: tuple[Path, ...]) -> tuple[Term, ...]:
    return read_glossary(folders)


@lru_cache(maxsize=4)
def _named(terms: tuple[Term, ...]) -> dict[str, Term]:
    return {name.lower(): term for term in terms for name in (term.name, *term.also)}
