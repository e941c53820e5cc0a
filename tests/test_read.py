"""Reading: files to articles, with what is not prose marked."""

import datetime
import json
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError
from kg.model import Article
from kg.read import read_articles, to_article

PROSE = "The harbour master closed the port of Varna on Monday, and the ferries stayed away for the night."
MORE = "Two tugs pulled a freighter off the rocks. Nobody was hurt, the coast guard of Bulgaria said later."


def marked(text: str, **given: str | None) -> list[tuple[str, str]]:
    """Return kind and words of each part of a text in order; "prose" for paragraphs."""
    article = to_article(text, id="a", **given)  # type: ignore[arg-type]
    parts = [(passage, "prose") for passage in article.paragraphs]
    parts += [(mark.passage, mark.kind) for mark in article.marks]
    return [(kind, article.cut(passage)) for passage, kind in sorted(parts)]


def read(*paths: object) -> tuple[list[Article], list[str], Counter[str]]:
    problems: list[str] = []
    left_out: Counter[str] = Counter()
    articles = list(read_articles([str(path) for path in paths], problems=problems, left_out=left_out))
    return articles, problems, left_out


def check_law(article: Article) -> None:
    parts = sorted([*article.paragraphs, *(mark.passage for mark in article.marks)])
    assert list(article.paragraphs) == sorted(article.paragraphs)
    assert [mark.passage for mark in article.marks] == sorted(mark.passage for mark in article.marks)
    end = 0
    for part in parts:
        assert part.start >= end
        assert not article.text[end : part.start].strip()
        assert article.cut(part) == article.cut(part).strip() != ""
        end = part.end
    assert not article.text[end:].strip()


# --- what is not prose -----------------------------------------------------------------------------------

LINES = [
    ("dateline", "Wednesday, January 23, 2019\N{NO-BREAK SPACE}"),
    ("dateline", "Published: 19 May 2020 10:30 GMT"),
    ("dateline", "Updated on May 20, 2020 at 5:30 pm"),
    ("dateline", "2020-05-19"),
    ("dateline", "Tuesday, May 19"),
    ("heading", "Villagers hope for a new bridge"),
    ("heading", "## What the mayor knew"),
    ("heading", "Talks in the U.K. and beyond"),
    ("link", "Read - Mayor Of Varna Says Bridge Will Open In Spring"),
    ("link", "Read more: Bridge opens at last"),
    ("link", "Also read Bridge opens at last"),
    ("link", "ALSO READ | Bridge opens at last"),
    ("link", "See also: The long wait for a bridge"),
    ("link", "Related: Storm closes the port"),
    ("link", "https://news.example/port?id=4"),
    ("credit", "(With agency inputs)"),
    ("credit", "With inputs from PTI"),
    ("credit", "Image Source: AP"),
    ("credit", "Photo: Reuters"),
    ("credit", "Photo courtesy: Jane Roe / Harbour Press"),
    ("credit", "(Photo by Jane Roe)"),
    ("credit", "(Reporting by Jane Roe in Varna; Editing by John Doe)"),
    ("credit", "(AFP)"),
    ("credit", "Source: Reuters"),
    ("credit", "By Jane Roe and John Doe"),
    ("credit", "BY JANE ROE | Harbour Press"),
    ("credit", "Jane Roe, Staff Writer"),
    ("credit", "The freighter on the rocks Image: Jane Roe."),
    ("credit", "\N{EM DASH}Jane Roe, harbour master"),
    ("boilerplate", "Share this article on Twitter"),
    ("boilerplate", "Subscribe to our newsletter"),
    ("boilerplate", "Advertisement"),
    ("boilerplate", "Home > World > Europe"),
    ("boilerplate", "We use cookies to improve your visit."),
    ("boilerplate", "© 2020 Harbour Press. All rights reserved."),
    ("boilerplate", "* * *"),
    # what only looks like one of these
    ("prose", "Nobody was hurt."),
    ("prose", '"We will not leave the port"'),
    ("prose", "The mayor said \N{LEFT DOUBLE QUOTATION MARK}we stay\N{RIGHT DOUBLE QUOTATION MARK}"),
    ("prose", "Gazette: How did you learn of the storm?"),
    ("prose", "((GZ)) What will you do next?"),
    ("prose", "Share prices fell sharply on Monday."),
    ("prose", "Read \N{EN DASH} and reread \N{EN DASH} by all of Varna, the letter moved the mayor."),
    ("prose", "By law, the port must close in a storm."),
    ("prose", "By today's ruling the port may open again, and the ferries will return on Friday"),
    ("prose", "With input from the fishermen, the plan was changed."),
    ("prose", "Sources: the mayor will resign, and the council knows of it already, two members said"),
    ("prose", "Copyright law was changed in 2019."),
    ("prose", "Home prices rose."),
    ("prose", "Follow the money, the prosecutor told the court."),
    ("prose", "The rules for ships in quarantine came in spring from the World Health Organization (WHO)"),
    ("prose", "On May 19, 2020 the port was closed."),
    ("prose", "Other towns on the coast:"),
]


