"""Measure what is read from whole articles against gold of our own: one figure a line, shares from 0 to 1.

statement_p, statement_r, statement_f1: statements of which subject, predicate, object, negation, modality
and speaker are all right; core_p, core_r, core_f1: of which the first three are. Found and gold statements
of one sentence are paired one to one, those that agree in most first; one pair, one point.
polarity_accuracy, modality_accuracy, speaker_accuracy: of the pairs, those that are right in it;
time_accuracy, place_accuracy: the same of the pairs whose gold row has a time or place.
entity_p, entity_r, entity_f1: things of the gold that come out as one node of the right type, which holds
no other thing of the gold. What is called by a wording of its own counts, pronouns do not; a named node
that is no thing of the gold is one too much.
sentences, statements: how many the gold has.

What a row names is an entity of the gold, or words. A found phrase is the entity if its node has the name
or any other wording of it; a phrase that leads to a named node is that name and nothing else, any other
is its words as well. So "the minister" not joined with her name is still said of the minister, and costs in
entity_f1 alone; a pronoun not joined with its name, or joined with a wrong one, costs the statement.
Two names are the same if all words are. Otherwise the heads must be the same, and the words of one among
those of the other: "contract" is "its ferry contract with Oslo", but "rail contract" is not "ferry contract".
A predicate must be the very one.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation.expected import NOTHING, Expected, days_of, to_expected
from evaluation.gold import GoldArticle, GoldEntity, GoldSentence, is_name, read_gold, up_to_head
from evaluation.language import print_figures, use_one_core
from evaluation.scores import Figures, Tallies, Tally, new_tallies
from kg.errors import InputError, KGError
from kg.model import Entity, Phrase, Resolution, Statement

HERE = Path(__file__).resolve().parent
ARTICLES = HERE / "own" / "articles"
EXAMPLE = """examples:
  python -m evaluation.articles
  python -m evaluation.articles --misses | less
  python -m evaluation.articles --reliability
"""
ASPECTS = ("polarity", "modality", "speaker")
BINS = 5
DETERMINERS = {
    "a", "an", "the", "this", "that", "these", "those", "its", "his", "her", "their", "our", "my", "your",
}  # fmt: skip


def read_with(gold: Sequence[GoldArticle], *, model: str | None = None) -> Iterator[Resolution]:
    """Yield what the pipeline reads from each article, resolved alone.

    Raises:
        KGError: the pipeline does not load, or the gold knows a class that the ontology does not.
    """
    from kg.extract import extract_article
    from kg.language import documents_of, load_pipeline
    from kg.ontology import load_ontology
    from kg.progress import Display
    from kg.resolve import resolve_extractions

    nlp, ontology = load_pipeline(model), load_ontology()
    if unknown := {e.type for g in gold for e in g.entities} - ontology.classes.keys():
        raise InputError(f"no class of the ontology: {', '.join(sorted(unknown))}")
    with Display("articles") as display:
        for done, (article, doc) in enumerate(documents_of(nlp, [g.article for g in gold])):
            display(done, len(gold))
            yield resolve_extractions([extract_article(article, doc, ontology)], ontology)


# Comparing


def is_same(one: str, other: str) -> bool:
    """Whether two phrases name the same, by their words.

    Example:
        >>> is_same("contract", "its ferry contract with Oslo"), is_same("rail contract", "ferry contract")
        (True, False)
        >>> is_same("Bank of Oslo", "the Bank of Oslo"), is_same("Berg", "Anna Berg")
        (True, False)
    """
    if _words_of(one) == _words_of(other):
        return True
    if is_name(one) and is_name(other):
        return False
    ours, theirs = _words_of(up_to_head(one)), _words_of(up_to_head(other))
    if not ours or not theirs or ours[-1] != theirs[-1]:
        return False
    return set(ours) <= set(theirs) or set(theirs) <= set(ours)


def _words_of(phrase: str) -> list[str]:
    words = re.findall(r"[^\s,;()\"“”]+", phrase.casefold().replace("’", "'"))
    while len(words) > 1 and words[0] in DETERMINERS:
        words = words[1:]
    return [word.removesuffix("'s").strip("'") for word in words]


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold row and a statement with the same core, and in which aspects they agree.

    `time` and `place` are there where the row has them.
    """

    row: int
    statement: int
    agreeing: Mapping[str, bool]

    @property
    def is_right(self) -> bool:
        return all(self.agreeing[aspect] for aspect in ASPECTS)


