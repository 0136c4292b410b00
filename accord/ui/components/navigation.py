"""Ways between pages: those of the whole site, of one subject, and of a long list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import template
from django.core.paginator import Page
from django.template import Context
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils.safestring import SafeString

from accord.ui.components.blocks import block

register = template.Library()

SECTIONS = (
    ("week", "This week", "/"),
    ("groups", "Groups", "/groups/"),
    ("schools", "Schools", "/schools/"),
    ("compare", "Compare", "/compare/"),
    ("measures", "Measures", "/measures/"),
    ("data", "Data", "/data/"),
    ("people", "People", "/people/"),
    ("record", "Record", "/record/"),
)
"""Code (``section`` in a page's context), name and address of each part of the site."""
ONLY_FOR = {"people": "give_roles", "record": "read_record"}
"""Parts that only those see who may do an act (``may`` in a page's context)."""


@dataclass(frozen=True, slots=True)
class Way:
    """A link to another page; ``current`` where it is the page one is on, ``within`` where it holds that page."""

    text: str
    href: str
    current: bool = False
    within: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One page of a long list, or (without a number) the pages left out."""

    number: int | None = None
    href: str = ""
    current: bool = False


def exists(address: str) -> bool:
    """Whether the site answers at this address."""
    try:
        resolve(address)
    except Resolver404:
        return False
    return True


@register.simple_tag(takes_context=True)
def site_sections(context: Context) -> list[Way]:
    """The parts of the site that exist. A page says which it belongs to (``section``), or its address does."""
    request = context.get("request")
    path = getattr(request, "path", "")
    may = context.get("may")
    shown = [each for each in SECTIONS if each[0] not in ONLY_FOR or (may is not None and may[ONLY_FOR[each[0]]])]
    there = [each for each in shown if exists(each[2])]
    exactly = {href: code for code, _, href in there}
    here = exactly.get(path) or context.get("section") or _longest_beginning(path, there)
    return [Way(name, href, current=path == href, within=code == here) for code, name, href in there]


def _longest_beginning(path: str, there: Sequence[tuple[str, str, str]]) -> str:
    """The section whose address begins this path; the first page only holds itself."""
    fitting = [(len(href), code) for code, _, href in there if path == href or (href != "/" and path.startswith(href))]
    return max(fitting, default=(0, ""))[1]


@register.simple_block_tag
def service_navigation(content: str, ways: Sequence[Way], name: str = "", href: str = "") -> SafeString:
    """The parts of the site in a row below the header; the block is what stands at the end of the row."""
    end = block(content)
    return render_to_string(
        "ui/components/service_navigation.html", {"ways": ways, "name": name, "href": href, "end": end}
    )


@register.inclusion_tag("ui/components/sub_navigation.html")
def sub_navigation(ways: Iterable[Way], label: str = "Pages about this") -> dict[str, Any]:
    """The pages of one subject, below its heading: in a row on a desk, wrapped on a phone."""
    return {"ways": ways, "label": label}


@register.inclusion_tag("ui/components/pagination.html")
def pagination(page: Page[Any], address: str = "", label: str = "Pagination") -> dict[str, Any]:
    """The pages of a list that has several; ``address`` is the rest of the question, without ``page``."""
    before = f"?{address}&page=" if address else "?page="
    several = page.has_other_pages()
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1) if several else ()
    return pages_of(
        [_step(number, before, page.number) for number in numbers],
        previous=f"{before}{page.previous_page_number()}" if page.has_previous() else "",
        following=f"{before}{page.next_page_number()}" if page.has_next() else "",
        label=label,
    )


def pages_of(
    steps: Sequence[Step], previous: str = "", following: str = "", label: str = "Pagination"
) -> dict[str, Any]:
    """What the component draws: a list of pages with the one before and the one after."""
    return {"steps": steps, "previous": previous, "following": following, "label": label}


def _step(number: int | str, before: str, current: int) -> Step:
    return Step(number, f"{before}{number}", number == current) if isinstance(number, int) else Step()
