"""Own returns as files: a template that is filled in comes back whole, and no cell breaks or is misread."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from uuid import uuid4

import pytest
import xlsxwriter
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from accord.intake.models.files import Intake
from accord.intake.queries.returns import in_force, return_forms
from accord.register.actions.groups import make
from accord.register.actions.memberships import join
from tests.factories.own_returns import HEADERS
from tests.factories.people import somebody
from tests.factories.register_schools import school as registered
from tests.factories.school_tables import RWM, take
from tests.fixtures.skipping import thorough

AT = datetime(2026, 7, 14, 9, tzinfo=UTC)
URNS = ("100001", "100002")
EXAMPLES = 600 if thorough() else 25
Cell = str | int | float
Rows = Sequence[Sequence[object]]


@pytest.fixture
def coast(home: Path) -> None:
    group = make(name="Coast", kind="alliance", belongs_to="authority:501", by=None, at=AT)
    for urn in URNS:
        registered(urn, f"School {urn}", la_code="501")
        join(group=group, urn=urn, starts_on=None, by=None, at=AT)


def template(form: str, ending: str) -> list[list[str]]:
    """What is downloaded on the page of the group, as rows of text."""
    client = Client()
    client.force_login(somebody(f"{uuid4().hex}@example.org", "data_manager authority:501"))
    answer = client.get(f"/groups/coast/returns/{form}.{ending}")
    assert answer.status_code == 200
    if ending == "csv":
        return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_name("Table")
    width = len(sheet.to_python()[0])
    return [[str(cell) for cell in row] + [""] * (width - len(row)) for row in sheet.to_python()]


def filled(rows: list[list[str]]) -> Iterator[list[str]]:
    """The template with numbers: 40 − 3 × row pupils of whom a third met it; and sessions a hundred times these."""
    head, *rest = rows
    yield head
    for at, row in enumerate(rest):
        told = dict(zip(head, row, strict=True))
        of_sessions = told["MEASURE"] in ("absence_autumn", "absence_autumn_spring")
        whole = 2_800 if of_sessions else 30 if told["PUPIL_GROUP"] == "all" else 6
        part = whole // 3 - (at % 2 if told["MEASURE"] == "ks2_rwm_higher" else 0)
        pair = ("SESSIONS_POSSIBLE", "SESSIONS_MISSED") if of_sessions else ("PUPILS", "MET")
        yield list((told | dict(zip(pair, (str(whole), str(part)), strict=True))).values())


def write(folder: Path, rows: Rows, ending: str, numbers: bool = False) -> Path:
    path = folder / f"{uuid4().hex}.{ending}"
    if ending == "csv":
        with path.open("w", encoding="utf-8", newline="", errors="surrogatepass") as file:
            csv.writer(file).writerows(rows)
        return path
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("Returns")
        for at, row in enumerate(rows):
            for across, cell in enumerate(row):
                if isinstance(cell, int | float):
                    sheet.write_number(at, across, cell)
                else:
                    sheet.write_string(at, across, str(cell))
    return path


@pytest.mark.parametrize("form", sorted(return_forms()))
def test_a_template_filled_in_comes_back_whole_as_csv_and_as_workbook(coast: None, tmp_path: Path, form: str):
    rows = template(form, "csv")
    asked = return_forms()[form]
    wanted = [(urn, measure, ask.group) for urn in URNS for ask in asked.asks for measure in ask.measures]
    place = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    assert [(row["URN"], row["MEASURE"], row["PUPIL_GROUP"]) for row in place] == wanted
    assert template(form, "xlsx") == rows
    sent = take(write(tmp_path, list(filled(rows)), "csv"))
    assert sent.progress == "published", sent.problems
    year = int(place[0]["YEAR"])
    kept = {(line.urn, line.measure, line.group): (line.pupils, line.met) for line in in_force(year)}
    assert kept.keys() == set(wanted) and {pair[0] for pair in kept.values()} <= {30, 6, 2_800}
    again = take(write(tmp_path, list(filled(rows)), "xlsx"))
    assert again.progress == "published", again.problems
    assert again.releases.get().fingerprint == sent.releases.get().fingerprint


def test_a_template_as_it_comes_is_refused_in_a_sentence(coast: None, tmp_path: Path):
    sent = take(write(tmp_path, template("ks2", "csv"), "csv"))
    assert sent.progress == "refused" and [each["code"] for each in sent.problems] == ["nothing_filled_in"]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_rows_left_blank_are_passed_over_and_half_a_row_is_refused(coast: None, tmp_path: Path, ending: str):
    header, first, *others = template("ks2", "csv")
    at = header.index("PUPILS")
    first[at : at + 2] = ["30", "20"]
    sent = take(write(tmp_path, [header, first, *others], ending))
    assert sent.progress == "published", sent.problems
    (told,) = (each for each in sent.warnings if each["code"] == "rows_unfilled")
    assert told["message"] == f"{len(others)} rows hold no number and were passed over." and told["row"] == 3
    assert [(line.urn, line.pupils, line.met) for line in in_force(int(first[header.index("YEAR")]))] == [
        (URNS[0], 30, 20)
    ]
    others[0][at] = "31"
    sent = take(write(tmp_path, [header, first, *others], ending))
    assert sent.progress == "refused"
    assert [(each["code"], each["row"], each["column"]) for each in sent.problems] == [("count_missing", 3, "MET")]


def test_a_file_sent_again_after_another_counts_again(coast: None, tmp_path: Path):
    def send(met: int) -> int:
        take(write(tmp_path, [HEADERS, (URNS[0], "501", 2019, RWM, "all", 30, met)], "csv"))
        return in_force(2019)[0].met

    assert [send(20), send(10), send(20)] == [20, 10, 20]


def whole(text: object) -> int | None:
    """The number that a cell can mean, read without the product: None where it means none."""
    bare = str(text).strip().replace("\u2212", "-")
    if not re.fullmatch(r"[+-]?[0-9][0-9,]*(\.[0-9]+)?|[+-]?\.[0-9]+", bare):
        return None
    try:
        number = Decimal(bare.replace(",", ""))
    except InvalidOperation:
        return None
    return int(number) if number == int(number) else None


NUMBERS = st.one_of(
    st.integers(-5, 3_010),
    st.integers(0, 40).map(str),
    st.sampled_from(["", " 12 ", "1,200", "12.0", "1e2", "-1", "12.5", "\u0663", "½", "=1+1", "SUPP", "x", "NaN", "inf",
                     "0x1f", "1 200", "12\u00a0", "1,2,3", "+7", "\u22121", "9" * 400, "10%", "<5", "TRUE"]),
    st.floats(0, 60).map(lambda each: round(each, 2)),
    st.text(max_size=12),
)  # fmt: skip
PLACES = st.sampled_from([*URNS, "100001 ", "999999", "", "\u0661", "100001.0"])
MEASURES = st.sampled_from([RWM, "KS2 RWM Expected", "ks2-rwm-expected", "absence_autumn", "nothing", "", "=ks2"])
GROUPS = st.sampled_from(["all", "All pupils", "disadvantaged", "boys", "left", ""])
YEARS = st.sampled_from([2019, "2018/19", "201819", "2020", "2099", "", "two", "2019.0"])
ROWS = st.lists(
    st.tuples(PLACES, st.sampled_from(["501", "502", "", "5o1"]), YEARS, MEASURES, GROUPS, NUMBERS, NUMBERS),
    min_size=1, max_size=3,
)  # fmt: skip
LIKELY = st.lists(
    st.tuples(st.sampled_from(URNS), st.just("501"), st.just(2019), st.just(RWM), st.just("all"), NUMBERS, NUMBERS),
    min_size=1, max_size=2,
)  # fmt: skip


def check(sent: Intake, rows: Rows, tally: Counter[str]) -> None:
    """Either every number is kept as it was written, or every objection says where, what and what to do."""
    tally[str(sent.progress)] += 1
    if sent.progress in ("published", "unchanged"):
        kept = {(line.urn, line.group): (line.pupils, line.met) for line in in_force(2019)}
        for urn, _, _, measure, group, pupils, met in rows:
            group = {"all pupils": "all"}.get(str(group).lower(), group)
            assert "absence" not in str(measure)
            assert kept[str(urn).strip().removesuffix(".0"), group] == (whole(pupils), whole(met)), rows
        return
    assert sent.progress == "refused", (sent.progress, rows)
    assert sent.problems
    for problem in sent.problems:
        assert problem["file"] and problem["message"] and problem["fix"], problem
        assert problem["row"] or problem["code"] in ABOUT_A_FILE, problem
        assert problem["column"] or problem["code"] in ABOUT_A_FILE | ABOUT_A_ROW, problem
        tally[problem["code"]] += 1


ABOUT_A_FILE = frozenset({"returns_of_the_future"})
ABOUT_A_ROW = frozenset({"zero_bytes"})
"""Where no column can be told."""


def test_any_cell_is_kept_as_written_or_refused_with_row_column_and_fix(coast: None, tmp_path: Path):
    tally: Counter[str] = Counter()

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None,
              derandomize=not thorough())  # fmt: skip
    @given(st.one_of(LIKELY, ROWS), st.sampled_from(["csv", "xlsx"]))
    @example([("100001", "501", 2019, RWM, "all", 30, 20)], "csv")
    @example([("100001", "501", 2019, RWM, "all", "30", 20.0)], "xlsx")
    @example([("100001", "501", 2019, RWM, "all", 30, "31")], "xlsx")
    def any_file(rows: list[tuple[object, ...]], ending: str) -> None:
        sent = take(write(tmp_path, [HEADERS, *rows], ending))
        check(sent, rows, tally)

    any_file()
    print(f"files of own returns: {dict(tally)}")
    assert tally["published"] + tally["unchanged"] >= 2 and tally["refused"] >= EXAMPLES // 3, tally
