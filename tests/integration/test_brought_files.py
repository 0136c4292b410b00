"""Lists that come as files: text in its encodings, workbooks in confinement, hostile ones refused."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from accord.register.actions.brought_files import text_of
from accord.register.actions.group_lists import ListRefused
from accord.warehouse.limits import Limits
from accord.warehouse.sheet_cells import read_cells
from tests.factories import ks2_files
from tests.integration.test_bad_files import far_cell

ROWS = [["School", "Alliance"], [], ["St Anne’s, Ashdown", "Heron\nAlliance"], ['The "Old" School', "Heron Alliance"]]


@pytest.fixture
def staging(tmp_path: Path, settings) -> Path:
    settings.ACCORD_STAGING = tmp_path / "staging"
    return settings.ACCORD_STAGING


def xlsx(path: Path, sheets: dict[str, list[list[str]]]) -> bytes:
    return ks2_files.xlsx(path, sheets).read_bytes()


def saved(tmp_path: Path, name: str, content: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_text_is_read_in_what_spreadsheets_write(tmp_path: Path, staging: Path, encoding: str):
    text = "School,Alliance\nSt Anne’s,Heron"
    assert text_of(saved(tmp_path, "list.csv", text.encode(encoding)), "list.csv") == text


def test_a_workbook_becomes_the_text_one_would_paste(tmp_path: Path, staging: Path):
    text = text_of(saved(tmp_path, "list.xlsx", xlsx(tmp_path / "made.xlsx", {"Schools": ROWS})), "list.xlsx")
    assert text.splitlines() == [
        "School\tAlliance",
        "",
        "St Anne’s, Ashdown\tHeron Alliance",
        '"The ""Old"" School"\tHeron Alliance',
    ]
    assert list(staging.iterdir()) == []


def bomb(tmp_path: Path) -> bytes:
    """A workbook with a part that unpacks to more than a list may."""
    made = tmp_path / "bomb.xlsx"
    xlsx(made, {"Schools": ROWS})
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.png", bytes(101 * 2**20))
    return made.read_bytes()


REFUSED = [
    pytest.param(lambda p: far_cell(p / "made.xlsx"), "more than Accord opens", id="a far cell"),
    pytest.param(bomb, "Accord unpacks up to", id="a bomb"),
    pytest.param(lambda p: xlsx(p / "made.xlsx", {"A": ROWS, "B": ROWS}), "several sheets (A, B)", id="two sheets"),
    pytest.param(lambda p: b"PK\x03\x04 and no more", "neither text nor a workbook", id="cut short"),
    pytest.param(lambda p: b"\x1f\x8b\x08\x00", "neither text nor a workbook", id="packed"),
    pytest.param(lambda p: b"%PDF-1.7", "", id="a document"),
    pytest.param(lambda p: b"a," * 3 * 2**20, "more than the 5 MiB", id="too large"),
]


@pytest.mark.parametrize(("make", "words"), REFUSED)
def test_what_is_no_list_is_refused_with_the_reason(tmp_path: Path, staging: Path, make, words: str):
    with pytest.raises(ListRefused) as error:
        text_of(saved(tmp_path, "sent", make(tmp_path)), "sent")
    assert words in error.value.problems[0].message
    assert error.value.problems[0].fix
    assert not staging.exists() or list(staging.iterdir()) == []


@pytest.mark.confined
def test_a_reader_without_memory_or_time_says_so(tmp_path: Path):
    path = saved(tmp_path, "list.xlsx", xlsx(tmp_path / "made.xlsx", {"Schools": ROWS * 2_000}))
    short = read_cells(path, tmp_path / "a", original_name="list.xlsx", limits=Limits(memory_bytes=2 * 2**20))
    assert [each.code for each in short.problems] == ["too_much_memory"]
    slow = read_cells(path, tmp_path / "b", original_name="list.xlsx", limits=Limits(wall_seconds=0))
    assert [each.code for each in slow.problems] == ["too_slow"]
