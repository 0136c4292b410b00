"""The data protection pack, from ``definitions/privacy`` and ``definitions/retention``: it cannot say anything else."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from textwrap import fill

from accord.accounts.actions.retention import WITH_THE_PERSON
from accord.accounts.rules.field_classes import (
    Classes,
    Field,
    FieldClass,
    Holds,
    Purpose,
    TableClass,
    load_classes,
    load_purposes,
)
from accord.accounts.rules.retention import Kept, Rule, Schedule, Then, load_schedule
from accord.meaning.definitions import folders
from docs.pages.markdown import code, table

Folders = Sequence[Path]
CLASSES = {
    FieldClass.PUBLIC: "Anybody may see it.",
    FieldClass.INTERNAL: "For those who work with Accord; says nothing of a person.",
    FieldClass.PERSONAL: "Says something of a person who can be found out.",
    FieldClass.SPECIAL: "Of a special category, or of a child.",
}
HOLDS = {
    Holds.PERSON: "names a person",
    Holds.SCHOOL: "names a school",
    Holds.ANY: "may name a person or a school",
    Holds.WORDS: "written freely",
    Holds.SECRET: "never leaves",
}
THEN = {
    Then.DELETE: "the rows are deleted",
    Then.EMPTY: "what names people in the rows is emptied",
    Then.FORGET: "who, about whom and the details are forgotten; that something was recorded stays",
    Then.LEAVE: "the person becomes nobody: name, addresses, ways of signing in and habits are deleted",
}
DRAFT = "This is a draft, written from what the software keeps. The authority's data protection officer completes it."


def privacy_notice(places: Folders | None = None) -> str:
    """What people are told: what is kept of them, what for, on what basis, for how long."""
    places = places or folders(None)
    classes, schedule = load_classes(places), load_schedule(places)
    parts = ["# Privacy notice", _filled(DRAFT), _filled(ABOUT)]
    for purpose in load_purposes(places).values():
        parts += _notice_of(purpose, classes, schedule)
    return "\n\n".join([*parts, "## Who sees it", _filled(SEEN_BY), "## Your rights", _filled(RIGHTS)])


ABOUT = """Accord shows schools and those who support them how pupils do. It keeps data of the people who use it: staff
of the authority, of schools, and others whom they invited. It keeps no data of single pupils."""
SEEN_BY = """Those whose role lets them. Nothing is sold, and the software sends nothing to anybody outside the
authority. Every time somebody is shown results that are not for everybody, that is recorded, and the
school sees who it was."""
RIGHTS = """You may ask for a copy of all that is held on you (it is one file), to have it put right or deleted, to
object, and to complain: to the authority's data protection officer, who answers within a month, and to the Information
Commissioner's Office."""


def _notice_of(purpose: Purpose, classes: Classes, schedule: Schedule) -> list[str]:
    found = [each for each in classes.values() if each.purpose == purpose.code and _personal(each)]
    if not found:
        return []
    rows = [(each.says, _what(each), _how_long(each, schedule[each.keep])) for each in found]
    heading = [f"## {purpose.name}", _filled(f"{purpose.says} Basis: {purpose.basis}.")]
    return [*heading, table(("what is kept", "of people", "how long"), rows)]


def _personal(each: TableClass) -> list[Field]:
    wanted = (FieldClass.PERSONAL, FieldClass.SPECIAL)
    return [field for field in each.fields.values() if field.of in wanted]


def _what(each: TableClass) -> str:
    return ", ".join(field.name.replace("_", " ") for field in _personal(each))


def _how_long(each: TableClass, kept: Kept) -> str:
    own = [f"{_times(rule)}, {THEN[rule.then]}" for rule in kept.rules if rule.table == each.label]
    if own:
        return "; ".join(own + (["the others for good"] if kept.rest_for_good else []))
    return "Until the person becomes nobody" if kept.code in WITH_THE_PERSON else "For good"


def _times(rule: Rule) -> str:
    return f"{rule.after} after {rule.counted}"


