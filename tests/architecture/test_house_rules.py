"""Short files, short functions, telling names, empty `__init__.py`, docstrings. Each rule is seen to fail."""

from __future__ import annotations

import re
from pathlib import Path

from tests.architecture.sources import (
    REPOSITORY,
    long_functions,
    programs,
    too_long,
    undescribed,
    vague_names,
)


def read(path: Path) -> str:
    return (REPOSITORY / path).read_text(encoding="utf-8")


def test_there_is_something_to_look_at():
    assert len(programs()) > 50


def test_files_are_short():
    assert too_long("x = 1\n" * 400) == "400 lines"
    assert [(str(path), found) for path in programs() if (found := too_long(read(path)))] == []


def test_functions_are_short():
    planted = "def long():\n" + "    x = 1\n" * 39
    assert long_functions(planted) == ["long has 40 lines"]
    assert [(str(path), found) for path in programs() if (found := long_functions(read(path)))] == []


def test_names_say_what_is_inside():
    assert vague_names(Path("accord/utils/dates.py")) == ["utils"]
    assert vague_names(Path("accord/register/Helpers.py")) == ["Helpers"]
    assert [(str(path), found) for path in programs() if (found := vague_names(path))] == []


def test_packages_re_export_nothing():
    packages = [path for path in programs() if path.name == "__init__.py"]
    assert len(packages) > 10
    assert [str(path) for path in packages if read(path).strip()] == []


def test_everything_public_is_described():
    assert list(undescribed("def shown():\n    pass\n")) == ["the module", "shown"]
    ours = [path for path in programs() if path.parts[0] == "accord" and path.name != "__init__.py"]
    assert [(str(path), found) for path in ours if (found := list(undescribed(read(path))))] == []


MARKUP_OF_COMPONENTS = re.compile(
    r"govuk-(?:button|input|select|textarea|file-upload|label|hint|fieldset|form-group|checkboxes|radios|error-summary"
    r"|error-message|summary-list|inset-text|details|tag|pagination|breadcrumbs|notification-banner|warning-text|panel"
    r"|table)(?!-group|__row|[a-z])"
)
"""What a component writes. The rows of a table of controls, and buttons side by side, are the page's own."""


OF_COMPONENTS = {"components", "examples", "forms"}
"""The folders in which components are written."""


def copied_markup(text: str) -> list[str]:
    return MARKUP_OF_COMPONENTS.findall(text)


def test_pages_are_made_of_components_and_copy_none_of_their_markup():
    templates = (REPOSITORY / "accord").rglob("templates/**/*.html")
    pages = [path for path in templates if path.parent.name not in OF_COMPONENTS]
    assert len(pages) > 60
    assert {str(path): found for path in pages if (found := copied_markup(path.read_text(encoding="utf-8")))} == {}
    assert copied_markup('<td class="govuk-table__cell">') and copied_markup('<button class="govuk-button">')
    assert not copied_markup('<div class="govuk-button-group">')
