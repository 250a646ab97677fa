"""Files of every format come in through the page, and nothing in them acts on it."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import Visit, Visiting
from documents import lines, packed, page, pdf, word
from playwright.sync_api import expect

from assistant.assistant import Assistant
from assistant.testing.overlap_reranker import OverlapReranker
from assistant.testing.word_stance import WordStance
from index.search.embedding import FakeEmbedder
from index.store import Store

FILES: dict[str, bytes | str] = {
    "ferry.html": page("<h1>Ferry</h1><p>The ferry of Ansel sails on Friday, said its master.</p>"
                       "<p>It had been in the dock for a month, and was painted there.</p>"),
    "quay.pdf": pdf([[(72, 780, 20, "Quay"), (72, 740, 11, "The quay of Lind was sold on Monday, "
                                              "said the port.")]], title="Quay"),
    "mill.docx": word(("Title", "Mill"), ("Normal", "The mill of Orm burned down, said a baker."),
                      title="Mill"),
    "wells.jsonl.gz": gzip.compress(lines(
        {"title": "Wells", "text": "The wells of Quell are dry, said the council."},
        {"title": "Pumps", "text": "The pumps of Maldry were stolen, said the guard."})),
    "more.zip": packed({"a/tower.txt": b"Tower\n\nThe tower of Velmora leans, said an engineer.\n",
                        "../out.txt": b"Out\n\nThis leads out.\n"}),
}  # fmt: skip
ASKED = {
    "ferry.html": ("When does the ferry of Ansel sail?", "The ferry of Ansel sails on Friday"),
    "quay.pdf": ("When was the quay of Lind sold?", "The quay of Lind was sold on Monday"),
    "mill.docx": ("What happened to the mill of Orm?", "The mill of Orm burned down"),
    "wells.jsonl.gz": ("What of the pumps of Maldry?", "The pumps of Maldry were stolen"),
    "more.zip": ("What does the tower of Velmora do?", "The tower of Velmora leans"),
}
"""A question about each file, and how the sentence that answers it begins."""

HOSTILE = (
    "<h1>Storm <img src=x onerror='window.pwned = 1'></h1>"
    "<p>The storm of Velmora <script>window.pwned = 1</script> broke two piers &lt;script&gt;"
    "window.pwned = 1&lt;/script&gt;, said the mayor.</p>"
    "<p onclick='window.pwned = 1' style='background: url(https://elsewhere.example/a.png)'>"
    "The river rose by two metres in one night &lt;img src=https://elsewhere.example/b.png&gt;.</p>"
    "<iframe src='https://elsewhere.example/'></iframe>"
    "<link rel=stylesheet href=//elsewhere.example>"
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Assistant]:
    store = Store.open(tmp_path / "store", FakeEmbedder())
    with Assistant(store, OverlapReranker(), WordStance()) as desk:
        yield desk


def _upload(reader: Visit, folder: Path, name: str, data: bytes | str) -> None:
    """Put a file into the library through the page, and wait for the report."""
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    reader.page.get_by_role("tab", name="Library").click()
    reader.page.locator("#files input[type=file]").set_input_files([path])
    expect(reader.page.locator("#files")).to_contain_text(name.partition(".")[0])
    reader.page.get_by_role("button", name="Add to the library").click()
    expect(reader.page.locator(".report .summary")).to_contain_text("added")


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_added_asked_about_and_shown(
    name: str, visit: Visiting, desk: Assistant, tmp_path: Path
) -> None:
    reader = visit(desk)
    _upload(reader, tmp_path, name, FILES[name])
    expect(reader.page.locator("button.entry")).to_have_count(2 if "jsonl" in name else 1)
    question, beginning = ASKED[name]
    reader.page.get_by_role("tab", name="Ask").click()
    reader.ask(question)
    reader.citation(1).click()
    cited = reader.page.locator(".paragraph.cited")
    expect(cited.locator("mark")).to_contain_text(beginning)
    expect(cited).to_be_in_viewport(ratio=1)
    expect(reader.page.locator(".source .location")).to_contain_text(name)
    refused = reader.page.locator(".report .failed li")
    if name == "more.zip":
        expect(refused).to_have_count(1)
        expect(refused).to_contain_text("more.zip#../out.txt")
        expect(refused).to_contain_text("Its name points outside the archive.")
    else:
        expect(refused).to_have_count(0)


def test_a_hostile_page_is_text_and_fetches_nothing(
    visit: Visiting, desk: Assistant, tmp_path: Path
) -> None:
    head = "<script>window.pwned = 1</script><base href='https://elsewhere.example/'>"
    reader = visit(desk)
    _upload(reader, tmp_path, "storm.html", page(HOSTILE, head))
    reader.page.get_by_role("tab", name="Ask").click()
    reader.ask("What did the storm of Velmora break?")
    reader.citation(1).click()
    source = reader.page.locator(".source")
    expect(source.locator(".paragraph.cited")).to_contain_text("<script>window.pwned = 1</script>")
    assert source.locator("script, img, iframe, link, [onclick], [style]").count() == 0
    assert reader.page.evaluate("window.pwned") is None
    assert not [url for url in reader.requests if "elsewhere" in url]
