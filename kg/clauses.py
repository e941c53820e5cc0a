"""Reads clauses: who does what to whom, what something is, and that it exists.

Receives a `Page` and one of its clauses; yields drafts of relations.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import frames, moods, names, speakers, syntax
from kg.arguments import Clause, Oblique, is_gerund_behind, nominal_complements_of
from kg.contents import frame_content
from kg.model import CIRCUMSTANCES, MentionKind, Predicate, Relation
from kg.ontology import mint_predicate
from kg.page import (
    Draft,
    Page,
    doubts_of,
    is_date,
    kind_at,
    length_of,
    passage_of,
    phrases_within,
    place_of,
    sentence_passage,
    term_of,
    time_of,
)
from kg.phrases import holder_of, role_predicate, role_words
from kg.spans import verb_group_of
from kg.verbs import is_denied_beside

if TYPE_CHECKING:
    from kg.lexicon import Frame
    from kg.tokens import Span, Token

# Prepositions that turn into arguments only: the rest of the clause is not about them.
ASIDE = {
    "according to", "per", "by", "despite", "including", "like", "as", "because of", "due to", "without",
    "since", "until", "during", "amid", "depending on", "following", "in addition to", "in contrast to",
    "such as", "along with", "along", "than", "instead of", "in the aftermath of", "in the course of",
    "in the face of", "in the form of", "in the middle of", "in the midst of", "in the wake of",
    "with the exception of", "at the behest of", "at the request of", "on the part of", "in the name of",
    "with or without", "under the auspices of", "on the basis of", "for the sake of", "at the expense of",
}  # fmt: skip
OCCASIONS = {"at", "during", "in", "through", "via"}
"""What stands behind one of these is where something is said, not what about, if it is said what."""
ANY = {"any", "anybody", "anyone", "anything", "every", "everything", "whatever"}
"""Words for what there may be, before a clause that tells which."""
TOGETHER_WITH = {"along with", "together with", "as well as"}
"""What stands behind one of these is done the same to as the object before it."""
PARTS_OF_DAY = {
    "morning",
    "afternoon",
    "evening",
    "night",
    "dawn",
    "noon",
    "midnight",
    "dusk",
    "moment",
    "time",
}
SPANS = {"second", "minute", "hour", "day", "week", "month", "year", "decade", "century", "while"}
LASTING = {"at", "for", "in", "on", "over", "throughout", "within"}
"""Prepositions before a span of time that tell when or how long, if the verb is not known with them."""
MANNERS = {"case", "degree", "extent", "manner", "point", "sense", "way"}
"""Nouns that tell how or how far what the relative clause behind them says is so ("the way in which")."""
NO_THINGS = {"date", "display", "hand", "hold", "large", "offer", "place"}
"""Words that name nothing where they stand bare behind a preposition: "is on display", "is at large"."""
# These are objects only of verbs that the lexicon knows with them ("come after").
ASIDE_UNLESS_KNOWN = {"after", "before", "under", "while", "within", "throughout"}


def drafts_of_clause(page: Page, clause: Clause, sentence: Span) -> Iterator[Draft]:
    if moods.is_filler(clause) or moods.is_likeness(clause) or _is_elliptic(clause):
        return
    read = _read_copula if _is_copular(clause) else _read_verb
    reading = _read_time(page, clause) or read(page, clause)
    if reading is None:
        return
    contents = _contents_of(page, clause)
    if not reading.subjects and not reading.objects:
        return
    if _is_carried_by_content(page, clause, reading, contents):
        return
    state = page.stances[clause.head.i]
    if not state.negated and _tells_which(clause, reading.subjects):
        return
    time = time_of(page, clause)
    words = _with_carrier(page, clause, reading.span)
    speaker = term_of(page, state.speaker, "speaker") if state.speaker is not None else None
    subjects: Sequence[Token | None] = reading.subjects or [None]
    objects: Sequence[Token | None] = reading.objects or [None]
    arguments = tuple(
        term_of(page, o.noun, o.preposition or ("time" if o.noun.ent_type_ == "TIME" else "manner"))
        for o in [*reading.arguments, *_adverbs_of(page, clause, words)]
        if not (o.preposition in speakers.SOURCES and o.noun == state.speaker)
    )
    for subject in subjects:
        for target in objects:
            if subject is not None and target is not None and subject.i == target.i:
                continue
            relation = Relation(
                subject=term_of(page, subject, "subject", clause.head) if subject is not None else None,
                predicate=Predicate(reading.name, passage_of(words), reading.category),
                object=term_of(page, target, "object", clause.head) if target is not None else None,
                sentence=sentence_passage(page, sentence),
                rule=reading.rule,
                arguments=arguments,
                negated=state.negated != (target is not None and is_denied_beside(target)),
                modality=state.modality,
                attributed_to=speaker,
                time=time.expression if time else None,
                place=place_of(page, [o for o in clause.obliques if o.noun == target] or clause.obliques)
                or (place_of(page, phrases_within(subject)) if reading.name == "exist" else None),
            )
            features = _features_of(page, clause, reading, contents, subject, target)
            yield Draft(relation, features, clause.head.i, contents)


def _is_elliptic(clause: Clause) -> bool:
    """Whether an auxiliary stands for a verb said elsewhere: "as fast as we can", "the Senate did not"."""
    head = clause.head
    adverbs = syntax.children_of(head, "advmod")
    is_alone = all(syntax.is_particle(adverb) for adverb in adverbs) and not clause.obliques
    has_content = bool(clause.objects) or syntax.has_child(head, "xcomp", "ccomp")
    is_bare = head.lemma_ in ("do", "have") and head.tag_ != "VBN" and is_alone and not has_content
    return head.tag_ == "MD" or is_bare


def _tells_which(clause: Clause, subjects: Sequence[Token]) -> bool:
    """Whether a clause behind "everything" or "any child" only tells which are meant."""
    return clause.link in ("acl", "acl:relcl") and any(
        noun == clause.governor and (noun.lower_ in ANY or any(c.lower_ in ANY for c in noun.children))
        for noun in subjects
    )


def _adverbs_of(page: Page, clause: Clause, words: Span) -> Iterator[Oblique]:
    """Yield the adverbs that say where, when or how, and are no words of the predicate: "went downhill"."""
    for adverb in syntax.children_of(clause.head, "advmod"):
        is_said = words.start <= adverb.i < words.end or adverb.i in page.time_at
        if adverb.pos_ == "ADV" and adverb.tag_ != "WRB" and not is_said and not syntax.is_particle(adverb):
            yield Oblique("", adverb)


@dataclass(slots=True)
class _Reading:
    """A predicate by its canonical name, and the tokens of its arguments."""

    rule: str
    name: str
    category: str
    span: Span
    subjects: list[Token]
    objects: list[Token]
    arguments: list[Oblique]


def _is_copular(clause: Clause) -> bool:
    head = clause.head
    return (syntax.has_child(head, "cop") and not syntax.is_to_do(head)) or (
        head.lemma_ == "be" and head.dep_ != "aux"
    )


def _read_time(page: Page, clause: Clause) -> _Reading | None:
    """Return what there was at a time that is said to have seen it: "This week saw a vote on the law"."""
    head = clause.head
    is_own = head.tag_ in ("VBD", "VBZ") or any(a.lemma_ == "have" for a in syntax.children_of(head, "aux"))
    if head.lemma_ not in ("see", "witness") or clause.is_passive or not clause.objects or not is_own:
        return None
    before = [o.noun for o in clause.obliques if not o.preposition and o.noun.i < head.i]
    times = clause.subjects or before
    if any(noun.ent_type_ == "PERSON" for noun in clause.objects) or syntax.has_child(head, "xcomp", "ccomp"):
        return None  # "Monday saw Berg win"
    if not times or not all(noun.ent_type_ in ("DATE", "TIME") for noun in times):
        return None
    obliques = [o for o in clause.obliques if not is_date(page, o.noun)]
    return _Reading("verb", "exist", "OTHER", verb_group_of(head), clause.objects, [], obliques)


def _read_verb(page: Page, clause: Clause) -> _Reading | None:
    """Return a verb with its arguments: who does it is the subject, whom it is done to the object.

    In a passive without an agent the patient is the subject, and the predicate is named by the participle.
    Without an object, the first prepositional complement is the object, its preposition in the predicate.
    """
    head = clause.head
    is_verbal = head.pos_ == "ADJ" or syntax.has_child(head, "aux", "aux:pass")
    if head.pos_ not in ("VERB", "AUX") and not (clause.subjects and is_verbal):
        return None
    particle = frames.particle_of(head, page.ontology)
    frame = frames.frame_of_clause(clause, page.ontology, clause.stranded)
    obliques = [
        o for o in clause.obliques if not is_date(page, o.noun) and not _is_quoted_apart(page, head, o)
    ]
    complements = nominal_complements_of(head)
    if complements and clause.subjects and not clause.objects and not (clause.is_passive and clause.agents):
        return _read_becoming(page, clause, complements[0], obliques)
    obliques = [*(Oblique("as", noun) for noun in complements), *obliques]
    subjects = clause.agents
    objects = [noun for noun in clause.patients if not is_date(page, noun) or noun in clause.subjects]
    objects = [noun for noun in objects if noun.tag_ != "WRB"]
    if _is_causative(page, clause):
        objects = []
    if clause.is_passive and clause.objects:
        obliques += [Oblique("to", noun) for noun in clause.subjects if noun not in clause.objects]
    victims = _victims_behind_to(page, clause, obliques) if frame is not None and frame.has_victim else []
    if victims:
        subjects, objects = clause.subjects, victims
        named = {noun for victim in victims for noun in (victim, victim.head)}
        obliques = [o for o in obliques if o.noun not in named]
    joined = [o for o in obliques if _is_together(o) and objects and o.noun.i > objects[0].i]
    objects = [*objects, *(o.noun for o in joined)]
    obliques = [o for o in obliques if o not in joined]
    without_agent = clause.is_passive and not clause.agents and not victims
    lemma = frames.lemma_of(head, page.ontology)
    words = [lemma if not without_agent else head.lower_, *particle.split(), *clause.stranded.split()]
    if clause.stranded and not _is_named_with(page, clause, clause.stranded):
        frame = None
    if without_agent:
        subjects, objects = clause.patients, []
    elif frame is not None and not clause.is_passive and _is_absorbed(page, head, frame, objects):
        objects = []
    if not objects and clause.recipients and not without_agent:
        objects = clause.recipients
    else:
        obliques = [*(Oblique("to", r) for r in clause.recipients), *obliques]
    last: Token | None = None
    is_whole = bool(objects) or (without_agent and bool(clause.stranded))
    promoted = None if is_whole else _promoted(page, clause, obliques)
    absorbs = frame is not None and frame.absorbs_object
    if promoted is not None and absorbs and place_of(page, [promoted]) is not None:
        promoted = None  # "take place in Oslo"
    if (
        promoted is not None
        and promoted.preposition.split()[0] in OCCASIONS
        and _says_something(page, clause, frame)
    ):
        promoted = None  # "said at the meeting that it would"
    if promoted is not None:
        objects = [o.noun for o in obliques if _is_coordinated(o, promoted)]
        frame = frames.frame_of_clause(clause, page.ontology, promoted.preposition) or frame
        is_named_so = absorbs or _is_named_with(page, clause, promoted.preposition)
        obliques = [o for o in obliques if o.noun not in objects]
        last = next((c for c in promoted.noun.children if c.dep_ == "case"), None)
        if without_agent or not is_named_so:
            words += promoted.preposition.split()
            name = mint_predicate(*words)
        else:
            name = frame.predicate if frame else mint_predicate(*words)
    elif without_agent or frame is None:
        name = mint_predicate(*words)
    else:
        name = frame.predicate
    category = frames.category_of_clause(clause, page.ontology, frame)
    return _Reading("verb", name, category, verb_group_of(head, last), subjects, objects, obliques)


def _read_becoming(page: Page, clause: Clause, noun: Token, obliques: list[Oblique]) -> _Reading:
    """Return what something becomes, remains or seems; a role is its role ("became leader of")."""
    head = clause.head
    frame = frames.frame_of_clause(clause, page.ontology)
    role = role_words(noun) if head.lemma_ in ("become", "remain") else []
    holder = holder_of(page, noun) if role and names.is_role(" ".join(role)) else None
    span = verb_group_of(head)
    if holder is not None:
        span = page.doc.span(span.start, max(noun.i + 1, span.end))
        return _Reading("copula", role_predicate(role), "OTHER", span, clause.subjects, [holder], obliques)
    verb = head.lower_ if clause.is_passive else head.lemma_.lower()
    name = mint_predicate(verb, *syntax.particle_of(head).split())
    if frame is not None and not clause.is_passive:
        name = frame.predicate
    category = frame.category if frame else "OTHER"
    if head.lemma_ == "make" and noun.pos_ == "ADJ" and not clause.is_passive:  # "made sure that"
        name = mint_predicate(head.lemma_, noun.lower_)
        return _Reading("copula", name, "OTHER", span, clause.subjects, [], obliques)
    nouns = syntax.with_conjuncts(noun)
    return _Reading("copula", name, category, span, clause.subjects, nouns, obliques)


def _is_causative(page: Page, clause: Clause) -> bool:
    """Whether the object is only who does what the verb brings about: "let the rebels leave"."""
    if clause.head.lemma_ not in syntax.CAUSATIVES or not clause.objects:
        return False
    return any(
        other.link in ("xcomp", "ccomp")
        and other.head.tag_ in ("VB", "VBN", "VBG", "JJ")
        and (clause.head.lemma_ == "get" or clause.is_passive or other.mark != "to")
        for other in page.governed.get(clause.head.i, [])
    )


def _is_absorbed(page: Page, head: Token, frame: Frame, objects: Sequence[Token]) -> bool:
    """Whether the name of the relation says the object ("take place", "open an investigation")."""
    if frame.absorbs_object or head.lemma_.lower() not in page.ontology.light_verbs:
        return frame.absorbs_object
    nominals = [page.ontology.nominals.get(noun.lemma_.lower()) for noun in objects]
    return any(n is not None and n.predicate == frame.predicate for n in nominals)


def _victims_behind_to(page: Page, clause: Clause, obliques: Sequence[Oblique]) -> list[Token]:
    """Return the persons named behind "to" where a verb with a victim has no other ("killed to the king").

    No passive of such a verb takes "to": it is a slip, and who stands before the verb is no victim.
    """
    if clause.objects or (clause.is_passive and clause.agents):
        return []
    nouns = [o.noun for o in obliques if o.preposition == "to"]
    behind = [
        noun for o in nouns for noun in (o, *syntax.children_of(o, "appos")) if noun.i in page.mention_at
    ]
    markables = {noun: page.markables[page.mention_at[noun.i]] for noun in behind}
    return [n for n, m in markables.items() if m.kind is MentionKind.NAME and m.label == "PERSON"]


def _is_named_with(page: Page, clause: Clause, preposition: str) -> bool:
    """Whether the lexicon knows the verb with this very preposition ("meet with" is `meet`)."""
    verb = frames.lemma_of(clause.head, page.ontology), frames.particle_of(clause.head, page.ontology)
    return (*verb, preposition, "") in page.ontology.frames


def _is_coordinated(oblique: Oblique, first: Oblique) -> bool:
    return oblique.noun.i == first.noun.i or (
        oblique.noun.dep_ == "conj"
        and oblique.noun.head.i == first.noun.i
        and oblique.preposition == first.preposition
    )


def _promoted(page: Page, clause: Clause, obliques: Sequence[Oblique]) -> Oblique | None:
    """Return the prepositional complement that stands for an object, naming something: one behind the verb,
    else what a relative clause tells of ("the man with whom he left").
    """
    relative = [o for o in obliques if o.noun.i < clause.head.i and _is_relative(clause, o)]
    behind = [o for o in obliques if o.noun.i > clause.head.i]
    for oblique in [*behind, *relative]:
        if not oblique.preposition or oblique.preposition in ASIDE:
            continue
        if oblique.preposition == "among" and _is_of_others(oblique.noun):
            continue  # "sells, among other things, tea"
        if oblique.preposition == "with" and _is_absolute(page, clause, oblique.noun):
            continue
        if oblique.preposition in ASIDE_UNLESS_KNOWN:
            lemma = frames.lemma_of(clause.head, page.ontology)
            known = page.ontology.frame_of(lemma, preposition=oblique.preposition)
            if known is None or known == page.ontology.frame_of(lemma):
                continue
        if oblique.noun.lemma_ in SPANS and not _is_more_than_span(page, clause, oblique):
            continue  # "worked for three years for the mayor"
        if oblique.noun.i in page.mention_at and oblique.noun.lemma_ not in PARTS_OF_DAY:
            return oblique
    return None


def _is_of_others(noun: Token) -> bool:
    """Whether a phrase tells that there are more: "others", "other things"."""
    return noun.lower_ == "others" or any(word.lower_ == "other" for word in syntax.children_of(noun, "amod"))


def _is_more_than_span(page: Page, clause: Clause, oblique: Oblique) -> bool:
    """Whether a span of time is what a verb is about ("called for three days of mourning"), not how long."""
    if oblique.preposition not in LASTING:
        return True
    is_of_something = oblique.preposition != "for" or syntax.has_child(oblique.noun, "nmod")
    return is_of_something and _is_named_with(page, clause, oblique.preposition)


def _is_relative(clause: Clause, oblique: Oblique) -> bool:
    """Whether a phrase stands for the noun that its clause tells of, and that alone is what it is about."""
    noun, has_content = oblique.noun, syntax.has_child(clause.head, "ccomp", "xcomp")
    is_about = oblique.preposition != "of" and noun.lemma_ not in MANNERS and not has_content
    return noun == clause.governor and noun not in clause.subjects and is_about


def _is_absolute(page: Page, clause: Clause, noun: Token) -> bool:
    """Whether a phrase behind "with" tells what else was so: "burned, with a guard at the door"."""
    first = noun.head if noun.dep_ == "conj" else noun
    case = next(iter(syntax.children_of(first, "case")), first)
    gerunds = [t for t in first.subtree if t.dep_ == "acl" and t.tag_ == "VBG" and not syntax.marker_of(t)]
    is_doing = any(page.doc[gerund.i - 1].text != "," for gerund in gerunds)
    return page.doc[case.i - 1].text == "," or (is_doing and not _is_named_with(page, clause, "with"))


def _says_something(page: Page, clause: Clause, frame: Frame | None) -> bool:
    """Whether a verb of speech has what is said, as a clause."""
    is_speech = frame is not None and frame.content == "said"
    return is_speech and any(c.link in ("ccomp", "parataxis") for c in page.governed.get(clause.head.i, []))


def _is_together(oblique: Oblique) -> bool:
    """Whether a phrase adds to the object before it: "killed him along with his aide"."""
    cases = syntax.children_of(oblique.noun, "case")
    words = " ".join(token.lower_ for token in oblique.noun.doc[cases[0].i : cases[0].i + 3]) if cases else ""
    return any(f"{words} ".startswith(f"{start} ") for start in TOGETHER_WITH)


def _is_quoted_apart(page: Page, verb: Token, oblique: Oblique) -> bool:
    """Whether a phrase stands in a quotation that the verb introduces: in he said, "In June we left"."""
    first = min([oblique.noun, *syntax.children_of(oblique.noun, "case")], key=lambda token: token.i)
    return any(q.start <= first.i < q.end and not q.start <= verb.i < q.end for q in page.quotations)


def _is_cleft(clause: Clause) -> bool:
    """Whether "it was" only puts first who does what is said behind him: "It was the mayor who left"."""
    head = clause.head
    words = [word.lower_ for word in syntax.children_of(head, "det")]
    is_one = head.pos_ == "PROPN" or "the" in words or syntax.has_child(head, "nmod:poss")
    doers = [
        noun
        for c in syntax.children_of(head, "acl:relcl")
        for noun in syntax.children_of(c, *syntax.SUBJECTS)
    ]
    is_told = any(noun.tag_ in ("WDT", "WP") for noun in doers) and not syntax.has_child(head, "case")
    return clause.subjects[0].lower_ == "it" and is_one and is_told


def _read_copula(page: Page, clause: Clause) -> _Reading | None:
    """Return what something is: its role ("is president of"), its quality, its place, or that it exists."""
    head = clause.head
    copulas = syntax.children_of(head, "cop")
    if _is_high_time(clause):
        return None
    contents = [child for child in syntax.children_of(head, "ccomp") if child.i > head.i]
    if contents and syntax.is_content_of_copula(contents[0]):
        span, rest = verb_group_of(head), [o for o in clause.obliques if not is_date(page, o.noun)]
        return _Reading("copula", "be", "OTHER", span, clause.subjects, contents[:1], rest)
    if head.lemma_ == "be" and not copulas:
        is_of_what = any(child.tag_ == "WP" and child.i < head.i for child in head.children)
        if not syntax.has_child(head, "expl") and (is_of_what or not clause.obliques):
            return None  # "what it was to us"
        if any(subject.left_edge.tag_ == "WRB" for subject in clause.subjects):
            return None  # "how much there is"
        name, objects, arguments = "exist", [], [o for o in clause.obliques if not is_date(page, o.noun)]
        if not syntax.has_child(head, "expl"):
            promoted = _promoted(page, clause, arguments)
            if promoted is None:
                return None
            name, objects = mint_predicate("be", *promoted.preposition.split()), [promoted.noun]
            arguments = [o for o in arguments if o is not promoted]
        return _Reading("copula", name, "OTHER", verb_group_of(head), clause.subjects, objects, arguments)
    if not clause.subjects or not copulas or head.lower_ == "not" or _is_cleft(clause):
        return None
    obliques = [o for o in clause.obliques if not is_date(page, o.noun) and o.noun.i > head.i]
    start = min([head.i, *(c.i for c in head.children if c.dep_ in ("cop", "aux"))])
    preposition = syntax.preposition_of(head)
    is_degree = head.pos_ == "ADJ" and preposition in ("beyond", "like")
    if preposition and head.lower_ in NO_THINGS and syntax.is_bare(head):
        promoted = _promoted(page, clause, obliques)
        cases = [word for case in syntax.children_of(head, "case") for word in (case, *case.children)]
        words = [*(case.lower_ for case in cases), head.lower_]
        words += promoted.preposition.split() if promoted else []
        span, rest = page.doc.span(start, head.i + 1), [o for o in obliques if o is not promoted]
        objects = [promoted.noun] if promoted else []
        return _Reading("copula", mint_predicate("be", *words), "OTHER", span, clause.subjects, objects, rest)
    if preposition and head.pos_ != "VERB" and not is_degree:
        name = mint_predicate("be", *preposition.split())
        end = max((c.i for c in head.children if c.dep_ == "case"), default=start)
        span = page.doc.span(start, max(start, end) + 1)
        return _Reading("copula", name, "OTHER", span, clause.subjects, [head], obliques)
    promoted = _promoted(page, clause, obliques)
    role = role_words(head) if head.pos_ in ("NOUN", "PROPN") else []
    is_role = bool(role) and names.is_role(" ".join(role))
    if is_role:
        holder = holder_of(page, head)
        if holder is not None:
            span = page.doc.span(start, max(head.i, start) + 1)
            return _Reading("copula", role_predicate(role), "OTHER", span, clause.subjects, [holder], [])
    qualities = syntax.qualities_of(head)
    is_shared = promoted is not None and len(qualities) > 1 and qualities[-1].i < promoted.noun.i
    if head.pos_ in ("ADJ", "VERB") and promoted is not None and not is_shared:
        frame = page.ontology.frame_of(head.lower_, preposition=promoted.preposition)
        if frame and (frame.predicate == head.lower_ or frame.content == "future"):
            frame = None  # "present" is no verb here, and "bound for Oslo" says not what will be done
        name = frame.predicate if frame else mint_predicate("be", head.lower_, *promoted.preposition.split())
        case = [c.i for c in promoted.noun.children if c.dep_ == "case"]
        end = case[-1] if case and case[-1] == head.i + 1 else head.i
        rest = [o for o in obliques if o is not promoted]
        span = page.doc.span(start, max(end, start) + 1)
        return _Reading(
            "copula", name, frame.category if frame else "OTHER", span, clause.subjects, [promoted.noun], rest
        )
    end = max((c.i for c in copulas), default=start)
    span = page.doc.span(start, end + 1)
    return _Reading("copula", "be", "OTHER", span, clause.subjects, qualities, obliques)


def _is_high_time(clause: Clause) -> bool:
    """Whether "it" stands for nothing, as in "it is time to go"."""
    is_bare = clause.head.lemma_ == "time" and not syntax.has_child(clause.head, "det", "nmod:poss")
    has_clause = syntax.has_child(clause.head, "acl", "advcl")
    return is_bare and has_clause and any(subject.lower_ == "it" for subject in clause.subjects)


def _contents_of(page: Page, clause: Clause) -> list[int]:
    """Return the heads of the clauses that say what is said, wanted, feared: those it governs as
    complements.
    """
    found = {
        other.head.i
        for other in page.governed.get(clause.head.i, [])
        if other.link in ("ccomp", "xcomp", "csubj:pass")
        or (other.link == "advcl" and other.mark in syntax.OBJECT_CONTROL_MARKS | CIRCUMSTANCES)
        or is_gerund_behind(other)
    }
    governor = clause.governor
    if clause.link == "parataxis" and governor is not None and governor.i in page.clauses:
        speaker = page.stances[governor.i].speaker
        if speaker is not None and speaker in clause.agents:
            found.add(governor.i)
    return sorted(found - {clause.head.i})


def _is_carried_by_content(page: Page, clause: Clause, reading: _Reading, contents: Sequence[int]) -> bool:
    """Whether the predicate adds nothing to its complement, which says it all ("began to withdraw")."""
    complements = [i for i in contents if page.clauses[i].link == "xcomp"]
    only_itself = all(noun.i == clause.head.i for noun in reading.objects)
    return (
        bool(complements) and only_itself and _carries(page, clause.head) and not _is_causative(page, clause)
    )


def _carries(page: Page, head: Token) -> bool:
    """Whether a predicate is but the manner of its infinitive: "is going to", "has to", "is able to"."""
    if head.lower_ == "going":
        return syntax.has_child(head, "aux")
    if head.lemma_ in ("have", "able") or syntax.has_got(head):
        return True
    return frame_content(head, page.ontology, infinitive=True) == "implied"


def _with_carrier(page: Page, clause: Clause, span: Span) -> Span:
    """Return the words of a predicate with those that carry it: "has to leave", "wants to stay"."""
    governor = clause.governor
    if clause.link != "xcomp" or governor is None or governor.i not in page.clauses:
        return span
    outer = page.clauses[governor.i]
    is_same_subject = clause.mark == "to" and clause.is_subject_shared and not outer.objects
    if not (is_same_subject or _carries(page, governor)) or governor.i > span.start:
        return span
    between = page.doc[governor.i + 1 : span.start]
    if any(t.pos_ not in ("PART", "ADV", "AUX", "ADP") for t in between):
        return span
    own = verb_group_of(governor)
    whole = page.doc.span(own.start, span.end)
    return _with_carrier(page, outer, whole) if outer.link == "xcomp" else whole


def _features_of(
    page: Page,
    clause: Clause,
    reading: _Reading,
    contents: Sequence[int],
    subject: Token | None,
    target: Token | None,
) -> frozenset[str]:
    """Return what `kg.confidence` weighs: how the clause hangs, what its arguments are, how it is meant."""
    head, state = clause.head, page.stances[clause.head.i]
    link = clause.link or "main"
    found = {reading.rule, f"link {link}", f"link {link} {_form_of(clause)}"}
    found |= {f"subject {kind_at(page, subject)}", f"object {kind_at(page, target)}"}
    found |= doubts_of("subject", subject) | doubts_of("object", target) | doubts_of("predicate", head)
    found.add(f"modality {state.modality}")
    if target is not None and target not in clause.patients:
        found.add("object behind a preposition")
    is_quoted = head.i in page.quoted
    is_speaking = subject is not None and subject.lower_ in ("i", "we", "you")
    marks = {
        "shared subject": clause.is_subject_shared,
        "coordinated": head.dep_ == "conj",
        "passive": clause.is_passive,
        "far": any(t is not None and abs(t.i - head.i) > 10 for t in (subject, target)),
        "attributed": state.speaker is not None,
        "negated": state.negated,
        "known verb": reading.category != "OTHER",
        "quoted": is_quoted,
        "quoted by nobody": is_quoted and state.speaker is None,
        "said by nobody": is_speaking and state.speaker is None,
        "subject it": subject is not None and subject.lower_ == "it",
        "content": any(page.clauses[i].link == "ccomp" for i in contents),
        "many arguments": len(reading.arguments) > 2,
    }
    return frozenset(found | {name for name, holds in marks.items() if holds} | length_of(head.sent))


def _form_of(clause: Clause) -> str:
    """Return what form a verb has: "finite", "infinitive", "gerund", "participle"."""
    if syntax.is_finite(clause.head) or clause.head.tag_ not in ("VB", "VBG", "VBN"):
        return "finite"
    return {"VB": "infinitive", "VBG": "gerund", "VBN": "participle"}[clause.head.tag_]