class Judge:
    """Compares rows of one article with statements of one resolution."""

    def __init__(self, gold: GoldArticle, entities: Sequence[Entity]) -> None:
        self.wordings = {entity.name: entity.wordings for entity in gold.entities}
        self.entities = {entity.id: entity for entity in entities}

    def pairs_of(self, rows: Sequence[Expected], statements: Sequence[Statement]) -> list[Pair]:
        """Return rows and statements paired one to one, those that agree in most first."""
        candidates = [
            Pair(i, j, self._aspects(row, statement))
            for i, row in enumerate(rows)
            for j, statement in enumerate(statements)
            if self._is_core_same(row, statement)
        ]
        candidates.sort(key=lambda p: (not p.is_right, -sum(p.agreeing.values()), p.row, p.statement))
        taken_rows, taken, pairs = set[int](), set[int](), list[Pair]()
        for pair in candidates:
            if pair.row not in taken_rows and pair.statement not in taken:
                taken_rows.add(pair.row)
                taken.add(pair.statement)
                pairs.append(pair)
        return pairs

    def _is_core_same(self, row: Expected, statement: Statement) -> bool:
        return (
            row.predicate == statement.predicate.name
            and self.is_named(row.subject, statement.subject)
            and self.is_named(row.object, statement.object)
        )

    def _aspects(self, row: Expected, statement: Statement) -> dict[str, bool]:
        aspects = {
            "polarity": row.negated == statement.negated,
            "modality": row.modality == statement.modality.value,
            "speaker": self.is_named(row.speaker, statement.attributed_to),
        }
        if row.time:
            aspects["time"] = row.time == days_of(statement)
        if row.place:
            aspects["place"] = self.is_named(row.place, statement.place)
        return aspects

    def is_named(self, wanted: str, phrase: Phrase | None) -> bool:
        """Whether a phrase names what a row has: an entity of the gold, words, or nothing at all."""
        if phrase is None or wanted in (NOTHING, ""):
            return phrase is None and wanted in (NOTHING, "")
        entity = self.entities[phrase.entity] if phrase.entity else None
        forms = [entity.name] if entity else []
        if entity is None or not entity.named:
            forms.append(phrase.text)
        return any(is_same(w, form) for w in self.wordings.get(wanted, (wanted,)) for form in forms)


def by_sentence(
    gold: GoldArticle, resolution: Resolution
) -> Iterator[tuple[GoldSentence, list[Statement], list[Pair]]]:
    """Yield each gold sentence with the statements whose predicate is in it, and the pairs of the two."""
    judge = Judge(gold, resolution.entities)
    statements = sorted(resolution.statements, key=lambda s: (s.predicate.passage, s.id))
    for sentence in gold.sentences:
        found = [s for s in statements if sentence.passage.overlaps(s.predicate.passage)]
        yield sentence, found, judge.pairs_of(sentence.rows, found)


# Entities


@dataclass(frozen=True, slots=True)
class Nodes:
    """Which nodes the things of the gold came out as, and which nodes there are to answer for."""

    by_entity: Mapping[str, frozenset[str]]
    by_node: Mapping[str, frozenset[str]]
    guessed: Mapping[str, Entity]

    def is_right(self, entity: GoldEntity) -> bool:
        nodes = self.by_entity.get(entity.name, frozenset())
        return len(nodes) == 1 and all(
            self.by_node[node] == {entity.name} and self.guessed[node].type == entity.type for node in nodes
        )


