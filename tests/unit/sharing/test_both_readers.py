"""Who looks as somebody else is shown what both are: in no measure a school more, and in none a school less."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from accord.accounts.choices import Stage
from accord.sharing.queries.shown import Cover, Shown, both

URNS, MEASURES = ("1", "2", "3"), ("a", "b", "c")
COVERS = st.builds(
    Cover, st.sampled_from(("x", "y")), st.none() | st.frozensets(st.sampled_from(MEASURES), min_size=1)
)
SHOWN = st.builds(
    lambda everything, own, covers, pools: Shown(
        Stage.MEMBERS, everything, frozenset(own), {urn: c for urn, c in covers.items() if urn not in own}, pools
    ),
    st.booleans(),
    st.sets(st.sampled_from(URNS)),
    st.dictionaries(st.sampled_from(URNS), st.lists(COVERS, min_size=1, max_size=3).map(tuple)),
    st.booleans(),
)


def told(one: Shown, measure: str) -> frozenset[str]:
    return frozenset(URNS) if one.everything else one.named(measure)


@given(SHOWN, SHOWN)
def test_what_both_are_shown(one: Shown, other: Shown):
    met = both(one, other)
    for measure in MEASURES:
        assert told(met, measure) == told(one, measure) & told(other, measure)
        for urn in told(met, measure):
            # Where it takes an agreement for either of them, one is named.
            needs = {each.agreement(urn, measure) for each in (one, other)} != {""}
            assert bool(met.agreement(urn, measure)) is needs
    assert met.pools is (one.pools and other.pools)
    assert met.everything is (one.everything and other.everything)


@given(SHOWN)
def test_a_school_shown_in_every_measure_is_shown_in_each(one: Shown):
    for measure in MEASURES:
        assert one.urns <= one.named(measure)
        assert all(one.agreement(urn, measure) is not None for urn in told(one, measure))
    assert set(one.under) == one.own | set(one.covers)
