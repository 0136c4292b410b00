"""Where files are fetched from is data: what is shipped claims nothing, and what is wrong is named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.meaning.definitions import DefinitionError, folders
from accord.meaning.publications import load_publications
from accord.meaning.sources import PLACES, Condition, load_sources
from accord.warehouse.datasets import families

FILE = """source: county
name: The county's own mirror
hosts: [data.example, "data.example:8443"]
inside: ["mirror.county.example"]
manners: {pause: 3}
known_from: The county
files:
  - file: ks2
    name: Key Stage 2
    families: [ks2_schools]
    publication: ks2_results
    address: "https://data.example/{year_before}-{year}.csv"
    forms: [csv]
    first_year: 2016
    verified: 2026-09-05
    hashes: {2018: "%s"}
    accept_when: [same form]
""" % ("0" * 64)


def load(folder: Path, text: str):
    place = folder / "sources"
    place.mkdir(exist_ok=True)
    (place / "county.yaml").write_text(text, encoding="utf-8")
    return load_sources([folder])


def test_no_address_that_is_shipped_is_said_to_work_and_all_are_in_the_open():
    shipped = load_sources(folders(None))
    files = [each for source in shipped for each in source.files]
    assert len(shipped) == 4 and len(files) == 20
    assert {each.verified for each in files} == {None}
    assert all(each.address.startswith("https://") for each in files)
    assert all(not source.inside and "Not tried from" in source.known_from for source in shipped)


def test_what_is_shipped_is_of_families_and_publications_that_are_known():
    known = {each.code for each in families(folders(None))}
    comes = {each.code: set(each.families) for each in load_publications(folders(None))}
    for source in load_sources(folders(None)):
        for each in source.files:
            assert set(each.families) <= known and each.publication in comes, each.code


def test_a_source_is_read_and_its_addresses_are_of_a_year(tmp_path):
    [source] = load(tmp_path, FILE)
    [ks2] = source.files
    assert (source.manners.pause, source.manners.tries, ks2.verified) == (3, 5, date(2026, 9, 5))
    assert ks2.address_of(2018, date(2026, 11, 30)) == "https://data.example/2017-2018.csv"
    assert ks2.accept_when == (Condition.SAME_FORM,) and ks2.hashes == {2018: "0" * 64}


def test_an_id_that_nobody_gave_gives_no_address(tmp_path):
    text = FILE.replace("{year_before}-{year}.csv", "{id}/{day}").replace("hashes:", "ids: {2025: ab-1}\n    hashes:")
    [source] = load(tmp_path, text)
    assert source.files[0].address_of(2024, date(2025, 9, 5)) is None
    assert source.files[0].address_of(2025, date(2025, 9, 5)) == "https://data.example/ab-1/20250905"


def test_every_family_of_schools_has_a_source_and_each_is_asked_for_its_own_tables():
    files = {each.code: each for source in load_sources(folders(None)) for each in source.files}
    come = {family for each in files.values() for family in each.families}
    assert {"ks4_schools", "ks4_destinations", "ks5_schools", "workforce", "finance", "school_information",
            "ks2_trusts", "ks4_trusts", "ofsted_schools", "suspensions", "phonics"} <= come  # fmt: skip
    today = date(2026, 11, 30)
    assert "filters=KS4&" in files["ks4_schools"].address_of(2018, today)
    assert "year=2017-2018&" in files["ks4_schools"].address_of(2018, today)
    # Pupils who left in 2016 were counted in 2016/17 and published with the tables of 2017/18.
    assert "year=2017-2018&" in files["ks4_destinations"].address_of(2016, today)
    assert files["ofsted_schools"].address_of(2026, today) is None


def test_an_id_may_be_a_place_and_a_name_and_nothing_that_leads_elsewhere(tmp_path):
    text = FILE.replace("{year_before}-{year}.csv", "{id}")
    name = "698b20be/Information_-_schools_-_as_at_31_Jan_2026.csv"
    [source] = load(tmp_path, text.replace("hashes:", f"ids: {{2026: {name}}}\n    hashes:"))
    assert source.files[0].address_of(2026, date(2026, 9, 5)) == f"https://data.example/{name}"
    for wrong in ("../x", "a//b", "/a", "a/", "a/../b", "a?b", "a@b", "a b", "a%2fb", "a" * 201):
        with pytest.raises(DefinitionError, match="ids"):
            load(tmp_path, text.replace("hashes:", f'ids: {{2026: "{wrong}"}}\n    hashes:'))


WRONG = [
    ("https://data.example", "http://data.example", "hosts"),
    ("https://data.example", "ftp://data.example", "address"),
    ("https://data.example", "https://me@data.example", "address"),
    ("https://data.example", "https://elsewhere.example", "elsewhere"),
    ("https://data.example", "https://{id}.example", "address"),
    ("{year}.csv", "{year", "braces"),
    ("{year}.csv", "{month}.csv", "month"),
    ("{year}.csv", "{}.csv", "is not one of"),
    ("{year}.csv", "{year.__class__}.csv", "is not one of"),
    ("{year}.csv", "{year!r}.csv", "plainly"),
    ("{year}.csv", "{year:999999999}.csv", "plainly"),
    ("[data.example", "[https://data.example", "hosts"),
    ("file: ks2", "file: KS2/../x", "file"),
    ("forms: [csv]", "forms: [pdf]", "forms"),
    ("forms: [csv]", "forms: []", "forms"),
    ("families: [ks2_schools]", "families: []", "families"),
    ("verified: 2026-09-05", "verified: yes", "verified"),
    ("    verified: 2026-09-05\n", "", "verified"),
    ("[same form]", "[whatever comes]", "accept_when"),
    ("2018: \"0", "18: \"0", "hashes"),
    ("{pause: 3}", "{pause: -1}", "pause"),
    ("{pause: 3}", "{tries: 0}", "tries"),
    ("{pause: 3}", "{haste: 3}", "haste"),
    ("known_from", "know_from", "know"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "named"), WRONG)
def test_what_cannot_be_used_is_named(tmp_path, right, wrong, named):
    assert right in FILE
    with pytest.raises(DefinitionError, match=f"(?s)county.yaml.*{named}"):
        load(tmp_path, FILE.replace(right, wrong))


def test_plain_http_is_for_the_authoritys_own_hosts(tmp_path):
    inside = FILE.replace("https://data.example", "http://mirror.county.example")
    assert load(tmp_path, inside)[0].files[0].address.startswith("http://mirror")


def test_two_files_of_one_code_are_one_too_many(tmp_path):
    load(tmp_path, FILE)
    (tmp_path / "sources" / "other.yaml").write_text(FILE.replace("source: county", "source: other"))
    with pytest.raises(DefinitionError, match="ks2 is in county and in other"):
        load_sources([tmp_path])


@settings(max_examples=40)
@given(st.text(alphabet="{}:!.[]ayerid_bfo0/\\ ", max_size=25))
def test_whatever_an_address_leaves_open_it_is_refused_or_makes_an_address(tmp_path_factory, text):
    folder = tmp_path_factory.mktemp("home")
    content = yaml.safe_load(FILE)
    content["files"][0]["address"] = f"https://data.example/{text}"
    try:
        [source] = load(folder, yaml.safe_dump(content))
    except DefinitionError:
        return
    assert source.files[0].places() <= set(PLACES)
    made = source.files[0].address_of(2018, date(2026, 11, 30))
    assert made is None or made.startswith("https://data.example/")
