"""The order of reading of a PDF's page, its paragraphs, and who wrote it."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from documents import pdf, read_file

from evaluation.hostile_files.specimens import Line, pdf_of
from index.parsing.parser import Parser
from index.types import Article, Role

FERRY = (
    "The ferry to Quellhaven sails again since Monday, and the harbour office of Orsk said that it "
    "will stay so, as far as anybody could tell on the day. It had lain idle for nine whole weeks, "
    "in which nobody could cross the sound."
)
CLUB = (
    "The rowing club of Tarn has sold both of its boats, its chair told the members, who were not "
    "amused by the news and left the room early. Nobody wanted the third one, which is older than "
    "the club and has never been rowed to the end of the lake."
)
OPERA = (
    "The opera of Orsk will not open before the spring, said the builder of its roof, who blamed "
    "the rain of the last two months. The singers rehearse in a hall beside the fish market, where "
    "the rent is low and the smell is not."
)
MUSEUM = (
    "The museum of Tarn shows the three hundred letters that a miller wrote to his brother abroad "
    "and never sent. They were found under a floor, dry and in order, by a child who had lost a "
    "coin there on a Sunday."
)
TEXTS = (FERRY, CLUB, OPERA, MUSEUM)

Read = Callable[..., Article]


@pytest.fixture(scope="module")
def parser() -> Iterator[Parser]:
    with Parser() as opened:
        yield opened


@pytest.fixture
def read(parser: Parser, tmp_path: Path) -> Read:
    """read(page, …, title=""): the article in a PDF of these lines."""

    def read(*pages: Sequence[Line] | bytes, title: str = "") -> Article:
        path = tmp_path / "news.pdf"
        data = pages[0] if isinstance(pages[0], bytes) else pdf(pages, title)  # type: ignore[arg-type]
        path.write_bytes(data)
        articles, failures = read_file(path, parser)
        assert failures == []
        (article,) = articles
        return article

    return read


def column(
    *paragraphs: str, left: int, top: int, letters: int = 30, gap: int = 0, leading: int = 13
) -> list[Line]:
    """Lines of 11 points, about 5 for a letter."""
    lines: list[Line] = []
    for paragraph in paragraphs:
        for text in textwrap.wrap(paragraph, letters):
            lines.append((left, top, 11, text))
            top -= leading
        top -= gap
    return lines


def beside(*columns: list[Line]) -> list[Line]:
    """Columns drawn row by row, as some programs draw them."""
    return sorted((line for each in columns for line in each), key=lambda line: (-line[1], line[0]))


def bodies(article: Article) -> list[str]:
    return [one.text for one in article.paragraphs if one.role is Role.BODY]


HEADLINE: Line = (60, 790, 22, "Ferry sails again, club sells its boats")


@pytest.mark.parametrize("gutter", [12, 18, 40])
@pytest.mark.parametrize("shift", [0, 5])
def test_two_columns_are_read_one_after_the_other(read: Read, gutter: int, shift: int) -> None:
    left = column(FERRY, CLUB, left=60, top=740, letters=34)
    right = column(OPERA, MUSEUM, left=60 + 185 + gutter, top=740 - shift, letters=34)
    article = read([HEADLINE, *beside(left, right)])
    assert article.title == HEADLINE[3]
    assert " ".join(bodies(article)) == " ".join(TEXTS)


def test_columns_in_one_string_with_spaces_between(read: Read) -> None:
    """As programs print what was a text with columns."""
    left, right = (textwrap.wrap(text, 30) for text in (FERRY, CLUB))
    rows = [
        (60, 740 - 13 * number, 11, f"{one}{' ' * (34 - len(one))}{other}")
        for number, (one, other) in enumerate(zip(left, right, strict=False))
    ]
    data = pdf([[HEADLINE, *rows]]).replace(b"/Helvetica", b"/Courier  ")
    found = " ".join(bodies(read(data)))
    count = len(rows)
    assert found == " ".join([*left[:count], *right[:count]])


def test_two_captions_beside_each_other(read: Read) -> None:
    captions = beside(
        [
            (60, 640, 9, "The ferry in the harbour of Orsk on"),
            (60, 629, 9, "the day before it was painted green."),
        ],
        [
            (300, 640, 9, "The mayor at the pier, on the day"),
            (300, 629, 9, "when the sound was frozen over."),
        ],
    )
    lines = column(FERRY, left=60, top=740, letters=85)
    texts = [one.text for one in read([HEADLINE, *lines, *captions]).paragraphs]
    assert texts[2:] == [
        "The ferry in the harbour of Orsk on the day before it was painted green.",
        "The mayor at the pier, on the day when the sound was frozen over.",
    ]


def test_columns_whose_paragraphs_begin_at_the_same_height(read: Read) -> None:
    left = column(FERRY, CLUB, left=60, top=740, letters=38, gap=7)
    right = column(OPERA, MUSEUM, left=300, top=740, letters=38, gap=7)
    assert bodies(read([HEADLINE, *beside(left, right)])) == list(TEXTS)


def test_three_columns_below_a_headline_and_above_a_line(read: Read) -> None:
    columns = [
        column(text, left=60 + 165 * place, top=700, letters=26)
        for place, text in enumerate((FERRY, CLUB, OPERA))
    ]
    below = column(MUSEUM, left=60, top=480, letters=85)
    headline: Line = (60, 780, 22, "Ferry sails, club sells, opera waits for its roof")
    assert bodies(read([headline, *beside(*columns), *below])) == list(TEXTS)


def test_a_paragraph_goes_on_in_the_next_column(read: Read) -> None:
    lines = textwrap.wrap(f"{FERRY} {CLUB}".replace("It had", "it had").replace(". it", ", it"), 34)
    half = len(lines) // 2
    left = [(60, 740 - 13 * n, 11, text) for n, text in enumerate(lines[:half])]
    right = [(280, 740 - 13 * n, 11, text) for n, text in enumerate(lines[half:])]
    found = bodies(read([HEADLINE, *beside(left, right)]))
    assert " ".join(found) == " ".join(lines)


def test_a_short_heading_between_two_pairs_of_columns_parts_them(read: Read) -> None:
    upper = beside(
        column(FERRY, left=60, top=740, letters=38), column(CLUB, left=300, top=740, letters=38)
    )
    lower = beside(
        column(OPERA, left=60, top=580, letters=38), column(MUSEUM, left=300, top=580, letters=38)
    )
    article = read([HEADLINE, *upper, (60, 610, 15, "What else is known"), *lower])
    assert [one.text for one in article.paragraphs][1:] == [
        FERRY, CLUB, "What else is known", OPERA, MUSEUM,
    ]  # fmt: skip


def test_a_table_is_read_row_by_row(read: Read) -> None:
    cells = [
        ("Town", "Boats", "Crossings"),
        ("Orsk", "12", "1,204"),
        ("Tarn", "3", "86"),
        ("Quellhaven", "41", "9,700"),
    ]
    table = [
        (60 + 120 * place, 600 - 15 * number, 11, text)
        for number, row in enumerate(cells)
        for place, text in enumerate(row)
    ]
    by_columns = sorted(table, key=lambda line: (line[0], -line[1]))
    for drawn in (table, by_columns):
        article = read([HEADLINE, *column(FERRY, left=60, top=740, letters=85), *drawn])
        assert [one.text for one in article.paragraphs][2:] == [" ".join(row) for row in cells]


def test_items_keep_their_bullets_and_labels_their_text(read: Read) -> None:
    items = [
        "The boats of the club are sold, and its house",
        "is for sale, with everything that is in it.",
        "The opera will open in the spring, if the roof",
        "is dry by then, which nobody wants to promise.",
    ]
    lines: list[Line] = [(80, 600 - 13 * n, 11, text) for n, text in enumerate(items)]
    lines += [(60, 600, 11, "1."), (60, 574, 11, "2.")]
    article = read([HEADLINE, *column(FERRY, left=60, top=740, letters=85), *lines])
    text = " ".join(one.text for one in article.paragraphs)
    assert "1. The boats of the club are sold, and its house is for sale" in text
    assert "2. The opera will open in the spring" in text


def test_one_column_with_ragged_lines_stays_one(read: Read) -> None:
    lines = column(*TEXTS, left=60, top=740, letters=80, gap=8)
    assert bodies(read([HEADLINE, *lines])) == list(TEXTS)


def test_double_spaced_lines_are_paragraphs_still(read: Read) -> None:
    lines = column(FERRY, CLUB, left=60, top=740, letters=80, leading=24, gap=14)
    assert bodies(read([HEADLINE, *lines])) == [FERRY, CLUB]


def test_words_divided_in_narrow_columns_are_whole_again(read: Read) -> None:
    left = [
        (60, 740 - 13 * n, 11, text)
        for n, text in enumerate(
            ("The ferry to Quellhaven sails", "again since Monday, and the har-",
             "bour office of Orsk said that it", "will stay so for the whole year.")
        )
    ]  # fmt: skip
    right = column(CLUB, left=250, top=740, letters=34)
    assert "and the harbour office" in bodies(read([HEADLINE, *beside(left, right)]))[0]


@pytest.mark.parametrize("over", ["left", "all"])
def test_three_columns_with_headings_of_their_own(read: Read, over: str) -> None:
    """A heading in a column is its own, however near the next column's lines are."""
    columns = []
    for place, texts in enumerate(((FERRY, CLUB), (OPERA, MUSEUM), (CLUB, FERRY))):
        lines = column(texts[0], left=60 + 165 * place, top=700, letters=27)
        top = lines[-1][1] - 30
        if place == 0 or over == "all":
            lines.append((60 + 165 * place, top, 14, f"Of matter {place + 1}"))
            top -= 18
        columns.append(lines + column(texts[1], left=60 + 165 * place, top=top, letters=27))
    article = read([(60, 780, 22, "Ferry sails, club sells, opera waits"), *beside(*columns)])
    expected = [
        FERRY,
        "Of matter 1",
        CLUB,
        OPERA,
        "Of matter 2",
        MUSEUM,
        CLUB,
        "Of matter 3",
        FERRY,
    ]
    if over == "left":
        expected = [one for one in expected if one[-1] not in "23"]
    assert [one.text for one in article.paragraphs][1:] == expected


