"""Lists that are not tables: facts, cards of facts, tasks, moments, and what to do next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accord.ui.components.blocks import block
from accord.ui.components.numbering import next_number

register = template.Library()


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do with a fact; ``about`` completes the words for those who do not see what it stands beside."""

    text: str
    href: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and what it is; ``href`` makes the value a link."""

    name: str
    value: str
    href: str = ""
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do, or done. ``colour`` makes the status a tag (empty for the ordinary one)."""

    title: str
    status: str
    href: str = ""
    hint: str = ""
    colour: str | None = None
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """``day`` in words; ``text`` says what happened, ``more`` what follows from it."""

    day: str
    text: str
    href: str = ""
    more: str = ""


@register.inclusion_tag("ui/components/summary_list.html")
def summary_list(rows: Iterable[Fact | Sequence[str]]) -> dict[str, Any]:
    """Names and what they are: facts, pairs of text, or triples whose third is an address to link to."""
    facts = [row if isinstance(row, Fact) else Fact(*row) for row in rows]
    return {"facts": facts, "some_actions": any(fact.actions for fact in facts)}


@register.inclusion_tag("ui/components/summary_card.html")
def summary_card(
    title: str, rows: Iterable[Fact | Sequence[str]], actions: Sequence[Action] = (), level: int = 2
) -> dict[str, Any]:
    """One thing among several of its kind, with its facts and what can be done with it."""
    return {"title": title, "actions": actions, "level": level, **summary_list(rows)}


@register.inclusion_tag("ui/components/task_list.html")
def task_list(tasks: Iterable[Task], prefix: str = "task-list") -> dict[str, Any]:
    """Tasks with how far each is; a second list on a page needs a ``prefix`` of its own."""
    return {"tasks": list(tasks), "prefix": prefix}


@register.inclusion_tag("ui/components/timeline.html")
def timeline(moments: Iterable[Moment], label: str = "") -> dict[str, Any]:
    """What happened, each on its day, in the order given."""
    return {"moments": list(moments), "label": label}


@register.simple_block_tag(takes_context=True)
def next_steps(context: Context, content: str, title: str = "What to do next", level: int = 2) -> SafeString:
    """From seeing to doing: around the few next acts that this page makes likely, each an item of a list."""
    number = next_number(context, "next")
    return format_html(
        '<section class="accord-section accord-next" id="{id}" aria-labelledby="{id}-title">'
        '<h{level} class="govuk-heading-m" id="{id}-title">{title}</h{level}>'
        '<ul class="govuk-list govuk-list--bullet">{items}</ul></section>',
        id="next" if number == 1 else f"next-{number}", level=level, title=title,
        items=block(content),
    )  # fmt: skip
