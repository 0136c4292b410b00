"""What may be kept as a scan: told by its bytes, whatever somebody called it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.sharing.rules.agreements import NotAgreed
from accord.sharing.rules.scans import BEGINS, MOST_BYTES, kind_of


@given(st.binary(max_size=40))
def test_only_what_begins_like_a_scan_is_one(content: bytes):
    begins = {kind for kind, first in BEGINS.items() if content[: len(first)] == first}
    try:
        assert {kind_of(content)} == begins
    except NotAgreed:
        assert begins == set()


@given(st.sampled_from(sorted(BEGINS)), st.binary(max_size=40))
def test_each_kind_is_known(kind: str, rest: bytes):
    assert kind_of(BEGINS[kind] + rest) == kind


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (b"", "empty"),
        (b"%PDF-" + b"0" * MOST_BYTES, "larger than 10 MB"),
        (b"<html>%PDF-", "no PDF, PNG or JPEG"),
        (b" %PDF-1.7", "no PDF, PNG or JPEG"),
        (b"GIF89a", "no PDF, PNG or JPEG"),
        (b"PK\x03\x04", "no PDF, PNG or JPEG"),
    ],
)
def test_what_is_no_scan_is_refused(content: bytes, wrong: str):
    with pytest.raises(NotAgreed, match=wrong):
        kind_of(content)
