"""Workbooks made to do harm: nothing in them is run, fetched or opened, and the service goes on.

Some go through the whole door, as a file that somebody sent, all of them in a thorough run; the others through the same
steps in this process. What can be read rightly is: it then gives the very release of the same figures as CSV. The rest
is refused in plain words. Afterwards the next file is taken in, and pages are answered.
"""

from __future__ import annotations

import socket
import struct
import threading
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from itertools import chain
from pathlib import Path

import pytest
from django.utils import timezone

from accord.intake.actions.intakes import Asked, take_in
from accord.intake.choices import Progress
from accord.intake.models.files import Intake
from accord.warehouse.problems import Problem, problem_from_json
from tests.factories.county_people import signed_in
from tests.factories.hostile_workbooks import (
    BOOK,
    HEAD,
    LINKS,
    MAIN,
    OFFICE,
    SHEET,
    cell,
    formula,
    linked,
    rows,
    sheet,
    workbook,
)
from tests.factories.ks2_files import HEADERS, csv_bytes, table
from tests.factories.people import somebody
from tests.factories.preparing import of_bytes
from tests.fixtures.skipping import thorough

pytestmark = [pytest.mark.confined, pytest.mark.postgresql]

SAMPLE = 6
SECRET = "planted-secret-of-this-machine"
TOTAL = f"{chr(65 + HEADERS.index('TELIG'))}2"
"""Where Ash Primary School's pupils stand, 40 of them."""
SHARED = ('t="inlineStr"><is><t>Ash Primary School</t></is>', 't="s"><v>0</v>')
"""The school's name as it stands there, and as a text that is kept elsewhere."""
VALIDATION = (
    '<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" uri="{CCE6A557}">'
    '<x14:dataValidations xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" count="1">'
    "<x14:dataValidation><x14:formula1><xm:f>Lists!$A$1:$A$9</xm:f></x14:formula1><xm:sqref>A2</xm:sqref>"
    "</x14:dataValidation></x14:dataValidations></ext></extLst>"
)
"""A list to choose from, as later spreadsheets write it: its formula is no cell's."""


@dataclass(frozen=True)
class Hostile:
    """A workbook, and the problem it is refused with; None where it is read as if nothing were in it."""

    title: str
    content: bytes
    code: str | None = None
    says: str = ""
    name: str = "england_ks2final.xlsx"


def entity(where: str) -> str:
    return f'<!DOCTYPE x [<!ENTITY evil SYSTEM "{where}">]>'


LAUGHS = "<!DOCTYPE x [" + '<!ENTITY l0 "lol">' + "".join(
    f'<!ENTITY l{depth} "{f"&l{depth - 1};" * 10}">' for depth in range(1, 12)
) + "]>"  # fmt: skip


def with_text(text: str, before: str) -> bytes:
    """The school's name is an entity."""
    name = f"{chr(65 + HEADERS.index('SCHNAME'))}2"
    there = f'<c r="{name}" t="inlineStr"><is><t>{text}</t></is></c>'
    return workbook({SHEET: sheet(rows(table(), {name: there}), before=before)})


def with_formula(text: str, result: str | None = "40", **parts: str | bytes) -> bytes:
    return workbook({SHEET: sheet(rows(table(), {TOTAL: formula(TOTAL, text, result)})), **parts})


def lying(content: bytes) -> bytes:
    """Every part is said to unpack to 100 bytes."""
    out = bytearray(content)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for info in archive.infolist():
            out[info.header_offset + 22 : info.header_offset + 26] = struct.pack("<I", 100)
    at = out.find(b"PK\x01\x02")
    while at >= 0:
        out[at + 24 : at + 28] = struct.pack("<I", 100)
        at = out.find(b"PK\x01\x02", at + 4)
    return bytes(out)


def overlapping(content: bytes, times: int = 3000) -> bytes:
    """Its directory names one part three thousand times."""
    start = content.index(b"PK\x01\x02")
    end = content.index(b"PK\x05\x06")
    entries, at = [], start
    while at < end:
        size = 46 + sum(struct.unpack("<HHH", content[at + 28 : at + 34]))
        entries.append(content[at : at + size])
        at += size
    entries += [entries[-1]] * times
    tail = bytearray(content[end:])
    tail[8:12] = struct.pack("<HH", len(entries), len(entries))
    tail[12:16] = struct.pack("<I", sum(map(len, entries)))
    return content[:start] + b"".join(entries) + bytes(tail)


