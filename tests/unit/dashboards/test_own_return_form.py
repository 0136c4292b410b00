"""Whatever is typed into the form of own returns is read as it stands, or said beside its field; nothing breaks."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from accord.dashboards.forms.returns import OwnReturnForm
from accord.intake.arithmetic import Before, Count
from accord.intake.queries.returns import return_forms

TYPED = st.one_of(
    st.integers(-3, 3_005).map(str),
    st.integers(0, 30).map(str),
    st.sampled_from(
        ["", " 7 ", "7.0", "7,5", "1e2", "\u0663", "½", "+3", "\u22121", "NaN", "0007", "9" * 5_000, "<script>", "\x00"]
    ),
    st.text(max_size=8),
)


def filled_in(fields: int) -> st.SearchStrategy[list[str]]:
    """Anything in every field; or, as often, numbers of which none is larger than the one before."""
    numbers = st.lists(st.integers(0, 30), min_size=fields, max_size=fields)
    falling = numbers.map(lambda found: [str(each) for each in sorted(found, reverse=True)])
    return st.one_of(falling, st.lists(TYPED, min_size=fields, max_size=fields))


@pytest.mark.parametrize("code", sorted(return_forms()))
def test_what_is_typed_is_read_as_it_stands_or_refused_beside_its_field(code: str):
    form, tally = return_forms()[code], Counter[str]()
    names = [each.name for each in form.fields()]

    @settings(max_examples=60, deadline=None, database=None, derandomize=True)
    @given(filled_in(len(names)), st.booleans())
    @example(["9"] + ["3"] * (len(names) - 1), False)
    @example(["9"] * len(names), True)
    def any_numbers(typed: list[str], confirmed: bool) -> None:
        data = dict(zip(names, typed, strict=True)) | ({"confirm": "on"} if confirmed else {})
        asked = OwnReturnForm(form, {(form.headline, "all"): Before(Count(10, 4))}, data)
        if not asked.is_valid():
            assert set(asked.errors) <= {*names, "confirm"} and all(asked.errors.values())
            tally["refused"] += 1
            return
        tally["read"] += 1
        for ask in form.asks:
            for measure in ask.measures:
                count = asked.counts[measure, ask.group]
                assert (count.pupils, count.met) == (
                    whole(data[f"{ask.code}-pupils"]), whole(data[f"{ask.code}-{measure}"]),
                )  # fmt: skip
                assert 0 <= count.met <= count.pupils

    any_numbers()
    assert tally["read"] >= 10 and tally["refused"] >= 10, tally
    print(f"{code}: {dict(tally)}")


def whole(text: str) -> int:
    """What was typed, read without the product: digits of any script, with nothing behind the point but noughts."""
    found = re.fullmatch(r"\s*\+?(\d+)(?:\.0*)?\s*", text)
    assert found, repr(text)
    return int(found[1])
