"""How far schools lie from one another."""

from __future__ import annotations

from accord.register.queries.distances import nearest

PLACES = {"a": (500_000, 100_000), "b": (503_000, 104_000), "c": (500_000, 101_000)}


def test_the_nearest_of_others_in_metres():
    assert nearest("b", ["a", "c"], PLACES) == ("c", 4243)
    assert nearest("a", ["b"], PLACES) == ("b", 5000)


def test_a_school_is_not_near_to_itself():
    assert nearest("a", ["a"], PLACES) is None
    assert nearest("a", ["a", "c"], PLACES) == ("c", 1000)


def test_no_distance_is_known_of_a_school_without_a_place():
    assert nearest("x", ["a"], PLACES) is None
    assert nearest("a", ["x"], PLACES) is None
