"""The tokenizer: spaCy's English rules, changed where UD English and text from the web ask for it.

Everything here ends up in the serialised tokenizer, so that `spacy.load` needs no code of ours.
"""

from __future__ import annotations

from typing import Any

from names import words
from spacy.lang.char_classes import ALPHA, ALPHA_LOWER, ALPHA_UPPER, HYPHENS
from spacy.lang.en import English
from spacy.symbols import ORTH
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

PREFIXES = sorted(words("anti co counter cross e ex inter mid mini multi neo non post pre pro re semi sub"))
"""UD English keeps these with their word ("non-nuclear"); other hyphens between letters split."""

NOT_AFTER_PREFIX = "".join(rf"(?<!\b{form}-)" for prefix in PREFIXES for form in (prefix, prefix.title()))

INFIXES = (
    rf"(?<=[{ALPHA}])(?:{HYPHENS}){NOT_AFTER_PREFIX}(?=[{ALPHA}0-9])",  # "US-led", but not "mid-2014"
    rf"(?<=[{ALPHA}]\.)(?:{HYPHENS})(?=[{ALPHA}])",  # "U.S.-led"
    rf"(?<=[0-9])(?:{HYPHENS})(?=[{ALPHA}])",  # "15-year"
    r"(?<=[0-9])[–—](?=[0-9])",  # "1914–1918"
    rf"(?<=[{ALPHA}])/(?=[{ALPHA}])",  # "and/or"
    rf"(?<=[{ALPHA_LOWER}]{{2}})\.(?=[{ALPHA_UPPER}][{ALPHA_LOWER}])",  # "leader.According": a space was lost
    rf"(?<=[{ALPHA_LOWER}]{{2}})[.?!]?[\"”](?=[{ALPHA_UPPER}][{ALPHA_LOWER}])",  # "peace."According"
)

RUNS = (r"[!?]{2,}", *(rf"[{sign}]{{2,}}" for sign in "*=_~<>$+#%-"))
"""Signs repeated are one word: "?!", "***", "====="."""

ABBREVIATIONS = words("etc. al. Ft. Lt. Capt. Col. Cmdr. Brig. approx. vs.")
CUT = {"wanna": ("wan", "na"), "Wanna": ("Wan", "na")}


def blank_english() -> English:
    """An empty English pipeline with our tokenizer."""
    nlp = English()
    tokenizer: Any = nlp.tokenizer
    theirs = [rule for rule in nlp.Defaults.infixes or () if rf"(?:{HYPHENS})" not in str(rule)]
    tokenizer.rules = {text: pieces for text, pieces in tokenizer.rules.items() if text != "and/or"}
    tokenizer.prefix_search = compile_prefix_regex([*RUNS, *(nlp.Defaults.prefixes or ())]).search
    tokenizer.suffix_search = compile_suffix_regex([*RUNS, *(nlp.Defaults.suffixes or ())]).search
    tokenizer.infix_finditer = compile_infix_regex([*theirs, *INFIXES]).finditer
    for text, pieces in {**{a: (a,) for a in ABBREVIATIONS}, **CUT}.items():
        tokenizer.add_special_case(text, [{ORTH: piece} for piece in pieces])
    return nlp
