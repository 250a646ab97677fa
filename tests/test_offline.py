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

from index.offline import SWITCHES

ROOT = Path(__file__).resolve().parent.parent

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
import http.client, threading
from assistant import Assistant
from app import listen, server

store = sys.argv[1]
with Assistant.open(store) as desk:
    report = desk.add(["samples/articles"])
    answer = desk.ask("Who won the Harbour Cup final?")
    passages = desk.search("flood at the dam")
    with listen("127.0.0.1", 0) as listening:
        port = listening.getsockname()[1]
        page = server(desk)
        thread = threading.Thread(target=page.run, kwargs={"sockets": [listening]})
        thread.start()

        def request(method, path, body=None):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
            connection.request(method, path, body, {"Content-Type": "application/json"})
            return connection.getresponse().read().decode()

        html = request("GET", "/")
        question = json.dumps({"data": ["Who won the Harbour Cup final?"]})
        call = json.loads(request("POST", "/gradio_api/call/ask", question))["event_id"]
        reply = request("GET", f"/gradio_api/call/ask/{call}")
        page.should_exit = True
        thread.join()
print(json.dumps({
    "added": len(report.added), "failed": len(report.failed), "answer": answer.text,
    "passages": len(passages), "html": html[:2000], "reply": reply, "refused": refused,
}))
"""

FORBIDDEN = """
import socket
for attempt in (
    lambda: socket.create_connection(("192.0.2.1", 80), timeout=1),
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
