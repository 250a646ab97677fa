"""The main job makes no connection but to this machine itself.

A child process refuses every other one (an audit hook sees all that Python code tries, in any
thread, and cannot be removed), and none of the switches that keep libraries off the network is
set for it, so the code has to set them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from project import ROOT

from index.offline import SWITCHES

GUARD = """
import ipaddress, json, sys
refused = []

def watch(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0]
    else:
        return
    if isinstance(host, bytes):
        host = host.decode()
    if host in (None, "", "localhost"):
        return
    try:
        if ipaddress.ip_address(host).is_loopback:
            return
    except ValueError:
        pass
    refused.append(f"{event} {host}")
    raise PermissionError(f"no network in this test: {event} {host}")

sys.addaudithook(watch)
"""

JOB = """
import http.client, os, signal, threading, urllib.parse
from pathlib import Path
from app import launch
from onrecord import Assistant

store = Path(sys.argv[1])
question = "Who won the Harbour Cup final?"
with Assistant.open(store) as desk:
    report = desk.add(["samples/articles"])
    answer = desk.ask(question)
    passages = desk.search("flood at the dam")
told = {
    "added": len(report.added), "failed": len(report.failed), "answer": answer.text,
    "passages": len(passages),
}

def visit(address):
    def request(method, path, body=None):
        connection = http.client.HTTPConnection(address, timeout=120)
        connection.request(method, path, body, {"Content-Type": "application/json"})
        return connection.getresponse().read().decode()

    try:
        told["html"] = request("GET", "/")[:2000]
        call = request("POST", "/gradio_api/call/ask", json.dumps({"data": [question]}))
        told["reply"] = request("GET", "/gradio_api/call/ask/" + json.loads(call)["event_id"])
    finally:
        os.kill(os.getpid(), signal.SIGINT)

def ready(url):
    threading.Thread(target=visit, args=(urllib.parse.urlsplit(url).netloc,)).start()

launch(store, "127.0.0.1", 0, ready)
print(json.dumps({**told, "refused": refused}))
"""

FORBIDDEN = """
import socket
for attempt in (
    lambda: socket.socket().connect(("192.0.2.1", 80)),
    lambda: socket.getaddrinfo("onrecord.invalid", 80),
    lambda: socket.socket(type=socket.SOCK_DGRAM).sendto(b"x", ("192.0.2.1", 53)),
):
    try:
        attempt()
    except PermissionError:
        pass
print(json.dumps(refused))
"""


def run(script: str, *arguments: str) -> str:
    """The last line that the guarded script prints."""
    environment = {k: v for k, v in os.environ.items() if k not in SWITCHES}
    done = subprocess.run(
        [sys.executable, "-c", GUARD + script, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1]


def test_the_guard_sees_connections_names_and_datagrams() -> None:
    assert json.loads(run(FORBIDDEN)) == [
        "socket.connect 192.0.2.1",
        "socket.getaddrinfo onrecord.invalid",
        "socket.sendto 192.0.2.1",
    ]


def test_the_main_job_stays_on_this_machine(tmp_path: Path) -> None:
    done = json.loads(run(JOB, str(tmp_path / "store")))
    assert done["refused"] == []
    assert done["added"] == len(list((ROOT / "samples" / "articles").iterdir()))
    assert done["failed"] == 0
    assert "Brannick Rovers" in done["answer"]
    assert done["passages"] > 0
    assert "<html" in done["html"].lower()
    assert "Brannick Rovers" in done["reply"]
