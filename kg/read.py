"""Files → `Article`: decodes them, keeps their text as it is, and marks what is not prose.

Takes files (`.txt`, `.md`, `.jsonl`, `.csv`), folders of them, and "-" for standard input.
Yields articles in the order of their sorted paths, each id and each prose once.
A file or a row that cannot be read is named in one line and counted; the others go on.
A text file's `Article.text` is its decoded text, unchanged but for a byte-order mark.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from kg.dates import to_date
from kg.encodings import decode_text, encoding_of_mark, guess_encoding
from kg.errors import InputError
from kg.model import Article, hash_parts
from kg.paragraphs import layout_of

PLAIN = (".txt", ".md", "")
SUFFIXES = (".txt", ".md", ".jsonl", ".csv")
STDIN = "-"


# --- files ----------------------------------------------------------------------------------------


def read_articles(
    paths: Sequence[str | Path],
    *,
    problems: list[str] | None = None,
    left_out: Counter[str] | None = None,
) -> Iterator[Article]:
    """Return the articles in files, folders and standard input ("-"); the order of `paths` changes nothing.

    An id met again with other prose gets a hash appended; prose met again is left out, whatever its id.
    `problems` receives one line per thing that could not be read, `left_out` counts by reason:
    "other files", "unreadable files", "unreadable rows", "duplicates".

    Raises:
        InputError: at once, if a path does not exist; at the end, if not one article could be read.
    """
    counts: Counter[str] = Counter() if left_out is None else left_out
    lines: list[str] = [] if problems is None else problems
    named = sorted({str(path) for path in paths})
    files = _files_in(named, lines, counts)
    return _without_duplicates(named, files, lines, counts)


def _files_in(paths: Iterable[str], problems: list[str], left_out: Counter[str]) -> list[Path]:
    """Return the files behind the paths, each once, sorted; standard input stays "-" and comes last."""
    found: dict[str, Path] = {}
    stdin = False
    for name in paths:
        path = Path(name)
        if name == STDIN:
            stdin = True
        elif path.is_dir():
            for file in _files_below(path, problems):
                if file.suffix.lower() in SUFFIXES and not file.name.startswith("."):
                    found.setdefault(str(file.resolve()), file)
                else:
                    left_out["other files"] += 1
        elif not path.exists():
            raise InputError(
                f"no such file or folder: {name!r}; give files, folders, or - for standard input"
            )
        elif path.suffix.lower() in (*SUFFIXES, ""):
            found.setdefault(str(path.resolve()), path)
        else:
            problems.append(f"{path}: articles are read from {' '.join(SUFFIXES)}, not from {path.suffix!r}")
            left_out["other files"] += 1
    return [found[key] for key in sorted(found)] + [Path(STDIN)] * stdin


def _files_below(folder: Path, problems: list[str]) -> Iterator[Path]:
    def note(error: OSError) -> None:
        problems.append(f"{error.filename}: {error.strerror}")

    for parent, _, names in os.walk(folder, onerror=note):
        for name in names:
            if (path := Path(parent, name)).is_file():
                yield path


def _without_duplicates(
    paths: Sequence[str], files: Iterable[Path], problems: list[str], left_out: Counter[str]
) -> Iterator[Article]:
    ids: set[str] = set()
    texts: set[str] = set()
    for file in files:
        for article in _articles_in(file, problems, left_out):
            prose = " ".join(" ".join(map(article.cut, article.paragraphs)).split())
            digest = hash_parts(prose or article.text)
            if digest in texts:
                left_out["duplicates"] += 1
                continue
            texts.add(digest)
            if article.id in ids:
                article = replace(article, id=f"{article.id}-{digest[:8]}")
            ids.add(article.id)
            yield article
    if not texts:
        reason = problems[0] if problems else f"there is no file with suffix {' '.join(SUFFIXES)}"
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise InputError(f"no article in {', '.join(paths) or 'an empty list of paths'}: {reason}{more}")


def _articles_in(file: Path, problems: list[str], left_out: Counter[str]) -> Iterator[Article]:
    suffix = file.suffix.lower()
    try:
        if suffix in PLAIN:
            plain = str(file) == STDIN
            text = decode_text(sys.stdin.buffer.read() if plain else file.read_bytes())
            name = "stdin" if plain else file.stem
            yield to_article(text, id=_to_id(name, text), place=str(file), problems=problems)
        else:
            rows = _rows_of_jsonl(file) if suffix == ".jsonl" else _rows_of_csv(file)
            for line, row in rows:
                place = f"{file}: line {line}"
                article = row if isinstance(row, str) else _to_row_article(row, place, problems)
                if isinstance(article, str):
                    problems.append(f"{place}: {article}")
                    left_out["unreadable rows"] += 1
                else:
                    yield article
    except (OSError, InputError, csv.Error) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        problems.append(f"{file}: {reason}")
        left_out["unreadable files"] += 1


# --- rows -----------------------------------------------------------------------------------------


def _open_text(file: Path) -> io.TextIOWrapper:
    """Open a file of rows; bytes that do not fit become lone surrogates, so that their row can be named."""
    with file.open("rb") as head:
        start = head.read(1 << 16)
    if not start.strip():
        raise InputError("is empty")
    encoding = encoding_of_mark(start)
    if encoding is None and 0 in start:
        raise InputError("is binary, not text")
    if encoding is None and file.suffix.lower() == ".csv" and not _is_utf8(file):
        encoding = guess_encoding(start)
    return file.open("r", encoding=encoding or "utf-8", errors="surrogateescape", newline="")


def _is_utf8(file: Path) -> bool:
    try:
        with file.open("r", encoding="utf-8", newline="") as stream:
            while stream.read(1 << 20):
                pass
    except UnicodeDecodeError:
        return False
    return True


def _rows_of_jsonl(file: Path) -> Iterator[tuple[int, Mapping[str, object] | str]]:
    with _open_text(file) as stream:
        for number, line in enumerate(stream, 1):
            if not line.strip():
                continue
            if any("\udc80" <= char <= "\udcff" for char in line):
                yield number, "is not UTF-8"
                continue
            try:
                row = json.loads(line)
            except (ValueError, RecursionError) as error:
                yield number, f"is not JSON: {getattr(error, 'msg', error)}"
                continue
            yield number, row if isinstance(row, dict) else f"is not a JSON object but {type(row).__name__}"


def _rows_of_csv(file: Path) -> Iterator[tuple[int, Mapping[str, object] | str]]:
    csv.field_size_limit(2**31 - 1)  # the default, 128 KiB, is less than some articles
    with _open_text(file) as stream:
        head = stream.readline()
        found: list[str] = []
        for delimiter in ",;\t":
            columns = [name.strip().lower() for name in next(csv.reader([head], delimiter=delimiter))]
            found = max(found, columns, key=len)
            if "text" in columns:
                break
        else:
            raise InputError(f"has no column 'text'; columns found: {', '.join(found)}")
        reader = csv.reader(stream, delimiter=delimiter)
        start = 2
        for cells in reader:
            if len(cells) > len(columns):
                yield start, f"has {len(cells)} cells for {len(columns)} columns"
            elif cells:
                yield start, dict(zip(columns, cells, strict=False))
            start = reader.line_num + 2


def _to_row_article(row: Mapping[str, object], place: str, problems: list[str]) -> Article | str:
    """Return the article in a row, or in words why there is none."""
    text = row.get("text")
    if not isinstance(text, str) or not text.strip():
        return "has no text"
    text = _clean(text)
    title, url, source, given = (_to_field(row.get(name)) for name in ("title", "url", "source", "id"))
    identity = hash_parts("url", url) if url else hash_parts("row", title, text)
    return to_article(
        text,
        id=_to_id(given, text) if given else identity,
        place=place,
        problems=problems,
        title=title,
        date=_to_field(row.get("date")) or _to_field(row.get("published")),
        url=url,
        source=source,
    )


def _to_field(value: object) -> str | None:
    if value is None or isinstance(value, dict | list | bool):
        return None
    return " ".join(_clean(str(value)).split()) or None


def _clean(text: str) -> str:
    """Return a field without what no file format can carry: control characters, halves of surrogate pairs."""
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]", " ", text)


def _to_id(name: str, text: str) -> str:
    """Return a name in A-Z a-z 0-9 . _ - alone, with a hash where letters had no such form."""
    plain = unicodedata.normalize("NFKD", name)
    lost = any(char.isalnum() and not char.isascii() for char in plain)
    slug = re.sub(r"[^A-Za-z0-9._-]+", "-", plain.encode("ascii", "ignore").decode()).strip("-._")
    if not slug:
        return hash_parts(name, "" if lost else text)
    return f"{slug}-{hash_parts(name)[:8]}" if lost else slug


# --- one article ----------------------------------------------------------------------------------


def to_article(
    text: str,
    *,
    id: str,
    place: str = "",
    problems: list[str] | None = None,
    title: str | None = None,
    date: str | None = None,
    url: str | None = None,
    source: str | None = None,
) -> Article:
    """Return the article that a text is, with what is not prose marked; what is given overrides what it says.

    `date` is as written; one that cannot be read is a problem and leaves the article without.
    """
    layout = layout_of(text)
    published = to_date(date) if date else layout.published
    wrong = date if date and not published else layout.wrong_date if not date else None
    if wrong and problems is not None:
        problems.append(f"{place}: not a date: {wrong!r}; write it as 2020-05-19")
    return Article(
        id=id,
        text=text,
        paragraphs=tuple(piece.passage for piece in layout.pieces if not piece.kind),
        marks=tuple(piece for piece in layout.pieces if piece.kind),
        title=title or layout.title,
        published=published,
        url=url,
        source=source,
        credits=layout.credits,
    )
