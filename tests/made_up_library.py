"""A library of works that there are none of, with second records of some and neighbours of others."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import Any

from synth.model import Reference
from synth.problems import Place

Item = dict[str, Any]
Change = Callable[[Item, random.Random], Item]


def _list(text: str) -> list[str]:
    return [" ".join(each.split()) for each in text.split("|")]


TOPICS = _list("""social capital|collective efficacy|neighbourhood deprivation|child maltreatment|
school exclusion|youth violence|intimate partner violence|parental stress|maternal depression|peer
support|loneliness|community resilience|early years provision|kinship care|foster care|youth
clubs|knife crime|domestic abuse|housing insecurity|food insecurity|speech and language delay|
physical activity|screen time|bullying|truancy|reading attainment|numeracy|free school meals|
family hubs|home visiting|parenting programmes|substance use|gambling|self-harm|sleep|obesity|
asthma|air pollution|green space|library use|sports participation|arts participation|mentoring|
volunteering|civic engagement|trust in institutions|police contact|restorative justice|
adverse childhood experiences|poverty""")
PEOPLE = _list("""adolescents|young children|lone parents|care leavers|pupils|grandparents|refugees|
families|infants|teenagers|primary school pupils|young offenders|mothers|fathers|carers|
students|apprentices|siblings|tenants|migrants""")
PLACES = _list("""England|Wales|Scotland|Ireland|Japan|Brazil|Sweden|Canada|Kenya|Chicago|Toronto|
Finland|Portugal|Honduras|rural India|South Africa|Norway|Leeds|Glasgow|Manchester|Birmingham|
Croatia|the Netherlands|Colombia|New Zealand|Denmark|Vietnam|Chile|urban China|Ghana""")
METHODS = _list("""a cohort study|a systematic review|a randomised trial|a cross-sectional survey|
evidence from panel data|a qualitative study|a natural experiment|a scoping review|findings from
a national survey|a multilevel analysis|a mixed-methods evaluation|a meta-analysis|an
interrupted time series|results from linked records|a realist synthesis""")
SHAPES = (
    "The effect of {a} on {b} among {p} in {c}: {m}",
    "{a} and {b} in {c}: {m}",
    "Does {a} reduce {b}? {m}",
    "Understanding {a} among {p}: {m} in {c}",
    "{a}, {b} and {d}: {m}",
    "How {a} shapes {b} for {p} in {c}",
    "Association between {a} and {b} among {p}",
    "{p} and {a}: lessons from {c}",
    "Interventions for {a} in {p}: {m}",
)
JOURNALS = {
    "Social Science & Medicine": "Soc Sci Med",
    "Journal of Epidemiology and Community Health": "J Epidemiol Community Health",
    "Child Abuse & Neglect": "Child Abuse Negl",
    "Journal of Adolescent Health": "J Adolesc Health",
    "American Journal of Public Health": "Am J Public Health",
    "BMC Public Health": "BMC Public Health",
    "Children and Youth Services Review": "Child Youth Serv Rev",
    "Health & Place": "Health Place",
    "The Lancet Public Health": "Lancet Public Health",
    "British Journal of Sociology": "Br J Sociol",
}
FIRST = _list(
    """an| be| cha| da| el| fa| gre| ha| is| jo| ka| li| ma| no| ol| pe| ro| sa| to|
    vi| wa| ya| zo| mü| sø"""
)
LAST = _list(
    """bert| dersen| ford| garcia| hara| jima| kov| lin| man| mura| nandez| ner| reau|
    ski| son| ton| wal"""
)
GIVEN = _list(
    """Adam| Beth| Carlos| Diana| Emma| Farid| Grace| Hugo| Ines| Jonas| Kofi| Lena|
    Mona| Nils| Olga"""
)


def record(number: int, pick: random.Random) -> Item:
    """A work that there is not."""
    a, b, d = pick.sample(TOPICS, 3)
    title = pick.choice(SHAPES).format(
        a=a, b=b, d=d, p=pick.choice(PEOPLE), c=pick.choice(PLACES), m=pick.choice(METHODS)
    )
    start = pick.randrange(1, 1500)
    return {
        "type": "article-journal",
        "title": title[0].upper() + title[1:],
        "author": [
            {"family": _family(pick), "given": f"{pick.choice(GIVEN)} {pick.choice('ABCDEFGHJ')}."}
            for _ in range(pick.randint(1, 6))
        ],
        "issued": {"date-parts": [[pick.randint(1990, 2025)]]},
        "container-title": pick.choice(list(JOURNALS)),
        "volume": str(pick.randint(1, 90)),
        "page": f"{start}-{start + pick.randint(3, 20)}",
        "DOI": f"10.1016/j.{pick.choice('abcdefgh')}{number}.{pick.randint(1, 99)}",
    }


def _family(pick: random.Random) -> str:
    return f"{pick.choice(FIRST)}{pick.choice(['', 'l', 'r', 'n'])}{pick.choice(LAST)}".title()


def _without(item: Item, *names: str) -> Item:
    return {name: value for name, value in item.items() if name not in names}


def _year(item: Item, by: int) -> Item:
    return {"issued": {"date-parts": [[item["issued"]["date-parts"][0][0] + by]]}}


def _same_doi(item: Item, _: random.Random) -> Item:
    return {**item, "DOI": f"https://doi.org/{item['DOI'].upper()}", "title": item["title"].upper()}


def _subtitle_dropped(item: Item, _: random.Random) -> Item:
    main = item["title"].split(": ")[0].split("? ")[0]
    return {**_without(item, "DOI"), "title": main if len(main.split()) > 2 else item["title"]}


def _typos(item: Item, pick: random.Random) -> Item:
    title = list(item["title"])
    for _ in range(pick.randint(1, 3)):
        at = pick.randrange(1, len(title) - 1)
        match pick.randrange(3):
            case 0:
                del title[at]
            case 1:
                title.insert(at, pick.choice("aeinrst"))
            case _:
                title[at], title[at - 1] = title[at - 1], title[at]
    return {**_without(item, "DOI"), "title": "".join(title)}


def _journal_shortened(item: Item, _: random.Random) -> Item:
    return {**_without(item, "DOI"), "container-title": JOURNALS[item["container-title"]]}


def _initials(item: Item, _: random.Random) -> Item:
    authors = [{**name, "given": f"{name['given'][0]}."} for name in item["author"]]
    return {**_without(item, "DOI", "volume"), "author": authors}


def _year_off(item: Item, pick: random.Random) -> Item:
    return {**_without(item, "DOI"), **_year(item, pick.choice((-1, 1)))}


def _preprint(item: Item, pick: random.Random) -> Item:
    kept = _without(item, "volume", "page", "container-title")
    doi = f"10.1101/{pick.randrange(10**8)}"
    return {**kept, **_year(item, -1), "type": "article", "DOI": doi, "publisher": "medRxiv"}


def _author_misspelt(item: Item, pick: random.Random) -> Item:
    first, *others = item["author"]
    family = first["family"]
    at = pick.randrange(1, len(family))
    wrong = {**first, "family": family[:at] + pick.choice("aeiou") + family[at + 1 :]}
    return {**_without(item, "DOI"), "author": [wrong, *others]}


def _several(item: Item, pick: random.Random) -> Item:
    return _initials(_journal_shortened(_typos(item, pick), pick), pick)


KINDS: Mapping[str, Change] = {
    "same DOI as an address": _same_doi,
    "subtitle dropped": _subtitle_dropped,
    "typos": _typos,
    "journal abbreviated": _journal_shortened,
    "initials": _initials,
    "year off by one": _year_off,
    "preprint and article": _preprint,
    "author misspelt": _author_misspelt,
    "several at once": _several,
}
"""How a second record of a work differs from the first."""


def _new_doi(item: Item, pick: random.Random) -> Item:
    return {"DOI": f"{item['DOI']}.{pick.randrange(1000)}"}


def _part(item: Item, _: random.Random) -> Item:
    return {**_without(item, "DOI"), "title": f"{item['title']}, part II"}


def _notice(item: Item, pick: random.Random) -> Item:
    word = pick.choice(("Corrigendum to", "Erratum:", "Reply to", "Correction to", "Comment on"))
    return {**_without(item, "page"), "title": f"{word} {item['title']}", **_new_doi(item, pick)}


def _edition(item: Item, _: random.Random) -> Item:
    return {
        **_without(item, "DOI", "volume", "page"),
        "type": "book",
        "edition": "2",
        **_year(item, 4),
    }


def _next_year(item: Item, _: random.Random) -> Item:
    return {**_without(item, "DOI", "volume", "page"), "type": "report", **_year(item, 1)}


def _other_place(item: Item, pick: random.Random) -> Item:
    for place in PLACES:
        if place in item["title"]:
            other = pick.choice([each for each in PLACES if each != place])
            title = item["title"].replace(place, other)
            pages = f"{pick.randrange(2000, 3000)}"
            return {**item, "title": title, "page": pages, "volume": "99", **_new_doi(item, pick)}
    return _part(item, pick)


def _sister(item: Item, pick: random.Random) -> Item:
    """The same study of other people, of whose place nothing is said."""
    for people in PEOPLE:
        if people in item["title"]:
            title = item["title"].replace(people, pick.choice([p for p in PEOPLE if p != people]))
            return {**_without(item, "DOI", "volume", "page"), "title": title}
    return _part(item, pick)


def _conference(item: Item, _: random.Random) -> Item:
    kept = _without(item, "DOI", "volume", "page", "container-title")
    return {**kept, "type": "paper-conference", "event-title": "Annual meeting", **_year(item, -1)}


OTHERS: Mapping[str, Change] = {
    "second part": _part,
    "notice or reply": _notice,
    "second edition": _edition,
    "next year's report": _next_year,
    "the same study elsewhere": _other_place,
    "the same study of others": _sister,
    "conference abstract": _conference,
}
"""Other works that look like one."""


def library(count: int, pick: random.Random) -> tuple[list[Reference], dict[str, tuple[str, str]]]:
    """That many records, and by the key of each planted one: the key of its model and its kind."""
    items: list[tuple[str, Item]] = []
    planted: dict[str, tuple[str, str]] = {}
    number = 0
    while len(items) < count:
        number += 1
        key, item = f"w{number}", record(number, pick)
        items.append((key, item))
        chance = pick.random()
        for below, sign, changes in ((0.1, "d", KINDS), (0.2, "o", OTHERS)):
            if chance < below:
                kind = pick.choice(list(changes))
                items.append((f"{sign}{number}", changes[kind](item, pick)))
                planted[f"{sign}{number}"] = (key, kind)
                break
    pick.shuffle(items)
    place = Place("library.bib", 1, 1)
    return [Reference(key, {"id": key, **item}, place) for key, item in items], planted
