"""Files → `Article`: decodes them, keeps their text as it is, and marks what is not prose.

Takes files (`.txt`, `.md`, `.jsonl`, `.csv`), folders of them, and "-" for standard input.
Yields articles in the order of their sorted paths, each id and each prose once.
A file or a row that cannot be read is named in one line and counted; the others go on.
A text file's `Article.text` is its decoded text, unchanged but for a byte-order mark.
"""

from __future__ import annotations

import contextlib
import csv
import datetime
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
from typing import NamedTuple

from kg.errors import InputError
from kg.model import Article, Mark, Passage, hash_parts
from kg.times import to_date

PLAIN = (".txt", ".md", "")
SUFFIXES = (".txt", ".md", ".jsonl", ".csv")
STDIN = "-"
ENCODINGS = ["cp1252", "latin_1", "cp1251", "cp1250", "shift_jis", "gb18030"]  # tried where UTF-8 fails


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
            text = _decode(sys.stdin.buffer.read() if plain else file.read_bytes())
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
    encoding = _encoding_of_mark(start)
    if encoding is None and 0 in start:
        raise InputError("is binary, not text")
    if encoding is None and file.suffix.lower() == ".csv" and not _is_utf8(file):
        encoding = _guess_encoding(start)
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


# --- encodings ------------------------------------------------------------------------------------


def _decode(data: bytes) -> str:
    """Return the text of a file without its byte-order mark; raise `InputError` if there is none in it."""
    encoding = _encoding_of_mark(data)
    if encoding is None and 0 in data:
        encoding = _wide_encoding_of(data)
    try:
        text = data.decode(encoding or "utf-8")
    except UnicodeDecodeError:
        if encoding:
            raise InputError(f"is not {encoding} although it begins so") from None
        text = data.decode(_guess_encoding(data))
    if not text.strip():
        raise InputError("is empty")
    return text


def _encoding_of_mark(data: bytes) -> str | None:
    """Return the codec that reads the byte-order mark away, None where there is no mark."""
    if data.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if data.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        return "utf-32"
    return "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else None


def _wide_encoding_of(data: bytes) -> str:
    """Return UTF-16 for text in it without a mark: every second byte of English is zero."""
    for first, codec in ((0, "utf-16-be"), (1, "utf-16-le")):
        zeros, others = data[first::2].count(0), data[1 - first :: 2].count(0)
        if not others and len(data) % 2 == 0 and zeros > 0.4 * len(data):
            return codec
    raise InputError("is binary, not text")


def _guess_encoding(data: bytes) -> str:
    if sum(byte < 32 and byte not in b"\t\n\r\f\v" for byte in data) > len(data) / 100:
        raise InputError("is binary, not text")
    # English with an accent or a curly quote here and there gives a guesser too little to go by.
    if sum(byte > 127 for byte in data) < 0.1 * len(data) or len(data) < 64:
        with contextlib.suppress(UnicodeDecodeError):
            data.decode("cp1252")
            return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=ENCODINGS).best()
    if best is None:
        raise InputError("is text in no encoding known; save it as UTF-8")
    return best.encoding


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
    layout = _layout_of(text)
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


DATE_PREFIX = re.compile(r"\s*date:?[ \t]+(\d{4}-\d{1,2}-\d{1,2})(?![\w/-])[ \t:|,–—-]*", re.IGNORECASE)


class _Layout(NamedTuple):
    pieces: list[Mark]  # in order; kind "" is prose
    title: str | None
    published: datetime.date | None
    wrong_date: str | None
    credits: tuple[str, ...]


def _layout_of(text: str) -> _Layout:
    """Return what each part of a text is, and what its parts say about it."""
    published, wrong_date, begin = None, None, 0
    pieces: list[Mark] = []
    if prefix := DATE_PREFIX.match(text):
        published, begin = to_date(prefix[1]), prefix.end()
        wrong_date = None if published else prefix[1]
        pieces.append(Mark("date", _trim(text, 0, begin)))
    units = _units_in(text, begin)
    kinds = [_kind_of(text, units, place) for place in range(len(units))]
    _mark_sections(text, units, kinds)
    title_at = _title_at(text, units, kinds, begin if prefix else None)
    if title_at is not None:
        kinds[title_at] = "title"
    if not any(kind == "" for kind in kinds):
        # A text of headings alone is all there is to read.
        kinds = ["" if kind in ("heading", "title") else kind for kind in kinds]
    credits: list[str] = []
    opening = kinds.index("") if "" in kinds else None
    for place, (unit, kind) in enumerate(zip(units, kinds, strict=True)):
        pieces += _pieces_of(text, unit, kind, place == opening, credits)
    title = None if title_at is None else _cut(text, units[title_at]).lstrip("#* ").rstrip("#* ")
    if not prefix:
        published = _date_of(
            _cut(text, unit) for unit, kind in zip(units, kinds, strict=True) if kind == "dateline"
        )
    return _Layout(pieces, title, published, wrong_date, tuple(dict.fromkeys(credits)))


