"""Short files, short functions, telling names, empty `__init__.py`, docstrings. Each rule is seen to fail."""

from __future__ import annotations

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
