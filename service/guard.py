"""Who may change the store through the server: no page of another site, and beyond this machine
only who knows the token."""

from __future__ import annotations

import hmac
import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.requests import Request

from index.errors import OnrecordError, ServiceError
from ui import wire

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class Refusal(Exception):
    """An HTTP status, and the error that is told with it."""

    def __init__(self, status: int, error: OnrecordError) -> None:
        super().__init__(status, error)
        self.status = status
        self.error = error


def refusal(status: int, happened: str, remedy: str) -> Refusal:
    """A refusal by the service itself."""
    error = ServiceError(happened, subject="the server", remedy=remedy)
    return Refusal(status, error)


@dataclass(frozen=True, slots=True)
class Guard:
    """Looks at the head of each request, before anything of its body is read."""

    hosts: frozenset[str] | None
    """The names that requests may call this server by, so that no other site's name can be made to
    lead here (DNS rebinding). None: any, where it listens on all addresses and has a token."""
    token: str
    """"" asks for none."""
    is_open: bool
    """Whether it takes changes at all."""

    @classmethod
    def of(cls, host: str, address: str, token: str) -> Guard:
        """For a server that was told to listen on `host`, and does on the IP address `address`.
        Raises SettingError for a token that cannot be one."""
        wire.usable_token(token)
        bound = ipaddress.ip_address(address.partition("%")[0])
        hosts = None if bound.is_unspecified else LOOPBACK | {host.lower(), str(bound)}
        return cls(hosts, token, is_open=bound.is_loopback or bool(token))

    def check(self, request: Request) -> None:
        """Raises Refusal."""
        if not self.is_open:
            raise refusal(
                403,
                "It listens beyond its machine and has no token, so it takes no changes.",
                "Start it with ONRECORD_TOKEN set, and set the same for the commands.",
            )
        host = self._host(request)
        for origin in request.headers.getlist("origin"):
            if origin not in (f"http://{host}", f"https://{host}"):
                raise refusal(
                    403,
                    "A page of another site may not change the store.",
                    "Use the command line: onrecord add --server URL",
                )
        protocol = request.headers.get(wire.MARK)
        if protocol is None:
            raise refusal(
                403,
                f"The request lacks the header {wire.MARK}.",
                f"Send {wire.MARK}: {wire.PROTOCOL}. A link or a form cannot.",
            )
        if protocol != wire.PROTOCOL:
            raise refusal(
                400,
                "The server and the command are of different versions of Onrecord.",
                "Install the same version for both.",
            )
        if self.token and not self._knows_token(request):
            raise refusal(
                401,
                "The token is missing or another one.",
                "Set ONRECORD_TOKEN to what the server was started with.",
            )

    def _host(self, request: Request) -> str:
        """The Host header of a request."""
        named = request.headers.getlist("host")
        try:
            name = urlsplit(f"//{named[0]}").hostname if len(named) == 1 else None
        except ValueError:
            name = None
        if not name or (self.hosts is not None and name.removesuffix(".") not in self.hosts):
            raise refusal(
                403,
                "It is not called by this name.",
                "Use the address that onrecord serve prints, by the same name.",
            )
        return named[0]

    def _knows_token(self, request: Request) -> bool:
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        same = hmac.compare_digest(given.encode("latin-1"), self.token.encode())
        return same and scheme.lower() == "bearer"
