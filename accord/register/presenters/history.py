"""The history of a group in plain sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from accord.register.choices import ChangeKind, GroupKind, Role
from accord.register.models.changes import Change
from accord.register.presenters.days import for_how_long
from accord.register.queries.group_history import Act, History
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


def sentence_of(act: Act, history: History) -> str:
    """What an act did."""
    say = _SAYINGS.get(act.verb)
    return say(act, history) if say else f"{history.groups.get(act.group, act.group)}: {act.verb}."


def _made(act: Act, history: History) -> str:
    kind = GroupKind(act.detail["kind"]).label if act.detail.get("kind") in GroupKind.values else "group"
    begins = _day(act.detail.get("starts_on"))
    since = f", beginning on {spelled(begins)}" if begins else ""
    return f"{act.detail.get('name', act.group)} was made ({kind.lower()}){since}."


def _renamed(act: Act, history: History) -> str:
    return f"Renamed from {act.detail['before']} to {act.detail['after']}."


def _placed(act: Act, history: History) -> str:
    inner, outer = history.groups.get(act.group, act.group), _group(act, "outer", history)
    return f"{inner} was put inside {outer}, {for_how_long(_period(act.detail))}."


def _taken_out(act: Act, history: History) -> str:
    inner, outer = history.groups.get(act.group, act.group), _group(act, "outer", history)
    return f"{inner} is no longer inside {outer} from {_said(act.detail['on'])}."


def _ended(act: Act, history: History) -> str:
    why = f": {act.detail['because']}" if act.detail.get("because") else ""
    return f"{history.groups.get(act.group, act.group)} ended on {_said(act.detail['on'])}{why}."


def _followed(act: Act, history: History) -> str:
    return f"It is followed by {_group(act, 'newer', history)}."


def _joined(act: Act, history: History) -> str:
    role = _role(act.detail["role"])
    return f"{_school(act, history)} joined as {role}, {for_how_long(_period(act.detail))}."


def _removed(act: Act, history: History) -> str:
    why = f": {act.detail['because']}" if act.detail.get("because") else ""
    words = for_how_long(_period(act.detail))
    return f"The membership of {_school(act, history)} {words} was taken away{why.removesuffix('.')}."


def _changed(act: Act, history: History) -> str:
    before, after = act.detail["before"], act.detail["after"]
    said_of = []
    if before["role"] != after["role"]:
        said_of.append(f"is {_role(after['role'])} instead of {_role(before['role'])}")
    if before["starts_on"] != after["starts_on"]:
        said_of.append(f"is in the group from {_said(after['starts_on'])}, not from {_said(before['starts_on'])}")
    if before["ends_before"] != after["ends_before"]:
        why = f" ({after['left_because']})" if after["left_because"] else ""
        end = f"leaves on {_said(after['ends_before'])}{why}" if after["ends_before"] else "stays after all"
        was = f", not on {_said(before['ends_before'])}" if before["ends_before"] and after["ends_before"] else ""
        said_of.append(end + was)
    elif before["left_because"] != after["left_because"]:
        said_of.append(f"left because: {after['left_because'] or 'no reason given'}")
    return f"{_school(act, history)} {'; '.join(said_of)}."


_SAYINGS: Mapping[str, Callable[[Act, History], str]] = {
    "made": _made,
    "renamed": _renamed,
    "placed": _placed,
    "taken_out": _taken_out,
    "ended": _ended,
    "followed_by": _followed,
    "joined": _joined,
    "changed": _changed,
    "removed": _removed,
}


def _school(act: Act, history: History) -> str:
    urn = str(act.detail["urn"])
    return history.schools.get(urn, urn)


def _group(act: Act, key: str, history: History) -> str:
    slug = str(act.detail[key])
    return history.groups.get(slug, slug)


def _role(role: str) -> str:
    return str(Role(role).label).lower() if role in Role.values else role


def _period(detail: Mapping[str, Any]) -> tuple[date | None, date | None]:
    return _day(detail.get("starts_on")), _day(detail.get("ends_before"))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _said(text: str) -> str:
    day = _day(text)
    return spelled(day) if day else "the beginning"


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
