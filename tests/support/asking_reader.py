"""Asks a store again and again, until its standard input is closed.

    python asking_reader.py STORE

Prints "ready" after the first reply, and at the end how often it asked and what went wrong, as
JSON."""

import json
import sys
import threading

from two_models import OLD, load

from assistant.testing.overlap_reranker import OverlapReranker
from assistant.testing.word_stance import WordStance
from index.store import Store
from onrecord import Assistant


def ask(desk: Assistant, number: int) -> list[str]:
    """What is wrong with a reply."""
    wrong = []
    try:
        if not desk.search(f"buoy {number} painted harbour", 5):
            wrong.append("no passage")
        answer = desk.ask(f"Which buoy {number} is painted red?")
        if not (answer.citations or answer.nearest):
            wrong.append("an empty reply")
    except Exception as error:  # noqa: BLE001 - whatever it is, the test shows it
        wrong.append(f"{type(error).__name__}: {error}")
    return wrong


def main(folder: str) -> None:
    done = threading.Event()

    def wait() -> None:
        sys.stdin.read()
        done.set()

    threading.Thread(target=wait).start()
    asked, wrong = 0, []
    with Store.open(folder, OLD, load=load) as store:
        desk = Assistant(store, OverlapReranker(), WordStance())
        while not done.is_set():
            wrong += ask(desk, asked % 100)
            asked += 1
            if asked == 1:
                sys.stdout.write("ready\n")
                sys.stdout.flush()
    sys.stdout.write(json.dumps({"asked": asked, "wrong": wrong}))


if __name__ == "__main__":
    main(sys.argv[1])
