"""Packs of every trust and both authorities of the real files of 2018 and 2019, opened as their readers would (7.6).

Each PDF is accepted as PDF/UA by typst, which would not have written it otherwise; each Word document and workbook is
opened by LibreOffice and printed. What the first pages say is held to counts read from the files without the product.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from django.utils.text import slugify
from pypdf import PdfReader

from tests.factories.papers import flat
from tests.reference.homes import Home
from tests.reference.published import AUTHORITIES, folder, rows_of

pytestmark = [pytest.mark.real_data, pytest.mark.thorough]
YEARS = (2018, 2019)
FEWEST_TRUSTS = 6
PATIENCE = 3600
START = ("from accord.config.opening import open_home; open_home(); "
         "from tests.reference.packing import main; main()")


@cache
def schools_of(year: int) -> dict[str, dict[str, str]]:
    """The mainstream schools of both authorities by URN, as the files print them."""
    files = [folder() / f"ks2/{year}/{authority}_ks2final.csv" for authority in AUTHORITIES]
    return {row["URN"]: row for path in files for row in rows_of(path) if row["RECTYPE"] == "1"}


@cache
def trusts() -> dict[str, list[str]]:
    """The trusts of 2018 with the schools that they have in the two authorities; without those that have none."""
    known = schools_of(2018)
    found = {}
    for row in rows_of(folder() / "mats/2018/england_ks2-mats-performance.csv"):
        members = [urn for urn in re.findall(r"\d{6}", row["SCHOOL-URNS"]) if urn in known]
        if members:
            found[row["CHAINNAME"].title()] = members
    return found


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict[str, object]]]:
    real, home = folder(), Home(tmp_path_factory.mktemp("home"))
    place = tmp_path_factory.mktemp("packs")
    home.accord("intake", *(str(real / f"ks2/{y}/{a}_ks2final.csv") for y in YEARS for a in AUTHORITIES))
    lines = io.StringIO()
    rows = csv.writer(lines)
    rows.writerow(["group", "kind", "urn", "role", "starts_on", "ends_before", "parent"])
    rows.writerows([name, "alliance", urn, "", "", "", ""] for name, urns in trusts().items() for urn in urns)
    subjects = [*(f"groups/{slugify(name)}" for name in trusts()), *(f"authorities/{code}" for code in AUTHORITIES)]
    asked = {"groups": lines.getvalue(), "subjects": subjects, "years": YEARS, "folder": str(place)}
    return place, json.loads(home.run(sys.executable, "-c", START, given=json.dumps(asked), patience=PATIENCE))


def counts(name: str, year: int) -> tuple[int, int]:
    """Schools with a printed percentage and those expected, of a trust, from the files alone."""
    rows = [row for urn, row in schools_of(year).items() if urn in trusts()[name]]
    told = [row for row in rows if (row["PTRWM_EXP"] or "").rstrip("%").isdigit()]
    return len(told), len(rows)


def test_every_pdf_is_tagged_and_tells_the_schools_that_the_files_count(made):
    place, packs = made
    assert len(packs) == len(YEARS) * (len(trusts()) + len(AUTHORITIES)) and len(trusts()) >= FEWEST_TRUSTS
    for pack in packs:
        content = (place / f"{pack['stem']}.pdf").read_bytes()
        pages = [flat(page.extract_text()) for page in PdfReader(io.BytesIO(content)).pages]
        print(f"== {pack['name']}, {pack['year']}, {pack['holds']}, {len(pages)} pages\n{pages[0]}")
        assert "/StructTreeRoot" in PdfReader(io.BytesIO(content)).trailer["/Root"]
        assert pack["holds"] == "whole" or len(pages) == 1, pack
        if pack["name"] in trusts():
            told, expected = counts(str(pack["name"]), int(str(pack["year"])))
            assert not told or f"{told} of {expected} schools counted" in pages[0], pack
            assert pack["holds"] != "whole" or len(pages) >= 3 + int(str(pack["schools"])), pack


def test_libreoffice_opens_every_word_document_and_workbook_without_complaint(made, tmp_path: Path):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not on this machine: apt-get install libreoffice-writer libreoffice-calc")
    place, packs = made
    for form in ("docx", "xlsx"):
        files = sorted(place.glob(f"*.{form}"))
        assert len(files) == len(packs)
        out = tmp_path / form
        command = [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
        done = subprocess.run(
            [*command, "--outdir", str(out), *map(str, files)], capture_output=True, text=True, timeout=1800, check=True
        )
        assert "error" not in (done.stdout + done.stderr).lower(), done.stdout + done.stderr
        opened = {path.stem for path in out.glob("*.pdf")}
        assert opened == {str(pack["stem"]) for pack in packs}
        assert all(len(PdfReader(path).pages) >= 1 for path in out.glob("*.pdf"))
