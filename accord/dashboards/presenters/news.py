"""What is new, in sentences, each with the page that has more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils import timezone

from accord.dashboards.presenters.captions import listed
from accord.dashboards.queries.news import Extract, News
from accord.insight.sentences.counting import counted
from accord.intake.models.releases import Release
from accord.intake.queries.families import family_titles
from accord.register.choices import ChangeKind
from accord.register.rules.history_words import sentence_of
from accord.register.rules.memberships import spelled

ONE_BY_ONE = 3
"""Releases of one family are told one by one up to so many, and together above."""
MOST_GROUPS = 4


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is new: the kind of news in a word, what is so, and where there is more."""

    label: str
    sentence: str
    href: str
    more: str


def items(news: News) -> list[Item]:
    """What waits for somebody first, then what changed figures, then the register, then the groups."""
    return [
        *(_waiting(each.name, str(each.public_id)) for each in news.waiting),
        *(_refused(each.name, len(each.problems), str(each.public_id)) for each in news.refused),
        *(_withdrawn(each) for each in news.withdrawn),
        *_released(news),
        *(item for extract in news.extracts for item in _extract(extract)),
        *_acts(news),
    ]


def news_sentence(news: News, found: list[Item]) -> str:
    """The sentence the page opens with: since when, and how much is new."""
    since = spelled(timezone.localtime(news.since).date())
    when = f"In the four weeks since {since}," if news.first_time else f"Since you were last here, on {since},"
    if not found:
        return f"{when.removesuffix(',')} nothing has changed that touches you."
    parts = [
        counted(len(news.released), "release was published", "releases were published"),
        counted(len(news.withdrawn), "release was withdrawn", "releases were withdrawn"),
        counted(sum(news.acts.values()), "change was made to groups", "changes were made to groups"),
    ]
    told = [part for part in parts if not part.startswith("0 ")]
    waits = len(news.waiting) + len(news.refused)
    if waits:
        told.append(f"{counted(waits, 'file waits', 'files wait')} for somebody")
    if not told:
        return f"{when.removesuffix(',')} the national register changed some of your schools."
    return f"{when} {listed(told)}."


def _waiting(name: str, intake: str) -> Item:
    return Item("Waiting", f"{name} was checked and waits to be accepted.", _sent(intake), "Look at it")


def _refused(name: str, problems: int, intake: str) -> Item:
    count = counted(problems, "problem")
    return Item("Refused", f"{name} was not published: {count} to put right.", _sent(intake), "See what is wrong")


def _withdrawn(release: Release) -> Item:
    why = f" Why: {release.withdrawn_because}" if release.withdrawn_because else ""
    return Item("Withdrawn", f"{_titled(release)} was withdrawn.{why}", _page(release), "See the release")


def _released(news: News) -> Iterator[Item]:
    figures = [each for each in news.released if each.as_of is None]
    by_family = sorted(figures, key=lambda each: (each.family, -each.year, -each.pk))
    for family, found in groupby(by_family, key=lambda each: each.family):
        some = list(found)
        if len(some) > ONE_BY_ONE:
            title = family_titles().get(family, family)
            years = sorted({each.year for each in some})
            span = f"from {years[0] - 1}/{years[0] % 100:02d} to {years[-1] - 1}/{years[-1] % 100:02d}"
            said = f"{title}: {len(some)} releases were published, {span}."
            yield Item("Published", said, reverse("intake:releases"), "See them all")
            continue
        for each in some:
            yield _one(each, news.replaced.get(each.pk))
    yield from _described(news)


def _described(news: News) -> Iterator[Item]:
    """Extracts of registers by the day that they describe: several files make one."""
    days = sorted({each.as_of for each in news.released if each.as_of is not None}, reverse=True)
    for day in days:
        some = [each for each in news.released if each.as_of == day]
        if len(some) == 1:
            yield _one(some[0], None)
            continue
        titles = sorted(family_titles().get(each.family, each.family) for each in some)
        said = f"{len(some)} files that describe {spelled(day)} were published: {'; '.join(titles)}."
        yield Item("Published", said, reverse("intake:releases"), "See them all")


def _one(release: Release, older: Release | None) -> Item:
    label = {"revised": "Revised", "provisional": "Provisional"}.get(release.settled, "Published")
    said = f"{_titled(release)} was published: {release.get_settled_display().lower()}, for {_extent(release)}."
    if older is not None and older.withdrawn_at is None:
        said += f" It answers in place of the {older.get_settled_display().lower()} one: figures may have moved."
    return Item(label, said, _page(release), "See the release")


def _extract(extract: Extract) -> Iterator[Item]:
    day, href, more = spelled(extract.on), reverse("register:changes"), "See every change"
    if len(extract.releases) == 1:
        href = reverse("register:changes_of", args=[extract.releases[0].public_id])
    for each in extract.groups[:MOST_GROUPS]:
        words = ", ".join(each.kinds)
        schools = counted(each.schools, "school")
        yield Item("Register", f"{each.name}: {schools} changed by the extract of {day} ({words}).", href, more)
    left = len(extract.groups) - MOST_GROUPS
    if left > 0:
        others = counted(left, "more group has", "more groups have")
        yield Item("Register", f"{others} schools that changed.", href, more)
    for each in extract.schools:
        change, kind = each.change, str(ChangeKind(each.change.kind).label).lower()
        moved = f": {change.before} → {change.after}" if change.before and change.after else ""
        if change.kind in (ChangeKind.JOINED_GROUP, ChangeKind.LEFT_GROUP):
            moved = f" {change.after or change.before}"
        yield Item("Register", f"{each.school}, {kind}{moved} (extract of {day}).", href, more)


def _acts(news: News) -> Iterator[Item]:
    for act in news.history.acts:
        name = news.history.groups.get(act.group, act.group)
        href = reverse("register:group_history", args=[act.group])
        said = f"{name}: {sentence_of(act, news.history)} Recorded by {act.by}."
        yield Item("Members", said, href, "See its history")
    if news.history.acts or not news.acts:
        return
    most = [f"{name} ({number})" for (_, name), number in list(news.acts.items())[:MOST_GROUPS]]
    left = len(news.acts) - len(most)
    names = listed([*most, counted(left, "other group")] if left else most)
    said = f"{counted(sum(news.acts.values()), 'change was', 'changes were')} made to groups and members: {names}."
    yield Item("Members", said, reverse("register:groups"), "See the groups and their history")


def _titled(release: Release) -> str:
    return f"{family_titles().get(release.family, release.family)}, {release.about},"


def _extent(release: Release) -> str:
    return "England" if release.england else counted(len(release.authorities), "authority", "authorities")


def _page(release: Release) -> str:
    return reverse("intake:release", args=[release.public_id])


def _sent(intake: str) -> str:
    return reverse("intake:sent", args=[intake])
