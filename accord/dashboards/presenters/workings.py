"""How a figure was made, down to what was printed in which row of which file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from accord.analytics.figures import Figure, Status
from accord.analytics.members import MemberState
from accord.insight.sentences.absence import STATUS_WORDS
from accord.insight.sentences.counting import counted
from accord.insight.sentences.rounding import DFE_INTERVAL, PERCENTAGE, RATE, RATIO, TOTAL, score
from accord.performance import catalogue
from accord.performance.explanations import Explanation, ReleaseBehind, SchoolBehind
from accord.ui.tables.tables import Cell, Column, Table, said

STATE_WORDS = {
    MemberState.COUNTED: "counted",
    MemberState.SUPPRESSED: "suppressed",
    MemberState.LOW_COVERAGE: "covers too few pupils",
    MemberState.NO_NUMBERS: "cannot be pooled",
    MemberState.NOT_PUBLISHED: "not published",
    MemberState.NOT_RELEASED: "not loaded yet",
    MemberState.NO_PUPILS: "no such pupils",
    MemberState.NOT_APPLICABLE: "not applicable",
}


def definition_rows(measure: catalogue.Measure) -> list[tuple[str, str]]:
    """What the measure means and who answers for it."""
    rows = [
        ("What it counts", measure.counts),
        ("Over whom", measure.over),
        ("How schools are pooled", measure.pools),
        ("Why it matters", measure.why_it_matters),
        ("Owner", measure.owner),
        ("Checked by", measure.checked_by),
    ]
    if measure.review_due:
        rows.append(("To be reviewed by", _long_date(str(measure.review_due))))
    return [*rows, ("Definition", f"{measure.code}, version {measure.version}")]


def _long_date(written: str) -> str:
    """6 March 2013 for 2013-03-06; anything else as it is written."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return written
    return f"{day.day} {day:%B %Y}"


def steps(explained: Explanation) -> list[str]:
    """The sum in words, with its numbers."""
    figure, measure = explained.figure.figure, explained.measure
    if measure.kind == PERCENTAGE:
        return _steps_of_percentage(figure, printed=any("count" in roles for roles in measure.columns.values()))
    if measure.kind in (RATE, RATIO, TOTAL):
        return _steps_of_sums(figure, measure.kind, measure.pools)
    spread = explained.pupil_sd
    said = [
        "Each school\u2019s published score is multiplied by the pupils behind it; the products are added up "
        f"and divided once by all those pupils ({counted(figure.whole or 0, 'pupil')}).",
    ]
    if figure.value is not None:
        said.append(f"The result is {score(figure.value, measure.kind)} ({figure.value:.3f} before rounding).")
    if measure.kind in DFE_INTERVAL and spread and figure.interval_low is not None:
        said.append(
            f"The interval is 1.96 times the spread between pupils in England ({spread:.3f} points), divided "
            f"by the square root of {figure.whole:,} pupils, either way."
        )
    if figure.status == Status.APPROXIMATE and measure.kind not in DFE_INTERVAL:
        said.append("The number of pupils with a score is not published, so the figure is called approximate.")
    return said


def _steps_of_sums(figure: Figure, kind: str, pools: str) -> list[str]:
    said = [pools]
    if figure.value is not None:
        said.append(f"The result is {score(figure.value, kind)} ({figure.value:.3f} before rounding).")
    if figure.status == Status.APPROXIMATE:
        said.append("What single schools were divided by is not published: pupils stand for it, so it is approximate.")
    return said


def _steps_of_percentage(figure: Figure, *, printed: bool) -> list[str]:
    said = [
        "For each school, the published whole percentage of its pupils gives back the number of pupils who "
        "did: one number for up to 100 pupils, a small range for more.",
    ]
    if printed:
        said.append("Where the file prints the number of pupils who did, that number is taken as it is.")
    reported = figure.coverage.schools_reported
    if reported == figure.coverage.schools_counted and reported:
        said = ["Each school reports how many pupils it has and how many of them did: exact numbers, not published."]
    elif reported:
        them = f"{counted(reported, 'school')} report{'s' if reported == 1 else ''}"
        said.append(f"{them} the pupils and those who did instead: exact numbers, not published.")
    if figure.part_low is not None and figure.part_high is not None and figure.whole:
        part = f"{figure.part_low:,}"
        if figure.part_high != figure.part_low:
            part = f"between {figure.part_low:,} and {figure.part_high:,}"
        said.append(f"Added up over the schools counted: {part} of {counted(figure.whole, 'pupil')}, divided once.")
    if figure.value is not None:
        said.append(f"The result is {score(figure.value, PERCENTAGE)} ({figure.value:.3f}% before rounding).")
    hidden = figure.coverage.pupils_counted != figure.coverage.pupils_expected
    if hidden and figure.low is not None and figure.high is not None:
        said.append(
            "A school whose result is suppressed may have had anything from none to all of its pupils: over "
            f"all pupils expected the figure lies between {figure.low:.2f}% and {figure.high:.2f}%."
        )
    if figure.interval_low is not None:
        said.append("The 95% interval is Wilson\u2019s, from the fewest pupils the files allow to the most.")
    return said