SERIAL = (
    "The Council of Orsk met on Monday to hear the Chair of the Rowing Club Lake Tarn, who sold "
    "both Boats and the Boathouse of the Club without a vote. Mayor Ida Vane asked for the Letters "
    "of Sale. Nobody had kept a Copy of any of them, as the Chair said at last on Tuesday night."
)


def justified(text: str, *, left: int, top: int, letters: int) -> list[Line]:
    """Each word by itself, in letters of 6.6 points, so that all lines but the last fill the
    column."""
    lines: list[Line] = []
    rows = textwrap.wrap(text, letters)
    for number, row in enumerate(rows):
        words = row.split()
        width = 6.6 * len(row.replace(" ", ""))
        space = 6.6 if number == len(rows) - 1 else (6.6 * letters - width) / max(1, len(words) - 1)
        start = float(left)
        for word in words:
            lines.append((round(start), top - 13 * number, 11, word))
            start += 6.6 * len(word) + space
    return lines


@pytest.mark.parametrize("letters", [22, 24, 27])
@pytest.mark.parametrize("text", [SERIAL, f"{MUSEUM} {CLUB}"], ids=["capitals", "few capitals"])
def test_lines_set_to_the_width_of_a_narrow_column_are_no_rows_of_a_table(
    read: Read, letters: int, text: str
) -> None:
    left = justified(text, left=60, top=740, letters=letters)
    right = justified(FERRY, left=300, top=740, letters=letters)
    data = pdf([[HEADLINE, *beside(left, right)]]).replace(b"/Helvetica", b"/Courier  ")
    assert bodies(read(data)) == [text, FERRY]