def _cut(text: str, unit: Passage) -> str:
    return " ".join(text[unit.start : unit.end].split())


def _trim(text: str, start: int, end: int) -> Passage:
    piece = text[start:end]
    return Passage(end - len(piece.lstrip()), start + len(piece.rstrip()))


def _date_of(datelines: Iterable[str]) -> datetime.date | None:
    """Return the one day that datelines name, of the first publication rather than of a change; else None."""
    by_change: dict[bool, set[datetime.date]] = {False: set(), True: set()}
    for words in datelines:
        label = DATELINE_LABEL.match(words)
        date = to_date(words[label.end() :] if label else words)
        if date:
            by_change[bool(label and re.search("updat|modif|chang", label[0], re.IGNORECASE))].add(date)
    dates = by_change[False] or by_change[True]
    return dates.pop() if len(dates) == 1 else None


# --- paragraphs -----------------------------------------------------------------------------------


class _Line(NamedTuple):
    """A line from its first to its last character; `first` where a blank line or nothing is before it."""

    start: int
    end: int
    first: bool


def _lines_in(text: str, begin: int) -> list[_Line]:
    lines: list[_Line] = []
    blank = True
    end = begin
    for line in text[begin:].splitlines(keepends=True):
        start, end = end, end + len(line)
        if line.strip():
            trimmed = _trim(text, start, end)
            lines.append(_Line(trimmed.start, trimmed.end, blank))
        blank = not line.strip()
    return lines


def _units_in(text: str, begin: int) -> list[Passage]:
    """Return what stands as a paragraph, split at blank lines and at line breaks that are not wrapping."""
    lines = _lines_in(text, begin)
    width = _wrap_width(text, lines)
    units: list[Passage] = []
    for place, line in enumerate(lines):
        if units and not line.first and _goes_on(text, lines[place - 1], line, width):
            units[-1] = Passage(units[-1].start, line.end)
        else:
            units.append(Passage(line.start, line.end))
    return units


def _wrap_width(text: str, lines: Sequence[_Line]) -> int:
    """Return the width a text is wrapped at, 0 where its lines are paragraphs.

    Wrapping breaks sentences anywhere, so that many lines begin with a small letter.
    """
    follow = [place for place, line in enumerate(lines) if not line.first]
    if sum(text[lines[place].start].islower() for place in follow) < 0.3 * max(len(follow), 1):
        return 0
    inside = {place - 1 for place in follow} | set(follow)
    widths = sorted(lines[place].end - lines[place].start for place in inside)
    width = widths[int(0.9 * len(widths))]  # not the longest: an address may stick out
    return width if 40 <= width <= 100 else 0


def _goes_on(text: str, line: _Line, following: _Line, width: int) -> bool:
    """Whether a line was broken for its width alone: the next word had no room, or a sentence goes on."""
    words, after = text[line.start : line.end], text[following.start : following.end]
    if _mark_of(words) or _mark_of(after) or BULLET.match(after):
        return False
    if len(words) + 1 + len(after.split(None, 1)[0]) > width > 0:
        return True
    return after[0].islower() and not ENDS_SENTENCE.search(words)


# --- marks ----------------------------------------------------------------------------------------

ENDS_SENTENCE = re.compile(r"[.!?…][\"'”’»)\]]*$")
ENDS_OPEN = re.compile(
    r"(?:[,;:([–—-]|\b(?:a|an|the|of|and|or|but|to|in|on|at|by|for|with|from|that|as|is|was|are))$"
)
BREAKS_SENTENCE = re.compile(
    r"(?<!\b[A-Z])(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bSt)(?<!\bNo)(?<!\bvs)(?<!\bMrs)(?<!\bGen)(?<!\bSen)(?<!\bRep)"
    r"[.!?…][\"'”’)\]]*\s+[\"'“‘\[]?[A-Z]"
)
ABBREVIATED = re.compile(r"(?:\b(?:[A-Z]\.){2,}|\b(?:Inc|Corp|Ltd|Co|Jr|Sr)\.)$")
BULLET = re.compile(r"(?:[•●▪■█▓◦‣⁃►▶➤✓✔★☆]+\s*|(?:[*·>+–—-]|\d{1,2}[.)])\s+)(?=\S)")

