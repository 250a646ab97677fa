"""The names under which a server may be addressed, so that no other site's name can be made to lead
here (DNS rebinding)."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import Self

from index.errors import SettingError

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
DEFAULT_PORTS = {"http": 80, "https": 443}

_AUTHORITY = re.compile(
    r"(?: \[ (?P<v6>[0-9A-Fa-f:.]{2,45}) \] | (?P<name>\w (?: [\w.-]{0,251} \w )?) )"
    r"(?: : (?P<port>[1-9][0-9]{0,4}) )?",
    re.ASCII | re.VERBOSE,
)
"""No user, no path, no empty port, and no dot at the end: browsers treat `localhost.` as a
different origin from `localhost`, so no one needs it."""
_ORIGIN = re.compile(r"(?P<scheme>https?)://(?P<authority>[^/?#@]+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Authority:
    """A name and a port, as in a Host header."""

    name: str
    """In lower case; an IP address as `ipaddress` writes it, without brackets."""
    port: int | None
    """None if not given, which means the scheme's own."""

    @classmethod
    def read(cls, text: str) -> Self | None:
        """None if the text is anything else, or could be read in two ways."""
        parts = _AUTHORITY.fullmatch(text)
        if parts is None:
            return None
        port = int(parts["port"]) if parts["port"] else None
        if port is not None and port > 65_535:
            return None
        if parts["v6"] is None:
            return cls(parts["name"].lower(), port)
        try:
            return cls(str(ipaddress.IPv6Address(parts["v6"])), port)
        except ValueError:
            return None

    @property
    def is_address(self) -> bool:
        """Whether it is an IP address. With it, a browser reaches that one and no other."""
        try:
            ipaddress.ip_address(self.name)
        except ValueError:
            return False
        return True


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the page that sends a request comes from, according to its browser."""

    scheme: str
    authority: Authority

    @classmethod
    def read(cls, text: str) -> Self | None:
        """None for `null`, and for anything that isn't a web page's origin."""
        parts = _ORIGIN.fullmatch(text)
        authority = Authority.read(parts["authority"]) if parts else None
        return cls(parts["scheme"], authority) if parts and authority else None

    def is_of(self, host: Authority) -> bool:
        """Whether a request from this page to this host stays within its origin."""
        usual = DEFAULT_PORTS[self.scheme]
        same_port = (self.authority.port or usual) == (host.port or usual)
        return self.authority.name == host.name and same_port


@dataclass(frozen=True, slots=True)
class Names:
    """What a server answers to."""

    port: int
    own: frozenset[str]
    """With its own port."""
    any_address: bool
    """Whether every IP address counts as its own: it listens on all the machine's addresses, and
    may not know the one that leads to it from elsewhere. No site can make its name look like an
    address."""
    listed: frozenset[Authority]
    """What the setting ONRECORD_HOSTS adds."""

    @classmethod
    def of(cls, host: str, address: str, port: int, listed: str = "") -> Names:
        """For a server that was asked to listen on `host` and does so on the IP address `address`.
        Raises SettingError for a list that cannot be read."""
        bound = ipaddress.ip_address(address.partition("%")[0])
        named = host.partition("%")[0].strip("[]").lower()
        if bound.is_unspecified:
            own = frozenset({"localhost"})
        elif bound.is_loopback:
            own = LOOPBACK | {named, str(bound)}
        else:
            own = frozenset({named, str(bound)})
        return cls(port, own, bound.is_unspecified, frozenset(_listed(listed)))

    def include(self, host: Authority) -> bool:
        """Whether the server answers to this Host."""
        return self._is_listed(host) or self._is_own(host)

    def trust(self, origin: Origin, host: Authority) -> bool:
        """Whether a page of that origin is the server's own, if the request names this host.

        Only a proxy in front of the server does TLS, and its name is listed."""
        return origin.is_of(host) and (origin.scheme == "http" or self._is_listed(host))

    def _is_own(self, host: Authority) -> bool:
        ours = host.name in self.own or (self.any_address and host.is_address)
        return ours and (host.port or DEFAULT_PORTS["http"]) == self.port

    def _is_listed(self, host: Authority) -> bool:
        if host in self.listed:
            return True
        usual = host.port in {None, self.port, *DEFAULT_PORTS.values()}
        return usual and Authority(host.name, None) in self.listed


def _listed(names: str) -> list[Authority]:
    read = []
    for name in filter(None, (name.strip() for name in names.split(","))):
        authority = Authority.read(name)
        if authority is None:
            raise SettingError(
                f"{name!r} isn't a server name.",
                subject="ONRECORD_HOSTS",
                remedy="Write names as the browser's address bar shows them, without http:// or "
                "a path, separated by commas: news.example, news.example:8443, [2001:db8::1]",
            )
        read.append(authority)
    return read
