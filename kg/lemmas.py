"""Lemmas as rules: what is cut off the end of a word, what is put there, and whether capitals stay.

A rule is a text: `l2y` writes the word in small letters, cuts two signs and adds "y" ("parties", "party");
`k0` keeps the word as it stands; `=be` is the lemma itself ("were").

References: UDPipe 2, Straka 2018, https://aclanthology.org/K18-2020/
"""

from __future__ import annotations

from os.path import commonprefix


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