DATELINE_LABEL = re.compile(
    r"(?:(?:first |last |originally )?(?:published|posted|updated|modified|changed|created)|date|issued)"
    r"(?: date)?(?: on| at)?\s*:?\s*",
    re.IGNORECASE,
)
DAY_LINE = re.compile(
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?[A-Z][a-z]{2,8}\.? \d{1,2}(?:st|nd|rd|th)?",
    re.IGNORECASE,
)
NUMBER_DATE = re.compile(r"\d{1,4}([/.-])\d{1,2}\1\d{1,4}")
# "BAGHDAD, May 19 (Reuters) - ", "Geneva (AP) — "; without an agency a place is in capitals
AGENCY_LINE = re.compile(
    r"(?:(?:[A-Z][\w.'’-]*[ ,/]+){1,6}(?:\w{3,9}\.? \d{1,2}(?:, \d{4})?,? *)?"
    r"\((?P<who>[A-Z][A-Za-z ]{1,20})\)"
    r"|[A-Z][A-Z.'’-]{2,}(?:[ ,]+[A-Z][\w.'’-]+){0,4}(?:,? \w{3,9}\.? \d{1,2})?)"
    r"\s*(?:[–—]|-{1,2})\s+(?=[\"“‘'A-Z0-9])"
)
LINK = re.compile(
    r"(?:(?i:(?:also |must )?read(?: also| more| next| this)?|see also"
    r"|related(?: articles?| stor(?:y|ies)| news| links?| coverage)?|full (?:story|text|coverage)"
    r"|you may (?:also )?like)\s*(?:[:|»>]+|[–—-]+(?=\s))"
    r"|(?i:see|more(?: on this| from .{1,30})?|recommended|don['’]t miss|watch|listen|in pictures)\s*[:|»>]+"
    r"|(?i:also read|read also)\s)\s*(?=[\"“‘'A-Z0-9])"
    r"|(?:https?://|www\.)\S+$|(?i:(?:read|see) more\W*$|click here\b|continue reading\b)"
)
SECTION = re.compile(
    r"(?:sources?|references|related (?:news|stories|articles|coverage|links)|(?:external|sister) links?"
    r"|see also|further reading|more (?:news|stories)|most (?:read|popular)|you may (?:also )?like)\s*:?$",
    re.IGNORECASE,
)
BOILERPLATE = re.compile(
    r"(?:share|tweet|e-?mail|print|comments?|advertisement|menu|home|search|newsletters?|log ?in|sign in"
    r"|subscribe|accept(?: all)?(?: cookies)?|facebook|twitter|whatsapp|privacy policy"
    r"|terms of (?:use|service))\W*$"
    r"|share (?:on|via|(?:this|it)(?: (?:article|story|post|page|news|on|via|with)\b|\W*$))"
    r"|follow (?:us\b|.{1,40} on (?:twitter|facebook|instagram|x)\b)|like us on\b"
    r"|(?:subscribe|sign up|register|log in|sign in)(?: now| here| today| free)? (?:to|for|with) "
    r"(?:our|the|this|your|free)\b"
    r"|(?:get|download) (?:our|the) .{0,30}\b(?:app|newsletter)\b"
    r"|(?:skip|jump|back) to (?:main |the )?(?:content|navigation|search|top|home)\b"
    r"|(?:we|this (?:web ?)?site|our (?:web ?)?site)(?: and our partners)? uses? cookies\b"
    r"|by (?:using|continuing) .{0,60}\bcookies|(?:story|article) continues below|load more\b"
    r"|(?:leave|post|add) a (?:comment|reply)\b|have an opinion on this (?:story|article)"
    r"|©|copyright (?:©|\(c\)|\d{4})|\(c\) \d{4}|all rights reserved|this (?:page|article) is archived"
    r"|this (?:article|story) (?:first|originally) appeared (?:in|on)\b|\d+ min(?:utes?)? read$",
    re.IGNORECASE,
)
PICTURE = (
    r"(?:(?:file |featured |cover |lead |main |header )?"
    r"(?:image|photo|picture|photograph|graphic|illustration)s?"
    r"(?: (?:sources?|credits?|courtesy))?(?: of| by)?"
    r"|(?:video|map) (?:source|credit|courtesy)s?|(?:photo )?credits?|courtesy(?: of)?)"
)
# "Image Source: AP"
PICTURE_CREDIT = re.compile(rf"\(?{PICTURE}\s*[:|©]\s*(?P<who>[^:]{{2,120}})$", re.IGNORECASE)
CREDITS = (
    PICTURE_CREDIT,
    # "(Photo by Jane Roe)", "(With inputs from PTI)", "(Reporting by Jane Roe; Editing by John Doe)", "(AFP)"
    re.compile(rf"\({PICTURE}(?: (?:by|courtesy of|via|from))? (?P<who>[^:()]{{2,80}})\)\W*$", re.I),
    re.compile(r"\(?with (?:[\w-]+ )?inputs?(?: from (?P<who>[^().]{2,80}))?\W*$", re.IGNORECASE),
    re.compile(
        r"\((?:additional )?(?:reporting|writing|editing|compiled|edited|written|translated)\b"
        r"(?P<who>[^()]*\bby [^()]+)\)\W*$",
        re.IGNORECASE,
    ),
    re.compile(r"\((?P<who>AP|AFP|Reuters|PTI|ANI|IANS|UPI|DPA|dpa|EFE|TASS|Xinhua|[Aa]gencies)\)$"),
    re.compile(r"\(?(?P<who>[A-Z]\w+ Photo/[^()]{2,60})\)?$"),
)
BYLINES = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"sources?\s*[:|]\s*(?P<who>.{2,80})$",
        r"(?:(?:words|story|written|reported|photo(?:s|graphs)?|reporting) )?by\s+(?P<who>.{3,120})$",
        r"(?P<who>.{3,50}),\s+(?:\w+ ){0,3}(?:reporter|correspondent|editor|writer|staff|contributor)$",
    )
)
PARTICLES = frozenset(
    [
        "al",
        "and",
        "bin",
        "by",
        "da",
        "de",
        "del",
        "den",
        "der",
        "di",
        "dos",
        "du",
        "editing",
        "el",
        "for",
        "ibn",
    ]
    + ["in", "la", "le", "of", "the", "van", "von", "with", "writing"]
)


