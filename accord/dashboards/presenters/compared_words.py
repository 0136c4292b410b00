"""Several subjects side by side in sentences: what can be told of the first and each other, and what cannot."""

from __future__ import annotations

from collections.abc import Sequence

from accord.analytics.differences import Difference, Direction, gap
from accord.dashboards.presenters.captions import listed
from accord.dashboards.presenters.page import topic_of
from accord.dashboards.queries.compared import Compared, Overlap
from accord.insight.sentences.comparison import between
from accord.insight.sentences.counting import counted
from accord.insight.sentences.level import has_value, with_count
from accord.insight.sentences.rounding import PERCENTAGE
from accord.insight.sentences.topic import Named
from accord.performance.figure_rows import FigureRow
from accord.performance.subjects import Subject

MOST_NAMED = 3
MANY_COMPARISONS = 3


def opening(found: Compared) -> list[str]:
    """The sentences the page opens with."""
    question, subjects = found.question, found.subjects
    if not subjects:
        return ["Choose two to six groups, schools or authorities to see them side by side."]
    if len(subjects) == 1:
        return [f"{subjects[0].name} is chosen. Add one more, and up to five, to see them side by side."]
    if question.year is None:
        return ["No results have been loaded yet, so there is nothing to compare."]
    missing = question.measure.gap(question.year)
    if missing is not None:
        return [f"There is no figure for summer {question.year}. {missing.reason}"]
    known = [(each, row) for each in subjects if (row := found.now(each)) is not None and has_value(row.figure)]
    if len(known) < 2:
        who = known[0][0].name if known else "none of them"
        return [f"Only {who} has a figure for summer {question.year}." if known else "None of them has a figure."]
    told = [_two(found, *known)] if len(known) == 2 else _several(found, known)
    without = [each.name for each in subjects if each not in [one for one, _ in known]]
    if without:
        told.append(f"{listed(without)} {'has' if len(without) == 1 else 'have'} no figure that can be shown.")
    return told


def _two(found: Compared, one: tuple[Subject, FigureRow], other: tuple[Subject, FigureRow]) -> str:
    shared = found.overlap(one[0], other[0])
    if shared is None:
        named = (Named(each.name, row.figure) for each, row in (one, other))
        return between(topic_of(found.question), *named)
    return _level(found, [one, other])


def _level(found: Compared, known: Sequence[tuple[Subject, FigureRow]]) -> str:
    topic = topic_of(found.question)
    stand = [f"{each.name} stood at {with_count(topic, row.figure)}" for each, row in known]
    return f"In summer {found.question.year}, {listed(stand)}."


def _several(found: Compared, known: Sequence[tuple[Subject, FigureRow]]) -> list[str]:
    first = known[0]
    told: dict[str, list[str]] = {"higher": [], "lower": [], "no": []}
    for each, row in known[1:]:
        if found.overlap(first[0], each) is not None:
            continue
        difference = _gap(found, row, first[1])
        if difference is not None:
            word = {Direction.UP: "higher", Direction.DOWN: "lower", Direction.CANNOT_TELL: "no"}
            told[word[difference.direction]].append(each.name)
    parts = [f"{_figure_of(names)} {word}" for word in ("higher", "lower") if (names := told[word])]
    if told["no"]:
        parts.append(f"{listed(told['no'])} cannot be told apart from it")
    if not parts:
        return [_level(found, known)]
    return [_level(found, known[:1]), f"Beside it, {'; '.join(parts)}."]


def _figure_of(names: Sequence[str]) -> str:
    return f"the figure of {names[0]} is" if len(names) == 1 else f"the figures of {listed(names)} are"


def _gap(found: Compared, row: FigureRow, first: FigureRow) -> Difference | None:
    return gap(row.figure, first.figure) if found.question.measure.kind == PERCENTAGE else None


def difference(found: Compared, subject: Subject) -> tuple[Difference | None, str]:
    """A subject less the first, and in a word what can be said: why nothing, where nothing can."""
    first = found.subjects[0]
    if subject == first:
        return None, "the one compared with"
    shared, mine, theirs = found.overlap(first, subject), found.now(subject), found.now(first)
    if shared is not None:
        return None, f"{counted(len(shared.shared), 'school')} in common: not independent"
    if mine is None or theirs is None or not has_value(mine.figure) or not has_value(theirs.figure):
        return None, "no figure to compare"
    told = _gap(found, mine, theirs)
    if told is None:
        return None, "no interval for a difference"
    words = {Direction.UP: "higher", Direction.DOWN: "lower", Direction.CANNOT_TELL: "cannot be told apart"}
    return told, words[told.direction]


def warnings(found: Compared) -> list[str]:
    """What a reader should know before reading anything into it: overlaps, special schools, many comparisons."""
    told = _parts(found.overlaps)
    told += [_in_common(each) for each in found.overlaps if each.part is None]
    told += _special_words(found)
    number = sum(difference(found, each)[0] is not None for each in found.subjects)
    if number >= MANY_COMPARISONS:
        told.append(
            f"{number} comparisons are made here. Each by itself has 1 chance in 20 of calling a difference that is "
            "chance; among several, one such call is not rare."
        )
    return told


def _parts(overlaps: Sequence[Overlap]) -> list[str]:
    """Subjects that lie whole within others, a sentence for each of the others."""
    within: dict[str, list[str]] = {}
    for each in overlaps:
        if each.part is not None:
            whole = each.other if each.part == each.one else each.one
            within.setdefault(whole.name, []).append(each.part.name)
    return [
        f"{listed(names)} {'lies' if len(names) == 1 else 'lie'} within {whole}: "
        f"{'its figure is' if len(names) == 1 else 'their figures are'} part of the other, not independent of it."
        for whole, names in within.items()
    ]


def _in_common(each: Overlap) -> str:
    number = len(each.shared)
    names = listed([*each.shared[:MOST_NAMED], *([f"{number - MOST_NAMED} more"] if number > MOST_NAMED else [])])
    count = counted(number, "school")
    return f"{each.one.name} and {each.other.name} have {count} in common ({names}): the two are not independent."


def _special_words(found: Compared) -> list[str]:
    if len(found.subjects) < 2:
        return []
    only = [each for each in found.subjects if found.special(each) and _all_special(found, each)]
    if not only or len(only) == len(found.subjects):
        return []
    names, verb = listed([each.name for each in only]), "is a special school" if len(only) == 1 else "are special"
    if any(not each.is_school for each in only):
        verb = "has special schools only" if len(only) == 1 else "have special schools only"
    return [
        f"{names} {verb}, and the others are not. Special schools teach children with other needs, often few of "
        "them in a year: a difference says nothing of how well anybody teaches."
    ]


def _all_special(found: Compared, subject: Subject) -> bool:
    return found.special(subject) == len(found.schools.get(subject.address, ()))