def test_what_runs_along_the_edges_is_no_text_in_columns_either(read: Read) -> None:
    def page(number: int, one: str, other: str) -> list[Line]:
        return [
            (60, 815, 9, "Velmora Courier"),
            (480, 815, 9, f"3 March 2031, page {number}"),
            *beside(
                column(one, left=60, top=740, letters=34),
                column(other, left=280, top=740, letters=34),
            ),
            (290, 40, 9, str(number)),
        ]

    article = read(page(1, FERRY, CLUB), page(2, OPERA, MUSEUM), title="Ferry sails again")
    assert bodies(article) == list(TEXTS)
    quiet = [one.text for one in article.paragraphs if one.role is not Role.BODY]
    assert sum("Velmora Courier" in text for text in quiet) == 2


def test_a_page_that_is_drawn_as_a_figure_is_read(read: Read) -> None:
    text = b"".join(
        b"BT /F1 11 Tf 60 %d Td (%s) Tj ET\n" % (y, line.encode())
        for _, y, _, line in column(FERRY, left=60, top=740, letters=80)
    )
    form = (
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >>"
        b" >> /Length %d >>\nstream\n%s\nendstream" % (len(text), text)
    )
    article = read(
        pdf_of(
            [
                b"<< /Type /Catalog /Pages 2 0 R >>",
                b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
                b"/Resources << /XObject << /X 6 0 R >> >> >>",
                b"<< /Length 5 >>\nstream\n/X Do\nendstream",
                b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
                form,
            ]
        )
    )
    assert bodies(article) == [FERRY]


