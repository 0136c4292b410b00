#!/usr/bin/env python3
"""Writes docs/reference from the code and the definitions: `.venv/bin/python docs/generate.py`.

A test (tests/spec/test_reference_pages.py) fails while a page there is not what this would write.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import django

REPOSITORY = Path(__file__).resolve().parents[1]
FOLDER = REPOSITORY / "docs" / "reference"
if __name__ == "__main__":
    sys.path.insert(0, str(REPOSITORY))
    # Describing the commands starts Django, which lays out a home; nobody's own home is to be touched.
    HOME = tempfile.TemporaryDirectory(prefix="accord-docs-")
    os.environ |= {"ACCORD_HOME": HOME.name, "DJANGO_SETTINGS_MODULE": "accord.config.settings"}
    django.setup()

from docs.pages.api import api  # noqa: E402
from docs.pages.benchmarks import benchmarks  # noqa: E402
from docs.pages.codes import codes  # noqa: E402
from docs.pages.commands import command_line  # noqa: E402
from docs.pages.data_protection import (  # noqa: E402
    every_field,
    impact_assessment,
    privacy_notice,
    retention_schedule,
)
from docs.pages.datasets import datasets  # noqa: E402
from docs.pages.figures import figures_json, groups_csv  # noqa: E402
from docs.pages.glossary import glossary  # noqa: E402
from docs.pages.how_sure import how_sure  # noqa: E402
from docs.pages.links import links  # noqa: E402
from docs.pages.measures import measures, pupil_groups  # noqa: E402
from docs.pages.own_returns import own_returns  # noqa: E402
from docs.pages.published_files import published_files  # noqa: E402
from docs.pages.roles import roles  # noqa: E402
from docs.pages.second_computations import second_computations  # noqa: E402
from docs.pages.sentences import sentences  # noqa: E402
from docs.pages.sources import sources  # noqa: E402
from docs.pages.who_may_do_what import who_may_do_what  # noqa: E402
from docs.pages.worked import worked_examples  # noqa: E402

NOTE = (
    "<!-- Written by docs/generate.py from the code and the definitions. Change those, then run it again. -->"
)
PAGES = {
    "measures.md": measures,
    "pupil-groups.md": pupil_groups,
    "glossary.md": glossary,
    "datasets.md": datasets,
    "sources.md": sources,
    "published-files.md": published_files,
    "link-types.md": links,
    "codes.md": codes,
    "own-returns.md": own_returns,
    "roles.md": roles,
    "command-line.md": command_line,
    "groups-csv.md": groups_csv,
    "figures-json.md": figures_json,
    "api.md": api,
    "who-may-do-what.md": who_may_do_what,
    "worked-examples.md": worked_examples,
    "benchmarks.md": benchmarks,
    "sentences.md": sentences,
    "how-sure.md": how_sure,
    "second-computations.md": second_computations,
    "data-protection/privacy-notice.md": privacy_notice,
    "data-protection/impact-assessment.md": impact_assessment,
    "data-protection/retention.md": retention_schedule,
    "data-protection/fields.md": every_field,
}


def pages() -> dict[str, str]:
    """The text of every page of the reference, by the name of its file."""
    written = {name: f"{NOTE}\n\n{write().strip()}\n" for name, write in PAGES.items()}
    return written | {"README.md": f"{NOTE}\n\n{_contents(written).strip()}\n"}


def _contents(written: dict[str, str]) -> str:
    lines = ["# Reference", ""]
    for name, text in written.items():
        title = next(line for line in text.splitlines() if line.startswith("# "))[2:]
        lines.append(f"- [{title}]({name})")
    return "\n".join(lines)


def main() -> None:
    """Write the pages, and say which changed."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        path = FOLDER / name
        path.parent.mkdir(exist_ok=True)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(f"written: docs/reference/{name}")


if __name__ == "__main__":
    main()
