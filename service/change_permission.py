"""Who may change the store through the server: of those that the gate lets in (service/gate.py),
only those that ask for it explicitly, and beyond this machine only those that know the token."""

from __future__ import annotations

import hmac
import ipaddress
from dataclasses import dataclass

from starlette.requests import Request

from index.errors import OnrecordError, ServiceError
from ui.remote import message_format


class Refusal(Exception):
    """An HTTP status, and the error that goes with it."""

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
    """Looks at the headers of each request, before any of its body is read."""

    token: str
    """"" means that none is asked for."""
    is_open: bool
    """Whether it takes changes at all."""

    @classmethod
    def of(cls, address: str, token: str, *, named: bool = False) -> Guard:
        """For a server that listens on this IP address, and is `named` if it can be opened under
        further names (ONRECORD_HOSTS): then a proxy in front of it may let in other machines.
        Raises SettingError for an unusable token."""
        message_format.usable_token(token)
        bound = ipaddress.ip_address(address.partition("%")[0])
        return cls(token, is_open=bool(token) or (bound.is_loopback and not named))

    def check(self, request: Request) -> None:
        """Raises Refusal."""
        if not self.is_open:
            raise refusal(
                403,
                "It can be reached from other machines and has no token, so it accepts no changes.",
                "Start it with ONRECORD_TOKEN set, and set the same token for the commands.",
            )
        protocol = request.headers.get(message_format.MARK)
        if protocol is None:
            raise refusal(
                403,
                f"The request is missing the header {message_format.MARK}.",
                f"Send {message_format.MARK}: {message_format.PROTOCOL}. Links and forms can't do "
                "this.",
            )
        if protocol != message_format.PROTOCOL:
            raise refusal(
                400,
                "The server and the command are different versions of Onrecord.",
                "Install the same version for both.",
            )
        if self.token and not self._knows_token(request):
            raise refusal(
                401,
                "The token is missing or wrong.",
                "Set ONRECORD_TOKEN to the value that the server was started with.",
            )

    def _knows_token(self, request: Request) -> bool:
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        same = hmac.compare_digest(given.encode("latin-1"), self.token.encode())
        return same and scheme.lower() == "bearer"
