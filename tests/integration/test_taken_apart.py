"""Who carries a group's distance, and what its change is made of, on pages and in files, beside a naive sum."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from fractions import Fraction
from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from accord.register.actions.group_lists import import_groups
from tests.factories.people import somebody
from tests.factories.school_tables import authority, england, publish, school
from tests.reference import naive_statistics as naive

pytestmark = pytest.mark.once

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
ASH, ELM, FIR = "100001", "100002", "100003"
TOLD = {
    2018: {ASH: ((10, 20), (32, 40)), ELM: ((6, 10), (35, 50)), FIR: (None, (20, 25))},
    2019: {ASH: ((12, 30), (24, 30)), ELM: ((9, 20), (30, 40)), FIR: (None, (15, 26))},
}
"""Disadvantaged pupils and others of each school: who met it, of how many; those of Fir are hidden, 4 of them."""
HIDDEN = (2, 4)
ENGLAND, OTHERS = 65, 71


def percent(count: tuple[int, int] | None) -> str:
    return "SUPP" if count is None else f"{int(100 * count[0] / count[1] + 0.5)}%"


def row(urn: str, year: int) -> dict[str, str]:
    few, others = TOLD[year][urn]
    met, whole = ((few or HIDDEN)[at] + others[at] for at in (0, 1))
    return school(
        urn, "201", whole, percent((met, whole)),
        TFSM6CLA1A=str((few or HIDDEN)[1]), TNotFSM6CLA1A=str(others[1]),
        PTRWM_EXP_FSM6CLA1A=percent(few), PTRWM_EXP_NotFSM6CLA1A=percent(others),
    )  # fmt: skip


@pytest.fixture
def site(home: Path, client: Client, tmp_path: Path) -> Client:
    """Three schools in two summers; the disadvantaged pupils of one are too few to publish."""
    for year in TOLD:
        rows = [row(urn, year) for urn in (ASH, ELM, FIR)]
        nation = england(600_000, f"{ENGLAND}%", PTRWM_EXP_NotFSM6CLA1A=f"{OTHERS}%")
        publish(tmp_path, [*rows, authority("201", 180, "65%"), nation], year)
    lines = ["group,kind,urn,role,starts_on,ends_before,parent", *(f"Coast,alliance,{urn},,,," for urn in TOLD[2019])]
    import_groups(text="\n".join(lines), by=None, at=NOON)
    client.force_login(somebody("reader@example.org", name="Reader"))
    return client


def rows(site: Client, path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(site.get(path).content.decode("utf-8-sig"))))


def page(site: Client, path: str) -> str:
    return " ".join(unescape(site.get(path).content.decode()).split())


def whole_of(year: int) -> tuple[int, int]:
    counts = [count or HIDDEN for each in TOLD[year].values() for count in each]
    return sum(met for met, _ in counts), sum(n for _, n in counts)


def test_what_pupils_carry_adds_up_and_the_hidden_few_stay_hidden(site: Client):
    found = [each for each in rows(site, "/groups/coast/carrying.csv") if each["way"] == "Disadvantage"]
    told = {each["pupils_code"] or "not told": each for each in found}
    group = whole_of(2019)
    for code, at in (("disadvantaged", 0), ("other", 1)):
        counts = [TOLD[2019][urn][at] for urn in (ASH, ELM)]
        count = (sum(met for met, _ in counts if met), sum(n for _, n in counts))
        points, pupils = naive.carried(count, group[1], Fraction(ENGLAND))
        assert float(told[code]["points"]) == pytest.approx(float(points), abs=1e-9)
        assert float(told[code]["in_pupils"]) == pytest.approx(float(pupils), abs=1e-9)
    fir = [sum(each) for each in zip(HIDDEN, TOLD[2019][FIR][1], strict=True)]
    assert [int(told["not told"][name]) for name in ("met", "whole")] == fir, "its own figure, and not its hidden part"
    parts = [float(each["points"]) for each in found if each["pupils_code"] != "all"]
    gap = Fraction(100 * group[0], group[1]) - ENGLAND
    assert sum(parts) == pytest.approx(float(told["all"]["points"]), abs=1e-9) == pytest.approx(float(gap), abs=1e-9)
    numbers = {each[name] for each in found for name in ("met", "whole")}
    assert not {"2", "4"} & numbers, "neither the hidden pupils nor how many of them did"
    text = page(site, "/groups/coast/pupils/")
    assert "and England’s published 65%" not in text and "England’s 65% lie" in text
    assert "disadvantaged pupils carry −7.7 points (−11.5 pupils)" in text


def test_what_a_file_does_not_tell_apart_is_said_and_not_guessed(site: Client):
    found = {each["way"]: each for each in rows(site, "/groups/coast/carrying.csv")}
    for way in ("Sex", "Prior attainment", "English as an additional language"):
        assert found[way]["pupils"].startswith("Cannot tell: ") and found[way]["points"] == ""
        assert found[way]["told_pupils"] == "0" and "no school has" in found[way]["pupils"]


def test_what_schools_carry_adds_up_to_the_distance(site: Client):
    found = rows(site, "/groups/coast/movers.csv")
    group = whole_of(2019)
    gap = float(Fraction(100 * group[0], group[1]) - ENGLAND)
    assert sum(float(each["carries"]) for each in found) == pytest.approx(gap, abs=1e-9)
    assert sum(float(each["carries_pupils"]) for each in found) == pytest.approx(gap * group[1] / 100, abs=1e-9)
    assert "adds up to the distance of them all from England, 65%" in page(site, "/groups/coast/schools/")


def test_other_pupils_are_told_from_other_results_where_pupils_are_told_apart(site: Client):
    found = {each["way"]: each for each in rows(site, "/groups/coast/made-of.csv?year=2019")}
    assert set(found) >= {"Nothing: schools alone", "Disadvantage"}
    cells = {year: {} for year in TOLD}
    for year, schools in TOLD.items():
        for urn, (few, others) in schools.items():
            if few is None:
                cells[year][urn, "all"] = tuple(sum(each) for each in zip(HIDDEN, others, strict=True))
            else:
                cells[year] |= {(urn, "few"): few, (urn, "others"): others}
    theirs = naive.decomposed(cells[2018], cells[2019])
    ours = found["Disadvantage"]
    for name in ("change", "results", "pupils"):
        assert float(ours[name]) == pytest.approx(float(theirs[name]), abs=1e-9), name
    assert ours["told"] == "120" and float(ours["pupils"]) < float(found["Nothing: schools alone"]["pupils"]) - 3
    for each in found.values():
        if each["results"]:
            terms = [float(each[name]) for name in ("results", "pupils", "joined", "left", "coverage")]
            assert sum(terms) == pytest.approx(float(each["change"]), abs=1e-9)
    assert "Nothing: schools alone" in page(site, "/groups/coast/trend/?year=2019")
    assert site.get("/groups/coast/made-of.csv?year=2018").status_code == 404, "nothing stands before it"


def gaps(site: Client, path: str) -> dict[tuple[str, str], list[dict[str, str]]]:
    found: dict[tuple[str, str], list[dict[str, str]]] = {}
    for each in rows(site, path):
        found.setdefault((each["first"], each["second"]), []).append(each)
    return found


def test_disadvantaged_pupils_are_set_beside_englands_others_and_within(site: Client):
    found = gaps(site, "/groups/coast/gaps-told.csv?year=2019")
    few, others = (21, 50), (69, 96)
    (within,) = found["Disadvantaged pupils", "Other pupils"]
    low, high = naive.newcombe(few, others)
    assert [float(within[name]) for name in ("gap", "gap_low", "gap_high")] == pytest.approx(
        [100 * (21 / 50 - 69 / 96), 100 * low, 100 * high], abs=1e-9
    )
    (nation,) = found["Disadvantaged pupils", "Other pupils, England"]
    limits = naive.wilson(*few)
    expected = [42 - OTHERS, 100 * limits[0] - OTHERS - 0.5, 100 * limits[1] - OTHERS + 0.5]
    ours = [float(nation[name]) for name in ("gap", "gap_low", "gap_high")]
    assert ours[0] == expected[0] and ours[1:] == pytest.approx(expected[1:], abs=0.02), "rounding of England both ways"
    assert nation["covers"] == within["covers"] == "this_year" and nation["told"] == "Lower"
    text = page(site, "/groups/coast/pupils/?year=2019")
    assert "Beside 71% of pupils who are not disadvantaged in England stand 42% (21 of 50 pupils) of" in text
    assert "29 points below; the 95% interval of the gap, for this year’s rate, is" in text


def test_three_summers_are_put_together_where_one_cannot_tell_and_never_across_a_break(site: Client, tmp_path: Path):
    publish(tmp_path, [tiny(6, 9)], 2017)
    publish(tmp_path, [tiny(7, 12), england(600_000, "65%", PTRWM_EXP_NotFSM6CLA1A="70%")], 2018)
    publish(tmp_path, [tiny(8, 13), england(600_000, "65%", PTRWM_EXP_NotFSM6CLA1A="72%")], 2019)
    found = gaps(site, "/authorities/202/gaps-told.csv?year=2019&special=exclude")
    now, pooled = found["Disadvantaged pupils", "Other pupils"]
    assert (now["told"], now["made_of"], now["covers"]) == ("Cannot tell", "Summer 2019", "this_year")
    assert pooled["made_of"] == "Summers 2018 and 2019 together", "2017 is before a break"
    assert pooled["covers"] == "underlying"
    few, others = [(12, 20), (13, 20)], [(7, 10), (8, 10)]
    effects = [naive.effect(sum(k for k, _ in each), [n for _, n in each], 0.27) for each in (few, others)]
    counts = [(sum(k for k, _ in each), sum(n for _, n in each)) for each in (few, others)]
    low, high = naive.newcombe(*counts, tuple(effects))
    assert [float(pooled[name]) for name in ("gap_low", "gap_high")] == pytest.approx([100 * low, 100 * high], abs=1e-9)
    nation = found["Disadvantaged pupils", "Other pupils, England"][-1]
    assert float(nation["second_value"]) == pytest.approx(71) and nation["second_counts"] == ""


def tiny(others: int, few: int) -> dict[str, str]:
    """The only school of another authority: 20 disadvantaged pupils, of whom ``few`` did, and 10 ``others``."""
    return school(
        "100009", "202", 30, percent((few + others, 30)), TFSM6CLA1A="20", TNotFSM6CLA1A="10",
        PTRWM_EXP_FSM6CLA1A=percent((few, 20)), PTRWM_EXP_NotFSM6CLA1A=percent((others, 10)),
    )  # fmt: skip


def test_everyone_else_is_counted_where_a_group_is_told_and_never_when_they_are_few(site: Client, tmp_path: Path):
    def told(outside: int) -> dict[tuple[str, str], list[dict[str, str]]]:
        more = {"TEALGRP2": str(30 - outside), "PTRWM_EXP_EAL": percent((15, 30 - outside))}
        publish(tmp_path, [school("100009", "202", 30, "70%", **more)], 2019)
        return gaps(site, "/authorities/202/gaps-told.csv?year=2019&special=exclude")

    pair = "English as an additional language", "Everyone else"
    (gap,) = told(8)[pair]
    assert (gap["first_counts"], gap["second_counts"]) == ("15 of 22", "6 of 8")
    assert pair not in told(5), "five others are not shown"


def test_what_if_is_asked_in_the_address_and_answered_in_whole_children(site: Client):
    text = page(site, f"/groups/coast/schools/?year=2019&who={ELM}&reach=england&goal=70")
    # Of 150 pupils 92 did: Elm's 39 of 60 are 65% already; 13 more of all for 70%, and 21 of Elm's did not.
    assert f"England’s 65% is reached already by School {ELM}: 39 of 60 pupils." in text
    assert "For all to come to 70%, 13 more children of 150 pupils would have to." in text
    assert f"Of School {ELM}, 21 pupils did not: enough for that." in text
    found = {each["code"]: each for each in rows(site, "/groups/coast/what-if.csv?year=2019&reach=stated&stated=80")}
    for urn, (few, others) in TOLD[2019].items():
        met, whole = (sum(each) for each in zip(few or HIDDEN, others, strict=True))
        more = naive.needed(met, whole, Fraction(80))
        assert (found[urn]["more_low"], found[urn]["more_high"]) == (str(more), str(more))
        assert float(found[urn]["then_low"]) == pytest.approx(100 * (92 + more) / 150)
    few = page(site, "/groups/coast/pupils/?year=2019&who=other&reach=england")
    assert "England’s 71% is reached already by pupils who are not disadvantaged: 69 of 96 pupils." in few
    assert 'name="who"' in few and "<script" not in few.split('id="what-if"')[1].split("</section>")[0]


def test_what_if_offers_nobody_who_has_no_figure_and_asks_nothing_wrong(site: Client, tmp_path: Path):
    publish(tmp_path, [school("100009", "202", 4, "SUPP"), school("100008", "202", 30, "50%")], 2019)
    offered = {each["code"] for each in rows(site, "/authorities/202/what-if.csv?year=2019")}
    assert offered == {"100008"}
    for asked in ("who=100009", "reach=moon", "reach=stated&stated=101", "goal=seventy"):
        assert site.get(f"/authorities/202/what-if.csv?year=2019&{asked}").status_code == 404, asked
        answer = site.get(f"/authorities/202/schools/?year=2019&{asked}")
        assert answer.status_code == 200 and "Had School" not in answer.content.decode(), asked
    assert "There is no figure of 100009 here." in page(site, "/authorities/202/schools/?year=2019&who=100009")
    (one,) = rows(site, "/authorities/202/what-if.csv?reach=quarter")
    assert one["reach"] == one["then"] == "", "one school has no best quarter"
