"""Word lists that let the entity corpora agree, and the lexicon that is learned from GMB at conversion."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass


def words(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


def comma_separated(text: str) -> frozenset[str]:
    """The names in a text where commas stand between them."""
    return frozenset(" ".join(name.split()) for name in text.split(","))


TITLES = words(
    """
    president prime minister premier chancellor king queen prince princess pope mr. mrs. ms. miss dr. sir
    lord lady general gen. lieutenant lt. colonel col. major maj. captain capt. sergeant sgt. corporal
    cpl. private admiral adm. commander senator sen. representative rep. congressman congresswoman
    secretary secretary-general vice deputy foreign defense defence interior finance chief chairman
    chairwoman governor gov. mayor judge justice ambassador envoy spokesman spokeswoman ayatollah grand
    sheikh imam archbishop bishop cardinal reverend rev. father professor prof. crown former leader
    president-elect major-general attorney national security adviser director mr mrs ms dr gen lt col maj
    capt sgt adm sen rep gov rev prof brigadier brig. state u.s. minister-designate vice-president
    opposition emperor sultan emir speaker lawmaker officer co-founder ceo
    """
)
"""Words that stand before a name and are no part of it; lower case."""

AFTER_ORGANISATION = words("secretary-general secretary chief president director spokesman spokeswoman envoy")
"""GMB writes "U.N. Secretary-General Ban Ki-moon" as one organisation: a person begins after these."""

OFFICES = words("representative senator president prime minister spokesman king mr. ayatollah chancellor")
"""GMB's organisations that begin with one of these are people."""

PARTIAL = words(
    """
    state army republic north south east west committee council delta western eastern northern southern
    prime president day mass phoenix senior islam islamic internet please central united pacific cup v-6
    ii i cabinet parliament government foreign ministry minister international national party general
    defense justice information post marine times union st. embassy court bank brotherhood
    """
)
"""Spans of one word that GMB cut out of a longer name, or labels at random: left open."""

NAMES_BY_LABEL = {
    "ORG": """
        U.N., UN, African Union, AU, Fatah, European Union, EU, Taleban, PKK, Likud, Kadima,
        Interpol, Yonhap, Labor Party, Shell, Rosneft, Al Jazeera""",
    "GPE": """
        US, UK, U.K., U.S., USA, West Bank, Gaza Strip, Tibet, Kosovo, Vatican, Nepal, Niger,
        Jordan, Azerbaijan, Senegal, Sri Lanka, Singapore, Sudan, Tel Aviv, Qatar, Bahrain, Cyprus,
        Rafah, Black Sea, United Arab Emirates, DRC, Seychelles, USSR, Western Sahara, Khan Younis,
        Tal Afar, Muzaffarabad, Andorra, Gibraltar, Liechtenstein, Malta, Monterrey, Bedfordshire,
        Kopra, Green Zone, Spin Boldak, The Hague, Abu Ghraib, Western Hemisphere""",
    "PERSON": """
        Saddam, Saddam Hussein, Aung San Suu Kyi, Bush, Yushchenko, Prophet Muhammad, Zarqawi,
        Maliki, Hariri, Dalai Lama, Gyanendra, King Gyanendra, General Musharraf, McCain, Alito,
        Negroponte, Weah, Yasser Arafat""",
    "NORP": """
        Muslim, Muslims, Sunni, Sunnis, Shi'ite, Shi'ites, Shia, Shiite, Shiites, Christian,
        Christians, Jewish, Jew, Jews, Kurd, Kurds, Kurdish, Hindu, Tamil, Tamils, Islamist,
        Islamists, Republican, Republicans, Democrats, Catholic, Catholics, Buddhist, Democrat,
        Hutu, Tutsi, Shiʼite, Shi’ite, Philippine, Sri Lankan, European, Saudi, South African,
        Middle Eastern, Maoist, Maoists, Basque, Westerners, Sunni Arab, Shi'ite Muslims, Roman
        Catholic, Sunni Muslim, Sikh, Druze, Alawite, Houthi, Yazidi""",
    "EVENT": """
        Beijing Olympics, Olympics, World Cup""",
    "?": """
        Koran, Ebola, Ashura, the, and, HIV, AIDS, New Year, Wilma, Lion, Nuclear Non-Proliferation
        Treaty, Islam, Sri, John, Himalayan, Katrina, India and Pakistan, West Bank and Gaza Strip,
        Abu Musab, Tamil Tiger""",
}
"""Where the corpora waver, one reading; "?" leaves the name open."""

LABEL_BY_NAME = {name: label for label, names in NAMES_BY_LABEL.items() for name in comma_separated(names)}

NOT_DEMONYMS = words(
    """
    Nepal Niger Jordan Azerbaijan Senegal Lanka Sri Sudan Poland Spain Republic North South Korea Saudi
    Arabia New Zealand United States Kingdom The East West Northern Ivory Coast Costa Rica El Salvador
    Union State States Morocco Malaysia Ghana Jamaica Norway Tunisia Andorra Gibraltar Liechtenstein
    Malta Serbia Bosnia Bulgaria Romania Kazakhstan Tajikistan Turkmenistan Uzbekistan Armenia Kyrgyzstan
    U.S. Guinea Gaza and of the non Islamic Islam
    """
)
"""GMB calls these nationalities, against its own habit."""

