"""What happened to a group, in plain sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from accord.register.choices import GroupKind, Role
from accord.register.rules.day_words import for_how_long
from accord.register.rules.memberships import spelled


@dataclass(frozen=True, slots=True)
class Act:
    """One act on a group; ``group`` is the slug of the group it was recorded for."""

    verb: str
    group: str
    detail: Mapping[str, Any]
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class History:
    """Every act on a group, the latest first, with the names that sentences about them need."""

    acts: tuple[Act, ...]
    schools: Mapping[str, str]
    groups: Mapping[str, str]


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


def _unplaced(act: Act, history: History) -> str:
    inner, outer = history.groups.get(act.group, act.group), _group(act, "outer", history)
    return f"{inner} was taken out of {outer} as if it had never been there: {act.detail['because']}"


def _unmade(act: Act, history: History) -> str:
    return f"{act.detail['name']} was taken away as if it had never been made: {act.detail['because']}"


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
    "unplaced": _unplaced,
    "unmade": _unmade,
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
