"""What is wrong with own returns in a file, or strange about them, besides what any file can have wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.utils import timezone

from accord.intake.actions.terms import terms_asked
from accord.intake.arithmetic import Before, Count, Counts, question_about, wrong_in
from accord.intake.models.files import Intake
from accord.intake.queries.published_before import published_before
from accord.intake.queries.returns import (
    authorities_by_urn,
    in_force,
    return_forms,
    what_is_reportable,
    words_of,
)
from accord.register.models.schools import Establishment
from accord.sharing.choices import Source
from accord.sharing.rules.pupil_parts import load_sums
from accord.warehouse.candidates import Candidate
from accord.warehouse.problems import Problem, shown
from accord.warehouse.reportable import Reportable
from accord.warehouse.returned_rows import FAMILY, PAIRS, ReturnedRow, returned_rows

MOST_TOLD = 100


@dataclass(frozen=True, slots=True)
class _Sent:
    """The rows of one summer in a file."""

    candidate: Candidate
    rows: list[ReturnedRow]
    intake: Intake

    def problem(
        self, code: str, message: str, fix: str, row: ReturnedRow | None = None, column: str = "", value: str = ""
    ) -> Problem:
        at = row.row if row else None
        told = f"Row {at:,}: {message}" if at else message
        return Problem(code, told, fix, self.intake.name, None, at, column or None, shown(value) if value else None)


def returned_wrongly(candidates: Sequence[Candidate], intake: Intake) -> list[Problem]:
    """Every reason against own returns in a file; what was put together here was looked at as it came."""
    if intake.compiled:
        return []
    found = [problem for sent in _sent(candidates, intake) for problem in _wrong(sent)]
    return found[:MOST_TOLD]


def returned_strangely(candidates: Sequence[Candidate], intake: Intake) -> list[Problem]:
    """Changes against the year before that are larger than chance allows: worth asking about, no reason to refuse."""
    if intake.compiled:
        return []
    return [problem for sent in _sent(candidates, intake) for problem in _strange(sent)][:MOST_TOLD]


def _sent(candidates: Sequence[Candidate], intake: Intake) -> Iterator[_Sent]:
    for each in candidates:
        if each.family == FAMILY:
            yield _Sent(each, returned_rows(each.folder), intake)


def _wrong(sent: _Sent) -> Iterator[Problem]:
    known = what_is_reportable()
    yield from _terms(sent)
    yield from _year(sent)
    yield from _places(sent)
    named = [problem for row in sent.rows for problem in _row(sent, row, known)]
    yield from named
    if not named:
        yield from _arithmetic(sent, known)


def _terms(sent: _Sent) -> Iterator[Problem]:
    asked = terms_asked(sent.intake, FAMILY)
    received = timezone.localdate(sent.intake.received_at)
    if (asked.source, asked.to_schools_on, asked.to_members_on, asked.to_public_on) != (
        Source.OWN, received, received, None,
    ):  # fmt: skip
        message = "Own returns are seen at once by the authority, the school and members under an agreement."
        yield sent.problem("returns_on_other_terms", message, "Leave out where they come from and from when.")


def _year(sent: _Sent) -> Iterator[Problem]:
    this = timezone.localdate(sent.intake.received_at).year
    if sent.candidate.year > this:
        message = f"There are no results of summer {sent.candidate.year} yet."
        yield sent.problem("returns_of_the_future", message, "Put the summer of the results in the column YEAR.")


def _places(sent: _Sent) -> Iterator[Problem]:
    knows = Establishment.objects.exists()
    authorities = authorities_by_urn(row.urn for row in sent.rows) if knows else {}
    for urn, some in groupby(sent.rows, key=lambda row: row.urn):
        row = next(some)
        if not row.authority:
            fix = "Write the three digits of the school’s authority."
            yield sent.problem("returns_without_authority", "The column LA is blank.", fix, row, "LA")
        elif knows and urn not in authorities:
            message = f"The register knows no school with URN {urn}."
            yield sent.problem("unknown_school", message, "Check the URN, six digits.", row, "URN", urn)
        elif knows and authorities[urn] and authorities[urn] != row.authority:
            message = f"School {urn} is of authority {authorities[urn]}, not of {row.authority}."
            yield sent.problem("school_of_another_authority", message, "Check URN and LA.", row, "LA", row.authority)


def _row(sent: _Sent, row: ReturnedRow, known: Reportable) -> Iterator[Problem]:
    measure = known.measure(row.measure)
    if measure is None:
        message = f"“{row.measure}” is no measure that schools report."
        fix = f"Write the code of one, such as {', '.join(list(known.measures)[:3])}; the documentation has all."
        yield sent.problem("unknown_measure", message, fix, row, "MEASURE", row.measure)
        return
    if reason := known.not_measured(measure, sent.candidate.year):
        fix = "Leave out rows of that summer."
        yield sent.problem("not_measured", reason, fix, row, "YEAR", str(sent.candidate.year))
    if known.group(measure, row.group) is None:
        message = f"“{row.group}” is no group of pupils of {known.name(measure)}."
        fix = f"Write one of {', '.join(known.measures[measure].pupils)}."
        yield sent.problem("unknown_pupil_group", message, fix, row, "PUPIL_GROUP", row.group)
    yield from _numbers(sent, row, known.pair(measure), known.returned(measure).of)


def _numbers(sent: _Sent, row: ReturnedRow, own: tuple[str, str], of: str) -> Iterator[Problem]:
    for column in own:
        if row.numbers[column] is None:
            fix = f"Write a number of {of}; leave the whole row blank where you do not know it."
            yield sent.problem("count_missing", f"{column} holds no number.", fix, row, column, row.printed[column])
    for column in (column for pair in PAIRS for column in pair):
        if column not in own and row.printed[column]:
            message = f"{row.measure} is told in {own[0]} and {own[1]}, not in {column}."
            fix = f"Leave {column} blank in this row."
            yield sent.problem("count_elsewhere", message, fix, row, column, row.printed[column])


_At = dict[tuple[str, str], ReturnedRow]
"""The row of each measure and group of pupils."""


def _by_school(rows: Iterable[ReturnedRow], known: Reportable) -> Iterator[tuple[str, Counts, _At]]:
    ordered = sorted(rows, key=lambda row: row.urn)
    for urn, some in groupby(ordered, key=lambda row: row.urn):
        counts, at = {}, {}
        for row in some:
            measure = known.measure(row.measure)
            group = known.group(measure, row.group) if measure else None
            if measure is None or group is None:
                continue
            key = measure, group
            counts[key], at[key] = Count(row.pupils or 0, row.met or 0), row
        yield urn, counts, at


def _arithmetic(sent: _Sent, known: Reportable) -> Iterator[Problem]:
    sums, harder = load_sums(settings.ACCORD_DEFINITIONS), harder_than()
    for urn, counts, at in _by_school(sent.rows, known):
        yield from _pupils_behind(sent, urn, counts, at, known)
        names = {group: known.group_name(measure, group) for measure, group in counts}
        for wrong in wrong_in(counts, sums, harder, names, words_of({measure for measure, _ in counts})):
            row = at[wrong.measure, wrong.group]
            column = known.pair(wrong.measure)[wrong.role == "met"]
            yield sent.problem("counts_contradict", wrong.message, wrong.fix, row, column, row.printed[column])


def _pupils_behind(sent: _Sent, urn: str, counts: Counts, at: _At, known: Reportable) -> Iterator[Problem]:
    """A rate of sessions says nothing of how many pupils it is: a row of pupils beside it does, here or sent before."""
    lacking = [key for key in counts if (beside := known.returned(key[0]).beside) and (beside, key[1]) not in counts]
    if not lacking:
        return
    before = {(line.measure, line.group) for line in in_force(sent.candidate.year, urns=[urn])}
    for measure, group in lacking:
        beside = known.returned(measure).beside
        if (beside, group) not in before:
            message = f"Nothing tells of how many pupils these sessions of school {urn} are."
            fix = f"Add a row of {beside} for the same school and pupils, with PUPILS and MET."
            yield sent.problem("pupils_unknown", message, fix, at[measure, group], "MEASURE", measure)


def harder_than() -> dict[str, str]:
    """Of which measure no more pupils can have met it than another, over all forms."""
    return {harder: easier for form in return_forms().values() for harder, easier in form.no_more_than.items()}


def _strange(sent: _Sent) -> Iterator[Problem]:
    known, year = what_is_reportable(), sent.candidate.year - 1
    urns = {row.urn for row in sent.rows}
    before = published_before(year, urns, timezone.localdate(sent.intake.received_at)) | {
        (line.urn, line.measure, line.group): Before(Count(line.pupils, line.met)) for line in in_force(year, urns=urns)
    }
    for urn, counts, at in _by_school(sent.rows, known):
        words = words_of({measure for measure, _ in counts})
        for (measure, group), count in counts.items():
            if told := question_about(count, before.get((urn, measure, group)), words[measure]):
                fix = "Check it; if it is right, nothing needs doing."
                yield sent.problem("unlike_last_year", told, fix, at[measure, group], known.pair(measure)[1])
