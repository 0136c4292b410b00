"""Everything can be reached and seen without a mouse."""

from __future__ import annotations


def stops(page, most: int = 60) -> list[tuple[str, bool]]:
    """Where the tab key stops, and whether the focus can be seen there."""
    found = []
    for _ in range(most):
        page.keyboard.press("Tab")
        name, seen = page.evaluate(
            "() => { const e = document.activeElement, s = getComputedStyle(e), b = e.getBoundingClientRect();"
            " const mark = s.outlineStyle !== 'none' || s.boxShadow !== 'none';"
            " return [(e.name || e.innerText || e.tagName).trim().split('\\n')[0],"
            " mark && b.width > 0 && b.height > 0]; }"
        )
        if name == "BODY" or (found and name == found[0][0]):
            break
        found.append((name, seen))
    return found


def test_skip_link_comes_first_and_every_stop_is_seen(visit):
    page = visit("/groups/heron-alliance/")
    found = stops(page)
    names = [name for name, _ in found]
    assert names[0] == "Skip to main content"
    for wanted in ("Groups", "Sign out", "measure", "Show", "CSV", "XLSX", "SVG", "Table of these figures"):
        assert any(name.startswith(wanted) for name in names), (wanted, names)
    assert [name for name, seen in found if not seen] == []


def test_filter_by_keys_alone(visit):
    page = visit("/groups/heron-alliance/")
    page.get_by_label("Summer", exact=True).focus()
    page.keyboard.type("2018")
    for _ in ("pupils", "special schools", "members", "the button"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**year=2018**")
    assert "summer 2018" in page.locator(".accord-lead").inner_text()
