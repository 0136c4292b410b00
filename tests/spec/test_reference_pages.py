"""The reference is what the code and the definitions say now."""

from __future__ import annotations

from pathlib import Path

import pytest

from accord.accounts.rules.field_classes import FieldClass, load_classes
from accord.meaning.definitions import folders
from docs.generate import FOLDER, PAGES, pages
from docs.pages.data_protection import every_field, impact_assessment, privacy_notice, retention_schedule

AGAIN = "run .venv/bin/python docs/generate.py and commit what it writes"


def stale(written: dict[str, str], folder: Path) -> list[str]:
    """The pages that are missing, differ, or are there without being generated."""
    there = {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in folder.rglob("*.md")}
    return sorted(name for name in written.keys() | there.keys() if written.get(name) != there.get(name))


@pytest.fixture(scope="module")
def written() -> dict[str, str]:
    return pages()


def test_the_committed_pages_are_what_would_be_written(written: dict[str, str]) -> None:
    assert len(written) == len(PAGES) + 1
    assert stale(written, FOLDER) == [], AGAIN


def test_a_page_that_differs_or_is_missing_is_found(written: dict[str, str], tmp_path: Path) -> None:
    for name, text in written.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert stale(written, tmp_path) == []
    (tmp_path / "codes.md").write_text(written["codes.md"] + "More.\n", encoding="utf-8")
    (tmp_path / "measures.md").unlink()
    (tmp_path / "made-by-hand.md").write_text("# By hand\n", encoding="utf-8")
    assert stale(written, tmp_path) == ["codes.md", "made-by-hand.md", "measures.md"]


def test_every_code_has_a_meaning(written: dict[str, str]) -> None:
    rows = [line for line in written["codes.md"].splitlines() if line.startswith("| `")]
    assert len(rows) > 40
    assert [line for line in rows if line.endswith("|  |")] == []


def test_the_data_protection_pack_follows_the_classes_and_the_schedule(tmp_path: Path) -> None:
    """What is said of one field and one time changes the notice, the assessment, the schedule and the list."""
    shipped = FOLDER.parents[1] / "definitions"
    for folder in ("privacy", "retention"):
        (tmp_path / folder).mkdir()
    said = (shipped / "privacy" / "performance.yaml").read_text(encoding="utf-8")
    assert "    title: internal words" in said
    changed = said.replace("    title: internal words", "    title: special words")
    (tmp_path / "privacy" / "performance.yaml").write_text(changed, encoding="utf-8")
    times = (shipped / "retention" / "schedule.yaml").read_text(encoding="utf-8")
    longer = times.replace("{months: 13}", "{months: 31}")
    (tmp_path / "retention" / "schedule.yaml").write_text(longer, encoding="utf-8")
    places = [shipped, tmp_path]
    pack = (privacy_notice, impact_assessment, retention_schedule, every_field)
    before, after = [write([shipped]) for write in pack], [write(places) for write in pack]
    assert all(one != other for one, other in zip(before, after, strict=True))
    assert "title, frozen by" in after[0] and "31 months" in after[0] and "31 months" in after[2]
    assert "Special: performance.frozenpage.title." in " ".join(after[1].split())


def test_the_notice_names_every_table_with_personal_data() -> None:
    named, special = privacy_notice(), {FieldClass.PERSONAL, FieldClass.SPECIAL}
    classes = load_classes(folders(None)).values()
    personal = [each.says for each in classes if special & {field.of for field in each.fields.values()}]
    assert len(personal) > 12
    assert [says for says in personal if says not in named] == []