# Who wrote it


def _made(title: str, author: str, creator: str, *above: Line) -> bytes:
    made = pdf([[HEADLINE, *above, *column(*TEXTS, left=60, top=700, letters=85, gap=8)]], title)
    return made.replace(b"(Jane Roe)", f"({author}) /Creator ({creator})".encode())


@pytest.mark.parametrize(
    ("title", "author", "above", "authors"),
    [
        (HEADLINE[3], "Ida Vane", "", ("Ida Vane",)),
        ("letter.doc", "Ida Vane", "", ()),
        ("letter.doc", "Ida Vane", "By Ida Vane", ("Ida Vane",)),
        ("letter.doc", "Ida Vane", "IDA VANE", ("Ida Vane",)),
        ("", "Ole Brun", "By Ida Vane and Ole Brun", ("Ida Vane", "Ole Brun")),
        (HEADLINE[3], "anonymous", "", ()),
        (HEADLINE[3], "\\(anonymous\\)", "", ()),
        (HEADLINE[3], "unknown", "", ()),
        (HEADLINE[3], "admin", "", ()),
        (HEADLINE[3], "ivane", "", ()),
        (HEADLINE[3], "Scribble Office User", "", ()),
        ("Scribble Write - ferry.doc", "Scribble", "", ()),
        ("untitled", "DESKTOP-7", "By Ida Vane", ("Ida Vane",)),
        ("Minutes of the board", "Board Member", "", ()),
    ],
)
@pytest.mark.parametrize("size", [11, 15])
def test_properties_count_as_far_as_the_text_bears_them_out(
    read: Read, title: str, author: str, above: str, *, authors: tuple[str, ...], size: int
) -> None:
    lines: list[Line] = [(60, 760, size, above)] if above else []
    article = read(_made(title, author, "Scribble Office 9", *lines))
    assert (article.title, article.authors) == (HEADLINE[3], authors)
    if above:
        assert article.paragraph(2).role is Role.BYLINE
    assert bodies(article) == list(TEXTS)


def test_a_byline_in_the_size_of_the_headline_is_no_part_of_it(read: Read) -> None:
    lines: list[Line] = [(60, 766, 22, "By Ida Vane")]
    article = read(_made("", "", "", *lines))
    assert (article.title, article.authors) == (HEADLINE[3], ("Ida Vane",))


def test_ligatures_stay_as_the_file_has_them(read: Read) -> None:
    text = FERRY.replace("office", "of\ufb01ce")
    data = pdf([[HEADLINE, *column(FERRY, left=60, top=700, letters=85)]])
    # The font calls a letter that no text here has by the name of the ligature.
    data = data.replace(b"office", b"of~ce").replace(
        b"/Encoding /WinAnsiEncoding", b"/Encoding << /Type /Encoding /Differences [126 /fi] >>"
    )
    assert bodies(read(data)) == [text]
