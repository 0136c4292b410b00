"""What a chart draws, what it leaves out, and what it says of itself."""

from __future__ import annotations

import os
import xml.etree.ElementTree as ET

import pytest

from accord.ui.charts import store
from accord.ui.charts.dots import Comparator, Dot, Dots, dots
from accord.ui.charts.drawing import Drawing, svg
from accord.ui.charts.scales import around_standard, around_zero, percentages
from accord.ui.charts.trend import Line, Part, Point, Trend, segments, trend

SVG = "{http://www.w3.org/2000/svg}"


def years(*pairs: tuple[int, int]) -> tuple[Point, ...]:
    """Points of these years and series, all at 60% with 5 either way."""
    return tuple(Point(year, 60.0, 55.0, 65.0, series) for year, series in pairs)


def picture(**changes: object) -> Trend:
    """A trend across both breaks of Key Stage 2."""
    points = years((2016, 0), (2017, 0), (2018, 1), (2019, 1), (2023, 2), (2025, 2))
    lines = (Line(Part.GROUP, "Elm Alliance 60%", "These schools 60%", points),)
    given = {
        "lines": lines,
        "scale": percentages("Percentage"),
        "gaps": ((2020, 2022),),
        "breaks": (2018,),
    } | changes
    return Trend(**given)  # type: ignore[arg-type]


def test_no_line_crosses_a_break_a_gap_or_a_missing_year():
    runs = segments(years((2016, 0), (2017, 0), (2018, 1), (2019, 1), (2023, 2), (2025, 2)))
    assert [[point.year for point in run] for run in runs] == [[2016, 2017], [2018, 2019], [2023], [2025]]


def test_order_of_points_does_not_matter():
    assert segments(reversed(years((2018, 1), (2019, 1)))) == segments(years((2018, 1), (2019, 1)))


def test_percentages_are_drawn_from_0_to_100():
    assert (percentages("x").low, percentages("x").high) == (0, 100)
    text = str(trend(picture()))
    assert "'domain': [0, 100]" in text


def test_axis_of_progress_is_even_about_zero_and_holds_everything():
    scale = around_zero("x", [-4.2, 1.0])
    assert scale.low == -scale.high <= -4.2
    assert around_zero("x", []).ticks[3] == 0


def test_axis_of_scaled_scores_never_leaves_80_to_120():
    assert (around_standard("x", [101.2]).low, around_standard("x", [101.2]).high) == (95, 110)
    assert (around_standard("x", [82, 117]).low, around_standard("x", [82, 117]).high) == (80, 120)


def test_gap_is_named_in_the_picture():
    assert "results" in str(trend(picture()))
    assert "results" not in str(trend(picture(gaps=())))


@pytest.fixture
def kept_in(tmp_path, settings):
    settings.ACCORD_STATE = tmp_path
    return tmp_path / "charts"


def test_picture_has_one_name_and_no_marks_that_speak(kept_in):
    drawn = svg(Drawing(trend(picture()), "Elm & Oak", "Line <chart>."))
    root = ET.fromstring(drawn)
    assert root.get("role") == "img"
    assert [child.tag for child in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert root.findtext(f"{SVG}title") == "Elm & Oak"
    spoken = [e for e in root.iter() for name in e.attrib if name == "role" or name.startswith("aria-")]
    assert spoken == [root]
    assert "Elm Alliance" in drawn
    assert "<script" not in drawn


def test_schools_without_a_figure_are_words_without_a_point(kept_in):
    rows = (
        Dot("Elm", 60.0, 40.0, 80.0, "60%  (12 of 20)"),
        Dot("Oak", None, None, None, "Suppressed: too few pupils to publish"),
    )
    spec = dots(Dots(rows, (Comparator(Part.ENGLAND, "England 61%", 61.0),), percentages("Percentage")))
    drawn = svg(Drawing(spec, "t", "d"))
    assert "Suppressed: too few pupils to publish" in drawn
    points = [layer["data"]["values"] for layer in spec["layer"] if layer["mark"].get("size") == 110]
    assert [len(values) for values in points] == [1]


def test_tied_schools_are_drawn_at_one_place():
    rows = tuple(Dot(name, 60.0, 40.0, 80.0, "60%") for name in ("Ash", "Elm"))
    spec = dots(Dots(rows, (), percentages("Percentage")))
    points = next(layer["data"]["values"] for layer in spec["layer"] if layer["mark"].get("size") == 110)
    assert {row["value"] for row in points} == {60.0}


def test_narrow_one_fits_a_phone(kept_in):
    for spec in (
        trend(picture(), narrow=True),
        dots(Dots((Dot("Elm", 60.0, 40.0, 80.0, ""),), (), percentages("P")), narrow=True),
    ):
        assert float(ET.fromstring(svg(Drawing(spec, "t", "d"))).get("width")) <= 365


def test_drawn_once_and_kept_by_content(kept_in):
    one = Drawing(trend(picture()), "t", "d")
    first = svg(one)
    path = kept_in / f"{one.fingerprint}.svg"
    path.write_text("kept", encoding="utf-8")
    assert svg(one) == "kept" != first
    assert Drawing(one.spec, "another title", "d").fingerprint != one.fingerprint


def test_store_lets_go_of_what_was_not_asked_for_longest(kept_in):
    for number in range(6):
        store.keep(f"{number + 1:064x}", "x")
        os.utime(kept_in / f"{number + 1:064x}.svg", (number, number))
    assert store.kept(f"{1:064x}") == "x"
    assert store.tidy(most=5, down_to=3) == 3
    assert store.kept(f"{1:064x}") == "x"
    assert store.kept(f"{2:064x}") is None
    assert list(kept_in.glob("*.part")) == []
