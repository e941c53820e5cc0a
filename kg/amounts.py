"""Finds sums of money, shares, measures, hours, ranks and numbers: the component `kg_amounts`.

Receives a document with names, dates, tags and trees; adds entities where it has none, labelled as in
OntoNotes: MONEY, PERCENT, QUANTITY, TIME (less than a day), ORDINAL, CARDINAL. What is there is never cut.
Each token becomes one letter that says what it may be in an amount (`KINDS`); the grammar is regular
expressions over the letters. A number in a name ("Boeing 737"), a year or an age is no amount.

References: OntoNotes 5.0, Weischedel et al. 2013, section 2.6, https://doi.org/10.35111/xmhb-2b84
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

LABELS = ("MONEY", "PERCENT", "QUANTITY", "TIME", "ORDINAL", "CARDINAL")

# The letter of a token, by its lower-case word. Of digits: N, Y of four as in a year, B with a scale ("3bn"),
# V with a unit ("30C"), v with a currency ("GBP3"), x a clock, X one with its half of the day, O a rank.
# "-" and "/" stand between words without a space; A is another word with a capital, E a token of an entity
# that is there, S such a token with the sign of a currency, "3" the "to" behind "from"; "." is the rest.
KINDS = {
    "n": "zero two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
         "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety",
    "1": "one",
    "d": "dozen hundred",
    "k": "thousand million billion trillion lakh crore bn mn tn trn mln bln",
    "K": "tens dozens hundreds thousands millions billions trillions",
    "q": "few several couple",
    "F": "half",
    "O": "first sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth "
         "seventeenth eighteenth nineteenth twentieth thirtieth fortieth fiftieth sixtieth seventieth "
         "eightieth ninetieth hundredth thousandth",
    "T": "third fourth fifth",
    "s": "second",
    "f": "thirds fourths fifths sixths sevenths eighths tenths hundredths",
    "r": "quarter",
    "R": "quarters",
    "$": "$ € £ ¥ ₹ ₽ ₩ ₪ ₺ ₴ ₦ us$ a$ au$ c$ can$ hk$ nz$ r$ s$ rs rs.",
    "C": "dollar dollars euro euros cents pence penny yen yuan renminbi rupee rupees rupiah ringgit rouble "
         "roubles ruble rubles peso pesos rand lira liras krona kronor krone kroner koruna zloty zlotys "
         "forint forints franc francs dinar dinars dirham dirhams riyal riyals rial rials shilling shillings "
         "naira birr baht dong hryvnia hryvnias shekel shekels taka bolivar bolivars reais tenge kyat cedi "
         "cedis guilder guilders bitcoin bitcoins",
    "L": "pound pounds",
    "W": "won",
    "%": "% percent pct",
    "p": "per",
    "c": "cent",
    "b": "percentage basis",
    "i": "point points",
    "Q": "square cubic sq nautical metric light",
    "U": "km kilometre kilometres kilometer kilometers metre metres meter meters cm centimetre centimetres "
         "centimeter centimeters mm millimetre millimetres millimeter millimeters mile miles yard yards foot "
         "feet ft inch inches knot knots mph kph kmh acre acres hectare hectares km² km2 m² m2 m³ m3 tonne "
         "tonnes ton tons kg kilo kilos kilogram kilograms kilogramme kilogrammes gram grams gramme grammes "
         "mg milligram milligrams lb lbs oz ounce ounces litre litres liter liters ml gallon gallons barrel "
         "barrels bushel bushels kw mw gw kwh mwh gwh watt watts kilowatt kilowatts megawatt megawatts "
         "gigawatt gigawatts volt volts hertz mhz ghz decibel decibels byte bytes kb mb gb tb megabyte "
         "megabytes gigabyte gigabytes terabyte terabytes calorie calories joule joules kiloton kilotons",
    "m": "m",
    "g": "° degree degrees",
    "G": "celsius fahrenheit centigrade",
    "h": "hour hours hr hrs minute minutes min mins seconds sec secs",
    "D": "day days week weeks month months year years decade decades century centuries fortnight weekend "
         "weekends yr yrs",
    "M": "january february april june july august september october november december",
    "P": "am pm a.m. p.m. a.m p.m",
    "0": "o'clock",
    "H": "noon midday midnight",
    "y": "morning afternoon evening night mornings afternoons evenings nights tonight dusk daybreak",
    "j": "this that last early late every each",
    "J": "local standard daylight summer eastern central pacific",
    "t": "time",
    "a": "a an",
    "e": "the its their his her our those these all",
    "o": "of",
    "2": "to",
    "|": "or",
    "&": "and",
    "w": "between",
    ",": ",",
}  # fmt: skip
KIND_OF_WORD = {word: kind for kind, words in KINDS.items() for word in words.split()}
# Where case counts.
KIND_OF_FORM = {"C": "G", "F": "G", "M": "m", "March": "M", "May": "M"}
ZONES = "GMT UTC EST EDT CET CEST BST IST PST PDT MSK JST ET"
CODES = "AED AUD BRL CAD CHF CNY CZK DKK EUR GBP HKD HUF ILS INR JPY KES KRW MXN NGN NOK NZD PHP PKR PLN RMB"
CODES += " RUB SAR SEK SGD THB UAH USD VND ZAR"
KIND_OF_FORM |= dict.fromkeys(ZONES.split(), "Z") | dict.fromkeys(CODES.split(), "¤")
# What is written in one word with digits.
KIND_OF_ENDING = {"st": "O", "nd": "O", "rd": "O", "th": "O", "am": "X", "pm": "X", "c": "V", "f": "V"}
KIND_OF_ENDING |= dict.fromkeys(["k", "m", "b", "bn", "mn", "tn"], "B")
KIND_OF_ENDING |= dict.fromkeys(KINDS["U"].split(), "V")
DIGITS = re.compile(r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?[½¼¾]?|\.\d+|[½¼¾])([^\W\d_]{1,10}[²³]?)?")
CLOCK = re.compile(r"(?:[01]?\d|2[0-4])[:.][0-5]\d(?::[0-5]\d)?(?:\.\d+)?([ap]\.?m\.?)?", re.IGNORECASE)

# One number, in digits or words: "5", "1.2 billion", "a hundred and five", "half a million".
# What repeats has an end, so that the time that a text takes grows with its length alone.
DIGIT = "[NYB](?:-?[kd]){0,3}"
WORD = "(?:F?a[kd]|a?[qr][kd]|[n1])(?:-?[n1kd]){0,6}(?:(?<=[kd])&[n1](?:-?[n1kd]){0,6}){0,2}"
NUMBER = f"(?:(?:{DIGIT}|{WORD})(?:-?&-?a-?F(?:-?k)?)?)"
# One or two: "between 5 and 10", "5-10", "five or ten". Two may share a unit behind "from", but nothing else.
RANGE = f"(?:(?:(?<=w){NUMBER}&|{NUMBER}-?[-2|]-?)?{NUMBER})"
SHARED = RANGE.replace("[-2|]", "[-23|]")
MANY = "K(?:oK){0,3}"
LENGTH = f"(?:{SHARED}-?|F?a|F-|a?qo?|{MANY}o)"
SUM = "[NYB](?:-?[kdm]){0,3}"
CURRENCY = r"(?:A{0,2}[CLc]|[¤$](?![NYB])|(?<=k)W)"
SHARE = "(?:%|pc|bi)"
UNIT = "(?:(?:Q-?)?U(?:-h|[pa]h|/.)?|gG?|m(?:/.)?|Q-D)"
ZONE = "(?:J{1,3}t|Z)?"
RANK = "(?:n-)?[OTs]"

# The first that fits counts. What is a date is found so that no part of it is taken for an amount.
GRAMMAR = (
    ("PERCENT", f"{SHARED}-?{SHARE}(?:[-2|]{NUMBER}-?{SHARE})?"),  # "five per cent", "5-10%", "5% to 10%"
    ("PERCENT", f"Fa{SHARE}|abi"),  # "half a percent", "a percentage point"
    ("MONEY", rf"(?<=w)[$¤]{SUM}&[$¤]?{SUM}"),  # "between $5 and $7 billion"
    ("MONEY", rf"(?:[$¤]|(?<=S)){SUM}(?:[-2][$¤]?{SUM})?(?:-?C)?"),  # "$5-10m", "USD 5"
    ("MONEY", "v(?:-?[kdm]){0,3}"),  # "GBP5 million"
    ("MONEY", f"{SHARED}m?-?{CURRENCY}"),  # "five to ten million Swiss francs", "5m pounds"
    ("MONEY", f"(?:{MANY}o|a?qo?){CURRENCY}"),  # "millions of dollars", "a few pence"
    ("MONEY", f"{NUMBER}m?(?=E{{1,3}}[CL])"),  # "5 million" of "5 million US dollars", where "US" is taken
    ("QUANTITY", f"{SHARED}-?{UNIT}(?:[-2|]?{NUMBER}-?{UNIT})?"),  # "5-10 km", "6 feet 2 inches"
    ("QUANTITY", f"V|(?:{MANY}o|a?qo?|Fa){UNIT}"),  # "30C", "tens of tonnes", "a few miles", "half a mile"
    ("TIME", f"(?:N-)?(?:xP?|X|[NYn1]P|[Nn1]0|Y(?=Z)){ZONE}"),  # "6:30", "9-11 a.m. local time", "1830 GMT"
    ("TIME", f"{LENGTH}h(?:&aF|[&,]?{NUMBER}-?h)?|h"),  # "two hours", "an hour and a half", "hours" later
    ("TIME", f"N?H|{SHARED}-?y|j?j?j?y"),  # "12 noon", "two nights", "early this morning"
    ("DATE", f"{LENGTH}D|{NUMBER}-?R(?!o)"),  # "two years", "10-year-old", "three quarters" of growth
    ("DATE", f"{RANK}-?(?:D|r|F(?=o))|(?:N|{RANK})o?M"),  # "first half of" a year, "the 21st of June"
    ("ORDINAL", RANK),  # "third", "twenty-first"
    ("CARDINAL", "[n1N]-?f|1-?F(?!-)|1-[TO]|1T(?=o)|aT(?=o)"),  # "two thirds", "one-tenth", "a third of"
    ("CARDINAL", "(?:[n1N]-?[rR]|ar)(?=o)"),  # "three quarters of", "a quarter of"
    ("CARDINAL", f"{RANGE}|{MANY}"),  # "17", "two or three", "tens of thousands"
    ("CARDINAL", "F(?=[oaej])|aF(?!-)"),  # "half of", "half the"
)
AMOUNT = re.compile("|".join(f"({pattern})" for _, pattern in GRAMMAR))

# What has a number for a name.
NUMBERED = {
    "#", "act", "amendment", "annex", "appendix", "article", "bill", "block", "category", "cell", "chamber",
    "channel", "chapter", "class", "clause", "count", "episode", "exhibit", "figure", "flight", "floor",
    "gate", "grade", "group", "highway", "interstate", "item", "level", "line", "lot", "model", "no", "no.",
    "nos.", "number", "numbers", "page", "pages", "paragraph", "part", "phase", "pier", "platform", "point",
    "process", "psalm", "resolution", "room", "round", "route", "rule", "season", "section", "sector",
    "stage", "table", "terminal", "tier", "title", "type", "unit", "verse", "version", "volume", "ward",
    "zone", "№",
}  # fmt: skip
NOT_ONE = {"another", "any", "each", "every", "no", "only", "other", "some", "that", "the", "this", "which"}
BEFORE_HOURS = {"for", "in", "of", "within"}
BEHIND_HOURS = {"after", "ago", "before", "earlier", "into", "later"}
AND = {"and", "or", "to", "-", "–"}
BEFORE_AGES = {"about", "around", "between", "from", "of", "only"}
OLDEST = 120
BESIDE = {"compound", "flat", "nmod", "nmod:desc", "nmod:unmarked"}


class AmountFinder:
    """The component; `labels` are those that it sets."""

    def __init__(self, labels: Iterable[str]) -> None:
        self.labels = frozenset(labels)

    def __call__(self, doc: Doc) -> Doc:
        found = [span for span in amounts_in(doc) if span.label_ in self.labels]
        doc.set_ents(found, default="unmodified")
        return doc


@Language.factory("kg_amounts", default_config={"labels": list(LABELS)}, assigns=["doc.ents"])
def make_amounts(nlp: Language, name: str, labels: list[str]) -> AmountFinder:
    """Return the component that sets amounts of these labels, where a document has no entity."""
    return AmountFinder(labels)


def amounts_in(doc: Doc) -> Iterator[Span]:
    """Yield the amounts of a document, in order; none has a token of an entity that is there."""
    kinds = _kinds_in(doc)
    refused: set[int] = set()
    for match in AMOUNT.finditer(kinds):
        span = doc[match.start() : match.end()]
        label = _label_of(span, GRAMMAR[(match.lastindex or 1) - 1][0], match.group(), refused)
        if label:
            span.label_ = label
            yield span
        else:
            refused.update(range(span.start, span.end))


# Letters


@lru_cache(2**14)
def _kind_of(form: str) -> str:
    kind = KIND_OF_FORM.get(form) or KIND_OF_WORD.get(form.lower())
    if kind:
        return kind
    if form[0].isdigit() or form[0] in ".½¼¾":
        return _kind_of_digits(form)
    if form[:3] in KIND_OF_FORM and KIND_OF_FORM[form[:3]] == "¤" and DIGITS.fullmatch(form[3:]):
        return "v"
    if form in ("-", "–", "/"):
        return "/" if form == "/" else "-"
    return "A" if form[0].isupper() else "."


def _kind_of_digits(form: str) -> str:
    if (clock := CLOCK.fullmatch(form)) and (":" in form or clock[1]):
        return "X" if clock[1] else "x"
    number = DIGITS.fullmatch(form)
    if number is None:
        return "."
    if number[2]:
        return KIND_OF_ENDING.get(number[2].lower(), ".")
    return "Y" if len(form) == 4 and form.isdecimal() else "N"


def _kinds_in(doc: Doc) -> str:
    """Return the letters of the tokens of a document."""
    kinds: list[str] = []
    is_away = False  # behind "from", whose "to" joins no two amounts
    for token in doc:
        kind = _kind_of(token.text)
        if token.ent_type:
            kind = "S" if kind == "$" else "E"
        if kind == ".":
            is_away = token.lower_ == "from" or (is_away and token.text not in ".;:")
        elif kind == "2" and is_away:
            kind, is_away = "3", False
        elif kind in "-/" and (token.whitespace_ or not kinds or doc[token.i - 1].whitespace_):
            kind = "."
        elif kind == "s":
            kind = _kind_of_second(token, kinds[-1] if kinds else ".")
        kinds.append(kind)
    return "".join(kinds)


def _kind_of_second(token: Token, before: str) -> str:
    """Whether "second" is a rank or a time, or neither ("I second that")."""
    is_adverb = token.tag_ == "RB" and token.dep_ != ""
    if token.tag_.startswith("VB") or (is_adverb and token.head.pos_ not in ("VERB", "AUX")):
        return "."
    is_noun_behind = token.i + 1 < len(token.doc) and token.nbor().tag_[:2] in ("NN", "JJ")
    return "h" if before in "a1" and token.tag_ != "JJ" and not is_noun_behind else "s"


# What is no amount, though it looks like one


def _label_of(span: Span, label: str, letters: str, refused: set[int]) -> str:
    """Return the label of what the grammar found, "" for none; `refused` are tokens that are no amounts."""
    if label == "DATE" or _is_title(span, letters):
        return ""
    if label == "TIME":
        return label if _is_time(span, letters) else ""
    if letters[-1] == "L" and "k" not in letters and _is_weight(span):
        return "QUANTITY"
    if letters[-1] == "m" and label == "QUANTITY" and _is_plural(counted_noun(span)):
        return "CARDINAL"  # "30m people"
    if label not in ("CARDINAL", "ORDINAL"):
        return label
    is_name = _is_glued(span) or _is_in_date(span, letters) or _is_in_name(span, letters)
    if is_name or (label == "CARDINAL" and (_is_age(span, letters, refused) or _is_other(span, letters))):
        return ""
    return label


def counted_noun(span: Span) -> Token | None:
    """Return the noun behind a number that it counts or that it belongs to, None where there is none."""
    root, head = span.root, span.root.head
    if not root.dep:  # without a tree, the next word
        behind = span.doc[span.end] if span.end < len(span.doc) else None
        return behind if behind is not None and behind.tag_[:2] == "NN" else None
    return head if head.i >= span.end and head.pos_ in ("NOUN", "PROPN", "ADJ", "SYM", "X") else None


def _before(span: Span) -> str:
    return span.doc[span.start - 1].lower_ if span.start else ""


def _behind(span: Span) -> str:
    return span.doc[span.end].lower_ if span.end < len(span.doc) else ""


def _is_title(span: Span, letters: str) -> bool:
    """Whether the unit is written as in a name: "60 Minutes", "50 Cent"."""
    last = span[-1]
    return letters[-1] in "CLchUy" and last.tag_[:3] == "NNP" and last.text.istitle()


def _is_weight(span: Span) -> bool:
    around = span.doc[max(0, span.start - 6) : span.end + 2]
    return _behind(span) == "of" or any(token.lemma_ in ("weigh", "weight", "heavy") for token in around)


def _is_time(span: Span, letters: str) -> bool:
    before = span.doc[span.start - 1] if span.start else None
    if letters == "h":
        return _behind(span) in BEHIND_HOURS or _before(span) in BEFORE_HOURS
    if letters == "ah":
        # "$15 an hour", "three times an hour"
        return before is None or not (before.pos_ in ("NOUN", "NUM", "SYM", "PROPN") or before.is_digit)
    if letters[-1] in "yH":
        is_plain = span[-1].text.islower() or (len(span) == 1 and bool(span[0].is_sent_start))
        return is_plain and counted_noun(span) is None and _before(span) != "good"
    return letters != "x" or not _is_called(span)


def _is_glued(span: Span) -> bool:
    """Whether a number is a piece of a word: "COVID-19", "under-21", "#5"."""
    doc, start, end = span.doc, span.start, span.end
    before = doc[start - 1] if start else None
    if before is not None and not before.whitespace_ and (before.text[-1].isalnum() or before.text in "/#"):
        return True
    if before is not None and before.text in ("-", "–") and start > 1:
        return not (before.whitespace_ or doc[start - 2].whitespace_)
    if end == len(doc) or doc[end - 1].whitespace_:
        return False
    return doc[end].text[0].isalnum() or doc[end].text[0] == "/"


def _is_in_date(span: Span, letters: str) -> bool:
    """Whether a number is a year, or stands next to a date as a part of it: "on the 21st of June"."""
    doc, end = span.doc, span.end
    if "Y" in letters and not letters.strip("YN-23/|") and _is_year(span):
        return True
    end += _behind(span) == "of" and span.end + 1 < len(doc)
    if letters[-1] in "NOTs" and end < len(doc) and _is_calendar(doc[end]):
        return True
    start = span.start - (_before(span) in AND)
    return start > 0 and _is_calendar(doc[start - 1]) and counted_noun(span) is None


def _is_calendar(token: Token) -> bool:
    return _kind_of(token.text) == "M" or (token.ent_type_ == "DATE" and token.is_digit)


def _is_year(span: Span) -> bool:
    """Whether four digits are a year: what counts a noun is none, but for the last and this century."""
    year, noun = int(span[0].text) if span[0].is_digit else 0, counted_noun(span)
    if noun is None:
        return 1000 <= year <= 2100
    is_definite = any(child.dep_ in ("det", "nmod:poss") for child in noun.children)
    return 1900 <= year <= 2100 and (is_definite or year % 100 > 0)


def _is_in_name(span: Span, letters: str) -> bool:
    """Whether a number is a part of a name, or what something is called by: "Boeing 737", "chapter 5"."""
    doc, first = span.doc, span[0]
    if first.tag_[:3] == "NNP" or _is_called(span):
        return True
    noun = counted_noun(span)
    if _before(span) in NUMBERED and not (noun is not None and doc[span.start - 1].head != noun):
        return True
    if _before(span) == "of" and span.start > 1 and noun is None:  # "the Group of 77"
        group = doc[span.start - 2]
        return group.text[0].isupper() and not group.is_sent_start and not group.ent_type
    is_name_behind = span.end < len(doc) and doc[span.end].tag_[:3] == "NNP"
    if letters == "O" and first.text[0].isdigit():  # "the 6th Division"
        return is_name_behind and not doc[span.end].ent_type
    before = doc[span.start - 1] if span.start else None
    if before is None or first.is_sent_start or not before.text[-1].isalnum() or not first.text[0].isupper():
        return False
    return before.tag_[:3] == "NNP" or is_name_behind


def _is_plural(noun: Token | None) -> bool:
    return noun is not None and noun.tag_ in ("NNS", "NNPS")


def _is_called(span: Span) -> bool:
    """Whether a number hangs on the name before it; a score does not ("beat Chelsea 3-1")."""
    before, root = (span.doc[span.start - 1] if span.start else None), span.root
    if before is None or before.ent_type_ == "DATE" or not (before.tag_[:3] == "NNP" or before.ent_type):
        return False
    if len(span) == 3 and span[0].is_digit and span[2].is_digit and max(len(span[0]), len(span[2])) < 3:
        return False
    if not root.dep:
        return counted_noun(span) is None
    is_beside = before.head == root.head and before.dep_ in BESIDE and before.head.i > before.i
    return root.head == before or before.head == root or is_beside


def _is_age(span: Span, letters: str, refused: set[int]) -> bool:
    """Whether a number is an age, which is a date: "Marta Olsen, 39, …", "aged nine or ten", "he was 86"."""
    doc, start, root = span.doc, span.start, span.root
    if letters[0] not in "Nn" or len(letters) > 3 or counted_noun(span) is not None:
        return False
    if span[0].is_digit and int(span[0].text) > OLDEST:
        return False
    if _before(span) in {*AND, ","} and start - 2 in refused:
        return True
    while start > 0 and doc[start - 1].lower_ in BEFORE_AGES:
        start -= 1
    if start > 0 and doc[start - 1].lower_ in ("age", "aged", "ages"):
        return True
    if _before(span) in (",", "(") and start > 1 and _behind(span) in (",", ")", ""):
        return doc[start - 2].tag_[:3] == "NNP"
    subjects = [child for child in root.children if child.dep_ == "nsubj"]
    is_person = any(s.lower_ in ("he", "she") or s.ent_type_ == "PERSON" for s in subjects)
    return is_person and any(child.dep_ == "cop" for child in root.children)


def _is_other(span: Span, letters: str) -> bool:
    """Whether a number counts nothing: "no one", "half-brother", the number of an item or of a note."""
    noun = counted_noun(span)
    if letters == "1":
        is_pronoun = span[0].pos_ == "PRON" or _behind(span) == "another"
        return is_pronoun or (_before(span) in NOT_ONE and noun is None)
    if letters == "F":
        return span.start > 0 and span.doc[span.start - 1].tag_[:2] in ("JJ", "NN")
    is_item = span[0].tag_ == "LS" or (bool(span[0].is_sent_start) and _behind(span) in (".", ")"))
    return is_item or (_before(span) == "[" and _behind(span) == "]")
