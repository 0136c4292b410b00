"""The record in sentences and tables."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from accord.accounts.models.events import Event, Reading
from accord.register.presenters.days import counted
from accord.register.queries.record import OF_SCHOOLS
from accord.ui.tables.tables import Cell, Column, Table, said

LONGEST_DETAIL = 120
FORGOTTEN = "forgotten: its time was over"
DONE = {
    "signed_in": "signed in",
    "signed_out": "signed out",
    "failed_to_sign_in": "could not sign in",
    "exported": "took a file",
    "exported_held": "took everything held",
    "sealed": "sealed a batch of reads",
    "forgot": "emptied old entries",
    "let_go": "let people who left go",
}
ACTS = (
    Column("at", "When", "London time"),
    Column("who", "Who", words=True),
    Column("for", "For", "Whose work it was, by their ids", file_only=True),
    Column("verb", "Did what"),
    Column("kind", "To what", "The kind of thing"),
    Column("subject", "Which", "Its public number, address or id", words=True),
    Column("detail", "Details", words=True),
    Column("number", "Entry", "Its number in the record", numeric=True),
)
READS = (
    Column("at", "When", "London time"),
    Column("who", "Who", words=True),
    Column("for", "For", "Whose work it was, by their ids", file_only=True),
    Column("school", "School", words=True),
    Column("subject", "URN", "Of which school the results are", file_only=True),
    Column("rows", "Figures shown", numeric=True),
    Column("page", "Where", "The page or file", words=True),
    Column("release", "Release", "Which results, by the id of their release", file_only=True),
    Column("grant", "Right", "The right that let them, by its id", file_only=True),
    Column("agreement", "Agreement", "The agreement that let them, by its id; empty where none had to"),
    Column("number", "Entry", "Its number in the record", numeric=True),
)


def acts_table(found: Iterable[Event], names: Mapping[str, str]) -> Table:
    """What was done, a row each; ``names`` are those of the people, rights and groups in them."""
    rows = tuple(
        (
            (
                _moment(each.at),
                said(who_did(each)),
                said(" ".join(each.on_behalf_of)),
                said(DONE.get(each.verb, each.verb.replace("_", " "))),
                said(each.subject_kind.replace("_", " ")),
                _subject(each.subject_kind, each.subject_id, names),
                _detail(each.detail, names),
                Cell(f"{each.sequence:,}", each.sequence),
            ),
            False,
        )
        for each in found
    )
    return Table("acts", "What was done", ACTS, rows)


def reads_table(found: Iterable[Reading], names: Mapping[str, str]) -> Table:
    """Who was shown results that are not for everybody, a row each."""
    rows = tuple(
        (
            (
                _moment(each.at),
                said(who_did(each)),
                said(" ".join(each.on_behalf_of)),
                Cell(names.get(each.subject_id, each.subject_id), names.get(each.subject_id, "")),
                said(each.subject_id),
                Cell(f"{each.rows:,}", each.rows),
                said(_page(each.page)),
                said(each.release),
                said(each.grant),
                Cell("yes" if each.agreement else "none needed", each.agreement),
                Cell(f"{each.sequence:,}", each.sequence),
            ),
            False,
        )
        for each in found
    )
    return Table("reads", "Who was shown results that are not for everybody", READS, rows)


def who_did(each: Event | Reading) -> str:
    """A person's name, or what else it was."""
    if each.person is not None:
        return str(each.person)
    if not each.salt:
        return FORGOTTEN
    return "somebody not signed in" if each.actor == Event.Actor.VISITOR else "the command line"


def record_sentence(fits: int, of: int, what: str, last: datetime | None) -> str:
    """How many entries there are, how many were asked for, and how fresh the record is."""
    if not of or last is None:
        return f"Nothing is recorded yet: no {what}."
    when = timezone.localtime(last)
    fresh = f"The last was on {when.day} {when:%B %Y at %H:%M}."
    if fits == of:
        return f"{counted(of, what)} {'is' if of == 1 else 'are'} recorded. {fresh}"
    return f"{counted(fits, what)} of {of:,} {'fits' if fits == 1 else 'fit'} what you asked for. {fresh}"


def looked_sentence(school: str, rows: int, people: int, reads: int) -> str:
    """Who looked at a school, in a sentence."""
    if not reads:
        return f"Nobody was shown results of {school} that are not for everybody."
    times = "once" if reads == 1 else f"{reads:,} times"
    who = "One person was" if people == 1 else f"{people:,} people were" if people else "The command line was"
    return f"{who} shown results of {school} that are not for everybody, {times} in all: {counted(rows, 'figure')}."


def _moment(at: datetime) -> Cell:
    local = timezone.localtime(at)
    return Cell(f"{local.day} {local:%B %Y, %H:%M}", local.isoformat(timespec="seconds"))


def _subject(kind: str, subject: str, names: Mapping[str, str]) -> Cell:
    if kind in OF_SCHOOLS and subject:
        return Cell(subject, subject, reverse("register:school_by_number", args=[subject]))
    return Cell(names.get(subject, subject), subject)


def _detail(detail: Mapping[str, Any], names: Mapping[str, str]) -> Cell:
    words = "; ".join(
        f"{name.replace('_', ' ')}: {_plain(value, names)}" for name, value in detail.items() if value is not None
    )
    short = words if len(words) <= LONGEST_DETAIL else f"{words[: LONGEST_DETAIL - 1]}…"
    return Cell(short, json.dumps(detail, ensure_ascii=False) if detail else "")


def _plain(value: Any, names: Mapping[str, str]) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name.replace('_', ' ')} {_plain(each, names)}" for name, each in value.items() if each)
    if isinstance(value, list):
        return ", ".join(_plain(each, names) for each in value)
    return names.get(str(value), str(value)) if not isinstance(value, bool) else "yes" if value else "no"


def _page(name: str) -> str:
    return name.partition(":")[2].replace("_", " ") or name