def nodes_of(gold: GoldArticle, resolution: Resolution) -> Nodes:
    """Return the nodes of a gold article's things: those of the mentions that have a wording of one alone."""
    by_entity: dict[str, set[str]] = defaultdict(set)
    by_node: dict[str, set[str]] = defaultdict(set)
    (extraction,) = resolution.extractions
    ids = resolution.entity_by_mention[gold.article.id]
    anything, indefinite = _owners(gold.entities), _owners(gold.entities, indefinite=True)
    for mention, node in zip(extraction.mentions, ids, strict=True):
        if node is None or mention.name is None:
            continue
        before = gold.article.text[: mention.passage.start].casefold().rsplit(None, 1)[-1:]
        owners = indefinite if before in (["a"], ["an"]) else anything
        written = gold.article.cut(mention.passage)
        if name := owners.get(_key(mention.name)) or owners.get(_key(written)):
            by_entity[name].add(node)
            by_node[node].add(name)
    guessed = {e.id: e for e in resolution.entities if e.named or e.id in by_node}
    return Nodes(
        {name: frozenset(nodes) for name, nodes in by_entity.items()},
        {node: frozenset(names) for node, names in by_node.items()},
        guessed,
    )


def _owners(entities: Sequence[GoldEntity], *, indefinite: bool = False) -> dict[str, str]:
    """Return which thing each wording means, if it means one; `indefinite` leaves out those with "the".

    A thing's name means it, whatever else is called so ("Oslo" is the place, and Norway).
    """
    called: dict[str, set[str]] = defaultdict(set)
    for entity in entities:
        for wording in entity.wordings:
            if not (indefinite and wording.startswith("the ")):
                called[_key(wording)].add(entity.name)
    return {
        key: name for key, names in called.items() for name in names if len(names) == 1 or _key(name) == key
    }


def _key(wording: str) -> str:
    return " ".join(_words_of(wording))


# Figures


def count_article(tallies: Tallies, gold: GoldArticle, resolution: Resolution) -> None:
    """Add what is right of one article to the tallies of statements, their aspects, and entities."""
    for sentence, found, pairs in by_sentence(gold, resolution):
        tallies["core"].add(len(pairs), len(found), len(sentence.rows))
        tallies["statement"].add(sum(p.is_right for p in pairs), len(found), len(sentence.rows))
        for pair in pairs:
            for aspect, agrees in pair.agreeing.items():
                tallies[aspect].add(agrees, 0, 1)
    nodes = nodes_of(gold, resolution)
    right = sum(nodes.is_right(entity) for entity in gold.entities)
    tallies["entity"].add(right, len(nodes.guessed), len(gold.entities))


def to_figures(gold: Sequence[GoldArticle], resolutions: Sequence[Resolution]) -> Figures:
    """Return the figures of articles that were read."""
    tallies = new_tallies()
    for article, resolution in zip(gold, resolutions, strict=True):
        count_article(tallies, article, resolution)
    figures: Figures = {}
    for name in ("statement", "core", "entity"):
        tally = tallies[name]
        figures |= {f"{name}_p": tally.precision, f"{name}_r": tally.recall, f"{name}_f1": tally.f1}
    figures |= {f"{aspect}_accuracy": tallies[aspect].recall for aspect in (*ASPECTS, "time", "place")}
    return figures | {
        "sentences": float(sum(len(article.sentences) for article in gold)),
        "statements": float(tallies["core"].wanted),
    }


def measure(folder: Path = ARTICLES, *, model: str | None = None) -> Figures:
    """Return the figures of the articles in a folder.

    Raises:
        KGError: an article is not as it should be, or the pipeline does not load.
    """
    gold = read_gold(folder)
    return to_figures(gold, list(read_with(gold, model=model)))


