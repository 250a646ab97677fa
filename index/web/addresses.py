"""Which IP addresses may be connected to: public ones, and what the person has allowed.

A URL comes from a person, a feed or a page; where it leads is up to whoever wrote it. Without this
check, a feed could make Onrecord read the router's or the cloud provider's own pages.
"""

from __future__ import annotations

import ipaddress
import queue
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.errors import SettingError, SourceRefused, SourceUnreachable
from index.locations import Location, host_of

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolver = Callable[[str, int, float], Sequence[str]]
"""Called as resolver(host, port, seconds): its IP addresses, the best first.
Raises OSError (TimeoutError after `seconds`)."""

METADATA = tuple(
    map(
        ipaddress.ip_address,
        ("169.254.169.254", "fd00:ec2::254", "168.63.129.16", "100.100.100.200", "192.0.0.192"),
    )
)
"""Where cloud providers hand out a machine's own keys; some of them are public addresses."""
NEVER_BY_NAME = tuple(
    map(ipaddress.ip_network, ("0.0.0.0/8", "169.254.0.0/16", "::/128", "fe80::/10"))
)
NOT_GLOBAL = tuple(
    map(
        ipaddress.ip_network,
        # What ipaddress takes for public in some versions of Python: relays, translation, benchmark
        # and documentation blocks that were set aside later.
        ("192.88.99.0/24", "192.0.0.0/24", "3fff::/20", "2001::/23", "5f00::/16"),
    )
)
UNICAST = ipaddress.ip_network("2000::/3")
"""All of IPv6 that is public at all."""
TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
"""NAT64: an IPv4 address in the last 32 bits."""


@dataclass(frozen=True, slots=True)
class AllowList:
    """Which non-public addresses may be connected to all the same."""

    hosts: frozenset[tuple[str, int | None]]
    """Names with a port, or with None for all ports."""
    networks: tuple[tuple[Network, int | None], ...]

    @classmethod
    def of(cls, entries: Sequence[str]) -> AllowList:
        """From "archive.example", "archive.example:8080", "192.0.2.7", "[2001:db8::1]:80" or
        "10.2.0.0/16". Raises SettingError for anything else."""
        hosts: set[tuple[str, int | None]] = set()
        networks: list[tuple[Network, int | None]] = []
        for entry in entries:
            try:
                host, port = _host_and_port(entry.strip())
                if network := _network(host):
                    networks.append((network, port))
                else:
                    hosts.add((host_of(host, entry), port))
            except (ValueError, SourceRefused) as error:
                raise SettingError(
                    f"{entry!r} isn't a host, a host with a port, or a network.",
                    subject="the hosts that are allowed",
                    remedy="Write archive.example, archive.example:8080 or 10.2.0.0/16.",
                ) from error
        return cls(frozenset(hosts), tuple(networks))

    def permits(self, host: str, port: int, address: IPAddress) -> bool:
        """Whether a host at that address is allowed by an entry of the list. A name does not open
        the addresses of a link or of a cloud's metadata: only they themselves do."""
        if any(
            wanted in (None, port) and address.version == network.version and address in network
            for network, wanted in self.networks
        ):
            return True
        named = (host, None) in self.hosts or (host, port) in self.hosts
        special = address.is_multicast or address in METADATA
        return (
            named
            and not special
            and not any(address in network for network in NEVER_BY_NAME if _same(network, address))
        )


def plain(address: IPAddress) -> IPAddress:
    """The IPv4 address in an IPv4-mapped IPv6 address; others unchanged."""
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        return address.ipv4_mapped
    return address


def is_public(address: IPAddress) -> bool:
    """Whether an address belongs to the open internet, by itself and by what is embedded in it."""
    address = plain(address)
    if address in METADATA or any(address in n for n in NOT_GLOBAL if _same(n, address)):
        return False
    if isinstance(address, ipaddress.IPv4Address):
        return address.is_global and not (address.is_multicast or address.is_reserved)
    if address in TRANSLATED:
        return is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    if address.sixtofour is not None:
        return is_public(address.sixtofour)
    if (int(address) >> 32) & 0xFDFFFFFF == 0x00005EFE:  # ISATAP: an IPv4 address at the end
        return False
    return address in UNICAST and address.is_global


