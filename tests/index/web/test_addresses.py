"""Which addresses are connected to: no private one in any spelling."""

from __future__ import annotations

import ipaddress
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import SettingError, SourceError, SourceRefused, SourceUnreachable
from index.locations import canonical, locate
from index.web.addresses import METADATA, AllowList, check, is_public, plain, system_resolver

NOBODY = AllowList.of(())
PRIVATE = [
    "127.0.0.1", "127.255.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1",
    "0.0.0.0", "100.64.0.1",
    "169.254.169.254", "169.254.1.1", "192.0.0.8", "192.88.99.1", "198.18.0.1",
    "192.0.2.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "168.63.129.16",
    "100.100.100.200", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1",
    "2002:7f00:1::", "2002:a9fe:a9fe::1", "2002:c0a8:101::1", "2001:0:1:2:3:4:5:6", "2001:db8::1",
    "3fff::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1", "100::1", "5f00::1",
    "2a00:1450::5efe:10.0.0.1", "4000::1",
]  # fmt: skip
PUBLIC = ["23.0.2.7", "8.0.0.8", "2a00:1450:4001::1", "64:ff9b::1700:207", "2002:1700:207::1"]


@pytest.mark.parametrize("address", PRIVATE)
def test_what_is_not_of_the_open_internet_is_refused(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))
    with pytest.raises(SourceRefused, match="isn't on the public internet"):
        check(locate("http://news.example/"), NOBODY, lambda *_: [address], 1, public=False)


@pytest.mark.parametrize("address", PUBLIC)
def test_what_is_of_the_open_internet_is_not(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


def test_one_private_address_among_others_is_enough_to_refuse() -> None:
    with pytest.raises(SourceRefused, match=r"10\.0\.0\.1"):
        check(
            locate("http://news.example/"), NOBODY, lambda *_: ["23.0.2.7", "10.0.0.1"], 1,
            public=False,
        )  # fmt: skip


def spellings(address: ipaddress.IPv4Address) -> list[str]:
    number, parts = int(address), address.packed
    dotted = str(address)
    return [
        dotted,
        dotted + ".",
        str(number),
        hex(number),
        f"0{number:o}",
        ".".join(f"0{part:o}" for part in parts),
        ".".join(hex(part) for part in parts),
        ".".join(f"{part:03}" for part in parts),
        f"{parts[0]}.{number & 0xFFFFFF}",
        f"{parts[0]}.{parts[1]}.{number & 0xFFFF}",
        dotted.replace(".", "。"),
        dotted.replace(".", "%2e"),
        dotted.translate({ord(d): ord(d) + 0xFEE0 for d in "0123456789"}),
        f"[::ffff:{dotted}]",
        f"[0:0:0:0:0:FFFF:{dotted}]",
        f"[::{dotted}]",
        f"[64:ff9b::{dotted}]",
        f"[2002:{parts[0]:02x}{parts[1]:02x}:{parts[2]:02x}{parts[3]:02x}::1]",
    ]


def never(*_: object) -> list[str]:
    raise AssertionError("an address is not looked up")


private_addresses = st.one_of(
    *(
        st.ip_addresses(v=4, network=network)
        for network in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16",
                        "169.254.0.0/16", "224.0.0.0/4", "100.64.0.0/10", "0.0.0.0/8")
    )
)  # fmt: skip


@settings(deadline=None, max_examples=50)
@given(private_addresses)
def test_no_spelling_of_a_private_address_passes(address: ipaddress.IPv4Address) -> None:
    for spelling in spellings(address):
        with pytest.raises(SourceRefused):
            check(locate(f"http://{spelling}/"), NOBODY, never, 1, public=False)


@settings(deadline=None, max_examples=50)
@given(st.ip_addresses(v=6))
def test_what_passes_as_ipv6_is_public_in_all_its_parts(address: ipaddress.IPv6Address) -> None:
    if is_public(address):
        assert address.is_global
        assert address not in METADATA
        for inner in (address.ipv4_mapped, address.sixtofour):
            assert inner is None or (inner.is_global and not inner.is_multicast)


