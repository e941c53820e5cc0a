"""Entity corpora, brought to one set of labels: PERSON NORP ORG GPE LOC FAC EVENT DATE MISC.

Receives the files of UNER-EWT, wikigold, GMB and GUM; returns `Doc`s tokenised as at run time. What a corpus
does not say, or says unreliably, is left open (a missing value), so that it is not taught as nothing. That
holds for GMB's own time spans: most dates are learned from the other corpora.
"""

from __future__ import annotations

import csv
import io
import random
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from names import AFTER_ORGANISATION, DATE, OFFICES, PARTIAL, TITLES, Lexicon, learn_lexicon, place_label
from spacy.language import Language
from spacy.tokens import Doc, Span
from treebank import Sentence

OPEN = "?"
"""The label of a span about which nothing is said."""

LABELS = {
    "PER": "PERSON", "per": "PERSON", "person": "PERSON",
    "ORG": "ORG", "org": "ORG", "organization": "ORG",
    "LOC": "GPE", "geo": "GPE", "place": "GPE",
    "gpe": "NORP", "eve": "EVENT", "event": "EVENT",
    "OTH": "MISC", "MISC": "MISC", "object": "MISC", "abstract": "MISC", "substance": "MISC",
    "animal": "MISC", "plant": "MISC",
}  # fmt: skip
GROUP_TAGS = {"JJ", "NNPS"}
"""Penn tags of names of groups ("Baathist", "Sunnis") among the other names of UNER-EWT."""

COMPOUND = re.compile(r"([A-Z][\w.]*)-([\w-]+)")
NO_SPACE_BEFORE = re.compile(r"[.,;:?!)\]%’”]|\.\.\.|'(?!\d)\w*|n't|’\w+")
NO_SPACE_AFTER = frozenset("([$#“‘")


@dataclass(slots=True)
class Tagged:
    """A sentence of words with spans `(first, end, label)` of words; words in no span are nothing."""

    words: list[str]
    spans: list[tuple[int, int, str]]
    spaces: list[bool] = field(default_factory=list)

    def name(self, first: int, end: int) -> str:
        """The words of a span, with single spaces."""
        return " ".join(self.words[first:end])


def spans_in(tags: list[str]) -> list[tuple[int, int, str]]:
    """The spans of BIO tags (either flavour); labels stay as they are."""
    spans: list[tuple[int, int, str]] = []
    for place, tag in enumerate([*tags, "O"]):
        if tag == "O":
            continue
        kind = tag[2:]
        if tag[0] == "I" and spans and spans[-1][1:] == (place, kind):
            spans[-1] = (spans[-1][0], place + 1, kind)
        else:
            spans.append((place, place + 1, kind))
    return [(first, end, LABELS.get(kind, OPEN)) for first, end, kind in spans]


def guess_spaces(words: list[str]) -> list[bool]:
    """Where white space follows, for corpora that do not say."""
    spaces, inside = [], False
    for word, following in zip(words, [*words[1:], ""], strict=True):
        opening = word == '"' and not inside
        inside ^= word == '"'
        closing = following == '"' and inside
        spaces.append(
            not (opening or closing or word in NO_SPACE_AFTER or NO_SPACE_BEFORE.fullmatch(following))
        )
    return spaces


def read_gmb(path: Path) -> list[Tagged]:
    """The sentences of GMB's CSV in the zip file at `path`."""
    with zipfile.ZipFile(path) as archive:
        text = archive.read("ner_dataset.csv").decode("cp1252", errors="replace")
    sentences: list[list[tuple[str, str]]] = []
    for number, word, _, tag in list(csv.reader(io.StringIO(text)))[1:]:
        if number:
            sentences.append([])
        sentences[-1].append((word.replace("\x91", "'").replace("\x92", "'"), tag))
    return [Tagged([w for w, _ in rows], spans_in([t for _, t in rows])) for rows in sentences if rows]


