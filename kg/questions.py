"""Asks people which entities are one, and keeps each answer in the file of corrections at once.

Receives `Candidate`s; questions go to standard error, answers come from standard input.
"""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from kg.corrections import format_correction
from kg.model import Correction, Decision
from kg.review import Candidate, format_candidate
from kg.store import save


def ask_about(
    candidates: Sequence[Candidate],
    file: Path,
    *,
    who: str,
    today: datetime.date,
    show: Callable[[str], None],
) -> int:
    """Ask about each pair until the answer is to quit; return how many decisions were written to the file.

    An answer that is unsure is no decision: the pair is asked about again another time.

    Raises:
        OutputError: the file cannot be written.
    """
    count = 0
    for number, candidate in enumerate(candidates, start=1):
        show(format_candidate(candidate))
        answer = _choose(f"{number} of {len(candidates)}: same, different, unsure or quit? ", "sduq")
        if answer == "q":
            break
        if answer == "u":
            continue
        why = _ask("Why? ") or "as the sentences of both show"
        decision = Decision.MERGE if answer == "s" else Decision.SPLIT
        append_correction(file, Correction(decision, who, today, why, (candidate.one.id, candidate.other.id)))
        count += 1
    return count


def append_correction(file: Path, correction: Correction) -> None:
    """Write a decision at the end of a file, which is made if it is not there."""
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    save(before + format_correction(correction), file)


def _choose(question: str, letters: str) -> str:
    """Return the letter that the answer begins with; "q" at the end of the input."""
    while True:
        answer = _ask(question)
        if answer is None:
            return "q"
        if answer[:1].casefold() in tuple(letters):
            return answer[:1].casefold()


def _ask(question: str) -> str | None:
    """Return the answer, None at the end of the input."""
    sys.stderr.write(question)
    sys.stderr.flush()
    line = sys.stdin.readline()
    return line.strip() if line else None