def that_run(out: str, secret: Path) -> Iterator[Hostile]:
    """Macros, links and formulas: what a spreadsheet program would run, fetch or open."""
    macro = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1Attribute VB_Name = \"Auto_Open\"\nShell \"touch /tmp/x\"" * 50
    outside = f'{HEAD}<externalLink xmlns="{MAIN}"><externalBook xmlns:r="{OFFICE}" r:id="rId1"/></externalLink>'
    dde = f'{HEAD}<externalLink xmlns="{MAIN}"><ddeLink ddeService="cmd" ddeTopic="/C calc"/></externalLink>'
    link = "xl/externalLinks/externalLink1.xml"
    connection = (
        f'{HEAD}<connections xmlns="{MAIN}"><connection id="1" name="c" type="4" refreshedVersion="3" '
        f'refreshOnLoad="1"><webPr url="{out}/"/></connection></connections>'
    )
    yield Hostile("a macro that runs when it opens", workbook(
        {"xl/vbaProject.bin": macro, LINKS: linked("vbaProject.bin", "vbaProject", mode="Internal")}, kind="macros"
    ), name="england_ks2final.xlsm")  # fmt: skip
    yield Hostile("a macro, called a plain workbook", workbook({"xl/vbaProject.bin": macro}))
    old = sheet('<row r="1">' + formula("A1", 'EXEC("touch /tmp/x")', "0") + "</row>")
    yield Hostile("an old macro sheet", workbook({"xl/macrosheets/sheet1.xml": old}))
    for where in (f"{out}/book.xlsx", f"file://{secret}"):
        parts = {link: outside, LINKS: linked(where, "externalLink")}
        yield Hostile(f"an external link to {where[:4]}", with_formula("[1]Sheet1!A1", **parts))
    yield Hostile("a link to a program", with_formula("cmd|'/C calc'!A0", **{link: dde}))
    refreshing = {"xl/connections.xml": connection, LINKS: linked(f"{out}/c", "connections")}
    yield Hostile("a connection that refreshes itself", workbook(refreshing))
    for text in (f'WEBSERVICE("{out}/x")', f'IMAGE("{out}/x.png")', f'HYPERLINK("{out}/x","40")'):
        yield Hostile(f"a formula: {text[:9]}", with_formula(text))
    where = f"row 2, column {TOTAL[0]}"
    yield Hostile("a formula without its result", with_formula("20+20", None), "formula_without_result", where)
    more = "".join(f'<row r="{at}"><c r="A{at}"><f>1+1</f></c></row>' for at in range(9, 20_000))
    yield Hostile(
        "formulas without results, all the way down", workbook({SHEET: sheet(rows(table()) + more)}),
        "formula_without_result", "row 9, column A",
    )  # fmt: skip


def with_entities(out: str, secret: Path) -> Iterator[Hostile]:
    """XML that brings in files and grows without end."""
    evil, code = entity(f"file://{secret}"), "unsafe_workbook"
    yield Hostile("an entity that is a file of this machine", with_text("&evil;", evil), code, "entities")
    yield Hostile("an entity from the network", with_text("&evil;", entity(f"{out}/x")), code)
    yield Hostile("a document type from the network", with_text("Ash", f'<!DOCTYPE x SYSTEM "{out}/x.dtd">'), code)
    yield Hostile("a billion laughs", with_text("&l11;", LAUGHS), code)
    for title, before, text in (("a billion laughs", LAUGHS, "&l11;"), ("an entity", evil, "&evil;")):
        book = f'{HEAD}{before}<workbook xmlns="{MAIN}"><sheets>{text}</sheets></workbook>'
        yield Hostile(f"{title} in the list of sheets", workbook({BOOK: book}), code)
        yield Hostile(f"{title} in the shared texts", workbook({
            SHEET: sheet(rows(table()).replace(*SHARED)),
            LINKS: linked("sharedStrings.xml", "sharedStrings", mode="Internal"),
            "xl/sharedStrings.xml": f'{HEAD}{before}<sst xmlns="{MAIN}" count="1"><si><t>{text}</t></si></sst>',
        }), code)  # fmt: skip


