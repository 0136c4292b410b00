"""Terms are read from definitions, an authority's own beside ours; no name is explained twice."""

from __future__ import annotations

import pytest

from accord.meaning.definitions import DefinitionError
from accord.meaning.glossary import read_glossary


@pytest.fixture
def terms(tmp_path):
    def written(**files: str):
        (tmp_path / "glossary").mkdir(exist_ok=True)
        for name, text in files.items():
            (tmp_path / "glossary" / f"{name}.yaml").write_text(text, encoding="utf-8")
        return read_glossary([tmp_path])

    return written


def test_in_the_order_of_the_alphabet_whatever_the_case(terms):
    found = terms(
        a="URN:\n  says: Six digits.\npool:\n  also: [pooled]\n  says: To *add* up.\n",
        b="area:\n  says: A part.\n",
    )
    assert [each.name for each in found] == ["area", "pool", "URN"]
    assert found[1].says == "To add up." and found[1].written == "To *add* up."
    assert (found[1].heading, found[2].address) == ("Pool", "urn")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("pool:\n  says: One.\nsum:\n  also: [Pool]\n  says: Two.\n", "explained twice"),
        ("pool:\n  also: [pooled]\n", "says: this key is missing"),
        ("pool:\n  says: One.\n  sayz: Two.\n", "no such key"),
        ("pool: One.\n", "mapping"),
    ],
)
def test_what_is_wrong_is_named(terms, text, fault):
    with pytest.raises(DefinitionError, match=fault):
        terms(a=text)