@pytest.mark.parametrize(("kind", "line"), LINES)
def test_line_between_paragraphs(kind: str, line: str) -> None:
    parts = marked(f"{PROSE}\n\n{line}\n\n{MORE}\n")
    assert parts == [("prose", PROSE), (kind, line.strip()), ("prose", MORE)]


@pytest.mark.parametrize(
    ("line", "credits"),
    [
        ("Image Source: AP", ("AP",)),
        ("(With agency inputs)", ()),
        ("(With inputs from PTI and Reuters)", ("PTI", "Reuters")),
        ("(Reporting by Jane Roe in Varna; Editing by John Doe)", ("Jane Roe", "John Doe")),
        ("A tug leaves the port. Image: Jane Roe (flickr).", ("Jane Roe",)),
        ("The mayor spoke to us for an hour. (Photo: AP)", ("AP",)),
        ("By Jane Roe and John Doe, Harbour Press", ("Jane Roe", "John Doe", "Harbour Press")),
    ],
)
def test_credits_name_who_is_credited(line: str, credits: tuple[str, ...]) -> None:
    assert to_article(f"{PROSE}\n\n{line}\n\n{MORE}", id="a").credits == credits


def test_sentence_before_a_credit_stays_prose() -> None:
    assert marked(f"{PROSE}\n\nA tug leaves the port. Image: Jane Roe.")[1:] == [
        ("prose", "A tug leaves the port."),
        ("credit", "Image: Jane Roe."),
    ]


def test_dateline_of_an_agency_is_cut_from_the_first_paragraph_only() -> None:
    parts = marked(f"VARNA, Bulgaria, May 19 (Reuters) - {PROSE}\n\nNATO - The alliance kept silent.")
    assert parts == [
        ("dateline", "VARNA, Bulgaria, May 19 (Reuters) -"),
        ("prose", PROSE),
        ("prose", "NATO - The alliance kept silent."),
    ]


def test_bullets_are_marked_and_their_words_kept() -> None:
    assert marked(f"{PROSE}\n\n• Two ships sank\n• A tug was damaged")[1:] == [
        ("boilerplate", "•"),
        ("prose", "Two ships sank"),
        ("boilerplate", "•"),
        ("prose", "A tug was damaged"),
    ]


def test_lists_of_sources_end_where_prose_begins() -> None:
    entry = 'Jane Roe. "Port of Varna closed" \N{EM DASH} Harbour Press, May 19, 2020'
    assert marked(f"{PROSE}\n\nSources\n\n{entry}\nStorm on the coast\n\n{MORE} {MORE}") == [
        ("prose", PROSE),
        ("link", "Sources"),
        ("link", entry),
        ("link", "Storm on the coast"),
        ("prose", f"{MORE} {MORE}"),
    ]


# --- date, title, paragraphs -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "title", "first"),
    [
        (f" date 2020-05-19 Storm closes port of Varna\nTuesday, May 19, 2020\n\n{PROSE}", True, PROSE),
        (f" date 2020-05-19 Storm closes port of Varna, citing 'safety'\n\n{PROSE}", True, PROSE),
        (f"date 2020-05-19 Will the port of Varna open?\n\n{PROSE}", True, PROSE),
        (f"date 2020-05-19 Ferries return to the U.K.\n\n{PROSE}", True, PROSE),
        (f"date 2020-05-19\nStorm closes port of Varna\n\n{PROSE}", True, PROSE),
        (f"Date: 2020-05-19\n\n{PROSE}", False, PROSE),
        (f" date 2020-05-19 {PROSE} {MORE}\n\nA new bridge\n\n{MORE}", False, f"{PROSE} {MORE}"),
        (f" date 2020-05-19 A storm closed the port.\n\n{PROSE}", False, "A storm closed the port."),
        ("date 2020-05-19 Storm closes port of Varna", False, "Storm closes port of Varna"),
    ],
)
def test_what_follows_the_date(text: str, title: bool, first: str) -> None:
    article = to_article(text, id="a")
    assert article.published == datetime.date(2020, 5, 19)
    assert bool(article.title) is title
    assert article.cut(article.paragraphs[0]) == first
    assert article.marks[0].kind == "date"


