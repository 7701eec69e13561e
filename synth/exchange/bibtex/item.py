"""From the fields of an entry to an item of CSL-JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from synth.exchange.bibtex.dates import Date, edtf_date, old_date
from synth.exchange.bibtex.fields import (
    BIBSTRINGS,
    BOOKS,
    CSL,
    CSL_CUSTOM,
    CSL_DATES,
    CSL_NAMES,
    DATES,
    EPRINTS,
    NAMES,
    PERIODICAL,
    PUBLISHERS,
    SUBTYPES,
    TEXTS,
    TYPES,
    VERBATIM,
)
from synth.exchange.bibtex.languages import known_language, language_code
from synth.exchange.bibtex.text import Decoder, Fields
from synth.exchange.bibtex.titles import put_titles
from synth.exchange.bibtex.types import is_default
from synth.exchange.bibtex.values import verbatim

_RESOLVER = re.compile(r"(?i)\A(?:https?://(?:dx\.)?doi\.org/|doi:\s*)(?=10\.)")


def item_of(type_: str, raw: Mapping[str, str], decoder: Decoder) -> dict[str, Any]:
    """The item, without its id. `raw` has the values on one line, without their brackets."""
    options = _options(raw.get("options", ""))
    language, source, english = _language(raw)
    fields = Fields(type_, raw, decoder, english)
    item: dict[str, Any] = {"type": _type(fields)}
    put_titles(item, fields)
    _put_names(item, fields, options)
    _put_dates(item, fields)
    _put_numbers(item, fields)
    _put_publisher(item, fields)
    _put_identifiers(item, fields, options)
    _put_words(item, fields)
    if language:
        item["language"] = language
        fields.used.update(source)
    _put_csl(item, fields)
    if custom := _custom(item, fields):
        item["custom"] = custom
    return item


def _type(fields: Fields) -> str:
    if (named := fields.raw.get("csl-type")) is not None:
        fields.used.add("csl-type")
        return named
    known = TYPES.get(fields.type, "document")
    if known == "article-journal":
        subtype = fields.raw.get("entrysubtype", "").lower()
        if subtype in SUBTYPES:
            fields.used.add("entrysubtype")
            return SUBTYPES[subtype]
    if known == "manuscript" and any(map(fields.has, ("eventdate", "eventtitle", "venue"))):
        return "speech"
    return known


def _put_names(item: dict[str, Any], fields: Fields, options: Mapping[str, str]) -> None:
    roles = dict(NAMES)
    if fields.raw.get("editortype", "").lower() == "director":
        roles["editor"] = "director"
        fields.used.add("editortype")
    for name, role in roles.items():
        if name not in fields.raw:
            continue
        people: list[dict[str, Any]] = [*fields.decoder.names(fields.take(name))]
        for person in people:
            if options.get("useprefix") in ("true", "") and "dropping-particle" in person:
                person["non-dropping-particle"] = person.pop("dropping-particle")
            if options.get("juniorcomma") in ("true", "") and "suffix" in person:
                person["comma-suffix"] = True
        if people:
            item[role] = [*item.get(role, ()), *people]


def _put_dates(item: dict[str, Any], fields: Fields) -> None:
    for prefix, variable in DATES.items():
        said = fields.has(f"{prefix}date") or fields.has(f"{prefix}year")
        if said and (date := _date(prefix, fields)):
            item[variable] = date


def _date(prefix: str, fields: Fields) -> Date | None:
    new = edtf_date(_bare(fields.raw.get(f"{prefix}date", ""), fields))
    year = _bare(fields.raw.get(f"{prefix}year", ""), fields)
    if new is not None and ("literal" not in new or not year):
        fields.used.add(f"{prefix}date")
        _drop_same(prefix, new, fields)
        return new
    if not year:
        return None
    month, day = (_bare(fields.raw.get(f"{prefix}{part}", ""), fields) for part in ("month", "day"))
    old = old_date(year, month, day)
    if old is not None:
        fields.used.add(f"{prefix}year")
        parts = old.get("date-parts", [[]])
        fields.used.update(
            f"{prefix}{part}" for part, most in (("month", 1), ("day", 2)) if len(parts[0]) > most
        )
        _put_end(prefix, old, fields)
    return old


def _drop_same(prefix: str, date: Date, fields: Fields) -> None:
    """Uses up the fields that say less precisely what a date says."""
    year = fields.raw.get(f"{prefix}year", "")
    parts = date.get("date-parts")
    years = [part[:1] for part in parts] if parts else []
    if years and old_date(year) in ({"date-parts": years[:1]}, {"date-parts": years}):
        fields.used.add(f"{prefix}year")


def _put_end(prefix: str, date: Date, fields: Fields) -> None:
    """Adds the end that old entries give in fields of their own."""
    year, month, day = (
        _bare(fields.raw.get(f"{prefix}end{part}", ""), fields) for part in ("year", "month", "day")
    )
    end = old_date(year, month, day)
    if end is not None and len(date.get("date-parts", ())) == 1 and "date-parts" in end:
        date["date-parts"] += end["date-parts"][:1]
        fields.used.update(f"{prefix}end{part}" for part in ("year", "month", "day"))


def _bare(text: str, fields: Fields) -> str:
    """A date as it is typed: a tilde in it is a sign of doubt, no space."""
    if not text or text.isalnum():
        return text
    plain = fields.decoder.plain(text.replace("~", "\x02").replace("--", "\x03"))
    return plain.replace("\x02", "~").replace("\x03", "--")


def _put_numbers(item: dict[str, Any], fields: Fields) -> None:
    number = fields.text("number")
    if number and fields.type in PERIODICAL:
        item["issue"] = fields.decoder.joined(",", number, fields.text("issue"))
    elif number:
        item["collection-number" if fields.type in BOOKS else "number"] = number
    elif fields.type in PERIODICAL and (issue := fields.text("issue")):
        item["issue"] = issue
    if pages := fields.text("pages"):
        item["page"] = pages.replace("–", "-")
    volume, part = fields.text("volume"), fields.text("part")
    if volume or part:
        item["volume"] = f"{volume}.{part}" if volume and part else volume or part


def _put_publisher(item: dict[str, Any], fields: Fields) -> None:
    publisher = ""
    for name in filter(fields.has, PUBLISHERS):
        found = fields.text(name) if name == "howpublished" else fields.literals(name)
        publisher = fields.decoder.joined(";", publisher, found)
    if publisher:
        item["publisher"] = publisher
    place = fields.literals("address" if fields.has("address") else "location")
    if place:
        patent = fields.type == "patent" and not fields.has("address")
        item["jurisdiction" if patent else "publisher-place"] = (
            _countries(place) if patent else place
        )


def _countries(text: str) -> str:
    return "; ".join(BIBSTRINGS.get(part.lower(), part) for part in text.split("; "))


def _put_identifiers(item: dict[str, Any], fields: Fields, options: Mapping[str, str]) -> None:
    for name, variable in VERBATIM.items():
        hidden = options.get(name) == "false" and not (name == "url" and fields.type == "online")
        if name in fields.raw and not hidden and (value := fields.verbatim(name)):
            item[variable] = value
    if "DOI" in item:
        item["DOI"] = _RESOLVER.sub("", item["DOI"])
    archive = (fields.raw.get("eprinttype") or fields.raw.get("archiveprefix") or "").lower()
    eprint = verbatim(fields.raw.get("eprint", ""))
    if eprint and archive in EPRINTS:
        item.setdefault("URL", EPRINTS[archive] + eprint)
        if archive == "pubmed" and eprint.isdecimal():
            item.setdefault("PMID", eprint)


def _put_words(item: dict[str, Any], fields: Fields) -> None:
    for name, variable in TEXTS.items():
        if name in fields.raw and (text := fields.text(name)):
            item[variable] = text
    if annotation := fields.text("annotation" if fields.has("annotation") else "annote"):
        item["annote"] = annotation
    note = fields.text("note") if fields.type != "periodical" else ""
    addendum = fields.text("addendum") if fields.decoder.biblatex else ""
    if note or addendum:
        item["note"] = fields.decoder.joined(".", note, addendum)
    if keywords := fields.text("keywords"):
        words = keywords.split(";" if ";" in keywords else ",")
        item["keyword"] = "; ".join(word.strip() for word in words if word.strip())
    if genre := fields.key("type") or _thesis(fields.type):
        item["genre"] = genre
    if status := fields.key("pubstate"):
        item["status"] = status
    elif item.get("issued", {}).get("literal") == "forthcoming":
        item["status"] = "forthcoming"


def _thesis(type_: str) -> str:
    key = {"phdthesis": "phdthesis", "mastersthesis": "mathesis"}.get(type_, "")
    return BIBSTRINGS.get(key, "")


def _language(raw: Mapping[str, str]) -> tuple[str, tuple[str, ...], bool]:
    """The language of a work, the fields that say it, and whether titles are in English."""
    for name in ("langid", "hyphenation"):
        if raw.get(name):
            code = language_code(raw[name], raw.get("langidopts", ""))
            return code, (name,), code.startswith("en-")
    code = known_language(raw.get("language", "")) or ""
    return code, ("language",), not code or code.startswith("en")


def _options(text: str) -> dict[str, str]:
    """An entry's own options of BibLaTeX (manual 2.2.3), as `name=value` joined by commas."""
    pairs = (part.partition("=") for part in text.lower().split(",")) if text else ()
    return {name.strip(): value.strip() for name, _, value in pairs}


def _put_csl(item: dict[str, Any], fields: Fields) -> None:
    """Takes back what a writer of synth put under a name of CSL's own."""
    for name, value in fields.raw.items():
        if not name.startswith(CSL) or name in fields.used or name.startswith(CSL_CUSTOM):
            continue
        variable = name.removeprefix(CSL)
        variable = _CASED.get(variable, variable)
        fields.used.add(name)
        if variable in CSL_NAMES:
            item[variable] = [*item.get(variable, ()), *fields.decoder.names(value)]
        elif variable in CSL_DATES:
            if date := edtf_date(_bare(value, fields)):
                item[variable] = date
        else:
            item[variable] = fields.decoder.rich(value)


_CASED = {variable.lower(): variable for variable in VERBATIM.values()}


def _custom(item: Mapping[str, Any], fields: Fields) -> dict[str, str]:
    """The fields that CSL has no name for, and the type that its types do not tell."""
    custom = {
        name.removeprefix(CSL_CUSTOM): verbatim(value)
        for name, value in fields.raw.items()
        if name not in fields.used and value
    }
    stand_in = fields.type == "misc" and "csl-type" in fields.used
    if not stand_in and not is_default(fields.type, item):
        custom["bibtex-type"] = fields.type
    return custom
