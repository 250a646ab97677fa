"""Word documents as they are printed with all changes accepted, their notes behind the text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pytest
from documents import read_file

from evaluation.hostile_files.specimens import WORD, packed, word_parts
from index.parsing.parser import Parser
from index.types import Article, Role

Read = Callable[..., list[tuple[str, str]]]

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = (
    "xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' "
    "xmlns:wps='http://schemas.microsoft.com/office/word/2010/wordprocessingShape' "
    "xmlns:v='urn:schemas-microsoft-com:vml' "
    "xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math'"
)
FERRY = "The ferry to Quellhaven sails again since Monday, the harbour office of Orsk said."
CLUB = "The rowing club of Tarn has sold both of its boats, its chair told the members."
OPERA = "The opera of Orsk will not open before the spring, said the builder of its roof."
BOX = "Nobody could cross the sound for nine whole weeks."


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def par(inside: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def plain(text: str) -> str:
    return par(run(text))


def cell(inside: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def table(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def box(content: str) -> str:
    """A text box as Word writes it: for new programs, and again for old ones."""
    inside = f"<w:txbxContent>{content}</w:txbxContent>"
    return (
        "<w:r><mc:AlternateContent>"
        f"<mc:Choice Requires='wps'><w:drawing><wps:txbx>{inside}</wps:txbx></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{inside}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


@pytest.fixture(scope="module")
def parser() -> Iterator[Parser]:
    with Parser() as opened:
        yield opened


@pytest.fixture
def read(parser: Parser, tmp_path: Path) -> Read:
    """read(body, footnotes="", endnotes=""): role and text of each paragraph of a document whose
    first paragraph is its title."""

    def read(body: str, **notes: str) -> list[tuple[str, str]]:
        links = "".join(
            f"<Relationship Id='r{name}' Type='{OFFICE}/{name}' Target='{name}.xml'/>"
            for name in notes
        )
        whole = plain("Ferry sails again") + body
        parts = word_parts(f"<!---->{whole}", links=links)
        document = parts["word/document.xml"].decode()
        parts["word/document.xml"] = document.replace(
            "<w:document ", f"<w:document {SPACES} "
        ).encode()
        for name, inside in notes.items():
            parts[f"word/{name}.xml"] = f"<w:{name} xmlns:w='{WORD}'>{inside}</w:{name}>".encode()
            parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
                b"</Types>",
                f"<Override PartName='/word/{name}.xml' ContentType='application/vnd."
                f"openxmlformats-officedocument.wordprocessingml.{name}+xml'/></Types>".encode(),
            )
        path = tmp_path / "ferry.docx"
        path.write_bytes(packed(parts))
        articles, failures = read_file(path, parser)
        assert failures == []
        (article,) = articles
        assert _shown(article)[0] == ("title", "Ferry sails again")
        return _shown(article)[1:]

    return read


def _shown(article: Article) -> list[tuple[str, str]]:
    return [(paragraph.role.value, paragraph.text) for paragraph in article.paragraphs]


def _texts(found: list[tuple[str, str]]) -> list[str]:
    return [text for _, text in found]


# Text boxes


def test_a_text_box_is_read_once_and_by_itself(read: Read) -> None:
    body = par(run(FERRY) + box(plain(BOX)) + run(" It is full.")) + plain(CLUB)
    assert _texts(read(body)) == [f"{FERRY} It is full.", BOX, CLUB]


def test_text_boxes_in_each_other_and_with_tables_are_read_once(read: Read) -> None:
    inner = par(run(CLUB) + box(plain(OPERA)))
    rows = table(cell(plain("Orsk")) + cell(plain("12 boats")))
    assert _texts(read(plain(FERRY) + par(box(inner + rows)))) == [
        FERRY, CLUB, OPERA, "Orsk 12 boats",
    ]  # fmt: skip


def test_an_old_text_box_without_a_new_one_is_read(read: Read) -> None:
    content = f"<w:txbxContent>{plain(BOX)}</w:txbxContent>"
    old = f"<w:r><w:pict><v:textbox>{content}</v:textbox></w:pict></w:r>"
    assert _texts(read(plain(FERRY) + par(old))) == [FERRY, BOX]


def test_of_two_forms_of_a_thing_the_one_with_text_is_read(read: Read) -> None:
    both = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing/></mc:Choice>"
        f"<mc:Fallback><w:t>{BOX}</w:t></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert _texts(read(plain(FERRY) + par(both))) == [FERRY, BOX]


# Tracked changes


def test_moved_text_is_read_where_it_went(read: Read) -> None:
    away = par(
        f"<w:moveFrom w:id='1'>{run(CLUB)}</w:moveFrom>", "<w:rPr><w:moveFrom w:id='2'/></w:rPr>"
    )
    to = par(f"<w:moveTo w:id='3'>{run(CLUB)}</w:moveTo>", "<w:rPr><w:moveTo w:id='4'/></w:rPr>")
    assert _texts(read(away + plain(FERRY) + to)) == [FERRY, CLUB]


def test_inserted_text_is_read_and_deleted_text_is_not(read: Read) -> None:
    changed = par(
        run("The ferry sails ")
        + "<w:del w:id='1'><w:r><w:delText>never</w:delText></w:r>" + run("nowhere") + "</w:del>"
        + f"<w:ins w:id='2'>{run('again')}</w:ins>"
        + run(" since Monday, the harbour office of Orsk said.")
    )  # fmt: skip
    assert _texts(read(changed)) == [
        "The ferry sails again since Monday, the harbour office of Orsk said."
    ]


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next(read: Read) -> None:
    mark = "<w:rPr><w:del w:id='1'/></w:rPr>"
    body = par(run("The ferry to Quellhaven sails again "), mark) + plain("since Monday, it said.")
    assert _texts(read(body + plain(CLUB))) == [
        "The ferry to Quellhaven sails again since Monday, it said.", CLUB,
    ]  # fmt: skip
    assert _texts(read(plain(CLUB) + par(run(FERRY), mark))) == [CLUB, FERRY]


def test_a_deleted_row_of_a_table_is_left_out(read: Read) -> None:
    rows = table(
        cell(plain("Orsk")) + cell(plain("12 boats")),
        "<w:trPr><w:del w:id='1'/></w:trPr>" + cell(plain("Tarn")) + cell(plain("no boat")),
    )
    assert _texts(read(plain(FERRY) + rows)) == [FERRY, "Orsk 12 boats"]


# Notes and comments


def reference(kind: str, number: int) -> str:
    return f"<w:r><w:{kind}Reference w:id='{number}'/></w:r>"


def note(kind: str, number: int, text: str, properties: str = "") -> str:
    return (
        f"<w:{kind} w:id='{number}' {properties}>"
        f"{par(f'<w:r><w:{kind}Ref/></w:r>' + run(f' {text}'))}</w:{kind}>"
    )


def test_notes_are_kept_as_notes_behind_the_text(read: Read) -> None:
    body = par(run("The ferry sails") + reference("footnote", 2) + run(" again, it said."))
    body += par(run(CLUB) + reference("endnote", 1) + reference("footnote", 1)) + plain(OPERA)
    found = read(
        body,
        footnotes=note("footnote", -1, "—", "w:type='separator'")
        + note("footnote", 1, "The boats were of oak.")
        + note("footnote", 2, "On Mondays only.")
        + note("footnote", 3, "Nobody refers to this."),
        endnotes=note("endnote", 1, "See the club's report for 2031."),
    )
    assert found == [
        ("body", "The ferry sails again, it said."),
        ("body", CLUB),
        ("body", OPERA),
        ("note", "On Mondays only."),
        ("note", "See the club's report for 2031."),
        ("note", "The boats were of oak."),
    ]


def test_a_note_to_deleted_text_is_gone_with_it(read: Read) -> None:
    gone = f"<w:del w:id='9'>{run('Not so.')}{reference('footnote', 1)}</w:del>"
    found = read(par(run(FERRY) + gone), footnotes=note("footnote", 1, "It was so."))
    assert found == [("body", FERRY)]


def test_a_reference_to_no_note_is_nothing(read: Read) -> None:
    assert _texts(read(par(run(FERRY) + reference("footnote", 7)))) == [FERRY]


def test_comments_and_codes_of_fields_are_left_out(read: Read) -> None:
    def mark(kind: str) -> str:
        return f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>"

    code = '<w:r><w:instrText> HYPERLINK "https://orsk.example" </w:instrText></w:r>'
    within = mark("begin") + run("7") + mark("end")
    link = mark("begin") + code + within + mark("separate") + run("Quellhaven") + mark("end")
    simple = f"<w:fldSimple w:instr='DATE'>{run('Monday')}</w:fldSimple>"
    comment = "<w:commentRangeStart w:id='0'/><w:r><w:commentReference w:id='0'/></w:r>"
    body = par(
        comment + run("The ferry to ") + link + run(" sails again since ") + simple + run(".")
    )
    assert _texts(read(body)) == ["The ferry to Quellhaven sails again since Monday."]
    unended = par(mark("begin") + run(CLUB)) + plain(OPERA)
    assert _texts(read(unended)) == [CLUB, OPERA]


# What wraps paragraphs, and tables


def test_content_controls_links_and_tags_are_read_through(read: Read) -> None:
    held = f"<w:sdt><w:sdtPr/><w:sdtContent>{plain(CLUB)}</w:sdtContent></w:sdt>"
    deep = f"<w:customXml w:element='a'>{held}</w:customXml>".replace(CLUB, OPERA)
    asked = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    inline = par(
        run("The ferry to ")
        + f"<w:hyperlink>{run('Quellhaven')}</w:hyperlink>"
        + f"<w:smartTag w:element='t'>{run(' sails')}</w:smartTag>"
        + f"<w:sdt><w:sdtContent>{run(' again.')}</w:sdtContent></w:sdt>"
        + asked.format(run("Click here."))
    )
    body = inline + held + deep + asked.format(plain("Click here to enter text."))
    assert _texts(read(body)) == ["The ferry to Quellhaven sails again.", CLUB, OPERA]


def test_a_row_is_a_paragraph_and_a_layout_of_cells_is_read_cell_by_cell(read: Read) -> None:
    numbers = table(
        cell(plain("Orsk"), "<w:vMerge w:val='restart'/>") + cell(plain("12 boats")),
        cell(plain(""), "<w:vMerge/>") + cell(plain("3 piers")),
    )
    layout = table(cell(plain(FERRY) + plain(CLUB)) + cell(plain(OPERA)))
    nested = table(cell(table(cell(plain("Tarn")) + cell(plain("1 pier"))) + par("")))
    assert _texts(read(numbers + layout + nested)) == [
        "Orsk 12 boats", "Orsk 3 piers", FERRY, CLUB, OPERA, "Tarn 1 pier",
    ]  # fmt: skip


def test_hidden_text_pronunciation_and_breaks(read: Read) -> None:
    hidden = run("secretly ", "<w:vanish/>") + run("openly ", "<w:vanish w:val='0'/>")
    spoken, written = f"<w:rt>{run('ORSK')}</w:rt>", f"<w:rubyBase>{run('Orsk')}</w:rubyBase>"
    ruby = f"<w:r><w:ruby>{spoken}{written}</w:ruby></w:r>"
    formula = "<m:oMath><m:r><m:t>7</m:t></m:r></m:oMath>"
    broken = "<w:r><w:t>boats.</w:t><w:br/><w:t>It rains in Tarn.</w:t></w:r>"
    body = par(
        run("They ") + hidden + run("count in ") + ruby + run(" ") + formula + run(" ") + broken
    )
    assert _texts(read(body)) == ["They openly count in Orsk 7 boats.", "It rains in Tarn."]


# Who wrote it


@pytest.mark.parametrize(
    ("title", "author", "line", "authors"),
    [
        ("Ferry sails again", "Ida Vane", "", ("Ida Vane",)),
        ("Letter to the bank", "Ida Vane", "", ()),
        ("Letter to the bank", "Ida Vane", "By Ida Vane", ("Ida Vane",)),
        ("", "Ida Vane", "Ida Vane", ("Ida Vane",)),
        ("Ferry sails again", "anonymous", "", ()),
        ("Ferry sails again", "admin", "The admin of the ferry spoke to us.", ()),
        ("", "Windows User", "", ()),
        ("", "python-docx", "", ()),
        ("", "Ole Brun", "By Ida Vane", ("Ida Vane",)),
    ],
)
def test_the_author_of_a_file_is_not_that_of_its_article_unless_the_text_bears_it_out(
    title: str, author: str, line: str, *, authors: tuple[str, ...], parser: Parser, tmp_path: Path
) -> None:
    document = docx.Document()
    document.core_properties.title, document.core_properties.author = title, author
    for text in filter(None, ("Ferry sails again", line)):
        document.add_paragraph(text, style="Heading 1")
    for text in (FERRY, CLUB, OPERA):
        document.add_paragraph(text)
    path = tmp_path / "ferry.docx"
    document.save(str(path))
    ((article,), _) = read_file(path, parser)
    assert (article.title, article.authors) == ("Ferry sails again", authors)
    if line and authors:
        assert article.paragraph(2).role is Role.BYLINE