LANDSCAPE = words(
    """
    sea ocean river gulf bay lake strait straits peninsula coast canal mountains mountain mount desert
    valley island islands hills range plateau basin hemisphere continent delta archipelago cape forest
    region frontier
    """
)
BIG_REGIONS = comma_separated(
    """
    Africa, Asia, Europe, America, Antarctica, Arctic, North America, South America, Latin America,
    Central America, Middle East, the Middle East, East Asia, South Asia, Southeast Asia, Central Asia,
    Eastern Europe, Western Europe, Balkans, Caucasus, Caribbean, Mediterranean, Sahara, Horn of Africa,
    West Africa, East Africa, North Africa, Central Africa, Persian Gulf, Pacific, Atlantic, Scandinavia,
    Himalayas, Alps, Andes, Levant, Sahel, West, Earth, Moon, Mars
    """
)
FACILITY = words(
    """
    airport bridge street avenue ave. road highway boulevard palace square stadium tower towers mosque
    cathedral prison airfield tunnel station monument zoo plaza arena
    """
)

MONTHS = (
    r"January|February|April|June|July|August|September|October|November|December"
    r"|Jan\.|Feb\.|Aug\.|Sept\.|Oct\.|Nov\.|Dec\."
)
DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
YEAR = r"(?:1[5-9]\d\d|20[0-3]\d)"
NUMBER = r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|several|few|many)"
UNIT = r"(?:days?|weeks?|months?|years?|decades?|weekend|summer|spring|autumn|winter|century|night)"
DATE = re.compile(
    rf"(?:(?:{DAYS}),? )?(?:(?:{MONTHS}|May|March) \d{{1,2}}(?:st|nd|rd|th)?\b(?:,? {YEAR}\b)?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)? (?:of )?(?:{MONTHS}|May|March)\b(?:,? {YEAR}\b)?)"
    rf"|(?:{MONTHS}|May|March),? (?:of )?{YEAR}\b|\b(?:{MONTHS})(?!\w)"
    rf"|(?<=\b[Ii]n )(?:May|March)\b|(?<=\bsince )(?:May|March)\b|(?<=\blast )(?:May|March)\b"
    rf"|\b(?:{DAYS})\b|\b{YEAR}s?(?![\w%]|[,.:/-]\d)"
    rf"|\b(?:[Yy]esterday|[Tt]oday|[Tt]omorrow|[Tt]onight)\b(?!['’]s? \w+ \w+,)"
    rf"|\b(?:[Ll]ast|[Nn]ext|[Tt]his|[Pp]ast|[Ee]arlier this|[Ll]ater this) {UNIT}\b"
    rf"|\b{NUMBER} {UNIT} (?:ago|earlier|later)\b"
    rf"|\b(?:the )?\d{{1,2}}(?:st|nd|rd|th) century\b"
)
"""One meaning of DATE for all corpora: calendar dates and the plainest relative ones."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What GMB says most often of a name; `label_by_name` knows whole names, `demonyms` single words."""

    label_by_name: dict[str, str]
    demonyms: frozenset[str]


def learn_lexicon(spans: Iterable[tuple[str, str]]) -> Lexicon:
    """The plurality label of each name seen ten times, and the words that are mostly nationalities."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for name, label in spans:
        words = name.split()
        while label == "PERSON" and words and words[0].lower() in TITLES:
            words = words[1:]
        counts[" ".join(words)][label] += 1
        if label == "PERSON" and len(words) != len(name.split()) and len(words) > 1:
            counts[words[-1]][label] += 1
    label_by_name = {name: c.most_common(1)[0][0] for name, c in counts.items() if c.total() >= 10}
    demonyms = {
        name
        for name, c in counts.items()
        if c["NORP"] > c.total() / 2
        and " " not in name
        and name[0].isupper()
        and len(name) > 3
        and name not in NOT_DEMONYMS
        and LABEL_BY_NAME.get(name, "NORP") == "NORP"
    }
    wrong = {
        name
        for name, label in label_by_name.items()
        if label == "NORP" and name not in demonyms and " " not in name
    }
    label_by_name.update(dict.fromkeys(wrong, "GPE"))
    label_by_name.update(LABEL_BY_NAME)
    demonyms |= {name for name, label in LABEL_BY_NAME.items() if label == "NORP"}
    return Lexicon(label_by_name, frozenset(demonyms))


def place_label(name: str) -> str:
    """GPE for what has a government, LOC for landscape and parts of the world, FAC for what was built."""
    words = name.lower().split()
    if words[-1] in FACILITY:
        return "FAC"
    if (
        words[-1] in LANDSCAPE - {"coast", "delta"}
        or words[0] in {"lake", "mount", "gulf", "strait"}
        or name in BIG_REGIONS
    ):
        return "LOC"
    return "GPE"
