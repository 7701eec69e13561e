"""Lists of names as BibTeX and BibLaTeX write them, to the names of CSL-JSON.

The forms are "First von Last", "von Last, First", "von Last, Jr, First" (BibTeX's btxdoc,
section 4) and BibLaTeX's `family=…, given=…` (manual 3.18, section 3.7). Before a comma the
"von" part ends at the first word in upper case, as in BibLaTeX and pandoc: "Drummond de Andrade"
stays whole, of which BibTeX would make a "von".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from synth.exchange.bibtex.latex import is_plain
from synth.exchange.bibtex.rich_text import plain_text

Name = dict[str, str]

_AND = re.compile(r"(?<=\s)(?:and|AND)(?=\s)")
_AND_OR_BRACE = re.compile(r"(?<!\\)[{}]|(?<=[\s}])(?:and|AND)(?=[\s{])")
_MARK = re.compile(r"\\.|[{},~]|\s+", re.DOTALL)
_INITIALS = re.compile(r"(?<![^\s.])([^\W\d_])\.(?=([^\W\d_])(?:[.\s]|$))")
_EXTENDED = re.compile(r"\s*[a-z-]+\s*=")
_PART = re.compile(r"\s*([a-z-]+)\s*=\s*(.*)", re.DOTALL)
_BEFORE_LETTER = re.compile(r"\d*")


def split_names(text: str) -> list[str]:
    """The names of a list, each as it is written. An "and" in braces is part of a name."""
    if "{" not in text:
        return _AND.split(text)
    parts, depth, start = [], 0, 0
    for match in _AND_OR_BRACE.finditer(text):
        mark = match[0]
        if mark == "{":
            depth += 1
        elif mark == "}":
            depth = max(0, depth - 1)
        elif depth == 0:
            parts.append(text[start : match.start()])
            start = match.end()
    parts.append(text[start:])
    return parts


def name_of(text: str) -> Name:
    """A name by its parts, or the `literal` of an institution; empty for an empty text."""
    text = text.strip()
    if not text:
        return {}
    if text in ("others", "Others"):
        return {"literal": "others"}
    if text[0] == "{" and in_braces(text):
        literal = plain_text(text[1:-1])
        return {"literal": literal} if literal else {}
    if "=" in text and _EXTENDED.match(text):
        return _extended(text)
    return _parts(_sections(text))


def in_braces(text: str) -> bool:
    """Whether a text is one group in braces."""
    if text[:1] != "{" or text[-1:] != "}" or len(text) < 2:
        return False
    if text.find("{", 1) < 0 and text.find("}") == len(text) - 1 and text[-2] != "\\":
        return True
    depth = 0
    for match in re.finditer(r"\\.|[{}]", text, re.DOTALL):
        depth += (match[0] == "{") - (match[0] == "}")
        if depth == 0:
            return match.end() == len(text)
    return False


def _sections(text: str) -> list[list[str]]:
    """The words between a name's commas, outside braces."""
    if is_plain(text):
        return [section.split() for section in text.split(",")]
    sections: list[list[str]] = [[]]
    depth, start = 0, 0
    for match in _MARK.finditer(text):
        mark = match[0]
        if mark == "{":
            depth += 1
        elif mark == "}":
            depth = max(0, depth - 1)
        elif depth == 0 and (mark in ",~\\ " or mark.isspace()):
            if _ends_command(text, start, match.start()) and mark.isspace():
                continue
            if match.start() > start:
                sections[-1].append(text[start : match.start()])
            if mark == ",":
                sections.append([])
            start = match.end()
    if start < len(text):
        sections[-1].append(text[start:])
    return sections


def _ends_command(text: str, start: int, end: int) -> bool:
    r"""Whether a word ends in a command that takes the space after it, as `\v` in `\v c`."""
    word = text[max(start, end - 30) : end]
    return re.search(r"\\[A-Za-z]+\Z|\\[`'^\"~=.]\Z", word) is not None


def _parts(sections: Sequence[list[str]]) -> Name:
    """A name from its words, by the number of its commas."""
    suffix: list[str] = []
    if len(sections) == 1:
        given, family = _first_and_last(sections[0])
    elif len(sections) == 2:
        family, given = sections
    else:
        family, suffix, given = sections[0], sections[1], sections[2]
        if rest := [word for section in sections[3:] for word in section]:
            given = [*given[:-1], f"{given[-1]},", *rest] if given else rest
    von, last = _von_and_last(family)
    name = {
        "family": _printed(last),
        "given": _printed(given),
        "dropping-particle": _printed(von),
        "suffix": _printed(suffix),
    }
    return {part: words for part, words in name.items() if words}


def _first_and_last(words: list[str]) -> tuple[list[str], list[str]]:
    number = next((i for i, word in enumerate(words) if not _capitalised(word)), len(words))
    if number == len(words):
        return words[:-1], words[-1:]
    return words[:number], words[number:]


def _von_and_last(words: list[str]) -> tuple[list[str], list[str]]:
    number = next((i for i, word in enumerate(words) if _capitalised(word)), len(words))
    number = max(min(number, len(words) - 1), 0)
    return words[:number], words[number:]


def _capitalised(word: str) -> bool:
    """Whether a word is of a person's own name: in upper case, in braces, or in a script
    without case. An accented letter in braces has its own case, as in BibTeX.
    """
    if word[0].isupper():
        return True
    if word[0] == "{" and word[1:2] != "\\":
        rest = _after_group(word)
        return not rest or _capitalised(rest)
    printed = plain_text(word)
    start = _BEFORE_LETTER.match(printed)
    printed = printed[start.end() if start else 0 :]
    if not printed:
        return True
    first = printed[0]
    return first.isupper() or (first.isalpha() and not first.islower() and not first.isupper())


def _after_group(word: str) -> str:
    depth = 0
    for match in re.finditer(r"\\.|[{}]", word, re.DOTALL):
        depth += (match[0] == "{") - (match[0] == "}")
        if depth == 0:
            return word[match.end() :]
    return ""


def _printed(words: Sequence[str]) -> str:
    text = plain_text(" ".join(words)) if words else ""
    if "." not in text:
        return text
    return _INITIALS.sub(_spaced, text)


def _spaced(match: re.Match[str]) -> str:
    upper = match[1].isupper() and match[2].isupper()
    return f"{match[1]}. " if upper else match[0]


def _extended(text: str) -> Name:
    """A name in BibLaTeX's form with a key for each part."""
    found: dict[str, str] = {}
    for part in _split_commas(text):
        match = _PART.match(part)
        if match is None:
            continue
        value = plain_text(match[2])
        if match[1] in found and match[1] == "given":
            value = f"{found['given']} {value}"
        found[match[1]] = value
    particle = "non-dropping-particle" if found.get("useprefix") == "true" else "dropping-particle"
    name = {
        "family": found.get("family", ""),
        "given": found.get("given", ""),
        particle: found.get("prefix", ""),
        "suffix": found.get("suffix", ""),
    }
    return {part: words for part, words in name.items() if words}


def _split_commas(text: str) -> Iterator[str]:
    depth, start = 0, 0
    for match in re.finditer(r"\\.|[{},]", text, re.DOTALL):
        depth += (match[0] == "{") - (match[0] == "}")
        if match[0] == "," and depth <= 0:
            yield text[start : match.start()]
            start = match.end()
    yield text[start:]
