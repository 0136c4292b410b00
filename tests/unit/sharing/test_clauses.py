"""The words of agreements: clauses that cannot be filled in are refused, and what people wrote stays what it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from accord.meaning.definitions import DefinitionError
from accord.sharing.presenters.words import Piece, parts_of
from accord.sharing.rules.clauses import WORDS, load_clauses, one_text, text_hash, worded
from accord.sharing.rules.data_sets import load_data_sets


def written(tmp_path: Path, text: str) -> list[Path]:
    folder = tmp_path / "agreements"
    folder.mkdir()
    (folder / "clauses.yaml").write_text(text)
    return [settings.ACCORD_DEFINITIONS[0], tmp_path]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("clauses:\n  - heading: Who\n    text: '{school}'\n", "{school} is none of the words"),
        ("clauses:\n  - heading: Who\n    text: 'open { brace'\n", "braces do not match"),
        ("clauses:\n  - heading: Who\n    words: x\n", "text: this key is missing"),
        ("clauses: []\nmore: 1\n", "more: no such key"),
    ],
)
def test_a_clause_that_cannot_be_filled_in_is_refused(tmp_path: Path, text: str, wrong: str):
    with pytest.raises(DefinitionError, match="clauses.yaml") as refused:
        load_clauses(written(tmp_path, text))
    assert wrong in str(refused.value)


def test_every_word_that_can_be_filled_in_is_in_the_clauses_that_come_with_accord():
    text = one_text(load_clauses(settings.ACCORD_DEFINITIONS[:1]))
    assert [word for word in sorted(WORDS) if f"{{{word}}}" not in text] == []


def test_what_is_filled_in_is_not_read_again_and_changes_the_hash():
    clauses = load_clauses(settings.ACCORD_DEFINITIONS[:1])
    words = dict.fromkeys(WORDS, "x") | {"purpose": "{name}", "schools": "• Elm\n• Oak"}
    text = one_text(worded(clauses, words))
    assert "{name}" in text
    assert text_hash(text) != text_hash(one_text(worded(clauses, words | {"processor": "y"})))
    first = parts_of(text)[0]
    assert first.heading == "1. Who agrees" and Piece(items=("Elm", "Oak")) in first.pieces
    assert len(parts_of(text)) == len(clauses)


def test_measures_are_of_the_data_sets_they_come_from():
    known = load_data_sets(settings.ACCORD_DEFINITIONS[:1])
    assert "ks2_rwm_expected" in known.of_families(["ks2_schools"])
    assert "ks2_rwm_expected" not in known.of_families(["ks2_levels", "absence"])
    assert "gias_links" not in known.titles and known.titles["ks2_schools"] == "Key Stage 2 school tables"


def test_terms_that_are_none_are_named(tmp_path: Path):
    folder = tmp_path / "datasets"
    folder.mkdir()
    (folder / "own.yaml").write_text("family: own\ntitle: Own\nterms: secret\n")
    with pytest.raises(DefinitionError, match="'secret' is not one of published, own, authority, national"):
        load_data_sets([tmp_path])
