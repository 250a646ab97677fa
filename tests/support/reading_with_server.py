"""Asks a store whose vectors are in a Chroma server, until its standard input is closed.

    python reading_with_server.py STORE URL

Prints "ready" after the first search, and at the end how often it searched, how many generations
it saw, and what went wrong, as JSON."""

import json
import sys
import threading

from index.errors import OnrecordError
from index.search.embedding import FakeEmbedder
from index.search.vector_server import ChromaServer
from index.store import Store


def main(folder: str, url: str) -> None:
    done = threading.Event()

    def wait() -> None:
        sys.stdin.read()
        done.set()

    threading.Thread(target=wait).start()
    searched, wrong, generations = 0, [], set()
    with Store.open(folder, FakeEmbedder(), server=ChromaServer(url)) as store:
        while not done.is_set():
            generations.add(store.generation)
            try:
                if len(store.dense("The buoy of Ansel is red, the pilot said.", 3)) != 3:
                    wrong.append("not three hits")
            except OnrecordError as error:
                wrong.append(str(error))
            searched += 1
            if searched == 1:
                sys.stdout.write("ready\n")
                sys.stdout.flush()
    told = {"searched": searched, "generations": len(generations), "wrong": wrong}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
