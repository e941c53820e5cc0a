"""Progress is told in words that a person can act on, and not at all when it is soon over."""

from __future__ import annotations

import pytest

from kg import progress
from kg.progress import Display, in_words


class Clock:
    now = 0.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(progress, "time", clock)
    return clock


@pytest.mark.parametrize(
    ("done", "total", "seconds", "words"),
    [
        (0, 10, 5.0, "0 of 10 articles"),
        (10, 10, 5.0, "10 of 10 articles, 2.0 a second, 0:00 left"),
        (1_000, 20_000, 500.0, "1,000 of 20,000 articles, 2.0 a second, 2:38:20 left"),
    ],
)
def test_words(done: int, total: int, seconds: float, words: str) -> None:
    assert in_words(done, total, "articles", seconds) == words


def test_quick_work_says_nothing(clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    with Display("articles") as display:
        for done in range(11):
            clock.now = done * 0.1
            display(done, 10)
    assert capsys.readouterr().err == ""


def test_a_log_gets_a_line_every_ten_seconds(clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    with Display("articles") as display:
        for done in range(26):
            clock.now = float(done)
            display(done, 100)
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(" of ")[0] for line in lines] == ["kg: 2", "kg: 12", "kg: 22"]


def test_loading_does_not_count(clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    display = Display("articles")
    clock.now = 60.0
    display(0, 4)
    clock.now = 64.0
    display(2, 4)
    assert capsys.readouterr().err == "kg: 2 of 4 articles, 0.5 a second, 0:04 left\n"


def test_quiet_is_quiet(clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    display = Display("articles", quiet=True)
    display(0, 4)
    clock.now = 64.0
    display(2, 4)
    assert capsys.readouterr().err == ""


def test_a_terminal_gets_a_bar_that_is_taken_away(
    clock: Clock, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    with Display("articles") as display:
        display(0, 4)
        clock.now = 4.0
        display(2, 4)
        assert display.bar is not None
        assert not display.bar[0].finished and display.bar[0].tasks[0].completed == 2
    assert not display.bar[0].live.is_started
