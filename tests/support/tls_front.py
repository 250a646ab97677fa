"""What speaks TLS in front of a server that doesn't, as a proxy that passes all on unchanged."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread
from typing import Any

import trustme


class _Front(ThreadingTCPServer):
    daemon_threads = True
    back = 0
    context: ssl.SSLContext


class _Passing(BaseRequestHandler):
    def handle(self) -> None:
        front: Any = self.server
        with suppress(OSError), ExitStack() as stack:
            reader = stack.enter_context(front.context.wrap_socket(self.request, server_side=True))
            server = stack.enter_context(socket.create_connection(("127.0.0.1", front.back)))
            answering = Thread(target=_pass_on, args=(server, reader), daemon=True)
            answering.start()
            _pass_on(reader, server)
            answering.join()


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while block := one.recv(65_536):
            other.sendall(block)
    for end in (one, other):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


@contextmanager
def tls_front() -> Iterator[_Front]:
    """Listens on a port on this machine as localhost, and passes on to the port `back`, which the
    test sets."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("localhost").configure_cert(context)
    with _Front(("127.0.0.1", 0), _Passing) as front:
        front.context = context
        thread = Thread(target=front.serve_forever)
        thread.start()
        try:
            yield front
        finally:
            front.shutdown()
            thread.join()