def read_columns(path: Path, word: int, tag: int, separator: str) -> list[Tagged]:
    """The sentences of a file with one word a line and a blank line between sentences."""
    tagged = []
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        lines = block.split("\n")
        rows = [line.split(separator) for line in lines if line and not line.startswith("# ")]
        rows = [r for r in rows if len(r) > max(word, tag) and r[word] != "-DOCSTART-"]
        if not rows:
            continue
        words = [r[word] for r in rows]
        text = next((line[9:] for line in lines if line.startswith("# text = ")), "")
        spaces = spaces_from(text, words) if text else guess_spaces(words)
        tagged.append(Tagged(words, spans_in([r[tag] for r in rows]), spaces))
    return tagged


def spaces_from(text: str, words: list[str]) -> list[bool]:
    """Where white space follows each word in `text`."""
    spaces, place = [], 0
    for word in words:
        found = text.find(word, place)
        place = found + len(word) if found >= 0 else place
        spaces.append(text[place : place + 1].isspace())
    return spaces


def gum_names(sentence: Sentence) -> Tagged:
    """The names in one sentence: in mentions headed by a proper noun, the name words around the head."""
    words = sentence.words
    names = [w.tag in {"NNP", "NNPS"} for w in words]
    taken = [False] * len(words)
    tagged = Tagged([w.form for w in words], [], [w.space for w in words])
    for first, end, kind in sorted(gum_mentions(sentence), key=lambda m: m[0] - m[1]):
        heads = [i for i in range(first, end) if not first <= words[i].head < end or words[i].head == i]
        if not heads or not names[heads[0]] or taken[heads[0]]:
            continue
        start = stop = heads[0]
        while start > first and (
            names[start - 1]
            or (words[start - 1].tag in {"HYPH", "JJ", "IN"} and start - 1 > first and names[start - 2])
        ):
            start -= 1
        while stop + 1 < end and (
            names[stop + 1]
            or (words[stop + 1].tag in {"HYPH", "IN", "CD", "POS"} and stop + 2 < end and names[stop + 2])
        ):
            stop += 1
        for place in range(start, stop + 1):
            taken[place] = True
        tagged.spans.append((start, stop + 1, LABELS.get(kind, OPEN)))
    tagged.spans += [(i, i + 1, OPEN) for i, is_name in enumerate(names) if is_name and not taken[i]]
    tagged.spans.sort()
    return tagged


def gum_mentions(sentence: Sentence) -> Iterator[tuple[int, int, str]]:
    """Yield `(first, end, type)` of the mentions that begin and end in this sentence."""
    opened: list[tuple[str, int, str]] = []
    for place, word in enumerate(sentence.words):
        for start, closed in re.findall(r"\(([^()]+)(?=[()]|$)|([^()]+)?\)", word.entities):
            if start:
                identifier, kind = start.split("-")[:2]
                opened.append((identifier, place, kind))
            elif opened:
                same = (i for i in reversed(range(len(opened))) if opened[i][0] == closed)
                index = next(same, -1) if closed else -1
                _, first, kind = opened.pop(index)
                yield first, place + 1, kind


def mend(tagged: Tagged, lexicon: Lexicon, *, trusted: bool = False) -> Tagged:
    """One reading of names for all corpora: titles off, places told apart, demonyms NORP.

    Of a trusted corpus the borders and labels stay, only its places are told apart.
    """
    spans: list[tuple[int, int, str]] = []
    for first, end, label in tagged.spans:
        if trusted:
            spans.append((first, end, told_apart(tagged.name(first, end), label, lexicon)))
        else:
            spans += mend_span(tagged, first, end, label, lexicon)
    covered = {i for first, end, _ in spans for i in range(first, end)}
    for place, word in enumerate(tagged.words):
        if place not in covered and word in lexicon.demonyms:
            spans.append((place, place + 1, "NORP"))
    return Tagged(tagged.words, sorted(spans), tagged.spaces or guess_spaces(tagged.words))


