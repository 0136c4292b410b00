"""Answers are kept for other processes, found again when they cannot be read, and never kept for ever."""

from __future__ import annotations

from pathlib import Path

import pytest

from accord.performance import kept
from accord.performance.kept import Kept, tidy


@pytest.fixture
def answers(tmp_path: Path, settings) -> Path:
    settings.ACCORD_STATE = tmp_path
    return tmp_path / "answers"


def test_an_answer_is_found_once_for_all_processes(answers: Path) -> None:
    asked: list[int] = []
    find = lambda: asked.append(1) or [1.5]  # noqa: E731
    assert Kept("figures", most=2).get(("a", 1), find) == [1.5]
    assert Kept("figures", most=2).get(("a", 1), find) == [1.5]
    assert len(asked) == 1
    assert Kept("schools", most=2).get(("a", 1), lambda: "other kind") == "other kind"
    assert Kept("figures", most=2).get(("a", 2), lambda: "other key") == "other key"


def test_a_correction_of_the_code_leaves_old_answers_behind(answers: Path, monkeypatch) -> None:
    assert Kept("figures", most=2).get("key", lambda: 1) == 1
    monkeypatch.setattr(kept, "CODE_VERSION", "corrected")
    assert Kept("figures", most=2).get("key", lambda: 2) == 2


def test_an_answer_that_cannot_be_read_is_found_again(answers: Path) -> None:
    Kept("figures", most=2).get("key", lambda: 1)
    (path,) = answers.iterdir()
    path.write_bytes(path.read_bytes()[:3])
    assert Kept("figures", most=2).get("key", lambda: 2) == 2
    assert Kept("figures", most=2).get("key", lambda: 3) == 2


def test_nothing_is_kept_where_the_disk_says_no(answers: Path) -> None:
    answers.write_text("a file stands where the folder should be")
    assert Kept("figures", most=2).get("key", lambda: 1) == 1


def test_memory_holds_only_so_many(answers: Path) -> None:
    some: Kept[int] = Kept("figures", most=2)
    for number in range(5):
        some.get(number, lambda number=number: number)
    assert len(some._answers) == 2


def test_the_home_is_tidied(answers: Path) -> None:
    some: Kept[int] = Kept("figures", most=2)
    for number in range(10):
        some.get(number, lambda number=number: number)
    assert tidy(most=10, down_to=4) == 0
    assert tidy(most=9, down_to=4) == 6
    assert len(list(answers.iterdir())) == 4