def _mark_of(words: str) -> str:
    """Return what a paragraph is by its own words: dateline, link, credit, boilerplate; "" for all others."""
    if not any(map(str.isalnum, words)):
        return "boilerplate"
    if len(words) > 300:
        return ""
    bullet = BULLET.match(words)
    bare = words[bullet.end() :] if bullet else words
    if _is_dateline(bare):
        return "dateline"
    if LINK.match(bare):
        return "link"
    if (found := _credit_in(bare)) and (found[0] == 0 or _is_title_like(bare[: found[0]], 30)):
        return "credit"
    path = len(re.findall(r"\s[>»|]\s", bare)) >= 2 and not ENDS_SENTENCE.search(
        bare
    )  # "Home > World > Asia"
    return "boilerplate" if path or BOILERPLATE.match(bare) else ""


def _is_dateline(words: str) -> bool:
    label = DATELINE_LABEL.match(words)
    date = words[label.end() :] if label else words
    if to_date(date) or NUMBER_DATE.fullmatch(date):
        return True
    return bool(DAY_LINE.fullmatch(date)) and to_date(f"{date}, 2000") is not None


def _credit_in(words: str) -> tuple[int, str] | None:
    """Return where the credit at the end of a paragraph begins (0: it is all credit) and who is in it."""
    capitals = re.compile(r"(?<=\s)[(A-Z]").finditer(words, max(len(words) - 200, 0))
    starts = [0, *(match.start() for match in capitals)]
    for start in starts:
        for form in CREDITS if start else CREDITS + BYLINES:
            if match := form.match(words, start):
                who = re.sub(r"\([^)]*\)?", " ", match["who"] or "").strip(" .)")
                short = form is PICTURE_CREDIT and len(who.split()) <= 6 and not BREAKS_SENTENCE.search(who)
                if not who or short or _is_names(who):
                    return start, who
    return None


def _is_names(words: str) -> bool:
    found = re.findall(r"[^\W\d_][\w.'’-]*", words)
    capital = all(word[0].isupper() or word in PARTICLES for word in found)
    return 0 < len(found) <= 14 and capital and not BREAKS_SENTENCE.search(words)


