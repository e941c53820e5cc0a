"""Reads texts in several processes, in order, as one process would.

Receives a pipeline and pairs of a text and what goes with it; yields that with the document of the text.
A document comes back as bytes, which is what processes can send.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from spacy.tokens import Doc

if TYPE_CHECKING:
    from multiprocessing.synchronize import Event

    from spacy.language import Language

T = TypeVar("T")


def read_in_workers(
    nlp: Language, pairs: Iterable[tuple[str, T]], *, processes: int, batch_size: int
) -> Iterator[tuple[T, Doc]]:
    """Yield what goes with each text, and its document, in order, as they come.

    When the reader stops, for whatever reason, the processes end with the batch that they have in hand.
    """
    under_way: deque[tuple[list[T], Future[list[bytes]]]] = deque()
    is_over, remaining = multiprocessing.Event(), iter(pairs)
    with ProcessPoolExecutor(processes, initializer=_enter_worker, initargs=(nlp, is_over)) as pool:
        try:
            while batch := list(islice(remaining, batch_size)):
                result = pool.submit(_read_in_worker, [text for text, _ in batch])
                under_way.append(([companion for _, companion in batch], result))
                if len(under_way) > 2 * processes:
                    yield from _unpacked(nlp, *under_way.popleft())
            while under_way:
                yield from _unpacked(nlp, *under_way.popleft())
        finally:
            # Workers that are killed while a queue is full can block for ever the one who fills it.
            is_over.set()


def _unpacked(nlp: Language, companions: Sequence[T], result: Future[list[bytes]]) -> Iterator[tuple[T, Doc]]:
    for companion, data in zip(companions, result.result(), strict=True):
        yield companion, Doc(nlp.vocab).from_bytes(data)


_in_worker: dict[str, Any] = {}


def _enter_worker(nlp: Language, is_over: Event) -> None:
    """Leave Ctrl-C, which reaches every process of a terminal, to the one that started this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _in_worker.update(nlp=nlp, is_over=is_over)


def _read_in_worker(texts: Sequence[str]) -> list[bytes]:
    if _in_worker["is_over"].is_set():
        return []
    return [doc.to_bytes() for doc in _in_worker["nlp"].pipe(texts, batch_size=len(texts))]
