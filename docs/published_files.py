#!/usr/bin/env python3
"""Writes docs/pages/published_files.json: what comes of every file in the folder of published files.

Run `ACCORD_REAL_DATA=… .venv/bin/python docs/published_files.py` where the files are, look at what has changed, and
write the reference again (docs/generate.py). Each file is read as it would be on being sent; one that does not say its
year is given that of its folder or name.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[1]
LIST = REPOSITORY / "docs" / "pages" / "published_files.json"
if __name__ == "__main__":
    sys.path.insert(0, str(REPOSITORY))

from accord.meaning.definitions import folders  # noqa: E402
from accord.warehouse.child import outcome_of  # noqa: E402
from accord.warehouse.limits import Limits  # noqa: E402
from accord.warehouse.outcomes import Outcome, refusal  # noqa: E402
from accord.warehouse.problems import Refused  # noqa: E402


def every_file(place: Path) -> list[Path]:
    """The files below a folder, in order, without what describes the folder itself."""
    return [path for path in sorted(place.rglob("*")) if path.is_file() and path.parent != place]


def come_of(path: Path, place: Path) -> dict[str, Any]:
    """What comes of one file: what it is taken for, of which years, with what notes; or why it is refused."""
    outcome, given = _read(path, None), None
    folder = re.search(r"20\d\d", str(path.relative_to(place)))
    if folder and any(each.code == "year_unknown" for each in outcome.problems):
        given = int(folder[0])
        outcome = _read(path, given)
    first = outcome.problems[0] if outcome.problems else None
    return {
        "file": str(path.relative_to(place)),
        "taken_as": sorted({f"{each.family}: {each.form}" for each in outcome.candidates}),
        "years": sorted({each.year for each in outcome.candidates if each.year}),
        "year_given": given is not None,
        "rows": sum(each.rows for each in outcome.candidates),
        "notes": sorted({each.code for each in outcome.warnings}),
        "refused": first.code if first else "",
        "because": first.message if first else "",
    }


def _read(path: Path, year: int | None) -> Outcome:
    with tempfile.TemporaryDirectory() as staging:
        request = {
            "path": str(path), "staging": staging, "definitions": [str(each) for each in folders(None)],
            "family": None, "year": year, "as_of": None, "original_name": path.name,
        }  # fmt: skip
        try:
            return outcome_of(request, Limits())
        except Refused as refused:
            return refusal(*refused.problems)


def main() -> None:
    """Read them all, and write the list."""
    place = Path(os.environ["ACCORD_REAL_DATA"])
    found = []
    for path in every_file(place):
        found.append(come_of(path, place))
        print(found[-1]["file"], found[-1]["taken_as"] or found[-1]["refused"], flush=True)
    LIST.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