def test_title_is_the_first_heading_where_no_date_stands() -> None:
    article = to_article(f"# Storm closes port of Varna\n\nBy Jane Roe\n\n{PROSE}", id="a")
    assert article.title == "Storm closes port of Varna"
    assert [mark.kind for mark in article.marks] == ["title", "credit"]


def test_a_text_of_headings_alone_is_prose() -> None:
    assert marked("Mayor of Varna closes port") == [("prose", "Mayor of Varna closes port")]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("Wednesday, January 23, 2019", datetime.date(2019, 1, 23)),
        ("Published 19 May 2020\nUpdated 21 May 2020", datetime.date(2020, 5, 19)),
        ("19 May 2020\n21 May 2020", None),
        ("03/04/2020", None),
        ("23/04/2020", datetime.date(2020, 4, 23)),
        ("Tuesday, May 19", None),
    ],
)
def test_date_of_a_dateline_where_it_is_the_only_one(head: str, expected: datetime.date | None) -> None:
    assert to_article(f"Storm closes port\n\n{head}\n\n{PROSE}", id="a").published == expected


def test_wrapped_lines_are_one_paragraph_and_long_lines_are_each_one() -> None:
    wrapped = (
        "The harbour master closed the port of Varna on Monday, and the ferries stayed\n"
        "away for the night. Two tugs pulled a freighter off the rocks below the old\n"
        "Lighthouse Street before dawn.\n"
        "A second storm is expected on Thursday, said the weather office in the capital,\n"
        "which had warned of it for days.\n"
    )
    assert [words.count("\n") for _, words in marked(wrapped)] == [2, 1]
    assert marked(f"{PROSE}\n{MORE}") == [("prose", PROSE), ("prose", MORE)]
    assert len(marked("The port of Varna was\r\nclosed on Monday, the mayor said.\r\n")) == 1


# --- files -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    text = "The café’s owner said “no”.\r\nPrices rose by half.\r\n"
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    articles, problems, _ = read(tmp_path)
    assert [article.text for article in articles] == [text]
    assert not problems


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR", "binary"),
        (bytes(range(1, 32)) * 9 + b"\xff", "binary"),
        (b"\xff\xfea", "utf-16"),
    ],
)
def test_unreadable_file_is_named_and_the_others_go_on(tmp_path: Path, data: bytes, reason: str) -> None:
    (tmp_path / "bad.txt").write_bytes(data)
    (tmp_path / "good.txt").write_text(PROSE)
    articles, problems, left_out = read(tmp_path)
    assert [article.id for article in articles] == ["good"]
    assert len(problems) == 1 and reason in problems[0] and "bad.txt" in problems[0]
    assert left_out == {"unreadable files": 1}


def test_nothing_readable_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.txt"):
        read_articles([tmp_path / "nowhere.txt"])
    with pytest.raises(InputError, match="no article in"):
        read(tmp_path)
    (tmp_path / "a.txt").write_bytes(b"\x00\x01\x02")
    (tmp_path / "b.pdf").write_bytes(b"%PDF")
    with pytest.raises(InputError, match=r"a\.txt: is binary"):
        read(tmp_path)
    with pytest.raises(InputError, match=r"b\.pdf: articles are read from \.txt"):
        read(tmp_path / "b.pdf")


def test_folders_are_walked_and_other_files_counted(tmp_path: Path) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "b.TXT").write_text(MORE)
    (tmp_path / "a.md").write_text(PROSE)
    (tmp_path / "c.png").write_bytes(b"x")
    (tmp_path / ".hidden.txt").write_text("Hidden.")
    articles, problems, left_out = read(tmp_path)
    assert [article.id for article in articles] == ["a", "b"]
    assert left_out == {"other files": 2} and not problems


def test_argument_order_and_repetition_do_not_matter(tmp_path: Path) -> None:
    for name, text in (("b", PROSE), ("a", MORE), ("c", "A third storm came on Sunday.")):
        (tmp_path / f"{name}.txt").write_text(text)
    files = sorted(tmp_path.iterdir())
    expected = [article.id for article in read(*files)[0]]
    assert expected == ["a", "b", "c"]
    assert [article.id for article in read(*reversed(files), tmp_path, files[1])[0]] == expected


def test_duplicates_are_left_out_and_equal_names_told_apart(tmp_path: Path) -> None:
    for name, text in (("a/x", PROSE), ("b/x", MORE), ("c/x", PROSE), ("d/y", f"{PROSE}\r\n")):
        path = tmp_path / f"{name}.txt"
        path.parent.mkdir()
        path.write_text(text)
    articles, _, left_out = read(tmp_path)
    assert articles[0].id == "x" and re.fullmatch(r"x-[0-9a-f]{8}", articles[1].id)
    assert len(articles) == 2 and left_out == {"duplicates": 2}


