"""Verbs of the news with their forms: sentences of our own for what suffixes cannot tell the lemmatizer.

"imposed" is of "impose" but "bombed" of "bomb"; the treebanks are too small to show it for each verb.
"""

from __future__ import annotations

from collections.abc import Iterator

from names import words
from spacy.tokens import Doc
from spacy.vocab import Vocab

REGULAR = words(
    """
    age argue bake blame breathe care chase close code compare cope dance dare date delete dine divide dote
    emerge erase escape examine excite expire explore fade file fire force frame gauge glue graze guide hike
    hire hope house imagine improve include inquire invite involve issue joke judge lease license like live
    love manage mine move name note notice obey observe operate oppose organise organize paste phone place
    please poke practice practise praise prepare preserve price probe produce promise promote propose prove
    provide purchase pursue quote race raise rate realise realize recognise recognize reduce refuse relate
    release remove rename replace require rescue resume retire reverse revise rule save scare score
    secure serve settle shake shape share smile smoke solve state stone store struggle suppose surprise
    survive taste trace trade tune type unite urge use value vote wage waste welcome whine wipe wire
    apply carry classify copy empty envy hurry identify justify marry modify multiply notify occupy pacify
    pity qualify rely satisfy signify specify study supply tally terrify testify try unify vary verify worry
    abandon abduct abolish absorb abuse accelerate accept accompany accuse achieve acknowledge acquire
    activate adjourn admire admonish adopt advance advise advocate affirm airlift allege allocate allow
    ally alter ambush amend amount announce annex annul apologize apologise appeal applaud appoint
    appreciate apprehend approach approve argue arm arrange arrest arrive assassinate assault assemble
    assert assess assign assist assume assure attack attempt attend attribute authorize authorise avert
    await award back bankrupt batter behave believe belong besiege betray blame blast blackmail block
    blockade bomb bombard boost boycott brief broadcast burn bury call campaign cancel capture carve
    cause cease celebrate censure certify challenge charge charter chase cheer circulate cite claim
    clarify clash classify clear close coerce collaborate collapse collide combat commemorate commence
    commend compensate compete complain comply compose comprise conceal concede condemn conduct confirm
    confiscate conclude confront congratulate connect conquer conserve consider consolidate conspire
    constitute consult contaminate contemplate contend contest continue contradict contribute convene
    convert convict convince cooperate coordinate counter crack crash create cripple criticize criticise
    cross crush culminate curb cure damage deactivate debate decide declare decline decrease decree
    defame defeat defect defend define defuse delay delegate deliver demand demolish demonstrate denounce
    deny depart deplore deploy depose deport deprive describe desert designate destroy detain deteriorate
    determine detonate devastate devise devote die differ diminish disable disagree disappear disappoint
    disapprove disarm discharge disclose discourage discover discriminate discuss dislodge dismantle
    dismiss displace dispute disrupt dissolve distance distribute divert divide divorce dominate donate
    doubt down drain dwindle earn ease elect eliminate emerge emphasize emphasise employ empower enable
    encourage encircle endanger endorse enforce engage enhance ensure enter entitle envisage erase erupt
    escalate escape escort establish evacuate evade exacerbate exaggerate examine exceed exchange exclude
    execute exempt exercise exile expel expire explain explode exploit explore export expose express
    extend extradite face fail fear file fill finance fire flare flourish foil force forge formulate
    foster found free frustrate fuel function fund gain gather gauge govern grant grieve guarantee guard
    hail halt hamper hand happen harass harbor harm haul head heal hijack hinder honor honour host house
    ignite ignore imagine impeach impede implement implicate imply import impose imprison improve include
    incorporate increase incur indict induce infect infiltrate inflict influence inform infringe inhabit
    inherit initiate injure inquire insist inspect inspire install instigate institute insult integrate
    intend intensify intercept interfere interrogate interrupt intervene interview introduce invade
    invest investigate invite invoke involve isolate issue jail join judge justify kidnap label lack land
    languish last launch lease level liberate license lift limit liquidate list lobby locate loot lower
    lure maintain manage manipulate march marginalize massacre mediate mention merge migrate mine
    mobilize mobilise monitor motivate mount mourn move murder mutilate name narrate negotiate neutralize
    nominate note notify nurture object oblige observe obstruct obtain occupy offend offer operate oppose
    oppress orchestrate order organize organise originate oust outlaw outrage overrule oversee owe own
    pardon participate pass patrol pause perceive perish permit persecute persist persuade phase pioneer
    place plead pledge plunge pose position possess postpone pound praise precede predict prepare presage
    preserve preside press pressure presume prevail prevent probe proceed proclaim produce profile
    prohibit prolong promise promote prompt propose prosecute protect protest prove provide provoke
    publicize publish punish purchase purge pursue push quash question raid raise rally ransack rape
    ratify reach react reaffirm realize rebuke recall receive recognize recognise recommend reconcile
    reconsider record recover recruit reduce refuse refute regain register regret reinforce reinstate
    reiterate reject relate release relieve relinquish rely remain remark remove renew renounce repair
    repatriate replace reply report repress reproach request require rescue reside resign resist resolve
    resort respond restore restrain restrict result resume retain retaliate retire retreat retrieve
    return reveal reverse revise revive revoke revolt reward rock ruin rule sabotage sack sanction save
    scale schedule scold scramble screen scrutinize seize sentence separate serve settle shatter shell
    shelve shift shock shore siege sign silence slam slaughter smuggle solve spark speculate sponsor
    stage stall stifle stipulate storm strangle strengthen stress struggle stun submerge subside succeed
    sue suffer suggest summon supervise supply support suppress surge surpass surprise surrender surround
    suspect suspend sustain swamp sway swerve target tax tease tempt tender terminate terrorize testify
    threaten tighten topple torch torture toss tour trace track trade train transform transport treat
    trigger triumph trouble trust tumble unify unite unleash unveil uphold urge use usurp vacate validate
    value vandalize venture verify violate visit voice vote vow wage wait walk want warn waste watch
    weaken welcome whip widen wield withstand witness wonder work worry wound wreck yield
    abdicate agitate allude amass atone balk barricade barter befriend bemoan bequeath berate bestow
    bludgeon blurt brandish broaden brutalize bulldoze castigate cede chastise cherish chide chime
    clamor clamour clothe contravene cordon decommission decry defy demobilise demobilize demonise
    demonize derail disallow disavow discredit disobey disown disqualify dole emigrate enact enjoin
    enlighten enrage enrich entreat exalt excoriate expedite feign fend fete filibuster finalise fine
    foment fortify fulminate glorify gripe grumble haggle hasten heckle heed hospitalise hospitalize
    huddle humiliate immunise indemnify inoculate interject jeer jeopardize lambaste lament laud levy
    maim malign maltreat mend mistreat modernize molest mow nationalise nationalize normalise normalize
    nullify ostracise ostracize pave penalise penalize pillory pipe profess quell raze reconstruct
    recount recant redeploy rehearse rehire rehouse renege repossess repulse resettle restructure
    resupply revere scatter sever shorten side signalise smear snipe spearhead spurn stabilise starve
    strafe subdue subjugate subsidise subsidize suffocate surmise sympathise sympathize synchronise
    synchronize televise terrorise trample underline underscore upbraid uproot vilify vouch waive wave
    worsen yearn
    """
)
DOUBLING = words(
    """
    admit ban bar beg blur bog chat clap commit compel control defer deter dip drag drop drug equip flog
    grab grip incur infer jog kidnap knit map mar mob mop nab net occur omit patrol permit pin plan plot
    plug pop prefer propel quit ram recur refer remit rip rob rub sap scan ship shop skip slam slip snap
    spot star stem step stop strap strip submit swap tap throb top transfer transmit trap trim tug whip
    brag club confer fulfil gag lob prod quip readmit shun wrap expel rebel repel cancel travel label
    model fuel level signal
    """
)
BRITISH = words(
    """
    cancel travel label model fuel level signal
    """
)
"""Americans write these with one l; both are taught."""