def told_apart(name: str, label: str, lexicon: Lexicon) -> str:
    """The label of a name in a trusted corpus, its places told apart, and its groups from its other names."""
    if label == "GPE":
        return place_label(name)
    return "NORP" if label == "MISC" and all(w in lexicon.demonyms for w in name.split()) else label


def with_names(sentence: Sentence, tagged: Tagged | None) -> Sentence:
    """The sentence with the names found in the same text, whose words may be cut otherwise."""
    if tagged is None:
        return sentence
    place_of = {}
    for place, word in enumerate(sentence.words):
        place_of.update(dict.fromkeys(range(len(place_of), len(place_of) + len(word.form)), place))
    starts = [0]
    for word in tagged.words:
        starts.append(starts[-1] + len("".join(word.split())))
    spans = []
    for a, b, label in tagged.spans:
        first, end = place_of[starts[a]], place_of[starts[b] - 1] + 1
        is_group = label == "MISC" and all(w.tag in GROUP_TAGS for w in sentence.words[first:end])
        spans.append((first, end, "NORP" if is_group else label))
    return replace(sentence, spans=tuple(spans))


def bare(words: Iterable[str]) -> str:
    """The words without white space, by which a sentence is known in two corpora."""
    return "".join("".join(words).split())


def mark_names(doc: Doc, group: list[Sentence], lexicon: Lexicon) -> None:
    """Mark the names of a group of sentences in their document; a sentence nobody looked at is left open."""
    tokens = [token for token in doc if not token.is_space]
    found: list[tuple[int, int, str]] = []
    start = 0
    for sentence in group:
        end = start + len(sentence.words)
        for a, b, label in ((0, end - start, OPEN),) if sentence.spans is None else sentence.spans:
            last = tokens[min(start + b, end) - 1]
            found.append((tokens[start + a].idx, last.idx + len(last), label))
        start = end
    mark_found(doc, found, lexicon)


def mend_span(
    tagged: Tagged, first: int, end: int, label: str, lexicon: Lexicon
) -> Iterator[tuple[int, int, str]]:
    """Yield what becomes of one span."""
    words = tagged.words
    if label == "ORG":
        first, label = without_office(words, first, end)
    parts = COMPOUND.fullmatch(words[first]) if end == first + 1 else None
    if parts and parts[2].islower() and label != "PERSON" and words[first] not in lexicon.label_by_name:
        return
    if label == "ORG":
        cut = next((i for i in range(first + 1, end) if words[i].lower() in AFTER_ORGANISATION), end)
        if cut < end:
            yield from mend_span(tagged, first, cut, "ORG", lexicon)
            yield from mend_span(tagged, cut, end, "PERSON", lexicon)
            return
    while first < end and is_outside(words[first], label):
        first += 1
    if first == end:
        return
    name = tagged.name(first, end)
    if end == first + 1 and name in lexicon.demonyms:
        label = "NORP"
    else:
        label = lexicon.label_by_name.get(name, label)
    if end == first + 1 and name.lower() in PARTIAL:
        label = OPEN
    if label in {"GPE", "ORG"} and (label == "GPE" or place_label(name) == "FAC"):
        label = place_label(name)
    yield first, end, label


def without_office(words: list[str], first: int, end: int) -> tuple[int, str]:
    """The first word and the label of GMB's organisation: "State Mike Pompeo" is a person after an office."""
    if end > first + 1 and words[first] == "State" and first and words[first - 1] == "of":
        return first + 1, "PERSON"
    if words[first : first + 2] == ["Supreme", "Leader"] or words[first].lower() in OFFICES:
        place = first + 1 + (words[first] == "Supreme")
        return (place, "PERSON") if place < end else (first, OPEN)
    return first, "ORG"