def misses_in(gold: GoldArticle, resolution: Resolution) -> Iterator[str]:
    """Yield what went wrong in an article: its things, then under each sentence what was missed (-), what
    was made too much (+), and what is right but for how it is meant (~).
    """
    nodes = nodes_of(gold, resolution)
    for entity in gold.entities:
        if not nodes.is_right(entity):
            came = [nodes.guessed[node] for node in sorted(nodes.by_entity.get(entity.name, ()))]
            yield f"- {entity.name} ({entity.type}): {', '.join(map(_show, came)) or 'no node'}"
    yield from (f"+ {_show(e)}" for node, e in nodes.guessed.items() if node not in nodes.by_node)
    names = {entity.id: entity.name for entity in resolution.entities}
    for sentence, found, pairs in by_sentence(gold, resolution):
        rows = {pair.row for pair in pairs}
        statements = {pair.statement for pair in pairs}
        lines = [f"  - {row}" for i, row in enumerate(sentence.rows) if i not in rows]
        lines += [f"  + {to_expected(s, names)}" for j, s in enumerate(found) if j not in statements]
        for pair in pairs:
            if wrong := [aspect for aspect, agrees in pair.agreeing.items() if not agrees]:
                read = to_expected(found[pair.statement], names)
                lines.append(f"  ~ {sentence.rows[pair.row]}  [{', '.join(wrong)}: {read}]")
        if lines:
            yield gold.article.cut(sentence.passage)
            yield from lines


def reliability_of(gold: Sequence[GoldArticle], resolutions: Sequence[Resolution]) -> Figures:
    """Return for each of the equal bins of confidence how many statements are in it, and the share right.

    A confidence that sits between two bins counts in the higher. Empty bins have no share.

    Reference: DeGroot and Fienberg 1983, "The comparison and evaluation of forecasters".
    """
    bins = [Tally() for _ in range(BINS)]
    for article, resolution in zip(gold, resolutions, strict=True):
        for _, found, pairs in by_sentence(article, resolution):
            right = {pair.statement for pair in pairs if pair.is_right}
            for place, statement in enumerate(found):
                bins[min(BINS - 1, int(statement.confidence * BINS))].add(int(place in right), 1, 0)
    figures: Figures = {}
    for place, tally in enumerate(bins):
        name = f"{place / BINS:.1f}_{(place + 1) / BINS:.1f}"
        figures[f"statements_{name}"] = float(tally.guessed)
        if tally.guessed:
            figures[f"right_{name}"] = tally.precision
    return figures


def _show(entity: Entity) -> str:
    return f"{entity.id} ({entity.type})"


def parse_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Return what was asked for; `--help` and wrong options end the program."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.articles",
        description=__doc__,
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("gold", type=Path, nargs="?", default=ARTICLES, metavar="DIR", help="their folder")
    parser.add_argument("--model", metavar="NAME", help="a pipeline or its path, not the bundled one")
    shown = parser.add_mutually_exclusive_group()
    shown.add_argument("--json", action="store_true", help="print one JSON object")
    shown.add_argument("--misses", action="store_true", help="print what went wrong, by sentence")
    parser.add_argument(
        "--reliability", action="store_true", help="print how many are right at each confidence instead"
    )
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; return 2 after one line on standard error if something was wrong with the input."""
    asked = parse_arguments(arguments)
    use_one_core()
    try:
        gold = read_gold(asked.gold)
        resolutions = list(read_with(gold, model=asked.model))
    except KGError as error:
        print(f"evaluation.articles: {error}", file=sys.stderr)
        return 2
    if asked.misses:
        for article, resolution in zip(gold, resolutions, strict=True):
            print(f"# {article.article.id}", *misses_in(article, resolution), "", sep="\n")
    figures = reliability_of if asked.reliability else to_figures
    print_figures(figures(gold, resolutions), as_json=asked.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