IRREGULAR = """
    arise arose arisen, bear bore borne, beat beat beaten, become became become, begin began begun, bend
    bent bent, bet bet bet, bid bid bid, bind bound bound, bite bit bitten, bleed bled bled, blow blew
    blown, break broke broken, bring brought brought, build built built, buy bought bought, catch caught
    caught, choose chose chosen, cling clung clung, come came come, cost cost cost, creep crept crept,
    cut cut cut, deal dealt dealt, dig dug dug, draw drew drawn, drink drank drunk, drive drove driven,
    eat ate eaten, fall fell fallen, feed fed fed, feel felt felt, fight fought fought, find found found,
    flee fled fled, fly flew flown, forbid forbade forbidden, foresee foresaw foreseen, forget forgot
    forgotten, forgive forgave forgiven, freeze froze frozen, get got got, give gave given, go went gone,
    grow grew grown, hang hung hung, hear heard heard, hide hid hidden, hit hit hit, hold held held, hurt
    hurt hurt, keep kept kept, know knew known, lay laid laid, lead led led, leave left left, lend lent
    lent, let let let, light lit lit, lose lost lost, make made made, mean meant meant, meet met met,
    mislead misled misled, overcome overcame overcome, overthrow overthrew overthrown, oversee oversaw
    overseen, overtake overtook overtaken, pay paid paid, plead pled pled, put put put, read read read,
    partake partook partaken, retake retook retaken, rewrite rewrote rewritten,
    refreeze refroze refrozen, unfreeze unfroze unfrozen,
    ride rode ridden, ring rang rung, rise rose risen, run ran run, say said said, see saw seen, seek
    sought sought, sell sold sold, send sent sent, set set set, shake shook shaken, shed shed shed, shoot
    shot shot, show showed shown, shrink shrank shrunk, shut shut shut, sing sang sung, sink sank sunk,
    sit sat sat, slay slew slain, sleep slept slept, slide slid slid, speak spoke spoken, spend spent
    spent, spill spilt spilt, split split split, spread spread spread, spring sprang sprung, stand stood
    stood, steal stole stolen, stick stuck stuck, strike struck struck, strive strove striven, swear
    swore sworn, sweep swept swept, swim swam swum, swing swung swung, take took taken, teach taught
    taught, tear tore torn, tell told told, think thought thought, throw threw thrown, undergo underwent
    undergone, understand understood understood, undertake undertook undertaken, uphold upheld upheld,
    wake woke woken, wear wore worn, weep wept wept, win won won, withdraw withdrew withdrawn, withhold
    withheld withheld, withstand withstood withstood, write wrote written
"""
AUXILIARIES = {
    "be": words("be am is are was were been being 're 'm ai"),
    "have": words("have has had having 've"),
    "do": words("do does did done doing"),
}
"""Where a form has one base only: "'s" and "'d" have two."""