def of_odd_shapes(secret: Path) -> Iterator[Hostile]:
    """Sheets without end, parts that are not there, archives that lie."""
    good, last = rows(table()), range(9, 1_048_577 if thorough() else 20_000)
    empty = "".join(f'<row r="{at}" ht="15"/>' for at in last)
    styled = "".join(f'<row r="{at}"><c r="A{at}" s="0"/><c r="Z{at}" s="0"/></row>' for at in last)
    full = "".join(f'<row r="{at}"><c r="A{at}"><v>1</v></c></row>' for at in last)
    yield Hostile(f"{len(last):,} empty rows", workbook({SHEET: sheet(good + empty)}))
    yield Hostile(f"{len(last):,} formatted rows with nothing in them", workbook({SHEET: sheet(good + styled)}))
    if thorough():
        yield Hostile(f"{len(last):,} rows of one cell", workbook({SHEET: sheet(good + full)}), "sheet_too_large")
    for far, says in (("XFD1048576", "row 1,048,576"), ("A9999999", "row 9,999,999")):
        one = f'<row r="{far.lstrip("XFDA")}">{cell(far, "x")}</row>'
        yield Hostile(f"one cell at {far}", workbook({SHEET: sheet(good + one)}), "sheet_too_large", says)
    yield Hostile("lists to choose from", workbook({SHEET: sheet(good, after=VALIDATION)}))
    missing = {SHEET: sheet(good.replace(SHARED[0], SHARED[1].replace("0", "7777")))}
    yield Hostile("a shared text that is not there", workbook(missing), "damaged_archive")
    deep = "<a>" * 100_000 + "</a>" * 100_000
    yield Hostile("100,000 elements one in the other", workbook({SHEET: sheet(good, after=deep)}))
    wide = f'<a b="{"x" * 3_000_000}"/>'
    yield Hostile("an attribute of three million letters", workbook({SHEET: sheet(good, after=wide)}))
    yield Hostile("a sheet that is never ended", workbook({SHEET: sheet(good)[:-60]}), "damaged_archive")
    elsewhere = linked("x", "theme").replace("worksheets/sheet1.xml", f"../../../../../..{secret}")
    yield Hostile("a sheet that lies outside", workbook({LINKS: elsewhere}), "damaged_archive")
    sheets = "".join(f'<sheet name="S{at}" sheetId="{at}" r:id="rId1"/>' for at in range(1, 5000))
    lists = (("5,000 sheets that are one", sheets, "too_many_parts"), ("no sheet", "", "empty_file"))
    for title, inside, code in lists:
        book = f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{inside}</sheets></workbook>'
        yield Hostile(title, workbook({BOOK: book}), code)
    yield Hostile("sizes that are not true", lying(workbook({SHEET: sheet(good + full)})), "damaged_archive")
    yield Hostile("one part named three thousand times", overlapping(workbook()))


@pytest.fixture
def listener() -> Iterator[tuple[int, list[bytes]]]:
    """Somebody who listens, and what was asked."""
    heard: list[bytes] = []
    with closing(socket.create_server(("127.0.0.1", 0))) as server:

        def listen() -> None:
            while True:
                try:
                    there, _ = server.accept()
                except OSError:
                    return
                with there:
                    there.settimeout(5)
                    heard.append(there.recv(1000))

        threading.Thread(target=listen, daemon=True).start()
        yield server.getsockname()[1], heard


def send(folder: Path, name: str, content: bytes) -> Intake:
    path = folder / name
    path.write_bytes(content)
    return take_in(path=path, name=name, asked=Asked(year=2018, settled="final"), by=None, at=timezone.now())


def sent(folder: Path, each: Hostile) -> tuple[bool, Sequence[Problem]]:
    """Through the whole door: whether it was found to hold nothing new, and its problems."""
    intake = send(folder, each.name, each.content)
    assert intake.progress in (Progress.UNCHANGED, Progress.PUBLISHED, Progress.REFUSED), each.title
    return intake.progress == Progress.UNCHANGED, [problem_from_json(one) for one in intake.problems]


def opened(folder: Path, each: Hostile, fingerprint: str) -> tuple[bool, Sequence[Problem]]:
    """The same steps in this process: whether the very content is read, and the problems."""
    outcome = of_bytes(each.content, folder, each.name, year=2018)
    return [one.fingerprint for one in outcome.candidates] == [fingerprint], outcome.problems


def test_hostile_workbooks_do_nothing(
    home: Path, db: None, tmp_path: Path, listener: tuple[int, list[bytes]], capsys: pytest.CaptureFixture[str]
):
    port, heard = listener
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    with closing(socket.create_connection(("127.0.0.1", port))) as here:
        here.sendall(b"planted")
    plain = send(tmp_path, "england_ks2final.csv", csv_bytes(table()))
    assert plain.progress == Progress.PUBLISHED
    (release,) = plain.releases.all()
    told, wrong = Counter[str](), []
    out = f"http://127.0.0.1:{port}"
    for at, each in enumerate(chain(that_run(out, secret), with_entities(out, secret), of_odd_shapes(secret))):
        through = thorough() or at % SAMPLE == 0
        read, problems = sent(tmp_path, each) if through else opened(tmp_path, each, release.fingerprint)
        said = " ".join(f"{one.message} row {one.row or 0:,}, column {one.column}" for one in problems)
        refused = not read and [one.code for one in problems][:1] == [each.code] and each.says in said
        if not (refused if each.code else read) or SECRET in f"{problems}":
            wrong.append((each.title, read, said[:300]))
        told["refused" if each.code else "read as if nothing were in it"] += 1
        told["through the door"] += through
    with capsys.disabled():
        print(f"\n  hostile workbooks: {dict(told)}, {len(wrong)} otherwise")
    assert not wrong, "\n".join(map(str, wrong))
    assert heard == [b"planted"], "somebody was asked"
    assert not any(SECRET.encode() in path.read_bytes() for path in (home / "releases").rglob("*") if path.is_file())
    # The service is up: a page is answered, and the next file is taken in.
    assert signed_in(somebody()).get("/").status_code == 200
    after = send(tmp_path, "england_ks2final.csv", csv_bytes([*table()[:2], *table()[3:]]))
    assert after.progress == Progress.PUBLISHED
