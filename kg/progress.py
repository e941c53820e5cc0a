"""Shows on standard error how far a long piece of work is.

A bar where somebody watches, a plain line every ten seconds where a log is written; nothing for what takes
less than two seconds. The only use of a clock: no result depends on it.
"""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

PATIENCE = 2.0
"""Seconds before anything is shown."""

INTERVAL = 10.0
"""Seconds between two lines in a log."""


class Display:
    """Call it with the numbers done and to do; enter it as a context, so that the bar is taken away."""

    def __init__(self, noun: str, *, quiet: bool = False) -> None:
        self.noun = noun
        self.quiet = quiet
        self.begun = time.monotonic()
        self.told = self.begun + PATIENCE - INTERVAL
        self.bar: tuple[Progress, TaskID] | None = None

    def __enter__(self) -> Display:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.bar:
            self.bar[0].stop()

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if not done:
            # What came before, such as loading a pipeline, would spoil the rate.
            self.begun = now
        if self.quiet or now - self.begun < PATIENCE:
            return
        if sys.stderr.isatty():
            self._show_bar(done, total)
        elif now - self.told >= INTERVAL:
            self.told = now
            print(f"kg: {in_words(done, total, self.noun, now - self.begun)}", file=sys.stderr, flush=True)

    def _show_bar(self, done: int, total: int) -> None:
        if self.bar is None:
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TextColumn

            columns = BarColumn(), TextColumn("{task.description}")
            progress = Progress(*columns, console=Console(stderr=True), transient=True)
            progress.start()
            self.bar = progress, progress.add_task("", total=total)
        words = in_words(done, total, self.noun, time.monotonic() - self.begun)
        self.bar[0].update(self.bar[1], completed=done, total=total, description=words)


def in_words(done: int, total: int, noun: str, seconds: float) -> str:
    """Return how many are done, how fast, and how long the rest will take at that rate.

    Example:
        >>> in_words(50, 200, "articles", 12.5)
        '50 of 200 articles, 4.0 a second, 0:38 left'
    """
    if not done or seconds <= 0:
        return f"{done:,} of {total:,} {noun}"
    rate = done / seconds
    minutes, rest = divmod(round((total - done) / rate), 60)
    hours, minutes = divmod(minutes, 60)
    left = f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
    return f"{done:,} of {total:,} {noun}, {rate:.1f} a second, {left} left"
