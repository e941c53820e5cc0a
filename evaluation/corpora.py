"""Reads gold annotation: trees from CoNLL-U, names from IOB2, names and relations from re3d.

Receives files; returns documents whose words and mentions are places in their text. The text is rebuilt as it
was before it was cut: an empty line between paragraphs, within them the white space that the file tells.
IOB2 tells no paragraphs, so each of its sentences is one: else a greeting would run into the name below it.

References: CoNLL-U, https://universaldependencies.org/format.html ; Universal NER, Mayhew et al. 2024,
https://aclanthology.org/2024.naacl-long.243/ ; re3d, Dstl 2017, https://github.com/dstl/re3d
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError
from kg.model import Passage

PARAGRAPH = "\n\n"
NEW_PARAGRAPH = re.compile(r"# newpar(\s|$)")
TEXT = "# text = "
COLUMNS = 10
IOB2 = re.compile(r"O$|[BI]-")
ESCAPES = {"s": " ", "t": "\t", "n": "\n", "r": "\r", "p": "|", "\\": "\\"}

TYPES = {
    "PER": "person", "PERSON": "person",
    "ORG": "organisation", "ORGANISATION": "organisation",
    "LOC": "place", "LOCATION": "place", "GPE": "place", "FAC": "place",
    "NORP": "nationality", "NATIONALITY": "nationality",
}  # fmt: skip
"""What the labels of corpora and pipelines mean, in capitals; a label that is not here is not compared."""

Mention = tuple[int, int, str]
"""First character, the one after the last, and one of the values of `TYPES`."""


@dataclass(frozen=True, slots=True)
class Word:
    """One syntactic word. `head` is a place among the words of its document, or nothing for a root.

    The words of one contraction all have the span of the contraction, and are marked.
    """

    start: int
    end: int
    form: str
    lemma: str
    upos: str
    tag: str
    head: int | None
    label: str
    sentence: int
    contracted: bool = False


@dataclass(frozen=True, slots=True)
class TreeText:
    """One document with its words, in order."""

    name: str
    text: str
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class NameText:
    """One document with the mentions in it."""

    name: str
    text: str
    mentions: frozenset[Mention]


@dataclass(frozen=True, slots=True)
class GoldRelation:
    """What is so between two mentions of one sentence; it has a direction."""

    type: str
    source: Passage
    target: Passage


@dataclass(frozen=True, slots=True)
class _Block:
    """The lines of one sentence, and the place of the first in its file."""

    path: Path
    line: int
    lines: list[str]

    @property
    def comments(self) -> list[str]:
        return [line for line in self.lines if line.startswith("#")]

    @property
    def rows(self) -> list[list[str]]:
        return [line.split("\t") for line in self.lines if not line.startswith("#")]

    @property
    def new_document(self) -> str | None:
        """The name of the document that begins here, if one does."""
        marks = [line for line in self.comments if line.startswith("# newdoc")]
        return marks[0].partition("=")[2].strip() if marks else None

    @property
    def new_paragraph(self) -> bool:
        return any(NEW_PARAGRAPH.match(line) for line in self.comments)

    def wrong(self, what: str) -> InputError:
        return InputError(f"{self.path}, sentence at line {self.line}: {what}")


def read_trees(path: Path) -> list[TreeText]:
    """Return the documents of a CoNLL-U file.

    Raises:
        InputError: the file cannot be read, or a line of it is not CoNLL-U.
    """
    return [_tree_text(name, blocks) for name, blocks in _documents(path)]


def read_names(path: Path) -> list[NameText]:
    """Return the documents of an IOB2 file with the columns index, word and tag.

    Raises:
        InputError: the file cannot be read, or a word is not in the text of its sentence.
    """
    return [_name_text(name, blocks) for name, blocks in _documents(path)]


def _documents(path: Path) -> Iterator[tuple[str, list[_Block]]]:
    name, blocks = path.name, list[_Block]()
    for block in _blocks(path):
        if (new := block.new_document) is not None:
            if blocks:
                yield name, blocks
            name, blocks = new, []
        blocks.append(block)
    if not blocks:
        raise InputError(f"{path} holds no sentence")
    yield name, blocks


def _blocks(path: Path) -> Iterator[_Block]:
    lines: list[str] = []
    for number, line in enumerate((*read_text(path).split("\n"), ""), start=1):
        if line.strip():
            lines.append(line.rstrip("\r"))
        elif lines:
            yield _Block(path, number - len(lines), lines)
            lines = []


def read_text(path: Path) -> str:
    """Return a file in UTF-8, a mark of byte order left out.

    Raises:
        InputError: it cannot be read, or is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8: byte {error.start}") from error