def _names_in(who: str) -> Iterator[str]:
    for part in re.split(r"[,;|/&]|\band\b|\bvia\b|\b(?:[A-Z]?[a-z]+ing )?by\b", who):
        name = re.sub(r"\s+in\s+.*", "", part.strip()).strip(" .()[]")
        if re.search(r"[^\W\d_]", name) and name.lower() not in ("agency", "agencies", "staff", "file"):
            yield name


def _is_title_like(words: str, most_words: int) -> bool:
    """Whether words stand as a title does: few, begun in capitals, not ended or cut as a sentence is."""
    words = words.lstrip("# ").rstrip()
    first = next((char for char in words if char.isalnum()), "")
    return (
        bool(first)
        and not first.islower()
        and any(map(str.isalpha, words))
        and len(words.split()) <= most_words
        and not ENDS_SENTENCE.search(words)
        and not ENDS_OPEN.search(words)
        and words[-1] not in '"”»'
        and not BREAKS_SENTENCE.search(words)
    )


def _kind_of(text: str, units: Sequence[Passage], place: int) -> str:
    """Return the kind of mark a unit is, "" for prose."""
    raw = text[units[place].start : units[place].end]
    words = " ".join(raw.split())
    if kind := _mark_of(words):
        return kind
    if SECTION.match(words.lstrip("#* ")):
        return "link"
    if words[0] in "–—―" and not ENDS_SENTENCE.search(words) and len(words.split()) <= 15:
        near = {text[units[other].start] for other in (place - 1, place + 1) if 0 <= other < len(units)}
        return "" if words[0] in near else "credit"  # who is quoted in the paragraph before, or a list
    goes_on = place + 1 < len(units) and text[units[place + 1].start].islower()
    if goes_on or len(raw.splitlines()) > 1 or len(words) > 90 or BULLET.match(words) or _credit_in(words):
        return ""
    return "heading" if re.match("#+ ", words) or _is_title_like(words, 12) else ""


def _mark_sections(text: str, units: Sequence[Passage], kinds: list[str]) -> None:
    """Mark what stands under "Sources", "Related news" and their like as links, until prose begins again."""
    inside = False
    for place, unit in enumerate(units):
        words = _cut(text, unit)
        if SECTION.match(words.lstrip("#* ")):
            inside = True
        elif inside and len(words.split()) > 12 and ENDS_SENTENCE.search(words):
            inside = False
        elif inside and kinds[place] in ("", "heading"):
            kinds[place] = "link"


def _title_at(text: str, units: Sequence[Passage], kinds: Sequence[str], begin: int | None) -> int | None:
    """Return the place of the title: what follows the date on its line, else a heading before all prose."""
    if begin is not None and units and not re.search(r"[\n\r]", text[begin : units[0].start]):
        words = _cut(text, units[0])
        if len(words) > 200 or BREAKS_SENTENCE.search(words) or len(units) == 1:
            return None
        ends = re.search(r"\.[\"'”’)]*$", words) and not ABBREVIATED.search(words)
        return None if ends and kinds[1] != "dateline" else 0
    place = next((place for place, kind in enumerate(kinds[:-1]) if kind in ("heading", "")), None)
    if place is None or kinds[place] == "heading":
        return place
    words = _cut(text, units[place])
    goes_on = text[units[place + 1].start].islower() or bool(BULLET.match(words))
    return place if len(words) <= 200 and not goes_on and _is_title_like(words, 30) else None


def _pieces_of(text: str, unit: Passage, kind: str, opening: bool, credits: list[str]) -> Iterator[Mark]:
    """Yield a unit cut where its parts differ: bullet, dateline of an agency, prose, credit."""
    start, end = unit.start, unit.end
    words = text[start:end]
    if kind == "credit":
        found = _credit_in(words)
        credits += _names_in(found[1]) if found else ()
    if kind == "":
        if bullet := BULLET.match(words):
            yield Mark("boilerplate", _trim(text, start, start + bullet.end()))
            start += bullet.end()
        if opening and (agency := AGENCY_LINE.match(text, start, end)):
            yield Mark("dateline", _trim(text, start, agency.end()))
            credits += [agency["who"]] if agency["who"] else []
            start = agency.end()
        if (found := _credit_in(text[start:end])) and found[0]:
            credits += _names_in(found[1])
            yield Mark("", _trim(text, start, start + found[0]))
            kind, start = "credit", start + found[0]
    yield Mark(kind, _trim(text, start, end))
