"""Somebody who is not signed in is asked to sign in, by a page that keeps nobody out."""

from __future__ import annotations

import pytest


@pytest.mark.django_db(transaction=True)
def test_sign_in_page_opens_without_complaint(page, axe):
    answer = page.goto("/accounts/login/")
    assert answer.status == 200
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert axe(page) == []
