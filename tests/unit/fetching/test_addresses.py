"""Which addresses are never asked: what is not listed, not https, or inside a network, however it is written."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.fetching.addresses import Listed, MayNotAsk, NameUnknown, is_public, place_of

LISTED = Listed(("data.example", "data.example:8443"), ("mirror.county.example", "127.0.0.1:8080"))
OPEN = "93.184.216.34"


def ask(address: str, *numbers: str):
    return place_of(address, LISTED, lambda host, port: numbers or (OPEN,))


def test_listed_hosts_are_asked_at_the_number_that_was_looked_at():
    place = ask("https://DATA.example/ks2?year=2026&x=a%20b")
    assert (place.number, place.port, place.named, place.path) == (OPEN, 443, "data.example", "/ks2?year=2026&x=a%20b")
    assert ask("https://data.example:8443").named == "data.example:8443"


@pytest.mark.parametrize("address", [
    "http://data.example/ks2", "ftp://data.example/ks2", "file:///etc/passwd", "https://other.example/ks2",
    "https://data.example.evil.example/", "https://data.example@evil.example/", "https://evil@data.example/",
    "https://data.example:9999/", "https:///ks2", "ks2.csv", "https://[::1/", "https://data.example:port/",
    "//data.example/ks2", "https://data.example\\@evil.example/",
])  # fmt: skip
def test_others_are_not(address):
    with pytest.raises(MayNotAsk):
        ask(address)


PRIVATE = (
    "127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1",
    "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
    "::ffff:169.254.169.254", "64:ff9b::a00:1", "2002:7f00:1::", "2001:0:53aa:64c:0:0:80ff:fffe", "nonsense", "",
)  # fmt: skip


@pytest.mark.parametrize("number", PRIVATE)
def test_numbers_inside_a_network_are_not_asked_even_beside_an_open_one(number):
    assert not is_public(number)
    with pytest.raises(MayNotAsk, match="inside a network"):
        ask("https://data.example/", OPEN, number)


@pytest.mark.parametrize("number", [OPEN, "2606:2800:220:1:248:1893:25c8:1946", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_open_numbers_are(number):
    assert is_public(number)


def test_the_authoritys_own_hosts_may_be_inside():
    assert ask("http://127.0.0.1:8080/ks2", "127.0.0.1").number == "127.0.0.1"
    assert not ask("http://mirror.county.example/ks2", "10.1.2.3").secure
    with pytest.raises(MayNotAsk):
        ask("http://127.0.0.1:8081/ks2", "127.0.0.1")


def test_a_name_that_leads_nowhere_is_said():
    with pytest.raises(NameUnknown):
        place_of("https://data.example/", LISTED, lambda host, port: [])


NETWORKS = [ipaddress.ip_network(each) for each in (
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16",
    "224.0.0.0/4", "240.0.0.0/4",
)]  # fmt: skip


@given(st.sampled_from(NETWORKS), st.integers(0, 2**32 - 1), st.sampled_from(["{}", "::ffff:{}", "64:ff9b::{}"]))
def test_no_number_of_a_private_network_is_public_however_it_is_wrapped(network, offset, wrapped):
    number = network.network_address + offset % network.num_addresses
    assert not is_public(wrapped.format(number))


@given(st.text(max_size=60))
def test_no_text_leads_anywhere_but_to_a_listed_host(text):
    try:
        place = ask(text)
    except MayNotAsk:
        return
    assert place.host in ("data.example", "mirror.county.example", "127.0.0.1")


@given(st.text(max_size=20), st.sampled_from(["https://data.example", "https://"]), st.text(max_size=20))
def test_nor_does_any_text_around_one(before, middle, after):
    for address in (f"{before}{middle}{after}", f"{middle}{before}@{after}", f"https://{before}.data.example{after}"):
        try:
            place = ask(address)
        except MayNotAsk:
            continue
        assert place.host in ("data.example", "mirror.county.example", "127.0.0.1")