def is_outside(word: str, label: str) -> bool:
    """True if no span of this label begins with this word: titles of people, "southern" of places."""
    if label == "PERSON":
        return word.lower() in TITLES
    return word.islower() and label != OPEN and word not in {"al", "el"}


def compound_spans(text: str, lexicon: Lexicon) -> Iterator[tuple[int, int, str]]:
    """Yield, by characters, the name in "Iran-backed", both in "Israeli-Palestinian"; unknown: open."""
    for match in COMPOUND.finditer(text):
        for part in (1, 2):
            word = match.group(part)
            if (
                not word[0].isupper()
                or match.group(1) in {"Al", "El", "Abu"}
                or match.group() in lexicon.label_by_name
            ):
                continue
            label = "NORP" if word in lexicon.demonyms else lexicon.label_by_name.get(word, OPEN)
            yield match.start(part), match.end(part), place_label(word) if label == "GPE" else label


def recase(tagged: Tagged, dice: random.Random) -> Tagged:
    """The sentence as news might print it: often curly apostrophes, now and then a headline, or capitals."""
    words = list(tagged.words)
    if dice.random() < 0.4:
        words = [w.replace("'", "’") for w in words]
    chance = dice.random()
    if chance < 0.02:
        words = [w.upper() for w in words]
    elif chance < 0.03:
        words = [w.lower() for w in words]
    elif chance < 0.06:
        words = [w[0].upper() + w[1:] if len(w) > 3 else w for w in words]
    if chance < 0.08 and words[-1] == "." and not any(end == len(words) for _, end, _ in tagged.spans):
        words.pop()
    return Tagged(words, tagged.spans, tagged.spaces[: len(words)])


def to_entity_doc(nlp: Language, group: list[Tagged], lexicon: Lexicon, dice: random.Random) -> Doc:
    """A document of these sentences with its entities."""
    text = ""
    found: list[tuple[int, int, str]] = []
    for tagged in group:
        offsets = []
        for word, space in zip(tagged.words, tagged.spaces, strict=True):
            offsets.append((len(text), len(text) + len(word)))
            text += word + " " * space
        found += [(offsets[first][0], offsets[end - 1][1], label) for first, end, label in tagged.spans]
        text = text.rstrip() + dice.choices((" ", "\n\n", "\n"), (8, 2, 1))[0]
    doc = nlp.make_doc(text.rstrip())
    mark_found(doc, found, lexicon)
    return doc


def mark_found(doc: Doc, found: list[tuple[int, int, str]], lexicon: Lexicon) -> None:
    """Mark names in compounds, the corpus's own spans, and dates; of overlapping ones the earlier counts."""
    dates = [(m.start(), m.end(), "DATE") for m in DATE.finditer(doc.text)]
    people = [f for f in found if f[2] == "PERSON"]
    compounds = [
        c
        for c in compound_spans(doc.text, lexicon)
        if not any(p[0] < c[1] and c[0] < p[1] and p[:2] != c[:2] for p in people)
    ]
    set_entities(doc, [*compounds, *found, *dates])


def set_entities(doc: Doc, found: Iterable[tuple[int, int, str]]) -> None:
    """Mark entities and what is left open; of overlapping spans the first counts, cut ones are left open."""
    taken = [False] * len(doc)
    entities: list[Span] = []
    missing: list[Span] = []
    for start, end, label in found:
        span = doc.char_span(start, end, label=label, alignment_mode="expand")
        if span is None or any(taken[span.start : span.end]):
            continue
        for place in range(span.start, span.end):
            taken[place] = True
        exact = span.start_char == start and span.end_char == end
        (entities if exact and label != OPEN else missing).append(span)
    doc.set_ents(entities, missing=missing, default="outside")


def lexicon_of(gmb: list[Tagged]) -> Lexicon:
    """The lexicon that GMB teaches."""
    return learn_lexicon((t.name(first, end), label) for t in gmb for first, end, label in t.spans)