@settings(deadline=None, max_examples=50)
@given(st.text(max_size=40))
def test_any_text_is_a_location_or_refused(text: str) -> None:
    for url in (text, f"http://{text}/", f"https://news.example/{text}"):
        try:
            location = locate(url)
        except SourceRefused:
            continue
        assert location.url.isascii()
        assert locate(location.url) == location
        assert locate(canonical(url)).host == location.host


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("ftp://news.example/", "Only http and https"),
        ("file:///etc/hosts", "Only http and https"),
        ("javascript:alert(1)", "Only http and https"),
        ("news.example/a", "Only http and https"),
        ("http://reader:secret@news.example/", "user name or password"),
        ("http://news.example@127.0.0.1/", "user name or password"),
        ("http:///a", "isn't a valid name"),
        ("http://", "isn't a valid name"),
        ("http://news.example:0/", "no port 0"),
        ("http://news.example:99999/", "cannot be read"),
        ("http://news.example:x/", "cannot be read"),
        ("http://news.example\\@127.0.0.1/", "spaces or other characters"),
        ("http://news.example/a b", "spaces or other characters"),
        ("http://news.example/\r\nHost: x", "spaces or other characters"),
        ("http://[fe80::1%25eth0]/", "IPv6 zone"),
        ("http://[::1", "cannot be read"),
        ("http://a..example/", "isn't a valid name"),
        ("http://1.2.3/", "written in an unusual way"),
        ("", "spaces or other characters"),
        ("http://news.example/" + "a" * 5000, "longer than 4,000 characters"),
    ],
)
def test_addresses_that_are_refused_as_they_stand(url: str, why: str) -> None:
    with pytest.raises(SourceRefused, match=why) as caught:
        locate(url)
    assert "secret" not in str(caught.value)


def test_a_location_is_taken_apart() -> None:
    location = locate(" HTTPS://Bücher.Example.:443/ä?q=ü&x=%20#part ")
    assert location.url == "https://xn--bcher-kva.example/%C3%A4?q=%C3%BC&x=%20"
    assert location.authority == "xn--bcher-kva.example"
    assert locate("http://[2A00:1450::1]:8080/").authority == "[2a00:1450::1]:8080"


def test_what_tracks_the_reader_is_no_part_of_a_page() -> None:
    url = "https://news.example/a?id=7&utm_source=x&b=&fbclid=1&utm_medium=y#top"
    assert canonical(url) == "https://news.example/a?id=7&b="
    assert canonical("https://news.example/a?utm_source=x") == "https://news.example/a"
    assert canonical("https://news.example?a=%2F") == "https://news.example/?a=%2F"


def test_the_allow_list_opens_hosts_ports_and_networks() -> None:
    allowed = AllowList.of(("wiki.example", "files.example:8080", "10.2.0.0/16", "[fd00::7]:81"))

    def opened(url: str, address: str) -> bool:
        try:
            return not check(locate(url), allowed, lambda *_: [address], 1, public=False).public
        except SourceRefused:
            return False

    assert opened("http://wiki.example:99/", "10.9.9.9")
    assert opened("http://files.example:8080/", "127.0.0.1")
    assert not opened("http://files.example/", "127.0.0.1")
    assert opened("http://other.example/", "10.2.3.4")
    assert opened("http://other.example/", "::ffff:10.2.3.4")
    assert not opened("http://other.example/", "10.3.3.4")
    assert opened("http://[fd00::7]:81/", "")
    assert not opened("http://[fd00::7]/", "")


@pytest.mark.parametrize("address", ["169.254.169.254", "fd00:ec2::254", "fe80::1", "224.0.0.1"])
def test_an_allowed_name_does_not_open_the_addresses_of_machines(address: str) -> None:
    by_name, by_address = AllowList.of(("wiki.example",)), AllowList.of((address,))
    with pytest.raises(SourceRefused):
        check(locate("http://wiki.example/"), by_name, lambda *_: [address], 1, public=False)
    assert check(locate("http://wiki.example/"), by_address, lambda *_: [address], 1, public=False)


def test_the_open_internet_does_not_lead_to_what_is_allowed() -> None:
    allowed = AllowList.of(("10.2.0.0/16",))
    with pytest.raises(SourceRefused, match="leads here, into a private network"):
        check(locate("http://wiki.example/"), allowed, lambda *_: ["10.2.0.1"], 1, public=True)


@pytest.mark.parametrize(
    "entry", ["", "10.2.0.0/99", "a b", "host:port", "http://x.example", "[::1"]
)
def test_an_allow_list_with_a_mistake_is_an_error(entry: str) -> None:
    with pytest.raises(SettingError, match="isn't a host"):
        AllowList.of((entry,))


def test_a_host_that_is_not_there() -> None:
    def none(*_: object) -> list[str]:
        raise OSError("not known")

    def late(*_: object) -> list[str]:
        raise TimeoutError

    for resolver, why in (
        (none, "no such host"),
        (late, "in time"),
        (lambda *_: [], "no such host"),
    ):
        with pytest.raises(SourceUnreachable, match=why):
            check(locate("http://news.example/"), NOBODY, resolver, 1, public=False)


def test_the_system_resolver_is_waited_for_no_longer_than_allowed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert "127.0.0.1" in system_resolver("127.0.0.1", 80, 5)
    over = threading.Event()
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: over.wait(5) and [])
    try:
        with pytest.raises(TimeoutError):
            system_resolver("slow.example", 80, 0.05)
    finally:
        over.set()


def test_mapped_addresses_are_plain() -> None:
    assert str(plain(ipaddress.ip_address("::ffff:23.0.2.7"))) == "23.0.2.7"
    assert issubclass(SourceRefused, SourceError)
