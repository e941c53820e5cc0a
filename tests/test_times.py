"""Times as written: found in a text, resolved against the day of publication. The table is times.toml."""

import datetime
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import times
from kg.dates import to_date
from kg.times import resolve_time, times_in

TABLES = tomllib.loads(Path(__file__).with_name("times.toml").read_text(encoding="utf-8"))["table"]
CASES = [(table.get("published"), *row) for table in TABLES for row in table["rows"]]


def test_the_table_is_whole() -> None:
    assert len(CASES) == 207
    assert len({case[:4] for case in CASES}) == 207
    assert {len(case) for case in CASES} == {4, 7}


@pytest.mark.parametrize("case", CASES, ids=lambda case: "|".join(map(str, case[1:4])))
def test_resolved(case: tuple[datetime.date | None, str, str, str, str, str, str]) -> None:
    published, words, preposition, tense, *expected = case
    interval = resolve_time(words, published, preposition=preposition, tense=tense)
    found = []
    if interval:
        kind = "inferred" if interval.inferred else "written"
        found = [str(interval.start or ""), str(interval.end or ""), kind]
    assert found == expected


@pytest.mark.parametrize("words", sorted({words for _, words, *_ in CASES}))
def test_no_time_is_without_a_hint(words: str) -> None:
    found = [f for f in times.FINDERS if f.search(words)]
    assert not found or times._may_hold_time(words)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The port was shut on May 19, 2020 at 5 p.m. and again on Monday.", ["May 19, 2020", "Monday"]),
        ("Just a few days ago the mayor had said so.", ["Just a few days ago"]),
        ("Ships have waited since October, he said in June.", ["October", "June"]),
        ("Prices rose between March and May.", ["March and May"]),
        ("It lasted from 2011 to 2014.", ["2011 to 2014"]),
        ("The war (1939–1945) ruined it.", ["1939–1945"]),
        ("They met on Monday and Tuesday.", ["Monday", "Tuesday"]),
        ("Troops came back in 2014, and left in the late 1980s.", ["2014", "the late 1980s"]),
        (
            "In recent weeks and over the past three years, he slept.",
            ["recent weeks", "the past three years"],
        ),
        ("Yesterday's vote and Friday's talks", ["Yesterday", "Friday"]),
        (
            "earlier this month, mid-March, late last year",
            ["earlier this month", "mid-March", "late last year"],
        ),
        ("On the same day, two hours later, he left.", ["the same day", "two hours later"]),
        ("The talks are scheduled for May.", ["May"]),
        ("On Monday, May 18, a storm came.", ["Monday, May 18"]),
        ("The port opened on May 19\nLast week it closed.", ["May 19", "Last week"]),
        # what is no time, or no point in time
        ("They may march in a second; the fall of the wall", []),
        ("Theresa May said so, and after May left, March Brothers sued.", []),
        ("He held office for 30 years and two hours.", []),
        ("An 82-year-old, aged 82, in his twenties", []),
        ("About 2000 people of 1900 men in 2014 houses", []),
        ("$2014, 2,014, 2014-b, flight 2014, 2-1, 24/7, 3.2020", []),
        ("Call +44 20 7946 0958 or 020-7946-0958.", []),
        ("The 2020 election and a 2016 report", []),
        ("The Sun reported that he sat and wed at 10:30.", []),
        ("The second quarter ended 24-17.", []),
    ],
)
def test_found(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in times_in(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020-05-19", "2020-05-19"),
        ("2020-05-19T10:11:12.345+02:00", "2020-05-19"),
        ("20200519", "2020-05-19"),
        ("19 May 2020", "2020-05-19"),
        ("Tue, 19 May 2020 10:00:00 +0000", "2020-05-19"),
        ("Tue, 19 May 2020 10:00:00 GMT", "2020-05-19"),
        ("May 19, 2020 at 5:30 pm", "2020-05-19"),
        ("Wednesday, January 23, 2019\N{NO-BREAK SPACE}", "2019-01-23"),
        ("23.04.2019", "2019-04-23"),
        ("03/04/2019", "None"),
        ("2019-13-01", "None"),
        ("0000-01-01", "None"),
        ("19 May 2020 was a Tuesday", "None"),
        ("yesterday", "None"),
        ("", "None"),
    ],
)
def test_whole_dates(text: str, expected: str) -> None:
    assert str(to_date(text)) == expected


WORDS = sorted({word for case in CASES for word in case[1].split()}) + [
    "9999",
    "1000",
    "99",
    "–",
    "ago",
    "the",
]
DAYS = st.none() | st.dates()


@given(st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join), DAYS, st.sampled_from(["past", "future"]))
def test_no_words_break_it(text: str, published: datetime.date | None, tense: str) -> None:
    for preposition in ("", "since", "before", "after", "in", "between"):
        resolve_time(text, published, preposition=preposition, tense=tense)
    spans = list(times_in(text))
    assert spans == sorted(spans)
    assert all(left[1] <= right[0] for left, right in zip(spans, spans[1:], strict=False))


@pytest.mark.parametrize("published", [datetime.date.min, datetime.date.max, datetime.date(2020, 2, 29)])
def test_the_ends_of_the_calendar_break_nothing(published: datetime.date) -> None:
    for _, words, _, tense, *_ in CASES:
        for preposition in ("", "since", "before", "after"):
            resolve_time(words, published, preposition=preposition, tense=tense)


@given(st.text())
def test_any_text_can_be_searched(text: str) -> None:
    for start, end in times_in(text):
        assert text[start:end] == text[start:end].strip() != ""
    resolve_time(text, datetime.date(2020, 5, 19))


@given(st.dates(min_value=datetime.date(1000, 1, 1)))
def test_a_whole_date_is_found_and_is_itself(date: datetime.date) -> None:
    words = f"{date:%B} {date.day}, {date.year}"
    if date.year < 2100:
        assert [words] == [
            f"On {words} it rained."[start:end] for start, end in times_in(f"On {words} it rained.")
        ]
        assert to_date(words) == date
        interval = resolve_time(words, None)
        assert interval and (interval.start, interval.end, interval.inferred) == (date, date, False)
