"""The committed table of published files says what comes of each of them today."""

import json

import pytest

from docs.published_files import LIST, come_of, every_file
from tests.reference.published import folder

pytestmark = [pytest.mark.real_data, pytest.mark.thorough]


def test_the_table_says_what_comes_of_every_file() -> None:
    place = folder()
    committed = {each["file"]: each for each in json.loads(LIST.read_text(encoding="utf-8"))}
    files = every_file(place)
    wrong = []
    for path in files:
        found = come_of(path, place)
        if committed.get(found["file"]) != found:
            wrong.append((found, committed.get(found["file"])))
        assert bool(found["taken_as"]) != bool(found["refused"]), f"{found['file']} is neither taken in nor refused"
    taken = sum(1 for each in committed.values() if not each["refused"])
    print(f"{len(files)} published files: {taken} taken in, {len(committed) - taken} refused with a reason")
    assert len(files) >= 60
    assert wrong == []