def test_stdin_is_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        class buffer:
            read = staticmethod(lambda: PROSE.encode())

    monkeypatch.setattr("sys.stdin", Stdin)
    [article], _, _ = read("-")
    assert (article.id, article.text) == ("stdin", PROSE)


# --- rows ------------------------------------------------------------------------------------------------


def test_jsonl_keeps_good_lines_and_names_broken_ones(tmp_path: Path) -> None:
    rows = [
        {"id": "a/b#1", "title": "Storm", "text": PROSE, "date": "19 May 2020", "source": "Harbour Press"},
        {"url": "https://news.example/1", "text": MORE, "published": "Tue, 19 May 2020 10:00:00 GMT"},
        {"id": "w", "text": "The mayor left.\ud83d\x00", "date": "the other day"},
        {"id": "t", "text": None},
        ["no object"],
    ]
    lines = [json.dumps(row) for row in rows]
    data = "\n".join([*lines[:2], "{broken", "", *lines[2:]]).encode() + b'\n{"text": "\xff"}\n'
    (tmp_path / "a.jsonl").write_bytes(data)
    articles, problems, left_out = read(tmp_path)
    assert [article.id for article in articles][::2] == ["a-b-1", "w"]
    assert [str(article.published) for article in articles] == ["2020-05-19", "2020-05-19", "None"]
    assert (articles[0].title, articles[0].source) == ("Storm", "Harbour Press")
    assert articles[1].url == "https://news.example/1"
    assert articles[2].text.startswith("The mayor left.") and articles[2].text.isprintable()
    assert [re.sub(r".*: line (\d+).*", r"\1", problem) for problem in problems] == ["3", "5", "6", "7", "8"]
    assert "not a date: 'the other day'" in problems[1]
    assert left_out == {"unreadable rows": 4}


def test_ids_of_rows_do_not_depend_on_their_place(tmp_path: Path) -> None:
    rows = [json.dumps({"text": text}) for text in (PROSE, MORE)]
    (tmp_path / "a.jsonl").write_text("\n".join(rows))
    (tmp_path / "b.jsonl").write_text("\n".join(reversed(rows)))
    ids = [[article.id for article in read(tmp_path / name)[0]] for name in ("a.jsonl", "b.jsonl")]
    assert ids[0] == ids[1][::-1]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_has_named_columns(tmp_path: Path, delimiter: str) -> None:
    head = delimiter.join(["Date", "title", "text"])
    row = delimiter.join(["2020-05-19", '"Storm"', f'"{PROSE}\n\n{MORE}"'])
    (tmp_path / "a.csv").write_text(
        f"\ufeff{head}\r\n{row}\r\n{delimiter.join('xyzw')}\r\n2020{delimiter}z\r\n"
    )
    [article], problems, left_out = read(tmp_path)
    assert (str(article.published), article.title, article.text) == (
        "2020-05-19",
        "Storm",
        f"{PROSE}\n\n{MORE}",
    )
    assert "line 5: has 4 cells" in problems[0] and "line 6: has no text" in problems[1]
    assert left_out == {"unreadable rows": 2}


def test_csv_without_text_names_its_columns(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("headline,body\nStorm,Long\n")
    with pytest.raises(InputError, match="no column 'text'; columns found: headline, body"):
        read(tmp_path)


def test_csv_in_cp1252_and_a_field_beyond_the_default_limit(tmp_path: Path) -> None:
    text = "The café stayed open. " * 8000
    (tmp_path / "a.csv").write_bytes(f"text\n{text}\n".encode("cp1252"))
    [article], problems, _ = read(tmp_path)
    assert article.text == text and not problems


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("seed-article", "seed-article"),
        ("a b%c#d", "a-b-c-d"),
        ("x..", "x"),
        ("Café", None),
        ("日本", None),
    ],
)
def test_ids_are_plain_letters(tmp_path: Path, name: str, expected: str | None) -> None:
    (tmp_path / f"{name}.txt").write_text(PROSE)
    [article], _, _ = read(tmp_path)
    assert re.fullmatch(r"[A-Za-z0-9._-]+", article.id)
    assert expected is None or article.id == expected


# --- laws ------------------------------------------------------------------------------------------------

PIECES = [line for _, line in LINES] + [
    PROSE,
    MORE,
    "date 2020-05-19 ",
    "Sources",
    "• ",
    " ",
    "\n",
    "\r\n",
    "\n\n",
]


@given(st.text())
def test_parts_cover_any_text(text: str) -> None:
    if text.strip():
        check_law(to_article(text, id="a"))


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), min_size=1).map("".join))
def test_parts_cover_what_looks_like_news(text: str) -> None:
    if text.strip():
        check_law(to_article(text, id="a"))
