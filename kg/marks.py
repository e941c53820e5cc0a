"""What a line alone is that is no prose: a dateline, a link, a credit, a menu.

Receives the words of a line; returns the kind of a `Mark`, and who is credited.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.dates import to_date

ENDS_SENTENCE = re.compile(r"[.!?…][\"'”’»)\]]*$")
ENDS_OPEN = re.compile(
    r"(?:[,;:([–—-]|\b(?:a|an|the|of|and|or|but|to|in|on|at|by|for|with|from|that|as|is|was|are))$"
)
BREAKS_SENTENCE = re.compile(
    r"(?<!\b[A-Z])(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bSt)(?<!\bNo)(?<!\bvs)(?<!\bMrs)(?<!\bGen)(?<!\bSen)(?<!\bRep)"
    r"[.!?…][\"'”’)\]]*\s+[\"'“‘\[]?[A-Z]"
)
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
LINK = re.compile(
    r"(?:(?i:(?:also |must )?read(?: also| more| next| this)?|see also"
    r"|related(?: articles?| stor(?:y|ies)| news| links?| coverage)?|full (?:story|text|coverage)"
    r"|you may (?:also )?like)\s*(?:[:|»>]+|[–—-]+(?=\s))"
    r"|(?i:see|more(?: on this| from .{1,30})?|recommended|don['’]t miss|watch|listen|in pictures)\s*[:|»>]+"
    r"|(?i:also read|read also)\s)\s*(?=[\"“‘'A-Z0-9])"
    r"|(?:https?://|www\.)\S+$|(?i:(?:read|see) more\W*$|click here\b|continue reading\b)"
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


def mark_of(words: str) -> str:
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
    if (found := credit_in(bare)) and (found[0] == 0 or is_title_like(bare[: found[0]], 30)):
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


def credit_in(words: str) -> tuple[int, str] | None:
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


def names_in(who: str) -> Iterator[str]:
    for part in re.split(r"[,;|/&]|\band\b|\bvia\b|\b(?:[A-Z]?[a-z]+ing )?by\b", who):
        name = re.sub(r"\s+in\s+.*", "", part.strip()).strip(" .()[]")
        if re.search(r"[^\W\d_]", name) and name.lower() not in ("agency", "agencies", "staff", "file"):
            yield name


def is_title_like(words: str, most_words: int) -> bool:
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