@dataclass(frozen=True, slots=True)
class Checked:
    """The addresses of a host that may be connected to; no other may be."""

    addresses: tuple[str, ...]
    public: bool
    """False: they are allowed only by the allow-list."""


def check(
    location: Location, allowed: AllowList, resolver: Resolver, seconds: float, *, public: bool
) -> Checked:
    """Look a host up once, and check everything that comes back.

    public: what the allow-list opens is refused, too, because the way here led over the open
    internet. Raises SourceRefused if any address is not to be connected to, SourceUnreachable if
    there is none."""
    found = _look_up(location, resolver, seconds)
    open_to_all = all(map(is_public, found))
    subject = location.url
    if not open_to_all and public:
        raise SourceRefused(
            "A page on the public internet leads here, into a private network.",
            subject=subject,
            remedy="If you want to read it, add this address itself.",
        )
    for address in found:
        if not is_public(address) and not allowed.permits(location.host, location.port, address):
            raise SourceRefused(
                f"Its address ({address}) isn't on the public internet.",
                subject=subject,
                remedy="If it is a site on your own network, allow its host: ONRECORD_FETCH_ALLOW.",
            )
    return Checked(tuple(map(str, found)), open_to_all)


def _look_up(location: Location, resolver: Resolver, seconds: float) -> list[IPAddress]:
    try:
        return [plain(ipaddress.ip_address(location.host))]
    except ValueError:
        pass  # a name
    try:
        answers = resolver(location.host, location.port, seconds)
        # A zone ("fe80::1%eth0") has a meaning only on this machine; the address is checked.
        found = [plain(ipaddress.ip_address(answer.partition("%")[0])) for answer in answers]
    except (OSError, ValueError, UnicodeError) as error:
        late = isinstance(error, TimeoutError)
        raise SourceUnreachable(
            "Its host couldn't be looked up in time." if late else "There is no such host.",
            subject=location.url,
            remedy="Check the spelling of the address and the connection to the internet.",
        ) from error
    if not found:
        raise SourceUnreachable(
            "There is no such host.", subject=location.url, remedy="Check its spelling."
        )
    return list(dict.fromkeys(found))


def system_resolver(host: str, port: int, seconds: float) -> Sequence[str]:
    """The addresses that the operating system gives (a Resolver).

    getaddrinfo has no time limit, so the wait is limited from outside; a thread that is left behind
    ends when it returns, and does not hold up the end of the process."""
    answers: queue.SimpleQueue[list[str] | OSError | UnicodeError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put([str(item[4][0]) for item in found])
        except (OSError, UnicodeError) as error:
            answers.put(error)

    threading.Thread(target=ask, name=f"look up {host}", daemon=True).start()
    try:
        answer = answers.get(timeout=max(seconds, 0))
    except queue.Empty:
        raise TimeoutError(host) from None
    if isinstance(answer, Exception):
        raise answer
    return answer


def _same(network: Network, address: IPAddress) -> bool:
    return network.version == address.version


def _network(written: str) -> Network | None:
    try:
        return ipaddress.ip_network(written)
    except ValueError:
        if "/" in written:
            raise
        return None


def _host_and_port(entry: str) -> tuple[str, int | None]:
    """ "host:80", "[::1]:80", "::1", "10.0.0.0/8" in two parts (ValueError)."""
    if entry.startswith("["):
        host, end, rest = entry[1:].partition("]")
        if not end or (rest and not rest.startswith(":")):
            raise ValueError(entry)
        port = rest[1:]
    elif entry.count(":") == 1:
        host, _, port = entry.partition(":")
    else:
        return entry, None
    if not port:
        return host, None
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise ValueError(entry)
    return host, int(port)