def impact_assessment(places: Folders | None = None) -> str:
    """A draft of the data protection impact assessment: what is processed, and what is done about each risk."""
    places = places or folders(None)
    classes = load_classes(places)
    personal = [each for each in classes.values() if _personal(each)]
    fields = sum(len(_personal(each)) for each in personal)
    special = [f"{each.label}.{f.name}" for each in personal for f in _personal(each) if f.of is FieldClass.SPECIAL]
    purposes = [(each.name, each.says, each.basis) for each in load_purposes(places).values()]
    return "\n\n".join([
        "# Data protection impact assessment", _filled(DRAFT), "## What is processed",
        _filled(f"{fields} fields of {len(personal)} tables are personal, of {len(classes)} tables in all:"
                " [every field](fields.md). " + (f"Special: {', '.join(special)}." if special else
                "No field is of a special category, and none is of a single pupil.")),
        "## What for", table(("purpose", "says", "basis"), purposes),
        "## How long", "See the [retention schedule](retention.md). What is past its time goes each day.",
        "## Risks, and what is done about them", table(("risk", "what is done", "proved by"), RISKS),
        "## For the authority to complete",
        "- Who was consulted, and what they said\n- Whether processing is necessary and proportionate\n"
        "- Risks of the authority's own set-up: its servers, its e-mail, its people\n"
        "- Outcome, date and signature of the data protection officer",
    ])  # fmt: skip


RISKS = (
    (
        "Somebody sees what is not theirs",
        "Every page asks for a right that is read anew on each request; every lookup is scoped",
        "the permission matrix",
    ),
    (
        "Somebody who may see results misuses that",
        "Every showing of restricted results is recorded before it is made, and the school sees it",
        "`tests/integration/test_record.py`",
    ),
    (
        "The record is changed to hide something",
        "Acts and reads are chained; the head is kept apart; `accord audit verify`",
        "10,000 tamperings, all found",
    ),
    (
        "Data are kept for ever",
        "A schedule by group of tables; legal holds; proof of deletion",
        "`tests/integration/test_retention.py`",
    ),
    (
        "A copy for developers names people",
        "`accord scrub` follows the class of each field",
        "canaries in every field: none left",
    ),
    (
        "Somebody asks what is held and is not told all",
        "`accord held` finds rows from the models, in every table",
        "people and schools planted in every table: all found",
    ),
    (
        "A new field is forgotten",
        "A field that is not classed fails the tests",
        "`tests/architecture/test_field_classes.py`",
    ),
)


def every_field(places: Folders | None = None) -> str:
    """Every field of every table with its class."""
    places = places or folders(None)
    parts = ["# Every field and its class", "What `definitions/privacy` says of each field. Everything else follows."]
    parts.append(table(("class", "meaning"), [(code(each), words) for each, words in CLASSES.items()]))
    for each in load_classes(places).values():
        rows = [(code(f.name), f.of, ", ".join(HOLDS[h] for h in Holds if h in f.holds)) for f in each.fields.values()]
        copies = " Copies for developers have none of its rows." if each.empty_in_copies else ""
        parts += [f"## {each.label}", f"{each.says}. Kept as `{each.keep}`.{copies}"]
        parts.append(table(("field", "class", ""), rows))
    return "\n\n".join(parts)


def retention_schedule(places: Folders | None = None) -> str:
    """How long what is kept, and why."""
    places = places or folders(None)
    classes = load_classes(places)
    parts = ["# Retention schedule", _filled(DAILY)]
    for kept in load_schedule(places).values():
        tables = ", ".join(each.says[0].lower() + each.says[1:] for each in classes.values() if each.keep == kept.code)
        told = [f"- {_times(rule)}, {THEN[rule.then]} ({code(rule.table)})." for rule in kept.rules]
        parts += [f"## {kept.name}", _filled(f"{kept.why} It holds: {tables}. Code: `{kept.code}`.")]
        if kept.rest_for_good:
            told.append("- The rest is kept for good." if told else "- Kept for good.")
        parts.append("\n".join(told))
    return "\n\n".join(parts)


DAILY = """What is past its time goes each day; `accord retention preview` counts it before. Rows that a legal hold is
on stay. After each run the record says how many rows of which table went, with a hash of their keys and no names."""


def _filled(text: str) -> str:
    return fill(" ".join(text.split()), 120, break_long_words=False, break_on_hyphens=False)
