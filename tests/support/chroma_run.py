"""A real Chroma server on this machine, for the tests of vectors in one."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SECONDS = 60


def free_port() -> int:
    """A port on which nothing listens at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def chroma_server(folder: Path, port: int | None = None) -> Iterator[str]:
    """`chroma run` over a folder, until the end; its URL."""
    port = port or free_port()
    program = Path(sys.executable).with_name("chroma")
    # Its output goes through a pipe that is read to the end, so that it never blocks.
    process = subprocess.Popen(
        [program, "run", "--path", folder, "--host", "127.0.0.1", "--port", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    listening = threading.Event()

    def read() -> None:
        assert process.stdout
        for line in process.stdout:
            if re.search("listening on", line):
                listening.set()

    reader = threading.Thread(target=read)
    reader.start()
    try:
        assert listening.wait(SECONDS), "the Chroma server did not start"
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()
        reader.join()
        assert process.stdout
        process.stdout.close()
