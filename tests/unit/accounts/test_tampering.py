"""Whatever somebody changes in a record that was written, it is found; and nothing is found where nothing was."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.accounts.rules.chain import GENESIS, Entry, Head, canonical, written
from accord.accounts.rules.whole_record import Looked, examine, ranges
from tests.factories.tampering import WAYS, Record, a_record, tampered
from tests.fixtures.skipping import thorough
from tests.reference import naive_record

TAMPERINGS, RECORDS = (10_000, 50) if thorough() else (2_000, 20)


def looked(record: Record) -> Looked:
    entries = {name: [Entry(**each) for each in record.chain(name)] for name in ("done", "reads")}
    return examine(entries["done"], entries["reads"], [Head(*head) for head in record.heads])


def test_tamperings_are_all_found_and_untouched_records_raise_no_alarm(capsys: pytest.CaptureFixture[str]):
    chance = random.Random(2026)
    tried: Counter[str] = Counter()
    missed: list[str] = []
    alarms = 0
    for _ in range(RECORDS):
        record = a_record(chance)
        alarms += len(looked(record).faults)
        for _ in range(TAMPERINGS // RECORDS):
            way, changed = tampered(record, chance)
            tried[way] += 1
            if not looked(changed).faults:
                missed.append(way)
    with capsys.disabled():
        print(f"\ntamperings: {sum(tried.values())} tried in {len(tried)} ways, {len(missed)} missed;", end=" ")
        print(f"{RECORDS} untouched records, {alarms} false alarms")
    assert sum(tried.values()) == TAMPERINGS and len(tried) == len(WAYS) + 1 and min(tried.values()) > TAMPERINGS / 20
    assert Counter(missed) == Counter() and alarms == 0


def test_a_checker_that_leaves_out_the_heads_is_caught():
    chance = random.Random(7)
    record = a_record(chance)
    missed = 0
    for _ in range(300):
        _, changed = tampered(record, chance)
        changed.heads = []
        missed += not looked(changed).faults
    assert missed > 20, "a cut tail, say, cannot be seen without heads: the tamperings do bite"


@given(st.integers(0, 10**9), st.integers(1, 30), st.integers(0, 30))
def test_an_untouched_record_is_sound_by_two_computations(seed: int, acts: int, reads: int):
    record = Record()
    chance = random.Random(seed)
    whole = a_record(chance, max(acts, 9), max(reads, 9))
    assert looked(whole).faults == ()
    record.done = [each for each in whole.done if each["salt"]]
    again: list[naive_record.Entry] = []
    for each in record.done:
        entry = written(
            again[-1]["digest"] if again else GENESIS, len(again) + 1, each["salt"], each["plain"], each["personal"]
        )
        naive = naive_record.append(again, each["salt"], each["plain"], each["personal"])
        assert (entry.digest, entry.sealed) == (naive["digest"], naive["sealed"])
    assert naive_record.sound(again)


def test_what_is_wrong_names_the_first_entry():
    record = a_record(random.Random(1))
    record.done[11]["personal"]["detail"] = {"name": "Another"}
    faults = looked(record).faults
    assert [(fault.record, fault.sequence) for fault in faults] == [("done", 12)]
    assert "changed after it was written" in faults[0].why


NONSENSE = [{"entries": "all"}, {"entries": [[1]]}, {"entries": [[1, 10**12]]}, {"first": "x"}, []]


@pytest.mark.parametrize("detail", NONSENSE)
def test_whatever_stands_in_a_detail_the_look_ends_in_words(detail: object):
    record = a_record(random.Random(3))
    for entry in record.done:
        if entry["plain"]["verb"] in ("sealed", "forgot"):
            entry["personal"]["detail"] = {**detail, "record": "done"} if isinstance(detail, dict) else detail
    assert looked(record).faults


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=5), inside, max_size=3),
)


@given(values)
def test_a_value_is_written_one_way(value: object):
    assert canonical(value) == canonical({"a": value}["a"])
    assert canonical({"a": 1, "b": 2.0}) == canonical({"b": 2, "a": 1})


@given(st.sets(st.integers(1, 60)))
def test_runs_of_numbers_hold_just_those_numbers(numbers: set[int]):
    runs = ranges(numbers)
    assert {each for first, last in runs for each in range(first, last + 1)} == numbers
    assert all(after[0] > before[1] + 1 for before, after in zip(runs, runs[1:], strict=False))