FRAMES = (
    ("They {past} it on Monday .", "They {} it on Monday ."),
    ("It was {participle} by them .", "it be {} by they ."),
    ("The army has {participle} the town .", "the army have {} the town ."),
    ("They are {ing} the plan .", "they be {} the plan ."),
    ("He {third} the group .", "he {} the group ."),
    ("They want to {base} it .", "they want to {} it ."),
    ("Government {third} rebels", "government {} rebel"),
    ("The minister {past} that it was over .", "the minister {} that it be over ."),
)


def third_person(base: str) -> str:
    """The form with -s."""
    if base.endswith(("s", "x", "z", "ch", "sh", "o")):
        return base + "es"
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ies"
    return base + "s"


def forms_of(base: str, doubling: bool = False) -> dict[str, str]:
    """The forms of a regular verb; `doubling` as in "ban, banned"."""
    stem = base + base[-1] if doubling else base
    if base.endswith("e"):
        past = base + "d"
        ing = base[:-2] + "ying" if base.endswith("ie") else base[: -1 if base[-2] != "e" else None] + "ing"
    elif base.endswith("y") and base[-2] not in "aeiou":
        past, ing = base[:-1] + "ied", base + "ing"
    else:
        past, ing = stem + "ed", stem + "ing"
    return {"base": base, "past": past, "participle": past, "ing": ing, "third": third_person(base)}


def all_verbs() -> Iterator[dict[str, str]]:
    """Yield the forms of each verb, once."""
    irregular = [entry.split() for entry in IRREGULAR.split(",")]
    for base, past, participle in irregular:
        yield {**forms_of(base), "past": past, "participle": participle, "ing": ing_of(base)}
    known = {base for base, _, _ in irregular}
    for base in sorted({*REGULAR, *DOUBLING} - known):
        if base in DOUBLING:
            yield forms_of(base, doubling=True)
        if base not in DOUBLING or base in BRITISH:
            yield forms_of(base)


def verb_table() -> dict[str, str]:
    """The base of each form; of two verbs with one form the first in the lists counts."""
    table = {form: base for base, forms in AUXILIARIES.items() for form in forms}
    for forms in all_verbs():
        for form in forms.values():
            table.setdefault(form, forms["base"])
    return table


def ing_of(base: str) -> str:
    """The form with -ing of an irregular verb."""
    if base in {"see", "flee", "foresee", "oversee"}:
        return base + "ing"
    short = len(base) > 2 and base[-1] not in "aeiouwyhkd" and base[-2] in "aeiou" and base[-3] not in "aeiou"
    if (short and base not in {"hear", "open", "overthrow"}) or base in {"bid", "shed", "forbid"}:
        return base + base[-1] + "ing"
    return forms_of(base)["ing"]


def verb_docs(vocab: Vocab) -> Iterator[Doc]:
    """Yield documents of words and lemmas: each verb in each frame."""
    for forms in all_verbs():
        for text, lemmas in FRAMES:
            yield Doc(vocab, words=text.format(**forms).split(), lemmas=lemmas.format(forms["base"]).split())
