"""The history of a group in plain sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from accord.register.choices import ChangeKind
from accord.register.models.changes import Change
from accord.register.rules.history_words import History, sentence_of
from accord.register.rules.memberships import spelled
from accord.ui.tables.tables import Cell, Column, Table, said


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that was done, who did it, and when."""

    sentence: str
    by: str
    day: str
    time: str


Names = Mapping[str, str]


def sentences(history: History) -> list[Happened]:
    """Every act, the latest first."""
    return [
        Happened(
            sentence_of(each, history),
            each.by,
            spelled(timezone.localtime(each.at)),
            f"{timezone.localtime(each.at):%H:%M}",
        )
        for each in history.acts
    ]


COLUMNS = (
    Column("what", "What happened", "A sentence", words=True),
    Column("by", "Who", "Who did it", words=True),
    Column("at", "When", "When it was recorded"),
)


def history_table(acts: Sequence[Happened]) -> Table:
    """Every act, one row each."""
    rows = [((said(each.sentence), said(each.by), said(f"{each.day}, {each.time}")), False) for each in acts]
    return Table("history", "Every change and who made it", COLUMNS, tuple(rows))


NATIONAL = (
    Column("what", "What the national register said", "A sentence", words=True),
    Column("urn", "URN", "The school"),
    Column("on", "Extract of", "The day of the extract that said so"),
)


def national_table(changes: Sequence[Change], names: Names) -> Table:
    """What extracts said of a group that follows the national register."""
    rows = [
        (
            said(f"{names.get(each.urn, each.urn)} {'joined' if each.kind == ChangeKind.JOINED_GROUP else 'left'}."),
            said(each.urn),
            Cell(spelled(each.on), each.on.isoformat()),
        )
        for each in changes
    ]
    return Table("national", "Who joined and who left", NATIONAL, tuple((row, False) for row in rows))
