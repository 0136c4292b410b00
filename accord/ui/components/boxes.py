"""Controls that no form holds: in the rows of a table, in a search. Tables whose rows hold them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from accord.ui.components.blocks import block

register = template.Library()


class Option(Protocol):
    """One of the things to choose from."""

    value: str
    words: str
    selected: bool


@register.inclusion_tag("ui/components/text_box.html")
def text_box(name: str, label: str, value: str = "", *, id: str = "", hint: str = "", error: str = "",
             width: str = "", kind: str = "text", hidden_label: bool = False) -> dict[str, Any]:  # fmt: skip
    """A box to write in. ``width`` is a modifier such as ``width-20``; ``hidden_label`` is for the ear only."""
    told = [f"{id or name}-{what}" for what, text in (("hint", hint), ("error", error)) if text]
    return {"name": name, "label": label, "value": value, "id": id or name, "hint": hint, "error": error,
            "width": width, "kind": kind, "hidden_label": hidden_label, "told": " ".join(told)}  # fmt: skip


@register.inclusion_tag("ui/components/select_box.html")
def select_box(
    name: str, label: str, options: Iterable[Option], *, error: str = "", hidden_label: bool = False
) -> dict[str, Any]:
    """One of several, chosen from a list."""
    return {"name": name, "label": label, "options": options, "error": error, "hidden_label": hidden_label}


@register.inclusion_tag("ui/components/tick_box.html")
def tick_box(
    name: str, label: str, *, value: str = "", id: str = "", checked: bool = False, hidden_label: bool = False
) -> dict[str, Any]:
    """A small box to tick."""
    return {"name": name, "label": label, "value": value, "id": id or name, "checked": checked,
            "hidden_label": hidden_label}  # fmt: skip


@register.simple_block_tag
def control_table(content: str, code: str, caption: str, columns: Iterable[str], caption_size: str = "s") -> SafeString:
    """A table whose rows hold controls: its frame, caption and heads around rows that the page writes."""
    heads = format_html_join("", '<th scope="col" class="govuk-table__header">{}</th>', ((each,) for each in columns))
    return format_html(
        '<div class="accord-table" role="region" tabindex="0" aria-labelledby="table-{code}">'
        '<table class="govuk-table">'
        '<caption class="govuk-table__caption govuk-table__caption--{size}" id="table-{code}">{caption}</caption>'
        '<thead class="govuk-table__head"><tr class="govuk-table__row">{heads}</tr></thead>'
        '<tbody class="govuk-table__body">{rows}</tbody></table></div>',
        code=code, size=caption_size, caption=caption, heads=heads,
        rows=block(content),
    )  # fmt: skip


@register.simple_block_tag
def row_head(content: str) -> SafeString:
    """The cell that names a row."""
    return format_html('<th scope="row" class="govuk-table__header">{}</th>', block(content))


@register.simple_block_tag
def cell(content: str, words: bool = False) -> SafeString:
    """Another cell; ``words`` where it holds a sentence."""
    look = " accord-words" if words else ""
    return format_html('<td class="govuk-table__cell{}">{}</td>', look, block(content))