def flag_words(figure: Figure) -> list[str]:
    """What a reader should know besides, in words."""
    said = []
    for flag in figure.flags:
        name, _, number = flag.partition(":")
        if name == "count_swapped":
            schools = counted(int(number or 1), "school")
            said.append(
                f"For {schools} no whole number of pupils gives the published percentage: the publisher "
                "divided by another number of pupils than it printed. The nearest counts are used."
            )
        else:
            said.append(flag.replace("_", " "))
    return said


def schools_behind_table(explained: Explanation) -> Table:
    """Every school: what was printed for it, what was made of that, and where it stands."""
    files = {each.id: each for each in explained.releases}
    columns = (
        Column("name", "School", "name in the file"),
        Column("urn", "URN", "unique reference number", numeric=True),
        Column("status", "In the figure?", "counted, or why not", words=True),
        Column("printed", "As printed", "published columns and their text", words=True),
        Column("pupils", "Pupils", "eligible pupils", numeric=True),
        Column("made", "Pupils who did" if explained.measure.kind == PERCENTAGE else "Score", "", numeric=True),
        Column("part_low", "Fewest", "fewest pupils the percentage allows", file_only=True),
        Column("part_high", "Most", "most pupils the percentage allows", file_only=True),
        Column("weight", "Weight", "pupils behind a score", file_only=True),
        Column("file", "File and row", "file, and the row in it (the header is row 1)", words=True),
        Column("sha256", "SHA-256", "of the file", file_only=True),
    )
    lines = tuple((_school_cells(each, files), False) for each in explained.schools)
    names = dict.fromkeys(name for each in explained.schools for name in each.printed)
    notes = (f"Published columns: {', '.join(names)}.",) if names else ()
    return Table("workings", "Every school behind the figure", columns, lines, notes)


def _school_cells(each: SchoolBehind, files: dict[str, ReleaseBehind]) -> tuple[Cell, ...]:
    release = files.get(each.release or "")
    where = f"{release.member or release.file}, row {each.row_in_file}" if release else ""
    printed = "; ".join(f"{column}: {text or '(blank)'}" for column, text in each.printed.items())
    brief = "; ".join(f"{name.split('|')[0]}: {text or '(blank)'}" for name, text in each.printed.items())
    return (
        said(each.name),
        said(each.urn),
        said(f"{STATE_WORDS[each.state]}, by its own return" if each.reported else STATE_WORDS[each.state]),
        Cell(brief, printed),
        Cell("" if each.pupils is None else f"{each.pupils:,}", each.pupils),
        Cell(_made(each), _made(each)),
        Cell("", each.part_low),
        Cell("", each.part_high),
        Cell("", each.weight),
        said(where),
        said(release.sha256 if release else ""),
    )


def _made(each: SchoolBehind) -> str:
    if each.score is not None:
        return f"{each.score:g} \u00d7 {each.weight}"
    if each.part_low is None:
        return ""
    return str(each.part_low) if each.part_low == each.part_high else f"{each.part_low} to {each.part_high}"


def releases_table(explanations: Sequence[Explanation]) -> Table:
    """The files that were read, each once."""
    seen = {each.id: each for explained in explanations for each in explained.releases}
    columns = (
        Column("file", "File", "name of the file sent, and of the one inside it", words=True),
        Column("sha256", "SHA-256 begins", "hash of the bytes"),
        Column("holds", "Holds", "family, summer, extent and how settled it is", words=True),
        Column("received", "Received", "when and by whom", words=True),
        Column("accepted", "Accepted", "when and by whom", words=True),
        Column("release", "Release", "public id of the release"),
    )
    lines = []
    for each in seen.values():
        name = each.file if not each.member or each.member == each.file else f"{each.file}: {each.member}"
        extent = each.extent if len(each.extent) < 40 else f"{each.extent.count(',') + 1} authorities"
        received = f"{each.received_at:%-d %B %Y} by {each.received_by}"
        cells = (
            said(name),
            Cell(each.sha256[:12], each.sha256),
            said(f"{each.family}, summer {each.year}, {extent}, {each.settled}"),
            said(received),
            said(f"{each.accepted_at:%-d %B %Y} by {each.accepted_by}" if each.accepted_at else "not accepted"),
            Cell(each.id[:8], each.id, href=f"/data/releases/{each.id}/"),
        )
        lines.append((cells, False))
    return Table("files", "The files behind it", columns, tuple(lines))


def comparator_rows(explanations: Sequence[Explanation]) -> list[tuple[str, str]]:
    """Published figures set beside it, as the publisher printed them."""
    return [
        (
            f"{each.figure.title}, {'published row' if each.figure.basis == 'published' else 'added up'}",
            STATUS_WORDS[each.figure.figure.status]
            if each.figure.figure.value is None
            else score(each.figure.figure.value, each.measure.kind),
        )
        for each in explanations
    ]
