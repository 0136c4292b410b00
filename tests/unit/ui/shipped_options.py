"""Our components drawn with the options of the cases that GOV.UK Frontend ships.

Each function takes the options of one case, and raises LeftOut with the reason where ours has no such option.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from accord.ui.components.lists import Action, Fact, Task
from accord.ui.components.navigation import Step, Way, pages_of
from accord.ui.tables.tables import Cell, Column, Table

Options = Mapping[str, Any]

OURS_ALONE = {
    "attributes": "attributes of a page's own",
    "classes": "classes of a page's own",
    "id": "an id of a page's own",
    "describedBy": "described by something elsewhere on the page",
    "role": "another role",
    "titleHeadingLevel": "another level of heading",
    "titleId": "an id of a page's own",
    "collapseOnMobile": "steps left out on a phone",
    "labelText": "another name for the landmark",
    "disableAutoFocus": "focus moved by script",
    "formGroup": "classes of a page's own",
    "prefix": "something before or after an input",
    "suffix": "something before or after an input",
    "inputWrapper": "something before or after an input",
    "idPrefix": "an id that is not made from the name",
    "javascript": "drag and drop by script",
    "multiple": "several files at once",
    "actions": "actions inside a panel",
    "overridden": "widths of a page's own",
    "slots": "slots",
    "ariaLabel": "another name for the landmark",
    "navigationLabel": "another name for the landmark",
    "navigationClasses": "classes of a page's own",
    "navigationId": "an id of a page's own",
    "menuButtonText": "a menu opened by script",
    "menuButtonLabel": "a menu opened by script",
    "languageNavigation": "languages",
    "disabled": "a control that cannot be used",
    "element": "a button that sends no form",
    "type": "a button that sends no form",
    "name": "a button with a name",
    "value": "a button with a value",
    "preventDoubleClick": "double clicks prevented by script",
    "isStartButton": "a start page",
    "containerClasses": "classes of a page's own",
    "logoHtml": "a picture for a name",
}
"""Options that no component here has, with what they would be for."""


class LeftOut(Exception):
    """Ours has no such option; says which."""


def draw(source: str, **context: object) -> str:
    """One of our templates."""
    return Template("{% load components %}" + source).render(Context(context))


def take(options: Options, *known: str) -> Options:
    """The options, where ours has them all."""
    for name, value in options.items():
        if name not in known and value not in (None, "", [], {}):
            raise LeftOut(OURS_ALONE.get(name, f"an option {name}"))
    return options


def words(options: Options, text: str = "text", html: str = "html") -> str:
    """What is said: text is escaped, HTML is what a block around it would hold."""
    return mark_safe(options[html]) if options.get(html) else options.get(text, "")


def modifier(options: Options, block: str) -> str:
    """The one modifier that ours can have, such as ``grey`` of ``govuk-tag--grey``."""
    classes = options.get("classes", "")
    if not classes:
        return ""
    if not classes.startswith(f"{block}--") or " " in classes:
        raise LeftOut(OURS_ALONE["classes"])
    return classes.removeprefix(f"{block}--")


def tag(options: Options) -> str:
    take(options, "text", "html", "classes")
    return draw("{% tag text colour %}", text=words(options), colour=modifier(options, "govuk-tag"))


def inset(options: Options) -> str:
    take(options, "text", "html")
    return draw("{% inset %}{{ text }}{% endinset %}", text=words(options))


def details(options: Options) -> str:
    take(options, "summaryText", "summaryHtml", "text", "html", "open")
    return draw(
        "{% details summary open %}{{ text }}{% enddetails %}",
        summary=words(options, "summaryText", "summaryHtml"), text=words(options), open=options.get("open", False),
    )  # fmt: skip


def warning_text(options: Options) -> str:
    take(options, "text", "html", "iconFallbackText")
    return draw("{% warning_text text kind %}", text=words(options), kind=options.get("iconFallbackText", "Warning"))


def panel(options: Options) -> str:
    take(options, "titleText", "titleHtml", "text", "html", "headingLevel")
    return draw(
        "{% panel title text level %}",
        title=words(options, "titleText", "titleHtml"), text=words(options), level=options.get("headingLevel", 1),
    )  # fmt: skip


def notification_banner(options: Options) -> str:
    take(options, "text", "titleText", "titleHtml", "type")
    return draw(
        "{% notification_banner text kind title %}",
        text=options["text"], kind=options.get("type", ""), title=words(options, "titleText", "titleHtml"),
    )  # fmt: skip


def skip_link(options: Options) -> str:
    take(options, "text", "html", "href")
    return draw("{% skip_link text href %}", text=words(options), href=options.get("href", "#content"))


def generic_header(options: Options) -> str:
    take(options, "logoText", "url")
    return draw("{% generic_header text href %}", text=options["logoText"], href=options.get("url", "/"))


def breadcrumbs(options: Options) -> str:
    take(options, "items")
    steps = []
    for item in options["items"]:
        take(item, "text", "href")
        steps.append((item["text"], item.get("href", "")))
    return render_to_string("ui/components/breadcrumbs.html", {"steps": steps})


def button(options: Options) -> str:
    take(options, "text", "html", "classes", "href")
    kind = modifier(options, "govuk-button")
    if "href" in options:
        return draw("{% button_link text href kind %}", text=words(options), href=options["href"], kind=kind)
    return draw("{% button text kind %}", text=words(options), kind=kind)


def error_summary(options: Options) -> str:
    take(options, "titleText", "errorList")
    if options["titleText"] != "There is a problem":
        raise LeftOut("another title")
    problems = []
    for item in options["errorList"]:
        take(item, "text", "html", "href")
        problems.append((item.get("href", ""), words(item)))
    return draw("{% problem_summary problems %}", problems=problems)


def _actions(options: Options) -> tuple[Action, ...]:
    take(options, "items")
    for each in options.get("items", ()):
        take(each, "text", "html", "href", "visuallyHiddenText")
    return tuple(
        Action(words(each), each["href"], each.get("visuallyHiddenText", "")) for each in options.get("items", ())
    )


def summary_list(options: Options) -> str:
    take(options, "rows", "card")
    facts = []
    for row in filter(None, options["rows"]):
        take(row, "key", "value", "actions")
        name, value = words(take(row["key"], "text", "html")), words(take(row["value"], "text", "html"))
        facts.append(Fact(name, value, "", _actions(row.get("actions", {}))))
    if "card" not in options:
        return draw("{% summary_list facts %}", facts=facts)
    card = take(options["card"], "title", "actions")
    title = take(card["title"], "text", "html", "headingLevel")
    return draw(
        "{% summary_card title facts actions level %}",
        title=words(title), facts=facts, actions=_actions(card.get("actions", {})), level=title.get("headingLevel", 2),
    )  # fmt: skip


def task_list(options: Options) -> str:
    take(options, "items", "idPrefix")
    tasks = []
    for item in options["items"]:
        if not item:
            raise LeftOut("empty entries that count")
        take(item, "title", "href", "hint", "status")
        status = take(item["status"], "text", "html", "tag", "classes")
        label = take(status.get("tag", {}), "text", "html", "classes")
        tasks.append(
            Task(
                words(take(item["title"], "text", "html")),
                words(label) or words(status),
                item.get("href", ""),
                words(item.get("hint", {})),
                modifier(label, "govuk-tag") if label else None,
                modifier(status, "govuk-task-list__status") == "cannot-start-yet",
            )
        )
    return draw("{% task_list tasks prefix %}", tasks=tasks, prefix=options.get("idPrefix", "task-list"))


def pagination(options: Options) -> str:
    take(options, "previous", "next", "items", "landmarkLabel")
    ends = [take(options.get(each) or {}, "href").get("href", "") for each in ("previous", "next")]
    steps = []
    for item in options.get("items") or ():
        if not item:
            raise LeftOut("empty entries that count")
        take(item, "number", "href", "current", "ellipsis")
        steps.append(Step(item.get("number"), item.get("href", ""), item.get("current", False)))
    drawn = pages_of(steps, *ends, label=options.get("landmarkLabel", "Pagination"))
    return render_to_string("ui/components/pagination.html", drawn)


def service_navigation(options: Options) -> str:
    take(options, "serviceName", "serviceUrl", "navigation", "collapseNavigationOnMobile", "slots")
    slot = take(options.get("slots", {}), "end").get("end", {})
    if isinstance(slot, str):
        raise LeftOut("an end that stands below the row")
    take(slot, "html", "align")
    ways = []
    for item in filter(None, options.get("navigation", ())):
        take(item, "text", "href", "current", "active")
        if "href" not in item:
            raise LeftOut("entries that lead nowhere")
        ways.append(Way(item["text"], item["href"], item.get("current", False), item.get("active", False)))
    if len(ways) > 1 and options.get("collapseNavigationOnMobile") is not False:
        raise LeftOut(OURS_ALONE["menuButtonText"])
    if options.get("collapseNavigationOnMobile"):
        raise LeftOut(OURS_ALONE["menuButtonText"])
    return draw(
        "{% service_navigation ways name href %}{{ end }}{% endservice_navigation %}",
        ways=ways, name=options.get("serviceName", ""), href=options.get("serviceUrl", ""), end=words(slot),
    )  # fmt: skip


def table(options: Options) -> str:
    take(options, "caption", "captionClasses", "firstCellIsHeader", "head", "rows")
    if not options.get("firstCellIsHeader"):
        raise LeftOut("rows that have no heading")
    if not options.get("head"):
        raise LeftOut("columns that have no heading")
    columns = tuple(
        Column(str(at), take(each, "text", "format")["text"], numeric=each.get("format") == "numeric")
        for at, each in enumerate(options["head"])
    )
    rows = tuple((tuple(Cell(each["text"], None) for each in row), False) for row in options["rows"])
    drawn = draw("{% figure_table table size %}", table=Table("x", options["caption"], columns, rows), size="m")
    # Ours stands in a frame that scrolls and is named by the caption.
    return drawn[drawn.index("<table") : drawn.index("</table>") + 8].replace(' id="table-x"', "")


ADAPTERS: dict[str, Callable[[Options], str]] = {
    "tag": tag, "inset-text": inset, "details": details, "warning-text": warning_text, "panel": panel,
    "notification-banner": notification_banner, "skip-link": skip_link, "generic-header": generic_header,
    "breadcrumbs": breadcrumbs, "button": button, "error-summary": error_summary, "summary-list": summary_list,
    "task-list": task_list, "pagination": pagination, "service-navigation": service_navigation, "table": table,
}  # fmt: skip