def _tree_text(name: str, blocks: list[_Block]) -> TreeText:
    text, words = "", list[Word]()
    for number, block in enumerate(blocks):
        if text and block.new_paragraph:
            text = text.rstrip() + PARAGRAPH
        first = len(words)
        contraction_end, start, end = 0, 0, 0
        for row in block.rows:
            if len(row) != COLUMNS:
                raise block.wrong(f"a line has {len(row)} columns, and CoNLL-U has {COLUMNS}")
            if "." in row[0]:
                continue
            first_id, last_id = _ids(block, row[0])
            contracted = first_id <= contraction_end
            if not contracted:
                start, end = len(text), len(text) + len(row[1])
                text += row[1] + _gap(row[9])
            if "-" in row[0]:
                contraction_end = last_id
            else:
                words.append(_word(block, row, (start, end), first, number, contracted=contracted))
        if any(word.head is not None and word.head >= len(words) for word in words[first:]):
            raise block.wrong("a head is not in the sentence")
    return TreeText(name, text.rstrip(), tuple(words))


def _ids(block: _Block, column: str) -> tuple[int, int]:
    if not re.fullmatch(r"\d+(-\d+)?", column):
        raise block.wrong(f"{column!r} is not the number of a word")
    first, _, last = column.partition("-")
    return int(first), int(last or first)


def _word(
    block: _Block, row: list[str], span: tuple[int, int], first: int, sentence: int, *, contracted: bool
) -> Word:
    if not row[6].isdigit():
        raise block.wrong(f"{row[6]!r} is not the number of a head")
    head = first + int(row[6]) - 1 if int(row[6]) else None
    return Word(*span, row[1], row[2], row[3], row[4], head, row[7], sentence, contracted)


def _gap(misc: str) -> str:
    """The white space after a token, by its last column."""
    features = dict(feature.partition("=")[::2] for feature in misc.split("|"))
    if "SpacesAfter" in features:
        return re.sub(r"\\(.)", lambda found: ESCAPES.get(found[1], found[1]), features["SpacesAfter"])
    return "" if features.get("SpaceAfter") == "No" else " "


def _name_text(name: str, blocks: list[_Block]) -> NameText:
    text, mentions = "", set[Mention]()
    for block in blocks:
        if text:
            text += PARAGRAPH
        sentence, spans = _placed(block)
        mentions.update((len(text) + start, len(text) + end, kind) for start, end, kind in spans)
        text += sentence
    return NameText(name, text, frozenset(mentions))


def _placed(block: _Block) -> tuple[str, list[Mention]]:
    """The text of a sentence, and the mentions in it."""
    rows = block.rows
    if not all(len(row) >= 3 and row[0].isdigit() and IOB2.match(row[2]) for row in rows):
        raise block.wrong("a line needs columns with tabs between them: index, word, O or B-… or I-…")
    given = [line.removeprefix(TEXT) for line in block.comments if line.startswith(TEXT)]
    text = given[0] if given else " ".join(row[1] for row in rows)
    mentions: list[Mention] = []
    end, before = 0, "O"
    for _, form, tag, *_ in rows:
        start = text.find(form, end)
        if start < 0:
            raise block.wrong(f"the word {form!r} is not in the text {text[end:]!r}")
        end = start + len(form)
        kind = TYPES.get(tag[2:].upper())
        if kind and tag.startswith("I-") and before[2:] == tag[2:]:
            mentions[-1] = (mentions[-1][0], end, kind)
        elif kind:
            mentions.append((start, end, kind))
        before = tag
    return text, mentions


def read_re3d(folder: Path) -> list[NameText]:
    """Return the documents of all parts of re3d that lie in a folder.

    Raises:
        InputError: the folder holds no part, or a part of it is not readable.
    """
    return [document for part in _re3d_parts(folder) for document in _re3d_part(part)]


def read_re3d_relations(folder: Path) -> dict[str, list[GoldRelation]]:
    """Return the relations in all parts of re3d that lie in a folder, by the name of their document.

    Raises:
        InputError: the folder holds no part, or a part of it is not readable.
    """
    relations: dict[str, list[GoldRelation]] = {}
    for part in _re3d_parts(folder):
        try:
            for line in read_text(part / "relations.json").splitlines():
                row = json.loads(line)
                source = Passage(row["sourceBegin"], row["sourceEnd"])
                target = Passage(row["targetBegin"], row["targetEnd"])
                found = relations.setdefault(row["documentId"], [])
                found.append(GoldRelation(row["type"], source, target))
        except (ValueError, KeyError) as error:
            raise InputError(f"{part} is not a part of re3d: {error}") from error
    return relations


def _re3d_parts(folder: Path) -> list[Path]:
    parts = sorted(folder.glob("*/documents.json"))
    if not parts:
        raise InputError(f"{folder} holds no folder with a documents.json, as re3d has")
    return [part.parent for part in parts]


def _re3d_part(folder: Path) -> Iterator[NameText]:
    mentions: dict[str, set[Mention]] = {}
    try:
        for line in read_text(folder / "entities.json").splitlines():
            entity = json.loads(line)
            if kind := TYPES.get(entity["type"].upper()):
                found = mentions.setdefault(entity["documentId"], set())
                found.add((entity["begin"], entity["end"], kind))
        documents = [json.loads(line) for line in read_text(folder / "documents.json").splitlines()]
        for document in documents:
            yield NameText(document["_id"], document["text"], frozenset(mentions.get(document["_id"], ())))
    except (ValueError, KeyError) as error:
        raise InputError(f"{folder} is not a part of re3d: {error}") from error
