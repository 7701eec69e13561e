"""One thing written in several ways: a journal's name, an author's, the keys."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from synth.exchange.identity import alike, family_of, without_markup
from synth.library.comparing import given_fit, given_parts
from synth.library.lint_rules.subject import Library, Work
from synth.problems import Problem

_SMALL = re.compile("a|an|and|at|de|der|des|di|du|et|for|in|la|le|of|on|the|to|und")
COMPARED = 50
"""As many names with the same initials are compared with each other."""


def journal_names(library: Library) -> Iterator[Problem]:
    """Journals whose name is written in several ways, or here in full and there shortened."""
    by_name: dict[str, dict[str, list[Work]]] = defaultdict(lambda: defaultdict(list))
    for work in library.works:
        name = without_markup(str(work.item.get("container-title") or "")).strip()
        if name and str(work.item.get("type", "")).startswith("article"):
            by_name[re.sub(r"^the ", "", alike(name))][name].append(work)
    for spellings in by_name.values():
        usual = _usual(spellings)
        for name, works in spellings.items():
            if name != usual:
                yield from (_journal(work, usual, len(spellings[usual])) for work in works)
    yield from _shortened(by_name)


def _usual(spellings: dict[str, list[Work]]) -> str:
    """The most frequent spelling, of equally frequent ones the longest, then the first."""
    return max(spellings, key=lambda name: (len(spellings[name]), len(name)))


def _journal(work: Work, usual: str, count: int) -> Problem:
    times = "once" if count == 1 else f"{count} times"
    return work.warn(
        "journal-name",
        f'the journal "{work.item["container-title"]}" stands {times} as "{usual}"',
        "Write it in one way throughout.",
        "container-title",
    )


def _shortened(by_name: dict[str, dict[str, list[Work]]]) -> Iterator[Problem]:
    buckets: dict[str, list[str]] = defaultdict(list)
    for name in by_name:
        words = [word for word in name.split() if not _SMALL.fullmatch(word)]
        if words:
            buckets["".join(word[0] for word in words)].append(name)
    for names in buckets.values():
        if len(names) < 2:
            continue
        for short in names[:COMPARED]:
            full = next((each for each in names[:COMPARED] if _shortens(short, each)), None)
            if full is not None:
                usual = _usual(by_name[full])
                count = sum(map(len, by_name[full].values()))
                for works in by_name[short].values():
                    yield from (_journal(work, usual, count) for work in works)


def _shortens(short: str, full: str) -> bool:
    """Whether a name is another with its words cut (as in ISO 4): `soc sci med`."""
    one = [word for word in short.split() if not _SMALL.fullmatch(word)]
    two = [word for word in full.split() if not _SMALL.fullmatch(word)]
    if len(one) != len(two) or one == two or len(two) < 2:
        return False
    cut = [(a, b) for a, b in zip(one, two, strict=True) if a != b]
    return all(len(b) - len(a) >= 2 and _cuts(a, b) for a, b in cut) and any(
        len(b) - len(a) >= 3 and len(a) <= 6 for a, b in cut
    )


def _cuts(short: str, word: str) -> bool:
    """Whether a word is cut at its end, or to some of its letters: `dev`, `natl`."""
    if word.startswith(short):
        return True
    letters = iter(word)
    return len(short) <= 5 and short[:2] == word[:2] and all(char in letters for char in short)


def author_names(library: Library) -> Iterator[Problem]:
    """Authors who stand here with initials and there with a full name.

    Only where one full name fits the initials, and no work has both.
    """
    families: dict[str, dict[str, list[Work]]] = defaultdict(lambda: defaultdict(list))
    for work in library.works:
        for role in ("author", "editor"):
            for name in work.item.get(role) or ():
                if name.get("family") and name.get("given"):
                    families[family_of(name)][str(name["given"])].append(work)
    for family, givens in families.items():
        if len(givens) > 1:
            yield from _one_family(family, givens)


def _one_family(family: str, givens: dict[str, list[Work]]) -> Iterator[Problem]:
    full = [given for given in givens if any(len(part) > 1 for part in given_parts(given))]
    for given in [each for each in givens if each not in full][:COMPARED]:
        fits = [each for each in full[:COMPARED] if given_parts(each) and given_fit(given, each)]
        people = {tuple(given_parts(each))[:1] for each in fits}
        if len(people) != 1:
            continue
        other = fits[0]
        works = givens[given]
        if {work.key for work in works} & {work.key for each in fits for work in givens[each]}:
            continue
        name = _family_as_written(works[0], family)
        where = f"{works[0].key} and {len(works) - 1} more" if len(works) > 1 else works[0].key
        yield works[0].warn(
            "author-name",
            f'"{name}, {given}" ({where}) may be "{name}, {other}" of {givens[other][0].key}',
            "If they are one person, write the name in one way throughout.",
            "author",
        )


def _family_as_written(work: Work, family: str) -> str:
    names = [*(work.item.get("author") or ()), *(work.item.get("editor") or ())]
    return next((str(name["family"]) for name in names if family_of(name) == family), family)


def key_style(library: Library) -> Iterator[Problem]:
    """Keys of several styles. An undated work is not asked for a year in its key."""
    by_style: dict[str, list[Work]] = defaultdict(list)
    for work in library.works:
        by_style[_style_of(work.key)].append(work)
    if len(by_style) < 2 or len(library.works) < 5:
        return
    counts = Counter({style: len(works) for style, works in by_style.items()})
    usual, count = counts.most_common(1)[0]
    if 2 * count <= len(library.works):
        styles = ", ".join(f"{by_style[style][0].key} ({n})" for style, n in counts.most_common(5))
        yield library.works[0].warn(
            "key-style",
            f"the library's keys are of {len(counts)} styles, none of them in most: {styles}",
            "Choose one style for new keys. A changed key may stay as an alias in the field ids.",
        )
        return
    others = [
        work
        for style, works in by_style.items()
        for work in works
        if style != usual and not ("0" in usual and not work.item.get("issued"))
    ]
    if others:
        yield others[0].warn(
            "key-style",
            f"{count} of {len(library.works)} keys look like {by_style[usual][0].key}, "
            f"{'this one does' if len(others) == 1 else f'{len(others)} do'} not: {_some(others)}",
            "A changed key may stay as an alias in the field ids.",
        )


def _some(works: Sequence[Work]) -> str:
    keys = ", ".join(work.key for work in works[:10])
    return keys if len(works) <= 10 else f"{keys}, …"


def _style_of(key: str) -> str:
    """A key's build: words as `a` or `A`, a year as `0`, other numbers as `9`, and its signs.

    A letter after the year tells works of one year apart and does not count.
    """
    built = re.sub(r"((?:1[5-9]|20)[0-9]{2})[a-z]{1,2}(?![^\W\d_])", r"\1", key)
    built = re.sub(r"(?<![0-9])(?:1[5-9]|20)[0-9]{2}(?![0-9])", "\0", built)
    built = re.sub(r"[0-9]+", "9", built).replace("\0", "0")
    built = re.sub(r"[^\W\d_]+", lambda found: "A" if found[0][0].isupper() else "a", built)
    return re.sub(r"([-_:.])(?:[aA]\1)*[aA](?=$|[-_:.])", r"\1a", built)


def keys_differing_in_case(library: Library) -> Iterator[Problem]:
    """Keys that differ only in case: BibTeX takes them for one."""
    first: dict[str, Work] = {}
    for work in library.works:
        other = first.setdefault(work.key.lower(), work)
        if other.key != work.key:
            yield work.warn(
                "duplicate-key",
                f'BibTeX takes the key for "{other.key}" at {other.place()}',
                "Give one of the two another key.",
            )
