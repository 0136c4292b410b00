"""The page about the published files that Accord was tried on, from the list that docs/published_files.py writes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from docs.pages.markdown import code, codes, table

LIST = Path(__file__).with_name("published_files.json")


def published_files() -> str:
    """Every file, with what it is taken for or why it is refused."""
    found = json.loads(LIST.read_text(encoding="utf-8"))
    taken = [each for each in found if not each["refused"]]
    refused = [each for each in found if each["refused"]]
    parts = [
        "# Published files that were tried",
        "",
        f"{len(found)} files of English public data, as their publishers or public repositories have them; they are"
        f" not part of Accord. {len(taken)} are taken in, {len(refused)} are refused, each with its reason. A file that"
        " does not say its year was given that of its folder or name. Copies whose columns somebody renamed are not as"
        " published, and are refused. `docs/published_files.py` writes the list; a test compares it where the files"
        " are.",
        "",
        "## Taken in",
        "",
        table(("file", "taken as", "years", "rows kept", "notes"), [_taken(each) for each in taken]),
        "",
        "## Refused",
        "",
        table(("file", "code", "reason"), [(code(e["file"]), code(e["refused"]), e["because"]) for e in refused]),
    ]
    return "\n".join(parts)


def _taken(each: dict[str, Any]) -> tuple[str, ...]:
    years = each["years"]
    span = f"{years[0]} to {years[-1]}" if len(years) > 1 else "".join(map(str, years)) or "the day it came"
    given = ", as given" if each["year_given"] else ""
    return code(each["file"]), codes(each["taken_as"]), f"{span}{given}", f"{each['rows']:,}", codes(each["notes"])
