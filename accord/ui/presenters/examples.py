"""Every component with its states: what the page of components draws is the very source it shows beside it."""

from __future__ import annotations

from dataclasses import dataclass

from django.template.loader import get_template


@dataclass(frozen=True, slots=True)
class Example:
    """One component: ``code`` names its template in ``ui/examples``; ``use`` says when to take it."""

    code: str
    title: str
    use: str

    @property
    def template(self) -> str:
        """The template to include."""
        return f"ui/examples/{self.code}.html"

    @property
    def source(self) -> str:
        """What a page writes to draw it."""
        return str(get_template(self.template).template.source).strip().removeprefix("{% load components %}")


EXAMPLES = (
    Example("frame", "Breadcrumbs and buttons", "Where a page hangs, and one button for what the page is for."),
    Example("sub_navigation", "Pages of one subject", "Below the heading of a group, a school or an authority."),
    Example(
        "pagination", "Pages of a long list", "Below a list that is longer than one page; nothing where it is not."
    ),
    Example("big_numbers", "Big numbers", "Sparingly: the two or three that carry the page, three at the most."),
    Example(
        "heat",
        "Heat cells",
        "Schools by measures. The word says it, a mark says it again, colour comes third: it can be read in mono, on "
        "paper and in forced colours. Give a Cell its shade; the key explains the shades.",
    ),
    Example(
        "figure_table",
        "Table of figures, and ways to take it away",
        "Every table: it scrolls inside its own frame, and leaves as a file from the same rows.",
    ),
    Example(
        "copy_sentence", "A sentence to copy", "A sentence that holds outside its page. One click or tap marks it."
    ),
    Example("term", "Term of the glossary", "The first time a page uses a word that not every reader knows."),
    Example(
        "details", "A part that opens", "What some readers need and most do not: a table behind a chart, a reason."
    ),
    Example("inset", "Set apart", "A caution that belongs to the figure above it."),
    Example("warning_text", "Warning", "What goes wrong if it is not read; rarely."),
    Example("notification_banner", "Notice", "What should be known first, or what has just been done."),
    Example("panel", "Something is finished", "At the end of something long."),
    Example("worker_notice", "Nobody is working", "Wherever long work is shown; nothing at all while a worker lives."),
    Example(
        "empty_state",
        "Nothing here yet",
        "Where a list or a figure would stand: what is missing, why, and the one thing to do about it.",
    ),
    Example("tag", "State", "A word for a state. The word carries the meaning, the colour only repeats it."),
    Example("summary_list", "Facts", "Names and what they are, with what can be done about each."),
    Example("summary_card", "Card", "One thing among several of its kind."),
    Example("task_list", "Tasks", "What is done and what is not, each with its state."),
    Example("timeline", "What happened", "Moments on their days, oldest first unless the page says otherwise."),
    Example("next_steps", "Next steps", "The end of every page of figures: from seeing to doing in one step."),
    Example(
        "boxes",
        "Controls that no form holds",
        "A search, and the rows of a table that people work through. Elsewhere take the fields of a form.",
    ),
    Example("filters", "Filters", "A question that lives in the address."),
    Example("fields", "Fields of a form, with problems", "Each problem stands at the head and beside its field."),
    Example(
        "printed", "On paper", "The line that says what was asked, when it was printed and whose figures these are."
    ),
)
