"""Lemmas as rules: what is cut off the end of a word, what is put there, and whether capitals stay.

A rule is a text: `l2y` writes the word in small letters, cuts two signs and adds "y" ("parties", "party");
`k0` keeps the word as it stands; `=be` is the lemma itself ("were").

References: UDPipe 2, Straka 2018, https://aclanthology.org/K18-2020/
"""

from __future__ import annotations

import re
from os.path import commonprefix

# How a stem looks that has lost its "e" before "ed" and "ing", and one that has none to lose.
WITHOUT_E = re.compile(
    r"[cvu]$|[a-z]{2}iz$|(?<!foc|anv)[aeiou]s$|[rln]s$|dg$|[bcdfgkpt]l$|rib$"
    r"|[aeiouy].*[^aeiou]at$|[iu]at$|(?:ra|lu|ou|hi)ng$|^[^aeiou]*[aeiou][^aeiouwxy]$"
)
INVARIANT = re.compile(
    r"(?:.*ics|.*\d0s|auspices|clothes|goods|headquarters|jeans|means|news|pants|proceeds|remains|scissors"
    r"|series|species|thanks|trousers|whereabouts|[a-z]{1,3})$"
)
"""Plural nouns that have no singular of the same sense, and those too short to tell."""
ENDED = re.compile(r"(?:[nrl]d|[nfcp]t|[nrt]ch|[eo]ach|sh|[aeo]y|[eo]w|[aeiouy].*[^aeiouhfv]er|sor)$")


def rule_of(form: str, lemma: str) -> str:
    """Return the rule that leads from a form to its lemma."""
    small = form.lower()
    kept = len(commonprefix((form, lemma))) > len(commonprefix((small, lemma)))
    base = form if kept else small
    shared = len(commonprefix((base, lemma)))
    if not shared and lemma:
        return "=" + lemma
    return f"{'k' if kept else 'l'}{len(base) - shared}{lemma[shared:]}"


def apply_rule(rule: str, form: str) -> str:
    """Return the lemma that a rule makes of a form; never empty.

    >>> apply_rule("l3y", "Parties"), apply_rule("k0", "Iraq"), apply_rule("=be", "were")
    ('party', 'Iraq', 'be')
    """
    if rule.startswith("="):
        return rule[1:]
    base = form if rule[0] == "k" else form.lower()
    cut = 1
    while cut < len(rule) and rule[cut].isdigit():
        cut += 1
    count = int(rule[1:cut])
    return (base[: len(base) - count] + rule[cut:]) or base


def spelt_lemma(form: str, lemma: str) -> str:
    """Return the lemma of a verb as English spells it, where one was cut off wrong.

    >>> spelt_lemma("spliced", "splic"), spelt_lemma("tampering", "tampere"), spelt_lemma("ranged", "rang")
    ('splice', 'tamper', 'range')
    """
    stem = re.sub(r"(?:ed|ing)$", "", form)
    if form.endswith("ied") and len(form) > 4:
        return f"{form[:-3]}y"
    if form.endswith("pt") and lemma == form[:-2]:
        return form[:-1]
    if stem == form or len(stem) < 3:
        return lemma
    is_doubled = stem[-1] == stem[-2]
    shapes = {stem, f"{stem}e", stem[:-1] if is_doubled else stem}
    if lemma not in shapes and (len(lemma) < len(stem) or lemma.startswith(stem)):
        lemma = stem
    if lemma == f"{stem}e" and ENDED.search(stem):
        return stem
    return f"{stem}e" if lemma == stem and WITHOUT_E.search(stem) else lemma


def singular_lemma(form: str, lemma: str) -> str:
    """Return the lemma of a plural noun as English forms it, where one was not cut off or cut off wrong.

    >>> singular_lemma("allegations", "allegations"), singular_lemma("levees", "levy")
    ('allegation', 'levee')
    >>> singular_lemma("hypotheses", "hypothesis"), singular_lemma("species", "species")
    ('hypothesis', 'species')
    """
    small = form.lower()
    if len(form) > 2 and form[:-1].isupper() and form.endswith("s"):  # "MPs"
        return form[:-1]
    if not small.endswith("s") or small.endswith("ss") or INVARIANT.match(small):
        return lemma
    shapes = [form[:-1]]
    if small.endswith("ies") and len(small) > 4:
        shapes = [f"{form[:-3]}y", form[:-1]]
    elif re.search(r"(?:[cs]h|ss|x|zz)es$", small):
        shapes = [form[:-2], form[:-1]]
    elif small.endswith(("ses", "zes")):
        shapes += [form[:-2], f"{form[:-2]}is", form[:-3]]
    elif small.endswith("oes"):
        shapes = [form[:-2], form[:-1]]
    elif small.endswith("ves"):
        shapes += [f"{form[:-3]}f", f"{form[:-3]}fe"]
    elif small.endswith("ices"):
        shapes += [f"{form[:-4]}ex", f"{form[:-4]}ix"]
    return lemma if lemma.lower() in (shape.lower() for shape in shapes) else shapes[0].lower()
