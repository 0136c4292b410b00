"""The same content has the same fingerprint in every family, however its rows are ordered, written and packed."""

from __future__ import annotations

import gzip
import io
import random
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from tests.factories.every_family import Rows, Sample, samples
from tests.factories.ks2_files import csv_bytes, xlsx
from tests.factories.preparing import forget, of_bytes
from tests.fixtures.skipping import thorough

SEED = 20261130
HOW = ("utf-8-sig", "utf-16", "cp1252", "lines", "quoted", "columns", "xlsx", "zip", "gzip", "semicolons")


def packed(sample: Sample, rows: Rows, how: str, chance: random.Random, folder: Path) -> tuple[str, bytes]:
    """Rows as a file of some kind: its name and bytes."""
    stem, plain = sample.name.removesuffix(".csv"), csv_bytes(rows)
    if how == "xlsx":
        return f"{stem}.xlsx", xlsx(folder / "made.xlsx", {"Data": rows}).read_bytes()
    if how == "zip":
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr(sample.name, plain)
        return f"{stem}.zip", out.getvalue()
    if how == "gzip":
        return f"{sample.name}.gz", gzip.compress(plain)
    if how == "columns":
        # The names of series go by the order in which filters stand: these keep theirs.
        width = range(len(rows[0]))
        labels = [at for at in width if rows[0][at] in sample.labels]
        order = [*labels, *chance.sample([at for at in width if at not in labels], len(rows[0]) - len(labels))]
        return sample.name, csv_bytes([[row[at] for at in order] for row in rows])
    if how == "quoted":
        quoted = ("\r\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)).encode()
        return sample.name, quoted
    if how in ("lines", "semicolons"):
        return sample.name, csv_bytes(rows, delimiter=";" if how == "semicolons" else ",", ending="\n")
    return sample.name, csv_bytes(rows, encoding=how)


def prints(sample: Sample, name: str, content: bytes, folder: Path) -> list[str]:
    """The fingerprints of what comes of a file, in the order of their years."""
    outcome = of_bytes(content, folder, name, year=sample.year)
    assert outcome.candidates, (sample.family, name, outcome.problems)
    return [each.fingerprint for each in sorted(outcome.candidates, key=lambda each: each.year)]


def test_the_same_content_has_the_same_fingerprint(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    chance, every, counted = random.Random(SEED), list(samples().values()), Counter[str]()
    expected = {each.family: prints(each, each.name, each.content, tmp_path) for each in every}
    wrong: list[str] = []
    for number in range(1_000 if thorough() else 3 * len(every)):
        sample = every[number % len(every)]
        how = chance.choice(HOW)
        head, *rest = sample.rows
        name, content = packed(sample, [head, *chance.sample(rest, len(rest))], how, chance, tmp_path)
        counted[how] += 1
        if prints(sample, name, content, tmp_path) != expected[sample.family]:
            wrong.append(f"{sample.family}, {how}")
        forget(tmp_path)
    with capsys.disabled():
        print(f"\n  {counted.total():,} files of {len(every)} families: {dict(counted)}, {len(wrong)} otherwise")
    assert wrong == []
    assert set(counted) == set(HOW)


@pytest.mark.parametrize("family", samples())
def test_one_other_cell_gives_another_fingerprint(family: str, tmp_path: Path):
    sample = samples()[family]
    column = next(iter(sample.figures or sample.texts))
    changed = csv_bytes(sample.with_cell(2, column, "300" if family == "statistical_neighbours" else "7"))
    assert prints(sample, sample.name, changed, tmp_path) != prints(sample, sample.name, sample.content, tmp_path)
