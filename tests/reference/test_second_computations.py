"""No statistic is computed once only: each public function of the numeric packages has a test that does it again."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.reference.second_computations import FOLDER, Twice, listed

ANALYTICS = FOLDER.parents[1] / "accord" / "analytics"
LISTED = list(listed())


def public_functions(folder: Path) -> set[tuple[str, str]]:
    return {
        (path.stem, each.name)
        for path in folder.glob("*.py")
        for each in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(each, ast.FunctionDef) and not each.name.startswith("_")
    }


def names_in(path: Path, test: str) -> set[str]:
    """What a test names, and what the functions and fixtures of its file name that it names in turn."""
    body = ast.parse(path.read_text(encoding="utf-8")).body
    defined = {each.name: each for each in body if isinstance(each, ast.FunctionDef | ast.ClassDef)}
    found, waiting = set(), [test]
    while waiting:
        node = defined.pop(waiting.pop(), None)
        if node is not None:
            named = {each.id if isinstance(each, ast.Name) else each.arg if isinstance(each, ast.arg) else each.attr
                     for each in ast.walk(node) if isinstance(each, ast.Name | ast.arg | ast.Attribute)}  # fmt: skip
            found |= named
            waiting += named
    return found


def test_every_public_function_is_in_the_list_and_no_other():
    assert {(each.module, each.function) for each in LISTED} == public_functions(ANALYTICS)


def test_a_function_that_nobody_computes_again_would_be_found(tmp_path: Path):
    (tmp_path / "guessing.py").write_text("def guess():\n    return 7\n\n\ndef _own():\n    return 8\n")
    assert public_functions(tmp_path) == {("guessing", "guess")}


@pytest.mark.parametrize("each", LISTED, ids=lambda each: f"{each.module}.{each.function}")
def test_the_test_that_is_named_is_there_and_asks_the_function(each: Twice):
    names = names_in(FOLDER / each.file, each.test)
    assert names, f"{each.file} has no {each.test}"
    assert each.through or each.function in names


def test_second_computations_import_nothing_of_accord():
    naive = sorted(FOLDER.glob("naive*.py"))
    assert len(naive) > 6
    for path in naive:
        modules = [node.module or "" for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                   if isinstance(node, ast.ImportFrom)]  # fmt: skip
        modules += [name.name for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                    if isinstance(node, ast.Import) for name in node.names]  # fmt: skip
        assert not [each for each in modules if each.split(".")[0] == "accord"], path.name
